// Time is passed in. Wall time is for what is stored, monotonic time for durations.

export interface Clock {
  /** Milliseconds since the epoch. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; never jumps. */
  monotonicMs(): number;
  /** Resolves after delayMs, or rejects with the signal's reason. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}
