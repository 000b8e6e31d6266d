// One bound around the transfer of a whole workspace. The work ends itself when its signal aborts, and is waited for,
// so that a repeated call does not meet the one before; a disk or a server that hangs does not hold the caller for ever.

import { SandkeepError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallOptions } from '../ports/runtime.ts';

/** Timers above this fire at once. */
const longestTimerMs = 2 ** 31 - 1;
/** How long work that was told to end may take to do it. */
const unwindMs = 10_000;
/** Made once: an abort without a reason makes an error with a stack each time. */
const answered = new Error('the call was answered in time');

/**
 * Runs the body with a signal that aborts at the deadline or with the caller. `activity` says what is going on.
 * STORAGE_UNAVAILABLE at the deadline, the reason of the caller's signal, and what the body throws.
 */
export async function withDeadline<T>(
  clock: Clock,
  call: CallOptions,
  activity: () => string,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  call.signal.throwIfAborted();
  const inner = new AbortController();
  const timers = new AbortController();
  const onAbort = (): void => inner.abort(call.signal.reason);
  call.signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(Math.min(call.timeoutMs, longestTimerMs), timers.signal).then(
    () => inner.abort(deadlinePassed(call.timeoutMs, activity())),
    () => undefined,
  );
  try {
    return await Promise.race([body(inner.signal), hung(clock, inner.signal, timers.signal)]);
  } catch (error) {
    throw inner.signal.aborted ? inner.signal.reason : error;
  } finally {
    call.signal.removeEventListener('abort', onAbort);
    timers.abort(answered);
  }
}

/** Rejects when the work was told to end and does not. */
function hung(clock: Clock, ending: AbortSignal, timers: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const wait = (): void => {
      clock.sleep(unwindMs, timers).then(
        () => reject(ending.reason),
        () => undefined,
      );
    };
    ending.addEventListener('abort', wait, { once: true });
  });
}

function deadlinePassed(timeoutMs: number, activity: string): SandkeepError {
  return new SandkeepError('STORAGE_UNAVAILABLE', `${activity}: not done within ${timeoutMs} ms`, {
    metadata: { timeoutMs: String(timeoutMs) },
  });
}
