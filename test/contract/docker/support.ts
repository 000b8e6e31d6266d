// What the docker tests hand to the adapter from outside.

import { setTimeout as delay } from 'node:timers/promises';

import type { Clock } from '../../../src/ports/clock.ts';

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (delayMs, signal) => {
    await delay(delayMs, undefined, { signal });
  },
};

export const quietLogger = { debug: () => {}, info: () => {}, warn: () => {} };
