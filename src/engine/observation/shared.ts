// Answers that several callers may share: one question under way for each thing, and what was answered a moment ago.

import type { Clock } from '../../ports/clock.ts';
import { untilAborted } from '../until-aborted.ts';

interface Answer<T> {
  readonly askedAtMs: number;
  readonly value: Promise<T>;
  isPending: boolean;
}

export class Shared<T> {
  readonly #clock: Clock;
  readonly #maxAgeMs: () => number;
  /** In the order in which they were asked for; what is too old goes when something new comes. */
  readonly #answers = new Map<string, Answer<T>>();

  /** Answers are given again for maxAgeMs. */
  constructor(clock: Clock, maxAgeMs: () => number) {
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
  }

  /** A recent answer, else the one that is under way, else a new one. The wait ends with the caller, the question does not. */
  async get(key: string, ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const known = this.#answers.get(key);
    const isRecent = known !== undefined && this.#clock.monotonicMs() - known.askedAtMs < this.#maxAgeMs();
    return isRecent ? await untilAborted(known.value, signal) : await this.renew(key, ask, signal);
  }

  /** The same, but never an answer of before. */
  async renew(key: string, ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const known = this.#answers.get(key);
    return await untilAborted(known?.isPending === true ? known.value : this.#begin(key, ask), signal);
  }

  /** How many answers are held. */
  get size(): number {
    return this.#answers.size;
  }

  #begin(key: string, ask: () => Promise<T>): Promise<T> {
    const askedAtMs = this.#clock.monotonicMs();
    this.#forgetOld(askedAtMs - this.#maxAgeMs());
    const answer: Answer<T> = { askedAtMs, value: ask(), isPending: true };
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    this.#settle(key, answer).catch(() => undefined);
    return answer.value;
  }

  /** A failure is told to those who wait for it, and to nobody after them. */
  async #settle(key: string, answer: Answer<T>): Promise<void> {
    try {
      await answer.value;
      answer.isPending = false;
    } catch {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    }
  }

  #forgetOld(beforeMs: number): void {
    for (const [key, { askedAtMs, isPending }] of this.#answers) {
      if (askedAtMs >= beforeMs) return;
      if (!isPending) this.#answers.delete(key);
    }
  }
}
