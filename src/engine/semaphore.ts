// At most so many at once, first come first served, with a bounded queue.

import { SandkeepError } from '../domain/errors.ts';

export class Semaphore {
  readonly #name: string;
  readonly #limit: () => number;
  readonly #maxWaiting: () => number;
  #active = 0;
  #waiting: (() => void)[] = [];

  constructor(name: string, limit: () => number, maxWaiting: () => number) {
    this.#name = name;
    this.#limit = limit;
    this.#maxWaiting = maxWaiting;
  }

  /** TOO_MANY_REQUESTS when the queue is full; the signal's reason when it fires first. */
  async run<T>(signal: AbortSignal, fn: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await fn();
    } finally {
      this.#active -= 1;
      this.#admit();
    }
  }

  /** Takes a place until the returned function is called; errors as those of run. */
  async take(signal: AbortSignal): Promise<() => void> {
    await this.#enter(signal);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#active -= 1;
      this.#admit();
    };
  }

  get active(): number {
    return this.#active;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#active < this.#limit()) {
      this.#active += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= this.#maxWaiting()) {
      throw new SandkeepError('TOO_MANY_REQUESTS', `${this.#waiting.length} calls wait for ${this.#name} already`, {
        retryAfterMs: 1000,
        quota: { subject: this.#name, description: `at most ${this.#maxWaiting()} waiting calls` },
      });
    }
    return new Promise((resolve, reject) => {
      const proceed = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = (): void => {
        this.#waiting = this.#waiting.filter((waiter) => waiter !== proceed);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.#waiting.push(proceed);
    });
  }

  #admit(): void {
    while (this.#active < this.#limit()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#active += 1;
      next();
    }
  }
}
