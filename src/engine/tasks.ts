// Work that outlives the call that began it. Everything here is owned: its failure is logged, and the daemon's
// stop waits for it. One task per key; a second caller joins the first.

import type { Logger } from '../ports/observer.ts';

interface Task {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
}

export class Tasks {
  readonly #tasks = new Map<string, Task>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Starts fn under the key, or joins what runs there. The promise may be awaited or left. */
  run<T>(key: string, fn: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const running = this.#tasks.get(key);
    if (running !== undefined) return running.promise as Promise<T>;
    const controller = new AbortController();
    const promise = fn(controller.signal).finally(() => this.#tasks.delete(key));
    this.#tasks.set(key, { promise, controller });
    // The failure belongs to whoever awaits the promise; when nobody does, this is its owner.
    promise.catch((error: unknown) => this.#logger.debug({ err: error, task: key }, 'task ended with an error'));
    return promise;
  }

  find(key: string): Promise<unknown> | null {
    return this.#tasks.get(key)?.promise ?? null;
  }

  abort(key: string, reason: Error): void {
    this.#tasks.get(key)?.controller.abort(reason);
  }

  abortAll(reason: Error): void {
    for (const task of this.#tasks.values()) task.controller.abort(reason);
  }

  get size(): number {
    return this.#tasks.size;
  }

  /** Resolves when nothing runs any more, tasks begun meanwhile included. */
  async settled(): Promise<void> {
    while (this.#tasks.size > 0) {
      await Promise.allSettled([...this.#tasks.values()].map((task) => task.promise));
    }
  }
}
