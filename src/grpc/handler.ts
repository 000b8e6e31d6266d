// The one wrapper around every method: deadline and cancellation become a signal, errors become statuses, and
// each call leaves one log line and one measurement. Nothing a method does can become an unhandled rejection.

import type {
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { Caller } from '../domain/access.ts';
import { SandkeepError } from '../domain/errors.ts';
import type { LogFields, Logger, Metrics, Span, Tracer } from '../ports/observer.ts';
import { type AnyCall, type CallScope, type Scope, StreamScope, UnaryScope } from './call-scope.ts';
import type { AccessGuard } from './access-guard.ts';
import { internalError, toServerError } from './errors.ts';

export interface HandlerOptions {
  readonly access: AccessGuard;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** Bound of unary calls whose client sets no deadline. */
  readonly unaryTimeoutMs: () => number;
  /** Bound of what one stream waits for a client that does not read, or does not send what it announced. */
  readonly slowReaderTimeoutMs: () => number;
  /** Fires when the daemon stops; ends streams with DRAINING. */
  readonly stopping: AbortSignal;
  readonly monotonicMs: () => number;
}

interface Writer<Message> {
  write(message: Message, onWritten: (error?: Error | null) => void): boolean;
}

export type { CallScope } from './call-scope.ts';

export class Handlers {
  readonly #options: HandlerOptions;
  /** Streams under way, by method. */
  readonly #open = new Map<string, number>();

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  openStreams(): ReadonlyMap<string, number> {
    return this.#open;
  }

  unary<Request, Response>(method: string, fn: (request: Request, scope: CallScope) => Promise<Response>) {
    return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      this.#run(method, call, 'unary', (scope) => fn(call.request, scope)).then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServerError(error)),
      );
    };
  }

  serverStream<Request, Response>(method: string, fn: (request: Request, scope: CallScope) => AsyncIterable<Response>) {
    return (call: ServerWritableStream<Request, Response>): void => {
      this.#run(method, call, 'stream', async (scope) => {
        await writeAll(call, fn(call.request, scope), scope.signal, this.#options.slowReaderTimeoutMs);
      }).then(
        () => call.end(),
        (error: unknown) => call.emit('error', toServerError(error)),
      );
    };
  }

  clientStream<Request, Response>(
    method: string,
    fn: (requests: AsyncIterable<Request>, scope: CallScope) => Promise<Response>,
  ) {
    return (call: ServerReadableStream<Request, Response>, callback: sendUnaryData<Response>): void => {
      const run = (scope: Scope): Promise<Response> =>
        fn(this.#admitted(method, scope, spoken(call, scope.signal, this.#options.slowReaderTimeoutMs())), scope);
      this.#run(method, call, 'stream', run).then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServerError(error)),
      );
    };
  }

  duplex<Request, Response>(
    method: string,
    fn: (requests: AsyncIterable<Request>, scope: CallScope) => AsyncIterable<Response>,
    slowReaderTimeoutMs = this.#options.slowReaderTimeoutMs,
  ) {
    return (call: ServerDuplexStream<Request, Response>): void => {
      this.#run(method, call, 'stream', async (scope) => {
        await writeAll(
          call,
          fn(this.#admitted(method, scope, received(call)), scope),
          scope.signal,
          slowReaderTimeoutMs,
        );
      }).then(
        () => call.end(),
        (error: unknown) => call.emit('error', toServerError(error)),
      );
    };
  }

  #run<T>(method: string, call: AnyCall, kind: 'unary' | 'stream', fn: (scope: Scope) => Promise<T>): Promise<T> {
    const traceparent = textOf(call.metadata.get('traceparent')[0]);
    const tracestate = traceparent === undefined ? undefined : textOf(call.metadata.get('tracestate')[0]);
    const span = this.#options.tracer.call(method, { traceparent, tracestate });
    const work = { method, call, kind, span };
    return span === null ? this.#perform(work, fn) : span.run(() => this.#perform(work, fn));
  }

  async #perform<T>(work: Work, fn: (scope: Scope) => Promise<T>): Promise<T> {
    const { method, call, kind, span } = work;
    const begunMs = this.#options.monotonicMs();
    const scope =
      kind === 'unary' ? new UnaryScope(call, this.#options, begunMs) : new StreamScope(call, this.#options);
    if (kind === 'stream') this.#open.set(method, (this.#open.get(method) ?? 0) + 1);
    let forget: () => void = () => undefined;
    let caller: Caller | null = null;
    let revoked: SandkeepError | null = null;
    try {
      caller = this.#options.access.callerOf(method, call.metadata);
      scope.caller = caller;
      forget = this.#options.access.hold(caller, (error) => {
        revoked = error;
        // For the work it is a caller that has left: nothing may be concluded about what was begun (R4, R8).
        scope.abort(new SandkeepError('CALL_CANCELLED', 'the token of the call was revoked'));
      });
      this.#options.access.assertMethod(method, caller);
      if (call.request !== undefined) this.#options.access.assertRequest(method, caller, call.request);
      const result = await fn(scope);
      this.#record(work, begunMs, null);
      this.#options.access.record(method, caller, scope.first ?? call.request, result, null);
      span?.end(null);
      return result;
    } catch (error) {
      const ended = this.#shown(error, scope.abortReason, kind);
      const shown = revoked !== null && ended.reason === 'CALL_CANCELLED' ? revoked : ended;
      this.#record(work, begunMs, shown);
      this.#options.access.record(method, caller, scope.first ?? call.request, null, shown);
      span?.end(shown.reason);
      throw shown;
    } finally {
      forget();
      scope.end();
      if (kind === 'stream') this.#open.set(method, (this.#open.get(method) ?? 1) - 1);
    }
  }

  /** The messages of a stream, of which the first one says what it is about. */
  #admitted<Message>(method: string, scope: Scope, messages: AsyncIterable<Message>): AsyncIterable<Message> {
    const iterator = messages[Symbol.asyncIterator]();
    const first = async (): Promise<IteratorResult<Message>> => {
      next = () => iterator.next();
      const result = await iterator.next();
      if (result.done === true) return result;
      scope.first = result.value;
      this.#options.access.assertRequest(method, scope.caller, result.value);
      return result;
    };
    let next = first;
    const done = { done: true, value: undefined } as const;
    const end = async (): Promise<IteratorResult<Message>> => (await iterator.return?.(undefined)) ?? done;
    return { [Symbol.asyncIterator]: () => ({ next: () => next(), return: end }) };
  }

  #shown(error: unknown, abortReason: unknown, kind: 'unary' | 'stream'): SandkeepError {
    if (error instanceof SandkeepError) return error;
    if (abortReason instanceof SandkeepError) return abortReason;
    if (kind === 'stream' && this.#options.stopping.aborted) {
      return new SandkeepError('DRAINING', 'the daemon is stopping', { retryAfterMs: 500 });
    }
    return internalError(error);
  }

  /** The one line of a call. Those that went well are many, and what they did has lines of its own. */
  #record({ method, call }: Work, begunMs: number, error: SandkeepError | null): void {
    const durationMs = this.#options.monotonicMs() - begunMs;
    const code = error === null ? 'OK' : error.status;
    const { logger } = this.#options;
    this.#options.metrics.time('sandkeep_rpc_duration_ms', { method, code }, durationMs);
    if (error === null && !logger.isDebugging()) return;
    const fields: LogFields = {
      event: 'call',
      method,
      outcome: outcomeOf(error),
      code,
      ...(error !== null && { reason: error.reason }),
      durationMs: Math.round(durationMs * 100) / 100,
      ...idsOf(call.request),
    };
    if (error === null) logger.debug(fields, 'call served');
    else if (error.reason === 'INTERNAL')
      logger.error({ ...fields, err: error.cause ?? error }, 'call failed unexpectedly');
    else logger.info({ ...fields, error: error.message }, 'call refused');
  }
}

interface Work {
  readonly method: string;
  readonly call: AnyCall;
  readonly kind: 'unary' | 'stream';
  readonly span: Span | null;
}

function outcomeOf(error: SandkeepError | null): string {
  if (error === null) return 'ok';
  return error.reason === 'INTERNAL' ? 'failed' : 'refused';
}

/** Whom a request is about; of a stream of requests nothing is known here. */
function idsOf(request: unknown): LogFields {
  if (typeof request !== 'object' || request === null) return {};
  const { sandboxId, requestId, session } = request as Readonly<Record<string, unknown>>;
  const isSession = typeof session === 'object' && session !== null && 'session' in session;
  return {
    ...(isText(sandboxId) && { sandbox: sandboxId }),
    ...(isText(requestId) && { requestId }),
    ...(isSession && isText(session.session) && { session: session.session }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(value: string | Buffer | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * Writes one message at a time, so that it is serialised before the next one is asked for. A reader that does not read
 * is ended after a bound, never buffered for.
 */
async function writeAll<Message>(
  call: Writer<Message>,
  messages: AsyncIterable<Message>,
  signal: AbortSignal,
  timeoutMs: () => number,
): Promise<void> {
  let waiting: PromiseWithResolvers<void> | null = null;
  const limitMs = timeoutMs();
  const onWritten = (error?: Error | null): void => (error ? waiting?.reject(error) : waiting?.resolve());
  const onAbort = (): void => waiting?.reject(signal.reason);
  const onLate = (): void => waiting?.reject(new SandkeepError('SLOW_CONSUMER', `nothing was read for ${limitMs} ms`));
  const timer = setTimeout(onLate, limitMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const message of messages) {
      signal.throwIfAborted();
      waiting = Promise.withResolvers();
      timer.refresh();
      call.write(message, onWritten);
      await waiting.promise;
      waiting = null;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** What the client sends, as it is asked for. The stream's own iterator would destroy it before its status is sent. */
async function* received<Request, Response>(call: ServerDuplexStream<Request, Response>): AsyncGenerator<Request> {
  let isOver = false;
  let wake: () => void = () => undefined;
  const over = (): void => {
    isOver = true;
    wake();
  };
  for (const event of ['end', 'close', 'error', 'cancelled']) call.on(event, over);
  call.on('readable', () => wake());
  for (;;) {
    const message = call.read() as Request | null;
    if (message !== null) yield message;
    else if (isOver) return;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

/** A sender that falls silent is ended after a bound, so that it holds no sandbox in use for ever. */
async function* spoken<Message>(
  messages: AsyncIterable<Message>,
  signal: AbortSignal,
  timeoutMs: number,
): AsyncGenerator<Message> {
  const iterator = messages[Symbol.asyncIterator]();
  let waiting: PromiseWithResolvers<IteratorResult<Message>> | null = null;
  const onAbort = (): void => waiting?.reject(signal.reason);
  const onLate = (): void => waiting?.reject(silent(timeoutMs));
  const timer = setTimeout(onLate, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      waiting = Promise.withResolvers();
      timer.refresh();
      // What is still under way when the wait is over ends with the call; its failure is not another one.
      iterator.next().then(waiting.resolve, waiting.reject);
      const frame = await waiting.promise;
      waiting = null;
      if (frame.done === true) return;
      yield frame.value;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function silent(timeoutMs: number): SandkeepError {
  return new SandkeepError('DEADLINE_PASSED', `nothing was sent for ${timeoutMs} ms`);
}

/** The work within the bound; DEADLINE_PASSED, or the signal's reason, when that is over first. */
export async function withinBound<T>(work: Promise<T>, signal: AbortSignal, timeoutMs: number): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    timer = setTimeout(() => {
      reject(silent(timeoutMs));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // What is still under way ends with the call; its failure is not another one.
    work.catch(() => undefined);
  }
}
