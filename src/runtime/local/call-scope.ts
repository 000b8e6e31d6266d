// The bound of one call: a signal that ends with the caller or at the deadline, whichever is first.

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import { cancellation } from '../rooted/file-errors.ts';

/** Timers above this fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

export interface CallScope {
  /** Aborts with the SandkeepError the call must end with. */
  readonly signal: AbortSignal;
  /** Gives the timer and the listener back. */
  end(): void;
}

/** Opens the bound. CALL_CANCELLED (or the SandkeepError the caller aborted with) when it is over already. */
export function openScope(clock: Clock, call: CallOptions): CallScope {
  if (call.signal.aborted) throw cancellation(call.signal);
  const scope = new AbortController();
  const timer = new AbortController();
  const onAbort = (): void => scope.abort(cancellation(call.signal));
  call.signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(Math.min(call.timeoutMs, longestTimerMs), timer.signal).then(
    () => scope.abort(timedOut(call.timeoutMs)),
    // Only end() aborts it.
    () => undefined,
  );
  return {
    signal: scope.signal,
    end: () => {
      call.signal.removeEventListener('abort', onAbort);
      timer.abort();
    },
  };
}

/** Runs work inside the bound of the call and ends with whichever is over first. */
export async function withinCall<T>(
  clock: Clock,
  call: CallOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const scope = openScope(clock, call);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(cancellation(scope.signal));
  scope.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([ended, work(scope.signal)]);
  } finally {
    scope.signal.removeEventListener('abort', onAbort);
    scope.end();
  }
}

function timedOut(timeoutMs: number): SandkeepError {
  return new SandkeepError('RUNTIME_TIMEOUT', `the local runtime did not finish within ${timeoutMs} ms`, {
    metadata: { timeoutMs: String(timeoutMs) },
  });
}
