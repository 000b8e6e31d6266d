// A clock that moves only when told to.

import type { Clock } from '../../src/ports/clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

export class ManualClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;
  #sleepers: Sleeper[] = [];

  constructor(wallMs = 1_700_000_000_000) {
    this.#wallMs = wallMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Time passes; who slept long enough wakes up. */
  advance(byMs: number): void {
    this.#wallMs += byMs;
    this.#monotonicMs += byMs;
    const due = this.#sleepers.filter((sleeper) => sleeper.wakeAtMs <= this.#monotonicMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wakeAtMs > this.#monotonicMs);
    for (const sleeper of due) sleeper.wake();
  }

  /** Somebody sets the wall clock; no time passes. */
  jump(byMs: number): void {
    this.#wallMs += byMs;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(signal.reason);
      };
      const sleeper = {
        wakeAtMs: this.#monotonicMs + delayMs,
        wake: () => {
          signal.removeEventListener('abort', abandon);
          resolve();
        },
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.#sleepers.push(sleeper);
    });
  }
}
