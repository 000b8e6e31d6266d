// How many warm sandboxes there should be, and how long to wait after a failure. Pure.

import type { PoolRecord } from './sandbox.ts';
import type { PoolSettings } from './template.ts';

/** Share of a pause that chance takes away, so that pools that failed together do not come back together. */
const jitter = 0.25;

export function poolTarget(settings: PoolSettings, pool: PoolRecord): number {
  return Math.max(settings.size, pool.prewarm);
}

/** Pause after so many failures in a row; `fraction` is chance from 0 to 1. */
export function poolBackoffMs(settings: PoolSettings, failures: number, fraction: number): number {
  const doubled = settings.retryMinMs * 2 ** Math.min(failures - 1, 30);
  return Math.round(Math.min(settings.retryMaxMs, doubled) * (1 - jitter * fraction));
}
