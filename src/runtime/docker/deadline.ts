// One bound around a whole operation. An answer of the engine can be lost without any error, so the
// wait itself is raced against the deadline and does not depend on the request noticing its signal.

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import { toSandkeepError } from './errors.ts';

/** Timers above this fire at once. */
const longestTimerMs = 2 ** 31 - 1;
/** Made once: an abort without a reason makes an error with a stack each time. */
const answered = new Error('the call was answered in time');

/**
 * Runs the body with a signal that aborts at the deadline or with the caller.
 * RUNTIME_TIMEOUT, CALL_CANCELLED (or the SandkeepError the caller aborted with), and what the body throws, mapped.
 */
export async function withDeadline<T>(
  clock: Clock,
  call: CallOptions,
  what: string,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (call.signal.aborted) throw cancelled(call.signal, what);
  const inner = new AbortController();
  const timer = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (error: SandkeepError): void => {
    // The reason is settled before the body sees the abort and rejects with something less exact.
    reject(error);
    inner.abort(error);
  };
  const onAbort = (): void => end(cancelled(call.signal, what));
  call.signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(Math.min(call.timeoutMs, longestTimerMs), timer.signal).then(
    () => end(timedOut(what, call.timeoutMs)),
    () => undefined,
  );
  try {
    return await Promise.race([ended, body(inner.signal)]);
  } catch (error) {
    throw toSandkeepError(inner.signal.aborted ? inner.signal.reason : error, what);
  } finally {
    call.signal.removeEventListener('abort', onAbort);
    timer.abort(answered);
  }
}

function timedOut(what: string, timeoutMs: number): SandkeepError {
  return new SandkeepError('RUNTIME_TIMEOUT', `${what}: no answer from the container engine within ${timeoutMs} ms`, {
    metadata: { timeoutMs: String(timeoutMs) },
  });
}

export function cancelled(signal: AbortSignal, what: string): SandkeepError {
  if (signal.reason instanceof SandkeepError) return signal.reason;
  return new SandkeepError('CALL_CANCELLED', `${what}: the caller cancelled`);
}
