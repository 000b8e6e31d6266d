// Waiting for what another process does. Only tests of other processes need it: inside one, await the promise.

import { setTimeout as delay } from 'node:timers/promises';

const firstPauseMs = 5;
const longestPauseMs = 200;

export interface WaitOptions {
  readonly timeoutMs: number;
  /** What is waited for, for the error. */
  readonly what: string;
}

/** Polls until the condition holds. A condition that throws counts as not yet; its last error is the cause. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, options: WaitOptions): Promise<void> {
  const deadlineMs = performance.now() + options.timeoutMs;
  let lastError: unknown;
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadlineMs) {
      throw new Error(`not within ${options.timeoutMs} ms: ${options.what}`, { cause: lastError });
    }
    await delay(pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}
