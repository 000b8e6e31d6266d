// One request and its whole answer, within bounds. Nothing is followed, retried or decoded here.

import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';

import type { ToolTarget } from '../ports/tools.ts';

const maxHeaderBytes = 16 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text, or null for none. */
  readonly body: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface ExchangeLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** From the headers of the answer to its end. */
  readonly bodyTimeoutMs: number;
  readonly maxBytes: number;
}

/** unsent: nothing reached the server; broken: it may have; late: the same, and it may go on. */
export type FailureKind = 'unsent' | 'broken' | 'late' | 'invalid' | 'too_large';

export class ExchangeFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ExchangeFailure';
    this.kind = kind;
  }
}

/** ExchangeFailure; the signal's reason when it fires first. */
export async function exchange(
  agent: Agent,
  target: ToolTarget,
  what: HttpRequest,
  limits: ExchangeLimits,
): Promise<HttpAnswer> {
  limits.signal.throwIfAborted();
  return await new Exchange(agent, target, what, limits).answer;
}

class Exchange {
  readonly answer: Promise<HttpAnswer>;
  readonly #limits: ExchangeLimits;
  readonly #settled = Promise.withResolvers<HttpAnswer>();
  readonly #request: ClientRequest;
  readonly #deadline: NodeJS.Timeout;
  readonly #onAbort: () => void;
  #stepDeadline: NodeJS.Timeout | undefined;
  #phase: 'connecting' | 'sent' | 'over' = 'connecting';

  constructor(agent: Agent, target: ToolTarget, what: HttpRequest, limits: ExchangeLimits) {
    this.#limits = limits;
    this.answer = this.#settled.promise;
    const { host, port } = target;
    const { method, path } = what;
    const headers = headersOf(target, what.body);
    this.#request = request({ agent, host, port, method, path, headers, maxHeaderSize: maxHeaderBytes });
    this.#onAbort = () => this.#end('destroy', () => this.#settled.reject(limits.signal.reason));
    limits.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#deadline = setTimeout(() => this.#late(`had no answer within ${limits.timeoutMs} ms`), limits.timeoutMs);
    this.#request.on('socket', (socket) => this.#watchConnect(socket));
    this.#request.on('response', (response) => this.#read(response));
    // A server may only answer: what it offers instead is closed by Node, or here.
    this.#request.on('upgrade', (_response, socket) => {
      socket.destroy();
      this.#fail('invalid', 'wants another protocol');
    });
    this.#request.on('error', (error) => this.#broken(error));
    this.#request.on('close', () => this.#broken(null));
    this.#request.end(what.body ?? undefined);
  }

  #watchConnect(socket: Socket): void {
    if (!socket.connecting) {
      this.#sent();
      return;
    }
    const { connectTimeoutMs } = this.#limits;
    this.#stepDeadline = setTimeout(() => {
      this.#fail('unsent', `could not be connected to within ${connectTimeoutMs} ms`);
    }, connectTimeoutMs);
    socket.once('connect', () => this.#sent());
  }

  #sent(): void {
    clearTimeout(this.#stepDeadline);
    if (this.#phase === 'connecting') this.#phase = 'sent';
  }

  #read(response: IncomingMessage): void {
    const { bodyTimeoutMs, maxBytes } = this.#limits;
    const status = response.statusCode ?? 0;
    response.on('error', (error) => this.#broken(error));
    if (status >= 300 && status < 400) return this.#fail('invalid', `answered ${status}, and nothing is followed`);
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') return this.#fail('invalid', 'answered with an encoding that was not asked for');
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) return this.#tooLarge();
    this.#stepDeadline = setTimeout(() => {
      this.#late(`did not end its answer within ${bodyTimeoutMs} ms`);
    }, bodyTimeoutMs);
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > maxBytes) this.#tooLarge();
    });
    response.on('end', () => {
      if (!response.complete) return this.#broken(null);
      // A server that answers before it has read the request would keep the connection and the request for ever.
      const socket = this.#request.writableFinished ? 'keep' : 'destroy';
      this.#end(socket, () => this.#settled.resolve({ status, body: Buffer.concat(chunks, bytes) }));
    });
  }

  #tooLarge(): void {
    this.#fail('too_large', `answered with more than ${this.#limits.maxBytes} bytes`);
  }

  #late(message: string): void {
    this.#fail(this.#phase === 'connecting' ? 'unsent' : 'late', message);
  }

  #broken(error: Error | null): void {
    if (this.#phase === 'over') return;
    const code = error === null || !('code' in error) ? '' : String(error.code);
    if (code.startsWith('HPE_')) {
      const isHeader = code === 'HPE_HEADER_OVERFLOW';
      this.#fail('invalid', isHeader ? 'answered with too many headers' : 'answered with something else than HTTP');
      return;
    }
    const why = code === 'ECONNREFUSED' ? 'refused the connection' : `closed the connection${code && `: ${code}`}`;
    this.#fail(this.#phase === 'connecting' ? 'unsent' : 'broken', why, error ?? undefined);
  }

  #fail(kind: FailureKind, message: string, cause?: unknown): void {
    this.#end('destroy', () => this.#settled.reject(new ExchangeFailure(kind, message, cause)));
  }

  #end(socket: 'keep' | 'destroy', settle: () => void): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    clearTimeout(this.#deadline);
    clearTimeout(this.#stepDeadline);
    this.#limits.signal.removeEventListener('abort', this.#onAbort);
    settle();
    if (socket === 'destroy') this.#request.destroy();
  }
}

function headersOf(target: ToolTarget, body: string | null): Record<string, string | number> {
  return {
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...(target.token === '' ? {} : { authorization: `Bearer ${target.token}` }),
    ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
}
