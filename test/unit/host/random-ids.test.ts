import { describe, expect, test } from 'vitest';

import { createIds } from '../../../src/host/random-ids.ts';
import type { Clock } from '../../../src/ports/clock.ts';

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/** A clock that stands where it is set. */
function standingClock(startMs: number): Clock & { set(wallMs: number): void } {
  let nowMs = startMs;
  return {
    set: (wallMs) => {
      nowMs = wallMs;
    },
    wallMs: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: () => Promise.resolve(),
  };
}

function timeOf(id: string): number {
  return Array.from(id.slice(0, 10)).reduce((total, character) => total * 32 + crockford.indexOf(character), 0);
}

describe('sandboxId', () => {
  test('is 26 lower-case characters of which the first ten are the time', () => {
    const ids = createIds(standingClock(1_700_000_000_123));
    const id = ids.sandboxId();
    expect(id).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(timeOf(id)).toBe(1_700_000_000_123);
  });

  test('ids of one millisecond are different and in order', () => {
    const ids = createIds(standingClock(1_700_000_000_000));
    const made = Array.from({ length: 2000 }, () => ids.sandboxId());
    expect(new Set(made).size).toBe(made.length);
    expect(made.toSorted()).toEqual(made);
  });

  test('stay in order when the wall clock steps back', () => {
    const clock = standingClock(1_700_000_000_000);
    const ids = createIds(clock);
    const before = ids.sandboxId();
    clock.set(1_600_000_000_000);
    expect(ids.sandboxId() > before).toBe(true);
  });

  test('a later millisecond begins with new randomness', () => {
    const clock = standingClock(1_700_000_000_000);
    const ids = createIds(clock);
    const first = ids.sandboxId();
    clock.set(1_700_000_000_001);
    const second = ids.sandboxId();
    expect(second > first).toBe(true);
    expect(second.slice(10)).not.toBe(first.slice(10));
  });

  test('two sources at the same time give different ids', () => {
    const clock = standingClock(1_700_000_000_000);
    expect(createIds(clock).sandboxId()).not.toBe(createIds(clock).sandboxId());
  });
});

test('shortId is 20 lower-case characters and never the same', () => {
  const ids = createIds(standingClock(0));
  const made = Array.from({ length: 1000 }, () => ids.shortId());
  expect(made.every((id) => /^[0-9a-hjkmnp-tv-z]{20}$/.test(id))).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  // Every position takes many values: no bits of the source are constant.
  for (let index = 0; index < 20; index += 1) {
    expect(new Set(made.map((id) => id.charAt(index))).size).toBe(32);
  }
});

test('token is 256 bits as hex and never the same', () => {
  const ids = createIds(standingClock(0));
  expect(ids.token()).toMatch(/^[0-9a-f]{64}$/);
  expect(ids.token()).not.toBe(ids.token());
});
