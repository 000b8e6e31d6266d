import { describe, expect, test } from 'vitest';

import { medianMs, Pools } from '../../../../src/engine/pool/pools.ts';
import { ManualClock } from '../../../support/clock.ts';

describe('a warm sandbox that is being looked at', () => {
  test('is looked at by one at a time, and free again afterwards', () => {
    const pools = new Pools(new ManualClock());
    const next = (): string | null => {
      const id = pools.nextCandidate('base', 'd1');
      if (id !== null) pools.reserve(id);
      return id;
    };
    pools.setCandidates('base', 'd1', ['a', 'b']);
    expect([next(), next(), next()]).toEqual(['a', 'b', null]);
    expect([pools.isReserved('a'), pools.isReserved('c')]).toEqual([true, false]);
    pools.setCandidates('base', 'd1', ['a', 'b']);
    expect(next()).toBeNull();
    pools.unreserve('a');
    pools.setCandidates('base', 'd1', ['a', 'b']);
    expect(next()).toBe('a');
  });

  test('of another digest is no candidate', () => {
    const pools = new Pools(new ManualClock());
    pools.setCandidates('base', 'd1', ['a']);
    expect(pools.nextCandidate('base', 'd2')).toBeNull();
  });
});

describe('claims of a pool', () => {
  test('are counted by template, with the time of each', () => {
    const clock = new ManualClock();
    const pools = new Pools(clock);
    const begunMs = clock.monotonicMs();
    clock.advance(7);
    pools.noteHit('base', begunMs);
    pools.noteMiss('base');
    pools.noteMiss('base');
    expect(pools.of('base')).toMatchObject({ hits: 1, misses: 2, waitsMs: [7], lastClaimMs: 7 });
    expect(pools.of('other')).toMatchObject({ hits: 0, misses: 0, waitsMs: [] });
  });

  test('keep the newest times only (R9)', () => {
    const clock = new ManualClock();
    const pools = new Pools(clock);
    for (let waitMs = 1; waitMs <= 1000; waitMs += 1) {
      const begunMs = clock.monotonicMs();
      clock.advance(waitMs);
      pools.noteHit('base', begunMs);
    }
    const { waitsMs } = pools.of('base');
    expect(waitsMs).toHaveLength(128);
    expect(waitsMs.at(-1)).toBe(1000);
  });

  test.each([
    [[], null],
    [[5], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2],
  ])('of %j have the median %s', (waits, median) => {
    expect(medianMs(waits)).toBe(median);
  });
});

test('what is frozen is known until it is thawed, and images by their template', () => {
  const pools = new Pools(new ManualClock());
  pools.noteFrozen('a');
  expect([pools.isFrozen('a'), pools.isFrozen('b')]).toEqual([true, false]);
  pools.forget('a');
  expect(pools.isFrozen('a')).toBe(false);
  expect(pools.imageOf('base')).toBeNull();
  pools.setImage('base', 'sha256:1');
  pools.setImage('base', 'sha256:2');
  expect(pools.imageOf('base')).toBe('sha256:2');
});
