// The way from the adapter to the engine's process, and what its refusals mean.

import { Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { StringDecoder } from 'node:string_decoder';

import type { ZodType } from 'zod';

import { type ErrorReason, SandkeepError } from '../../domain/errors.ts';
import { type ProblemKind, problemSchema } from './protocol.ts';

/** Short calls; waits, commands and streams have sockets of their own and cannot keep them waiting. */
const maxCallSockets = 64;
const maxIdleSockets = 16;
const maxLongSockets = 4_096;
const maxAnswerBytes = 256 * 1024 * 1024;
const maxLineCharacters = 1024 * 1024;

const reasons: Readonly<Record<ProblemKind, ErrorReason>> = {
  'bad-request': 'CREATE_REFUSED',
  'no-such-route': 'INTERNAL',
  'no-such-container': 'SANDBOX_LOST',
  'no-such-exec': 'WRONG_STATE',
  'no-such-image': 'IMAGE_NOT_FOUND',
  'name-in-use': 'NAME_TAKEN',
  'removal-in-progress': 'WRONG_STATE',
  'is-running': 'WRONG_STATE',
  'not-running': 'WRONG_STATE',
  'is-paused': 'WRONG_STATE',
  'not-paused': 'WRONG_STATE',
  'port-in-use': 'PORT_UNAVAILABLE',
  'mount-missing': 'MOUNT_SOURCE_MISSING',
  'workdir-missing': 'FILE_NOT_FOUND',
  'command-not-found': 'COMMAND_NOT_FOUND',
  'pull-denied': 'IMAGE_PULL_DENIED',
  'pull-failed': 'IMAGE_PULL_FAILED',
};

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, encoded. */
  readonly path: string;
  readonly body?: object;
  /** May last as long as a sandbox. */
  readonly isLong?: true;
}

export class EngineClient {
  readonly #socketPath: string;
  readonly #calls = new Agent({ maxSockets: maxCallSockets, keepAlive: true, maxFreeSockets: maxIdleSockets });
  readonly #longCalls = new Agent({ maxSockets: maxLongSockets });

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** The parsed answer. Throws EngineRefusal, and RUNTIME_UNAVAILABLE where nothing can be concluded. */
  async ask<T>(request: EngineRequest, schema: ZodType<T>, signal: AbortSignal): Promise<T> {
    const { text } = await this.#send(request, signal);
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw unavailable(request, 'its answer makes no sense');
  }

  /** For answers without a body. */
  async tell(request: EngineRequest, signal: AbortSignal): Promise<void> {
    const { status, text } = await this.#send(request, signal);
    if (status === 204 || status === 304) return;
    throw unavailable(request, `its answer makes no sense: ${text.slice(0, 100)}`);
  }

  /** Parsed JSON lines until the engine ends the stream. Waits for the connection before the first line is asked for. */
  async lines(request: EngineRequest, signal: AbortSignal): Promise<AsyncGenerator> {
    const response = await this.#open(request, signal);
    if (response.statusCode !== 200) throw refusal(request, response.statusCode ?? 0, await readText(response));
    return parsedLines(request, response);
  }

  /** An answer that comes while the body goes; the signal is of the wait for its head. Errors as those of ask. */
  async exchange(
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<{ readonly sent: ClientRequest; readonly response: IncomingMessage }> {
    const sent = httpRequest({
      socketPath: this.#socketPath,
      method: request.method,
      path: request.path,
      agent: this.#longCalls,
      headers: { 'content-type': 'application/octet-stream' },
    });
    const onAbort = (): void => void sent.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        sent.once('response', resolve);
        sent.once('error', (error) => reject(unavailable(request, error.message, error)));
        sent.flushHeaders();
      });
      if (response.statusCode === 200) return { sent, response };
      throw refusal(request, response.statusCode ?? 0, await readText(response));
    } catch (error) {
      sent.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  close(): void {
    this.#calls.destroy();
    this.#longCalls.destroy();
  }

  async #send(request: EngineRequest, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const response = await this.#open(request, signal);
    const status = response.statusCode ?? 0;
    const text = await readText(response).catch((error: unknown) => {
      throw unavailable(request, 'the answer broke off', error);
    });
    if (status >= 400) throw refusal(request, status, text);
    return { status, text };
  }

  async #open(request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const body = request.body === undefined ? '' : JSON.stringify(request.body);
    return await new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          socketPath: this.#socketPath,
          method: request.method,
          path: request.path,
          agent: request.isLong === true ? this.#longCalls : this.#calls,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
          signal,
        },
        resolve,
      );
      sent.on('error', (error) => reject(unavailable(request, error.message, error)));
      sent.end(body);
    });
  }
}

/** The engine answered, and refused. */
export class EngineRefusal extends SandkeepError {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string) {
    super(reasons[kind], message);
    this.kind = kind;
  }
}

export function isRefusal(error: unknown, ...kinds: readonly ProblemKind[]): boolean {
  return error instanceof EngineRefusal && kinds.includes(error.kind);
}

export function unavailable(request: EngineRequest, why: string, cause?: unknown): SandkeepError {
  const what = `${request.method} ${request.path.split('?')[0] ?? ''}`;
  const details = cause === undefined ? {} : { cause };
  return new SandkeepError('RUNTIME_UNAVAILABLE', `fake engine, ${what}: ${why}`, details);
}

function refusal(request: EngineRequest, status: number, text: string): SandkeepError {
  const problem = problemSchema.safeParse(parseJson(text));
  const message = problem.success ? problem.data.message : text.slice(0, 200);
  if (problem.success && problem.data.kind !== null) return new EngineRefusal(problem.data.kind, message);
  if (status >= 500) return unavailable(request, `it failed with ${status}: ${message}`);
  return new SandkeepError('INTERNAL', `fake engine, ${request.method}: answered ${status}: ${message}`);
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error(`the answer is larger than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* parsedLines(request: EngineRequest, response: IncomingMessage): AsyncGenerator {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      const lines = (pending + decoder.write(chunk)).split('\n');
      pending = lines.pop() ?? '';
      if (pending.length > maxLineCharacters) throw new Error('a line is too long');
      for (const line of lines) yield parseJson(line);
    }
  } catch (error) {
    throw unavailable(request, 'the stream broke off', error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
