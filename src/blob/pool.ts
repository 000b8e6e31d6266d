// At most so many things at once, fed one by one: whoever adds waits for a free place. The first failure ends them all.

export class Pool {
  readonly #limit: number;
  readonly #stopping = new AbortController();
  #running = 0;
  #failure: { readonly error: unknown } | null = null;
  #wake: () => void = () => undefined;

  /** Aborted with the caller's signal, and when one of the tasks has failed. */
  readonly signal: AbortSignal;

  constructor(limit: number, signal: AbortSignal) {
    this.#limit = limit;
    this.signal = AbortSignal.any([signal, this.#stopping.signal]);
  }

  /** Starts the task as soon as there is room. Throws the first failure of any task, and the signal's reason. */
  async add(task: () => Promise<void>): Promise<void> {
    await this.#until(() => this.#running < this.#limit);
    this.#throwIfEnded();
    this.#running += 1;
    task()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#running -= 1;
        this.#wake();
      });
  }

  /** Waits for all that was added. Throws the first failure. */
  async finish(): Promise<void> {
    await this.#until(() => this.#running === 0);
    this.#throwIfEnded();
  }

  /** Ends what still runs and waits until it has ended; for when the work is given up. */
  async abandon(): Promise<void> {
    this.#stopping.abort();
    await this.#until(() => this.#running === 0);
  }

  /** There is one who waits: the one who adds. */
  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopping.abort(error);
  }

  #throwIfEnded(): void {
    if (this.#failure !== null) throw this.#failure.error;
    this.signal.throwIfAborted();
  }
}

/** Runs the body with a pool; nothing that was added runs on when it returns or throws. */
export async function withPool<T>(limit: number, signal: AbortSignal, body: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = new Pool(limit, signal);
  try {
    const result = await body(pool);
    await pool.finish();
    return result;
  } finally {
    await pool.abandon();
  }
}
