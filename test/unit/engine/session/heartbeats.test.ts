import { describe, expect, test } from 'vitest';

import { Heartbeats } from '../../../../src/engine/session/heartbeats.ts';
import { openTestStore } from '../../../support/store.ts';

const key = { namespace: 'team', user: 'ada', session: 's1' };

async function heard(timeoutMs: number | null = 60_000) {
  const opened = await openTestStore();
  const session = await opened.store.write((tx) => tx.touchSession(key, timeoutMs));
  const heartbeats = new Heartbeats(opened.store, opened.clock);
  const stored = () => opened.store.getSession(key);
  return { ...opened, session, heartbeats, stored };
}

describe('a heartbeat', () => {
  test('is held in memory until it is flushed, and then moves the deadline', async () => {
    const { clock, session, heartbeats, stored } = await heard();
    const begunMs = clock.wallMs();
    expect(heartbeats.lastMs(session)).toBeNull();
    clock.advance(5000);
    expect(heartbeats.note(session)).toBe(begunMs + 5000);
    expect(heartbeats.lastMs(session)).toBe(begunMs + 5000);
    expect(stored()).toMatchObject({ heartbeatAtMs: begunMs, heartbeatDueAtMs: begunMs + 60_000 });
    expect(await heartbeats.flush()).toBe(1);
    expect(stored()).toMatchObject({ heartbeatAtMs: begunMs + 5000, heartbeatDueAtMs: begunMs + 65_000 });
    expect(heartbeats.lastMs(session)).toBeNull();
    expect(await heartbeats.flush()).toBe(0);
  });

  test('of the generation before keeps nothing alive (B3-24)', async () => {
    const { store, clock, session, heartbeats, stored } = await heard();
    clock.advance(5000);
    heartbeats.note(session);
    await store.write((tx) => tx.beginSessionGeneration(key));
    const restored = stored();
    if (restored === null) throw new Error('the session is gone');
    expect(heartbeats.lastMs(restored)).toBeNull();
    await heartbeats.flush();
    expect(stored()).toEqual(restored);
  });

  test('that comes while the flush is written is not lost', async () => {
    const { clock, session, heartbeats, stored } = await heard();
    heartbeats.note(session);
    const flushed = heartbeats.flush();
    clock.advance(1000);
    heartbeats.note(session);
    await flushed;
    expect(heartbeats.lastMs(session)).toBe(clock.wallMs());
    expect(await heartbeats.flush()).toBe(1);
    expect(stored()?.heartbeatAtMs).toBe(clock.wallMs());
  });

  test('of many sessions is one commit, and of none is no commit', async () => {
    const { store, heartbeats, batches } = await heard();
    const sessions = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        store.write((tx) => tx.touchSession({ ...key, session: `other-${index}` }, null)),
      ),
    );
    const before = batches.length;
    for (const session of sessions) heartbeats.note(session);
    expect(await heartbeats.flush()).toBe(50);
    expect(await heartbeats.flush()).toBe(0);
    expect(batches.slice(before)).toEqual([1]);
  });

  test('of a session that nobody expects to be heard of gives it no deadline', async () => {
    const { clock, session, heartbeats, stored } = await heard(null);
    clock.advance(1000);
    heartbeats.note(session);
    await heartbeats.flush();
    expect(stored()).toMatchObject({ heartbeatAtMs: clock.wallMs(), heartbeatDueAtMs: null });
  });
});
