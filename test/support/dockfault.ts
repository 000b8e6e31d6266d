// A proxy before the socket of a container engine that does to single requests what networks, proxies and engines do:
// it loses them, loses their answers, cuts or falsifies these, delays, hangs, repeats. It knows HTTP and nothing of the
// engine, so it stands before a real one as well as before the fake one.

import { once } from 'node:events';
import { rmSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** What happens to a request. "after" means that the engine has done what was asked. */
export type Fault =
  | { readonly action: 'drop_before' }
  | { readonly action: 'drop_after' }
  /** Nothing is done and nothing is ever answered. */
  | { readonly action: 'hang' }
  | { readonly action: 'hang_after' }
  | { readonly action: 'delay'; readonly delayMs: number }
  /** Nothing is done, and this is answered. */
  | { readonly action: 'status'; readonly status: number; readonly message: string }
  | { readonly action: 'status_after'; readonly status: number; readonly message: string }
  /** The body of the answer breaks off after so many bytes. */
  | { readonly action: 'truncate'; readonly bytes: number }
  /** The connection breaks within the head of the answer. */
  | { readonly action: 'reset' }
  /** The answer is a good one that is not JSON. */
  | { readonly action: 'garbage' }
  /** The answer is no HTTP. */
  | { readonly action: 'nonsense' }
  /** It is done twice, and the second answer counts. */
  | { readonly action: 'duplicate' };

export type FaultAction = Fault['action'];

export interface Rule {
  readonly fault: Fault;
  readonly method: string;
  /** Matched against path and query. */
  readonly path: RegExp;
  /** How many requests it strikes; without it, all until they are cleared. */
  readonly count?: number;
}

export interface DockFault {
  /** Of the proxy: what the daemon is told to connect to. */
  readonly socketPath: string;
  /** Rules are tried in the order they came in. */
  inject(rule: Rule): void;
  /** Ends every rule. What hangs is cut, so that its caller sees the end. */
  clear(): void;
  /** How many requests rules have struck since the last clear. */
  strikes(): number;
  /** Nobody can connect any more and what is open is cut, as when an engine dies. */
  refuse(): Promise<void>;
  /** Listens again after `refuse`. */
  accept(): Promise<void>;
  /** "cut" ends the open event streams; "silent" lets nothing of them pass until they are cut. */
  stopEvents(mode: 'cut' | 'silent'): void;
  close(): Promise<void>;
}

export interface DockFaultOptions {
  readonly socketPath: string;
  /** Of the engine. */
  readonly target: string;
  /** Which requests are event streams. */
  readonly events: RegExp;
}

const cutWithinHead = 'HTTP/1.1 200 OK\r\nContent-Ty';
const notHttp = 'this is not the protocol you are looking for\r\n\r\n';
const notJson = '{"Id": ';
const maxBodyBytes = 64 * 1024 * 1024;

export async function startDockFault(options: DockFaultOptions): Promise<DockFault> {
  const proxy = new Proxy(options);
  await proxy.accept();
  return proxy;
}

interface Active {
  readonly rule: Rule;
  remaining: number;
}

class Proxy implements DockFault {
  readonly socketPath: string;
  readonly #options: DockFaultOptions;
  readonly #connections = new Set<Socket>();
  readonly #hanging = new Set<Duplex>();
  readonly #eventStreams = new Set<ServerResponse>();
  #rules: Active[] = [];
  #strikes = 0;
  #areEventsSilent = false;
  #server: Server | null = null;

  constructor(options: DockFaultOptions) {
    this.socketPath = options.socketPath;
    this.#options = options;
  }

  inject(rule: Rule): void {
    this.#rules.push({ rule, remaining: rule.count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
    this.#strikes = 0;
    for (const socket of this.#hanging) socket.destroy();
    this.#hanging.clear();
  }

  strikes(): number {
    return this.#strikes;
  }

  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    for (const socket of this.#connections) socket.destroy();
    await once(server, 'close');
    rmSync(this.socketPath, { force: true });
  }

  async accept(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    server.on('request', (request, response) => {
      response.on('error', () => {});
      this.#serve(request, response).catch(() => response.destroy());
    });
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.#serveUpgrade(request, socket, head).catch(() => socket.destroy());
    });
    server.listen(this.socketPath);
    await once(server, 'listening');
    this.#server = server;
  }

  stopEvents(mode: 'cut' | 'silent'): void {
    this.#areEventsSilent = mode === 'silent';
    if (mode === 'silent') return;
    for (const stream of this.#eventStreams) stream.destroy();
  }

  async close(): Promise<void> {
    this.clear();
    await this.refuse();
  }

  #take(request: IncomingMessage): Fault | null {
    const url = request.url ?? '/';
    const active = this.#rules.find(
      ({ rule, remaining }) => remaining > 0 && rule.method === request.method && rule.path.test(url),
    );
    if (active === undefined) return null;
    active.remaining -= 1;
    this.#strikes += 1;
    return active.rule.fault;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#take(request);
    if (fault?.action === 'delay') await delay(fault.delayMs);
    if (fault !== null && this.#strikesBefore(fault, response)) {
      request.resume();
      return;
    }
    if (fault === null || fault.action === 'delay') return await this.#pass(request, response);
    if (fault.action === 'duplicate' && !this.#isStream(request)) {
      const body = await readBody(request);
      await (await this.#ask(request, body)).toArray();
      return await this.#answerWrongly(fault, request.url ?? '', await this.#ask(request, body), response);
    }
    const answer = await this.#ask(request, request);
    await this.#answerWrongly(fault, request.url ?? '', answer, response);
  }

  /** True when that was all that happens. */
  #strikesBefore(fault: Fault, response: ServerResponse): boolean {
    switch (fault.action) {
      case 'drop_before':
        response.destroy();
        return true;
      case 'hang':
        this.#hold(response.socket);
        return true;
      case 'status':
        sendRefusal(response, fault);
        return true;
      case 'drop_after':
      case 'hang_after':
      case 'delay':
      case 'status_after':
      case 'truncate':
      case 'reset':
      case 'garbage':
      case 'nonsense':
      case 'duplicate':
        return false;
    }
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#ask(request, request);
    const isEvents = this.#options.events.test(request.url ?? '');
    if (isEvents) {
      this.#eventStreams.add(response);
      response.once('close', () => this.#eventStreams.delete(response));
    }
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    response.flushHeaders();
    response.once('close', () => answer.destroy());
    answer.on('error', () => response.destroy());
    answer.on('close', () => {
      if (!answer.complete) response.destroy();
    });
    answer.on('data', (chunk: Buffer) => {
      if (isEvents && this.#areEventsSilent) return;
      if (response.write(chunk)) return;
      answer.pause();
      response.once('drain', () => answer.resume());
    });
    answer.on('end', () => response.end());
  }

  async #answerWrongly(fault: Fault, url: string, answer: IncomingMessage, response: ServerResponse): Promise<void> {
    // Events never end; of the others the whole answer means that the engine is done.
    const isEvents = this.#options.events.test(url);
    const body = isEvents ? Buffer.alloc(0) : Buffer.concat(await answer.toArray());
    if (isEvents) answer.destroy();
    switch (fault.action) {
      case 'status_after':
        return sendRefusal(response, fault);
      case 'hang_after':
        return this.#hold(response.socket);
      case 'truncate':
        response.writeHead(answer.statusCode ?? 502, { 'content-length': Math.max(body.length, fault.bytes + 1) });
        response.write(body.subarray(0, fault.bytes), () => response.destroy());
        response.flushHeaders();
        return;
      case 'reset':
        response.socket?.write(cutWithinHead, () => response.destroy());
        return;
      case 'nonsense':
        response.socket?.write(notHttp, () => response.destroy());
        return;
      case 'garbage':
        response.writeHead(answer.statusCode ?? 200, { 'content-type': 'application/json' });
        return void response.end(isBodiless(answer) ? undefined : notJson);
      case 'duplicate':
        response.writeHead(answer.statusCode ?? 200, { 'content-type': 'application/json' });
        return void response.end(isBodiless(answer) ? undefined : body);
      case 'drop_after':
      case 'drop_before':
      case 'hang':
      case 'delay':
      case 'status':
        return void response.destroy();
    }
  }

  /** Its body or its answer goes on for as long as somebody listens. */
  #isStream(request: IncomingMessage): boolean {
    return (
      request.headers['content-type'] === 'application/octet-stream' || this.#options.events.test(request.url ?? '')
    );
  }

  async #ask(request: IncomingMessage, body: IncomingMessage | Buffer): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = httpRequest(
      {
        socketPath: this.#options.target,
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: request.headers,
        agent: false,
      },
      resolve,
    );
    outgoing.on('error', reject);
    // A caller that goes away takes its request with it, as it would without a proxy.
    const { socket } = request;
    const end = (): void => void outgoing.destroy();
    socket.once('close', end);
    outgoing.once('close', () => socket.off('close', end));
    if (Buffer.isBuffer(body)) outgoing.end(body);
    else if (!hasBody(request)) outgoing.end();
    else {
      // Before any of the body: the engine may answer before it has come.
      outgoing.flushHeaders();
      body.pipe(outgoing);
    }
    return await promise;
  }

  /** A hijacked connection: bytes in both directions after the engine agreed. */
  async #serveUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const fault = this.#take(request);
    if (fault?.action === 'delay') await delay(fault.delayMs);
    if (fault?.action === 'drop_before') return void socket.destroy();
    if (fault?.action === 'hang') return this.#hold(socket);
    if (fault?.action === 'status') return void socket.end(rawRefusal(fault));
    const service = connect(this.#options.target);
    service.on('error', () => socket.destroy());
    service.on('close', () => socket.destroy());
    socket.on('close', () => service.destroy());
    service.write(rawHead(request));
    service.write(head);
    socket.pipe(service);
    if (fault === null || fault.action === 'delay' || fault.action === 'duplicate') return void service.pipe(socket);
    const [first] = (await once(service, 'data')) as [Buffer];
    if (fault.action === 'hang_after') return this.#hold(socket);
    if (fault.action === 'truncate') socket.write(first.subarray(0, fault.bytes));
    if (fault.action === 'reset') socket.write(cutWithinHead);
    if (fault.action === 'garbage' || fault.action === 'nonsense') socket.write(notHttp);
    if (fault.action === 'status_after') socket.write(rawRefusal(fault));
    socket.end();
    service.destroy();
  }

  #hold(socket: Duplex | null): void {
    if (socket === null) return;
    this.#hanging.add(socket);
    socket.once('close', () => this.#hanging.delete(socket));
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isBodiless(answer: IncomingMessage): boolean {
  return answer.statusCode === 204 || answer.statusCode === 304;
}

function sendRefusal(response: ServerResponse, fault: { readonly status: number; readonly message: string }): void {
  response.writeHead(fault.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: fault.message }));
}

function rawRefusal({ status, message }: { readonly status: number; readonly message: string }): string {
  const body = JSON.stringify({ message });
  return `HTTP/1.1 ${status} Fault\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function rawHead(request: IncomingMessage): string {
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error('the body is too large for a fault');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
