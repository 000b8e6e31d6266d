// The three shapes of a call, as promises and async iterables over one channel.
import { type Client, type ClientReadableStream, type ClientWritableStream, Metadata, status } from '@grpc/grpc-js';
import type { AnyMethod } from './contract.ts';
import type { SandkeepRpcError } from './errors.ts';
import { isDaemonAway, isSafeToRepeat, RETRY_ATTEMPTS, waitBeforeRetry } from './retry.ts';
import { localError, toRpcError } from './status-details.ts';

export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** Deadline of the whole call, retries included. */
  readonly timeoutMs?: number;
  /** Sends the call again while the daemon restarts, if it carries a request_id or changes nothing. */
  readonly retry?: boolean;
  /** Of the caller's trace, as W3C Trace Context has it; the daemon's log, events and spans carry it on. */
  readonly traceparent?: string;
}

/** As calls go out: with what the connection adds. */
export interface SentOptions extends CallOptions {
  readonly timeoutMs: number;
  /** The access token. */
  readonly token?: string | undefined;
}

export function metadataOf({ traceparent, token }: SentOptions): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  if (traceparent !== undefined) metadata.set('traceparent', traceparent);
  return metadata;
}

interface Cancellable {
  cancel(): void;
}

export async function unary(
  channel: Client,
  name: string,
  method: AnyMethod,
  request: object,
  options: SentOptions,
): Promise<object> {
  const deadline = Date.now() + options.timeoutMs;
  const attempts = options.retry && isSafeToRepeat(name, request) ? RETRY_ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unaryOnce(channel, method, request, deadline, options);
    } catch (error) {
      const failure = toRpcError(error);
      if (attempt >= attempts || !isDaemonAway(failure)) throw failure;
      await pause(attempt, failure, deadline, options.signal);
    }
  }
}

async function pause(attempt: number, failure: SandkeepRpcError, deadline: number, signal?: AbortSignal) {
  await waitBeforeRetry(attempt, failure, signal).catch(() => {
    throw cancelledError();
  });
  if (Date.now() >= deadline) throw failure;
}

function unaryOnce(
  channel: Client,
  method: AnyMethod,
  request: object,
  deadline: number,
  options: SentOptions,
): Promise<object> {
  const { signal } = options;
  if (signal?.aborted) return Promise.reject(cancelledError());
  const { promise, resolve, reject } = Promise.withResolvers<object>();
  const call = channel.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    metadataOf(options),
    { deadline },
    (error, response) => {
      if (error) reject(error);
      else if (response) resolve(response);
      else reject(localError(status.INTERNAL, 'the daemon answered without a message'));
    },
  );
  const release = cancelOnAbort(call, signal);
  return promise.finally(release);
}

/** The call begins with the first read. Leaving the loop, or aborting the signal, cancels it. */
export async function* serverStream(
  channel: Client,
  method: AnyMethod,
  request: object,
  options: SentOptions,
): AsyncGenerator<object, void, undefined> {
  if (options.signal?.aborted) throw cancelledError();
  const call: ClientReadableStream<object> = channel.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    metadataOf(options),
    { deadline: Date.now() + options.timeoutMs },
  );
  // The status of a call that was left early arrives when nobody reads any more.
  call.on('error', () => {});
  const release = cancelOnAbort(call, options.signal);
  try {
    yield* call;
  } catch (error) {
    throw toRpcError(error);
  } finally {
    release();
    call.cancel();
  }
}

/** Sends every frame at the pace of the daemon; ends early when the daemon answers early. */
export async function clientStream(
  channel: Client,
  method: AnyMethod,
  frames: AsyncIterable<object>,
  options: SentOptions,
): Promise<object> {
  if (options.signal?.aborted) throw cancelledError();
  const { promise: answer, resolve, reject } = Promise.withResolvers<object>();
  const call: ClientWritableStream<object> = channel.makeClientStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    metadataOf(options),
    { deadline: Date.now() + options.timeoutMs },
    (error, response) => {
      if (error) reject(toRpcError(error));
      else if (response) resolve(response);
      else reject(localError(status.INTERNAL, 'the daemon answered without a message'));
    },
  );
  const release = cancelOnAbort(call, options.signal);
  try {
    await sendFrames(call, frames, answer);
    return await answer;
  } catch (error) {
    call.cancel();
    await answer.catch(() => {});
    throw error;
  } finally {
    release();
  }
}

/** Returns at the end of the frames, or as soon as there is an answer. */
async function sendFrames(
  call: ClientWritableStream<object>,
  frames: AsyncIterable<object>,
  answer: Promise<unknown>,
): Promise<void> {
  // A write after the answer fails, but it is the answer that says why.
  call.on('error', () => {});
  const untilAnswered = racerOf(answer);
  const iterator = frames[Symbol.asyncIterator]();
  for (;;) {
    // A source that waits for its next piece must not keep an answer from the caller.
    const next = await untilAnswered(iterator.next());
    if (next === 'answered') {
      void iterator.return?.(undefined);
      return;
    }
    if (next.done) break;
    if (!call.write(next.value)) await untilAnswered(drained(call));
  }
  call.end();
}

/** Work, or 'answered' when that is first. Promise.race would keep every result until there is an answer. */
function racerOf(answer: Promise<unknown>): <T>(work: Promise<T>) => Promise<T | 'answered'> {
  let isAnswered = false;
  let leave = () => {};
  const end = () => {
    isAnswered = true;
    leave();
  };
  answer.then(end, end);
  return (work) => {
    if (isAnswered) return Promise.resolve('answered');
    return new Promise((resolve, reject) => {
      leave = () => resolve('answered');
      work.then(resolve, reject);
    });
  };
}

function drained(call: ClientWritableStream<object>): Promise<void> {
  return new Promise((resolve) => {
    call.once('drain', () => resolve());
  });
}

function cancelOnAbort(call: Cancellable, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}

function cancelledError(): SandkeepRpcError {
  return localError(status.CANCELLED, 'the caller cancelled the call');
}
