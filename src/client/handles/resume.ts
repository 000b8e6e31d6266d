// When a stream that broke may be opened again, and how often.
import type { SandkeepRpcError } from '../errors.ts';
import { isDaemonAway, RETRY_ATTEMPTS, waitBeforeRetry } from '../retry.ts';
import { toRpcError } from '../status-details.ts';

/** A reader that was too slow goes on where it stood, as one whose daemon went away. */
export function mayResume(failure: SandkeepRpcError): boolean {
  return isDaemonAway(failure) || failure.reason === 'SLOW_CONSUMER';
}

/** Counts the failures in a row, and waits before the next try. */
export class Resumption {
  #failures = 0;

  /** Something was answered. */
  succeed(): void {
    this.#failures = 0;
  }

  /** Returns when the stream may be opened again; throws what ends it. */
  async wait(error: unknown): Promise<void> {
    const failure = toRpcError(error);
    this.#failures += 1;
    if (!mayResume(failure) || this.#failures >= RETRY_ATTEMPTS) throw failure;
    await waitBeforeRetry(this.#failures, failure);
  }
}

/** Does work again, from the beginning, while the daemon is away. */
export async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  const resumption = new Resumption();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await resumption.wait(error);
    }
  }
}
