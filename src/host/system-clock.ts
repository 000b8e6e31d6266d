// Time of this host.

import type { Clock } from '../ports/clock.ts';

/** A longer timer of Node fires at once, so longer sleeps are made of several. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (delayMs, signal) => {
    signal.throwIfAborted();
    for (let leftMs = delayMs; ; leftMs -= longestTimerMs) {
      await sleepOnce(Math.min(leftMs, longestTimerMs), signal);
      if (leftMs <= longestTimerMs) return;
    }
  },
};

function sleepOnce(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(wake, delayMs);
    signal.addEventListener('abort', cancel, { once: true });

    function wake(): void {
      signal.removeEventListener('abort', cancel);
      resolve();
    }

    function cancel(): void {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
