// The published port of a running container: a real listener on the host that answers as the image would.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createRawServer, type Server, type Socket } from 'node:net';

import { Problem } from './problem.ts';
import type { Behaviour } from './images.ts';

const sandboxAnswer = JSON.stringify({
  success: true,
  message: 'ok',
  data: { home_dir: '/home/gem', version: 'test' },
});
const authorizedPaths: readonly string[] = ['/fastapi/healthz', '/v1/sandbox'];

export interface PortServer {
  readonly hostPort: number;
  close(): Promise<void>;
}

export interface ServedContainer {
  readonly behaviour: Behaviour;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a slow container answers already. */
  isReady(): boolean;
  /** Resolves at once, or when a paused container goes on. */
  unpaused(): Promise<void>;
}

/** Port 0 lets the host choose. Problem "port-in-use". */
export async function openPort(served: ServedContainer, hostAddress: string, port: number): Promise<PortServer> {
  const server = serverOf(served);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await listen(server, hostAddress, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return {
    hostPort: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function serverOf(served: ServedContainer): Server {
  if (served.behaviour === 'never') return silentServer();
  return served.behaviour === 'relay' ? relayServer(served) : httpServer(served);
}

/** Whatever listens on the port of loopback that RELAY_PORT names is what runs inside. */
function relayServer(served: ServedContainer): Server {
  return createRawServer((socket) => {
    const inside = connect(Number(served.environment['RELAY_PORT'] ?? 0), '127.0.0.1');
    const end = (): void => {
      socket.destroy();
      inside.destroy();
    };
    for (const side of [socket, inside]) side.on('error', end).on('close', end);
    socket.pipe(inside);
    inside.pipe(socket);
  });
}

/** As Docker's proxy does when nothing listens inside: the connection is accepted and ends. */
function silentServer(): Server {
  return createRawServer((socket) => void socket.destroy());
}

function httpServer(served: ServedContainer): Server {
  return createServer((request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    // It cannot reject: a container that goes away while paused closes the connection.
    void served.unpaused().then(() => answer(served, request, response));
  });
}

function answer(served: ServedContainer, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const status = statusOf(served, path, request.headers.authorization);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? sandboxAnswer : '{}');
}

function statusOf(served: ServedContainer, path: string, authorization: string | undefined): number {
  if (!served.isReady()) return 503;
  if (served.behaviour === 'auth') {
    const token = served.environment['SECRET_TOKEN'];
    if (token === undefined || authorization !== `Bearer ${token}`) return 401;
    return authorizedPaths.includes(path) ? 200 : 404;
  }
  return path === '/v1/sandbox' ? 200 : 404;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EADDRNOTAVAIL';
      reject(
        taken ? new Problem(500, 'port-in-use', `bind for ${host}:${port} failed: port is already allocated`) : error,
      );
    });
    server.listen(port, host, resolve);
  });
}
