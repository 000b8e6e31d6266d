// Runtime effects on one sandbox happen one after another. Requests queue for a slot; background work takes it
// only when it is free.

import { SandkeepError } from '../domain/errors.ts';

const defaultMaxWaiting = 256;

interface Slot {
  waiting: (() => void)[];
}

export class Slots {
  readonly #slots = new Map<string, Slot>();
  readonly #maxWaiting: () => number;

  constructor(maxWaiting: () => number = () => defaultMaxWaiting) {
    this.#maxWaiting = maxWaiting;
  }

  /** Runs fn when everything queued before it for this key has ended. TOO_MANY_REQUESTS, or the signal's reason. */
  async run<T>(key: string, signal: AbortSignal, fn: () => Promise<T>): Promise<T> {
    await this.#enter(key, signal);
    try {
      return await fn();
    } finally {
      this.#leave(key);
    }
  }

  /** Runs fn only if nobody has the slot; null otherwise. */
  async tryRun<T>(key: string, fn: () => Promise<T>): Promise<T | null> {
    if (this.#slots.has(key)) return null;
    return await this.run(key, new AbortController().signal, fn);
  }

  isBusy(key: string): boolean {
    return this.#slots.has(key);
  }

  #enter(key: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const slot = this.#slots.get(key);
    if (slot === undefined) {
      this.#slots.set(key, { waiting: [] });
      return Promise.resolve();
    }
    if (slot.waiting.length >= this.#maxWaiting()) {
      throw new SandkeepError('TOO_MANY_REQUESTS', `${slot.waiting.length} calls wait for ${key} already`, {
        retryAfterMs: 1000,
      });
    }
    return new Promise((resolve, reject) => {
      const proceed = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      // A waiter that gives up leaves the queue; the slot goes to the next one.
      const abandon = (): void => {
        slot.waiting = slot.waiting.filter((waiter) => waiter !== proceed);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      signal.addEventListener('abort', abandon, { once: true });
      slot.waiting.push(proceed);
    });
  }

  #leave(key: string): void {
    const next = this.#slots.get(key)?.waiting.shift();
    if (next === undefined) this.#slots.delete(key);
    else next();
  }
}
