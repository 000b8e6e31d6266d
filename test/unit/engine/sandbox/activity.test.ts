import { describe, expect, test } from 'vitest';

import { Activity } from '../../../../src/engine/sandbox/activity.ts';
import { insertRunning, openTestStore } from '../../../support/store.ts';

async function running() {
  const opened = await openTestStore();
  const id = await insertRunning(opened.store, { idleTimeoutMs: 60_000 });
  const activity = new Activity(opened.store, opened.clock);
  const lastActiveAtMs = (): number | undefined => opened.store.getSandbox(id)?.lastActiveAtMs;
  return { ...opened, id, activity, lastActiveAtMs };
}

describe('a moment of use', () => {
  test('is held in memory until it is flushed, and then moves the idle deadline', async () => {
    const { store, clock, id, activity, lastActiveAtMs } = await running();
    const begunMs = clock.wallMs();
    clock.advance(5000);
    expect(activity.touch(id, 1)).toBe(begunMs + 5000);
    expect(lastActiveAtMs()).toBe(begunMs);
    expect(activity.lastUseMs(id, 1)).toBe(begunMs + 5000);
    expect(await activity.flush()).toBe(1);
    expect(store.getSandbox(id)).toMatchObject({ lastActiveAtMs: begunMs + 5000, idleDueAtMs: begunMs + 65_000 });
  });

  test('is dropped from memory once it is stored', async () => {
    const { id, activity } = await running();
    activity.touch(id, 1);
    await activity.flush();
    expect(activity.lastUseMs(id, 1)).toBeNull();
    expect(await activity.flush()).toBe(0);
  });

  test('of many sandboxes is one commit', async () => {
    const { store, activity, batches } = await running();
    const ids = await Promise.all(Array.from({ length: 50 }, () => insertRunning(store)));
    const before = batches.length;
    for (const id of ids) activity.touch(id, 1);
    expect(await activity.flush()).toBe(50);
    expect(batches.slice(before)).toEqual([1]);
  });

  test('of another generation counts for that one only', async () => {
    const { clock, id, activity, lastActiveAtMs } = await running();
    const begunMs = clock.wallMs();
    clock.advance(5000);
    activity.touch(id, 2);
    expect(activity.lastUseMs(id, 1)).toBeNull();
    await activity.flush();
    expect(lastActiveAtMs()).toBe(begunMs);
  });

  test('that comes while the flush is written is not lost', async () => {
    const { clock, id, activity, lastActiveAtMs } = await running();
    activity.touch(id, 1);
    const flushed = activity.flush();
    clock.advance(1000);
    activity.touch(id, 1);
    await flushed;
    expect(await activity.flush()).toBe(1);
    expect(lastActiveAtMs()).toBe(clock.wallMs());
  });
});

describe('a call in flight (R7)', () => {
  test('is use for as long as it lasts, at every flush', async () => {
    const { clock, id, activity, lastActiveAtMs } = await running();
    const end = activity.begin(id, 1);
    for (let hour = 0; hour < 3; hour += 1) {
      clock.advance(3_600_000);
      await activity.flush();
      expect(lastActiveAtMs()).toBe(clock.wallMs());
    }
    clock.advance(1000);
    end();
    const endedMs = clock.wallMs();
    clock.advance(1000);
    await activity.flush();
    expect(lastActiveAtMs()).toBe(endedMs);
    expect(activity.inFlight(id)).toBe(0);
  });

  test('is counted once however often its end is told', async () => {
    const { id, activity } = await running();
    const ends = [activity.begin(id, 1), activity.begin(id, 1)];
    expect(activity.inFlight(id)).toBe(2);
    ends[0]?.();
    ends[0]?.();
    expect(activity.inFlight(id)).toBe(1);
    ends[1]?.();
    expect(activity.inFlight(id)).toBe(0);
  });

  test('of the generation before keeps the sandbox in use after a restore', async () => {
    const { id, activity } = await running();
    const end = activity.begin(id, 1);
    activity.touch(id, 2);
    expect(activity.inFlight(id)).toBe(1);
    end();
    expect(activity.inFlight(id)).toBe(0);
  });
});
