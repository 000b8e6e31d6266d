// Answers that several callers may share: one question under way for each thing, and what was answered a moment ago.

import type { Clock } from '../../ports/clock.ts';
import { untilAborted } from '../until-aborted.ts';

interface Answer<T> {
  readonly askedAtMs: number;
  readonly value: Promise<T>;
}

export class Shared<T> {
  readonly #clock: Clock;
  /** In the order in which they were asked for; what is too old goes when something new comes. */
  readonly #answers = new Map<string, Answer<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An answer that was asked for within maxAgeMs, else a new one. The wait ends with the caller, the question does not. */
  async get(key: string, maxAgeMs: number, ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const known = this.#answers.get(key);
    const isFresh = known !== undefined && this.#clock.monotonicMs() - known.askedAtMs <= maxAgeMs;
    return await untilAborted(isFresh ? known.value : this.#begin(key, maxAgeMs, ask), signal);
  }

  get size(): number {
    return this.#answers.size;
  }

  #begin(key: string, maxAgeMs: number, ask: () => Promise<T>): Promise<T> {
    const askedAtMs = this.#clock.monotonicMs();
    this.#forgetOld(askedAtMs - maxAgeMs);
    const answer: Answer<T> = { askedAtMs, value: ask() };
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    // A failure is told to those who wait for it, and to nobody after them.
    answer.value.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer.value;
  }

  #forgetOld(beforeMs: number): void {
    for (const [key, { askedAtMs }] of this.#answers) {
      if (askedAtMs >= beforeMs) return;
      this.#answers.delete(key);
    }
  }
}
