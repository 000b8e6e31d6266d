// Tool servers of tests, honest and hostile, and calls to them as the daemon makes them.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

import { systemClock } from '../../src/host/system-clock.ts';
import type { ToolCall, ToolServers, ToolTarget } from '../../src/ports/tools.ts';
import { createToolServers, type ToolSettings } from '../../src/tools/tool-servers.ts';

export const sandboxToken = '5ec1e7c0ffee5ec1e7c0ffee5ec1e7c0';
const amplyMs = 20_000;
const never = new AbortController().signal;

type Limits = Partial<ToolSettings['engine']>;

/** The adapters with the limits of a test; ended with it. */
export function toolServers(limits: Limits = {}): ToolServers {
  const engine = {
    toolConnectTimeoutMs: amplyMs,
    toolBodyTimeoutMs: amplyMs,
    toolResultMaxBytes: 256 * 1024,
    toolsMaxListed: 100,
    maxToolCallsPerSandbox: 4,
    ...limits,
  };
  // Of the settings they read these and no other.
  const settings = { engine, grpc: { maxMessageBytes: 4 * 1024 * 1024 } } as unknown as ToolSettings;
  const servers = createToolServers(() => settings, systemClock);
  onTestFinished(() => servers.close());
  return servers;
}

export function toolTarget(port: number, changes: Partial<ToolTarget> = {}): ToolTarget {
  return { sandboxId: '01sandbox', generation: 1, host: '127.0.0.1', port, token: sandboxToken, ...changes };
}

export function toolCall(changes: Partial<ToolCall> = {}): ToolCall {
  return { signal: never, timeoutMs: amplyMs, ...changes };
}

/** On a free port of loopback unless one is given; ended with the test. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

export async function serveHttp(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return await listen(server);
}

/** Answers every request with JSON. */
export async function serveJson(answer: (request: IncomingMessage) => unknown): Promise<number> {
  return await serveHttp((request, response) => {
    request.resume();
    response.end(JSON.stringify(answer(request)));
  });
}

/** A server below HTTP: what it does with each connection once something was sent to it. */
export async function serveTcp(onRequest: (socket: Socket, request: string) => void): Promise<number> {
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  return await listen(
    createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data: Buffer) => onRequest(socket, data.toString('latin1')));
    }),
  );
}
