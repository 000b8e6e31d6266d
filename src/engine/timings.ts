// How long each phase of one operation took.

import type { PhaseTiming } from '../domain/sandbox.ts';
import type { Clock } from '../ports/clock.ts';

export class Timings {
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #phases: PhaseTiming[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
  }

  async measure<T>(phase: string, fn: () => Promise<T>): Promise<T> {
    const begunMs = this.#clock.monotonicMs();
    try {
      return await fn();
    } finally {
      this.#phases.push({ phase, durationMs: this.#clock.monotonicMs() - begunMs });
    }
  }

  /** The phases so far and their total. */
  list(): readonly PhaseTiming[] {
    return [...this.#phases, { phase: 'total', durationMs: this.#clock.monotonicMs() - this.#startedMs }];
  }
}
