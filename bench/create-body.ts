// The body of the daemon's own create request, read on its way to the engine, so that the floor asks for the same.

import { createServer, request } from 'node:http';
import path from 'node:path';

export interface Listener {
  readonly socketPath: string;
  /** Of the first create that passed. */
  body(): object;
  close(): Promise<void>;
}

/** Passes requests on to the engine and keeps the body of a create. Streams of events pass too. */
export async function listenBetween(directory: string, engineSocket: string): Promise<Listener> {
  const socketPath = path.join(directory, 'between.sock');
  let seen: object | null = null;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method, url, headers } = incoming;
      if (method === 'POST' && /\/containers(\/create)?\?/.test(url ?? ''))
        seen ??= JSON.parse(body.toString()) as object;
      const passed = request({ socketPath: engineSocket, method, path: url, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        // The engine says at once that a stream of events is open; the daemon waits for that.
        outgoing.flushHeaders();
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      outgoing.on('close', () => passed.destroy());
      passed.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    socketPath,
    body: () => {
      if (seen === null) throw new Error('no create request was seen');
      return seen;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
