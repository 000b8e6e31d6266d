import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { poolBackoffMs, poolTarget } from '../../../src/domain/pool.ts';
import type { PoolRecord } from '../../../src/domain/sandbox.ts';
import type { PoolSettings } from '../../../src/domain/template.ts';

const settings: PoolSettings = {
  size: 2,
  refillConcurrency: 2,
  refillIntervalMs: 50,
  refillDelayMs: 0,
  maxAgeMs: 0,
  frozen: false,
  maxFailures: 5,
  retryMinMs: 1000,
  retryMaxMs: 60_000,
};
const pool: PoolRecord = {
  template: 'base',
  paused: false,
  prewarm: 0,
  failures: 0,
  lastFailure: '',
  lastFailureAtMs: null,
  retryAtMs: null,
  failedDigest: '',
};

describe('the target of a pool', () => {
  test.each([
    [2, 0, 2],
    [2, 5, 5],
    [5, 2, 5],
    [0, 3, 3],
    [0, 0, 0],
  ])('of size %i and prewarm %i is %i: a wish adds nothing to what there is anyway', (size, prewarm, target) => {
    expect(poolTarget({ ...settings, size }, { ...pool, prewarm })).toBe(target);
  });
});

describe('the pause after failures', () => {
  test.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [6, 32_000],
    [7, 60_000],
    [1000, 60_000],
  ])('after %i in a row is %i ms, which chance makes a quarter shorter at most', (failures, pauseMs) => {
    expect(poolBackoffMs(settings, failures, 0)).toBe(pauseMs);
    expect(poolBackoffMs(settings, failures, 1)).toBe(pauseMs * 0.75);
  });

  test('never leaves its bounds and never becomes shorter with another failure (R9)', () => {
    const counts = fc.integer({ min: 1, max: 2 ** 31 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(counts, chance, (failures, fraction) => {
        const pauseMs = poolBackoffMs(settings, failures, fraction);
        expect(pauseMs).toBeGreaterThanOrEqual(settings.retryMinMs * 0.75);
        expect(pauseMs).toBeLessThanOrEqual(settings.retryMaxMs);
        expect(poolBackoffMs(settings, failures + 1, fraction)).toBeGreaterThanOrEqual(pauseMs);
      }),
    );
  });
});
