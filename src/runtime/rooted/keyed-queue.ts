// One piece of work at a time per key, in the order of arrival.

export class KeyedQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs work after everything queued for this key before it; its outcome is the caller's. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const turn = before === undefined ? work() : before.then(work);
    const tail = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
