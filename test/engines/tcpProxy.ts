// A TCP port on loopback before a service's socket, so that the kernel chooses the port and a test can cut the line.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  url: string;
  port: number;
  /** Cuts what is open, and each new connection once so many bytes of answers have passed; null lets all pass again. */
  cutAfter(bytes: number | null): void;
  /** Passes nothing on any more, without closing; "open" lets everything pass again. */
  flow(state: 'open' | 'stalled'): void;
  /** Connections that were made so far. */
  connections(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(socketPath: string): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let limitBytes: number | null = null;
  let isStalled = false;
  let connections = 0;

  const server = createServer((client) => {
    connections += 1;
    const service = connect(socketPath);
    let passed = 0;
    const drop = (): void => {
      for (const socket of [client, service]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, service]) {
      open.add(socket);
      socket.on('error', drop);
      socket.on('close', drop);
    }
    client.on('data', (chunk) => service.write(chunk));
    service.on('data', (chunk) => {
      passed += chunk.length;
      if (limitBytes !== null && passed > limitBytes) drop();
      else client.write(chunk);
    });
    if (isStalled) for (const socket of [client, service]) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cutAfter: (bytes) => {
      limitBytes = bytes;
      if (bytes !== null) for (const socket of open) socket.destroy();
    },
    flow: (state) => {
      isStalled = state === 'stalled';
      for (const socket of open) {
        if (isStalled) socket.pause();
        else socket.resume();
      }
    },
    connections: () => connections,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
