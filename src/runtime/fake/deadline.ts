// The bound of one call: a signal that aborts with the error the caller is to see.

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallOptions } from '../../ports/runtime.ts';

/** Timers above this fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects when the deadline passes or the caller aborts; never resolves. */
  readonly passed: Promise<never>;
  end(): void;
}

/** Throws CALL_CANCELLED, or what the caller aborted with, when it is cancelled already. */
export function startDeadline(clock: Clock, call: CallOptions, what: string): Deadline {
  if (call.signal.aborted) throw cancelled(call.signal, what);
  const inner = new AbortController();
  const timer = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  // Whoever races it has an answer of its own by then.
  passed.catch(() => {});
  const pass = (error: SandkeepError): void => {
    reject(error);
    inner.abort(error);
  };
  const onAbort = (): void => pass(cancelled(call.signal, what));
  call.signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(Math.min(call.timeoutMs, longestTimerMs), timer.signal).then(
    () => pass(timedOut(what, call.timeoutMs)),
    () => undefined,
  );
  return {
    signal: inner.signal,
    passed,
    end: () => {
      call.signal.removeEventListener('abort', onAbort);
      timer.abort();
    },
  };
}

/** Runs the body within the call's bound; the wait ends with it whether or not the body notices its signal. */
export async function withDeadline<T>(
  clock: Clock,
  call: CallOptions,
  what: string,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(clock, call, what);
  try {
    return await Promise.race([deadline.passed, body(deadline.signal)]);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    deadline.end();
  }
}

export function cancelled(signal: AbortSignal, what: string): SandkeepError {
  if (signal.reason instanceof SandkeepError) return signal.reason;
  return new SandkeepError('CALL_CANCELLED', `${what}: the caller cancelled`);
}

function timedOut(what: string, timeoutMs: number): SandkeepError {
  return new SandkeepError('RUNTIME_TIMEOUT', `${what}: no answer from the engine within ${timeoutMs} ms`, {
    metadata: { timeoutMs: String(timeoutMs) },
  });
}
