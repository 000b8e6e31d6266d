// HTTP around the engine. Faults strike here, before or after the engine has done what was asked.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { ZodError } from 'zod';

import type { Clock } from '../../ports/clock.ts';
import { Problem } from './problem.ts';
import type { Fault } from './protocol.ts';
import { controlRoutes, type Reply, type Route, routes, type Services } from './routes.ts';

const maxBodyBytes = 64 * 1024 * 1024;
/** Of requests whose body comes while the answer goes. */
export const streamType = 'application/octet-stream';
const never = new AbortController().signal;

export function createEngineServer(services: Services, clock: Clock): Server {
  const server = createServer((request, response) => {
    response.on('error', () => {});
    serve(services, clock, request, response).catch((error: unknown) => fail(response, error));
  });
  // Waits and commands are as long as they are; whoever asks has deadlines of its own.
  server.requestTimeout = 0;
  // An idle connection that the engine closed just when a request arrives would look like a failure of the engine.
  server.keepAliveTimeout = 0;
  return server;
}

async function serve(
  services: Services,
  clock: Clock,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  // A stream is read by whoever handles it.
  const isStream = request.headers['content-type'] === streamType;
  const body = isStream ? null : await readBody(request);
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const isControl = pathname.startsWith('/control');
  const { route, key } = findRoute(isControl ? controlRoutes : routes, method, pathname);
  if (!isControl) services.calls.set(route.name, (services.calls.get(route.name) ?? 0) + 1);
  const fault = isControl ? null : services.faults.take(method, url);
  if (fault !== null && (await strikesBefore(fault, clock, response))) return;
  const reply = await route.handle(services, { key, query: searchParams, body, request, response });
  if (reply === null) return;
  if (fault !== null && strikesAfter(fault, response)) return;
  const isEmptied = fault?.action === 'list_empty' && Array.isArray(reply.body);
  send(response, isEmptied ? { ...reply, body: [] } : reply);
}

/** True when that was all that happens. */
async function strikesBefore(fault: Fault, clock: Clock, response: ServerResponse): Promise<boolean> {
  switch (fault.action) {
    case 'refuse':
      response.destroy();
      return true;
    case 'hang':
      return true;
    case 'status':
      send(response, { status: fault.status, body: { kind: null, message: fault.message } });
      return true;
    case 'delay':
      await clock.sleep(fault.delayMs, never);
      return false;
    case 'drop_after':
    case 'garbage':
    case 'list_empty':
      return false;
  }
}

function strikesAfter(fault: Fault, response: ServerResponse): boolean {
  if (fault.action === 'drop_after') {
    response.destroy();
    return true;
  }
  if (fault.action !== 'garbage') return false;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"id": ');
  return true;
}

function findRoute(known: readonly Route[], method: string, path: string): { route: Route; key: string } {
  for (const route of known) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match !== null) return { route, key: decodeURIComponent(match[1] ?? '') };
  }
  throw new Problem(404, 'no-such-route', `${method} ${path}`);
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(reply.body === null ? undefined : JSON.stringify(reply.body));
}

function fail(response: ServerResponse, error: unknown): void {
  // After the first byte there is no way to say it but to break off.
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error instanceof Problem) {
    const { status, kind, message } = error;
    return send(response, { status, body: { kind, message } });
  }
  const isBadRequest = error instanceof ZodError || error instanceof SyntaxError;
  const message = error instanceof Error ? error.message : String(error);
  send(
    response,
    isBadRequest
      ? { status: 400, body: { kind: 'bad-request', message } }
      : { status: 500, body: { kind: null, message } },
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxBodyBytes) throw new Problem(400, 'bad-request', `the body is larger than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) return null;
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
