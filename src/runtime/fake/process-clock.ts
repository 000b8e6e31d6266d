// The engine process's own time: it is no part of the daemon, whose clock is passed in.

import { setTimeout as delay } from 'node:timers/promises';

import type { Clock } from '../../ports/clock.ts';

export const processClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (delayMs, signal) => await delay(delayMs, undefined, { signal }),
};
