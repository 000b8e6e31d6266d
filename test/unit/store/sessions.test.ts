// Rows of sessions, and what limits and retention ask of the rows of sandboxes and workspaces.

import { describe, expect, test } from 'vitest';

import type { SandboxState, SessionKey } from '../../../src/domain/sandbox.ts';
import { occupies } from '../../../src/domain/state.ts';
import type { NewSandbox } from '../../../src/ports/store.ts';
import type { SqliteStore } from '../../../src/store/sqlite-store.ts';
import { insertRunning, newSandbox, noSecrets, openTestStore, why } from '../../support/store.ts';

const key: SessionKey = { namespace: 'team', user: 'ada', session: 's1' };

async function insert(store: SqliteStore, overrides: Partial<NewSandbox> = {}): Promise<string> {
  const sandbox = newSandbox(overrides);
  await store.write((tx) => tx.insertSandbox(sandbox, noSecrets));
  return sandbox.id;
}

/** Rows in states that moves alone reach only through several others. */
async function insertReleased(store: SqliteStore, overrides: Partial<NewSandbox> = {}): Promise<string> {
  const id = await insertRunning(store, overrides);
  await release(store, id);
  return id;
}

async function release(store: SqliteStore, id: string): Promise<void> {
  const record = store.getSandbox(id);
  if (record === null) throw new Error(`no sandbox ${id}`);
  const { generation, workspaceId } = record;
  await store.write((tx) => {
    tx.move({ id, from: record.state, generation, to: 'RELEASING', ...why });
    tx.move({ id, from: 'RELEASING', generation, to: 'RELEASED', changes: { releasedAtMs: 1 }, ...why });
    if (workspaceId !== null) tx.noteUnreferenced(workspaceId);
  });
}

async function insertWorkspace(store: SqliteStore, id: string, managed: boolean): Promise<void> {
  const path = `/data/workspaces/${id}`;
  await store.write((tx) =>
    tx.insertWorkspace({ id, namespace: 'team', owner: key, path, layoutPath: path, managed, storagePath: null }),
  );
}

describe('a sign of life', () => {
  test('begins the session, and moves its deadline from then on', async () => {
    const { store, clock } = await openTestStore();
    const begunMs = clock.wallMs();
    expect(store.getSession(key)).toBeNull();
    expect(await store.write((tx) => tx.touchSession(key, 60_000))).toMatchObject({
      key,
      generation: 1,
      heartbeatTimeoutMs: 60_000,
      idleTimeoutMs: null,
      heartbeatAtMs: begunMs,
      heartbeatDueAtMs: begunMs + 60_000,
      createdAtMs: begunMs,
    });
    clock.advance(5000);
    const touched = await store.write((tx) => tx.touchSession(key, null));
    expect(touched).toMatchObject({ createdAtMs: begunMs, heartbeatDueAtMs: begunMs + 65_000 });
    expect(store.getSession(key)).toEqual(touched);
  });

  test.each([
    [[null], null],
    [[null, 60_000], 60_000],
    [[60_000, null], 60_000],
    [[60_000, 90_000], 90_000],
    [[90_000, 60_000], 90_000],
    [[60_000, 0], 0],
    [[0, 60_000], 0],
  ])('with the time-outs %j leaves %s: the most patient one counts, 0 is for ever', async (timeouts, expected) => {
    const { store, clock } = await openTestStore();
    for (const timeoutMs of timeouts) await store.write((tx) => tx.touchSession(key, timeoutMs));
    const dueAtMs = expected === null || expected === 0 ? null : clock.wallMs() + expected;
    expect(store.getSession(key)).toMatchObject({ heartbeatTimeoutMs: expected, heartbeatDueAtMs: dueAtMs });
  });

  test('does not touch a time-out that a client has set, however short it is', async () => {
    const { store, clock } = await openTestStore();
    await store.write((tx) => tx.touchSession(key, 60_000));
    await store.write((tx) => tx.changeSession(key, { heartbeatTimeoutMs: 1000, idleTimeoutMs: 2000 }));
    await store.write((tx) => tx.touchSession(key, 90_000));
    expect(store.getSession(key)).toMatchObject({
      heartbeatTimeoutMs: 1000,
      idleTimeoutMs: 2000,
      heartbeatDueAtMs: clock.wallMs() + 1000,
    });
    // An idle time-out of a client's says nothing about heartbeats.
    const other = { ...key, session: 's2' };
    await store.write((tx) => tx.touchSession(other, 60_000));
    await store.write((tx) => tx.changeSession(other, { idleTimeoutMs: 2000 }));
    await store.write((tx) => tx.touchSession(other, 90_000));
    expect(store.getSession(other)).toMatchObject({ heartbeatTimeoutMs: 90_000, idleTimeoutMs: 2000 });
  });

  test('of another namespace, user or session is of another session', async () => {
    const { store } = await openTestStore();
    const keys = [key, { ...key, namespace: 'b' }, { ...key, user: 'b' }, { ...key, session: 'b' }];
    for (const each of keys) await store.write((tx) => tx.touchSession(each, null));
    expect(store.listSessions({}, 0, 10).map((session) => session.key)).toEqual(keys);
    expect(store.listSessions({ namespace: 'team', user: 'ada' }, 0, 10)).toHaveLength(2);
    const [first] = store.listSessions({}, 0, 1);
    expect(store.listSessions({}, first?.position ?? 0, 10).map((session) => session.key)).toEqual(keys.slice(1));
  });
});

describe('the deadline of a session', () => {
  test('is met in order, moved by heartbeats of its generation only, and taken away', async () => {
    const { store, clock } = await openTestStore();
    const begunMs = clock.wallMs();
    const late = await store.write((tx) => tx.touchSession(key, 2000));
    const early = await store.write((tx) => tx.touchSession({ ...key, session: 's2' }, 1000));
    await store.write((tx) => tx.touchSession({ ...key, session: 's3' }, 0));
    const due = (nowMs: number): readonly number[] => store.sessionsDue(nowMs, 10).map(({ position }) => position);
    expect(due(begunMs + 999)).toEqual([]);
    expect(due(begunMs + 2000)).toEqual([early.position, late.position]);
    expect(store.sessionsDue(begunMs + 2000, 1)).toHaveLength(1);
    const mark = { position: early.position, atMs: begunMs + 1500 };
    await store.write((tx) => tx.markHeartbeats([{ ...mark, generation: 2 }]));
    expect(due(begunMs + 1000)).toEqual([early.position]);
    await store.write((tx) => tx.markHeartbeats([{ ...mark, generation: 1 }]));
    // One that is older than what is stored moves nothing back.
    await store.write((tx) => tx.markHeartbeats([{ ...mark, generation: 1, atMs: begunMs + 1 }]));
    expect(due(begunMs + 2499)).toEqual([late.position]);
    expect(due(begunMs + 2500)).toEqual([late.position, early.position]);
    await store.write((tx) => tx.setSessionDue(late.position, 2, null));
    expect(due(begunMs + 2500)).toEqual([late.position, early.position]);
    await store.write((tx) => tx.setSessionDue(late.position, 1, null));
    expect(due(begunMs + 2500)).toEqual([early.position]);
  });

  test('is granted anew by a start, and never brought nearer by it (R7)', async () => {
    const { store, clock } = await openTestStore();
    await store.write((tx) => tx.touchSession(key, 60_000));
    const none = { ...key, session: 'none' };
    await store.write((tx) => tx.touchSession(none, null));
    clock.advance(3_600_000);
    await store.write((tx) => tx.grantHeartbeats(clock.wallMs()));
    expect(store.getSession(key)?.heartbeatDueAtMs).toBe(clock.wallMs() + 60_000);
    await store.write((tx) => tx.grantHeartbeats(clock.wallMs() - 30_000));
    expect(store.getSession(key)?.heartbeatDueAtMs).toBe(clock.wallMs() + 60_000);
    expect(store.getSession(none)?.heartbeatDueAtMs).toBeNull();
  });

  test('moves with the clock, and so does what pools and files wait for (B3-25)', async () => {
    const { store, clock } = await openTestStore();
    const begunMs = clock.wallMs();
    await store.write((tx) => tx.touchSession(key, 60_000));
    const pool = { paused: false, prewarm: 0, failures: 1, lastFailure: '', lastFailureAtMs: null, failedDigest: '' };
    await store.write((tx) => {
      tx.putPool({ ...pool, template: 'base', retryAtMs: begunMs + 1000 });
      tx.putPool({ ...pool, template: 'other', retryAtMs: null });
    });
    await insertWorkspace(store, 'w1', true);
    await insertReleased(store, { workspaceId: 'w1' });
    await store.write((tx) => tx.shiftDeadlines(86_400_000));
    expect(store.getSession(key)).toMatchObject({
      heartbeatAtMs: begunMs + 86_400_000,
      heartbeatDueAtMs: begunMs + 86_460_000,
    });
    expect(store.getPool('base')?.retryAtMs).toBe(begunMs + 86_401_000);
    expect(store.getPool('other')?.retryAtMs).toBeNull();
    expect(store.unreferencedWorkspaces(begunMs + 86_400_000, 10)).toEqual([]);
    expect(store.unreferencedWorkspaces(begunMs + 86_400_001, 10)).toHaveLength(1);
  });
});

test('a generation is counted up, and what was heard before is of the one before (B3-24)', async () => {
  const { store } = await openTestStore();
  await store.write((tx) => tx.touchSession(key, 60_000));
  await store.write((tx) => tx.beginSessionGeneration(key));
  await store.write((tx) => tx.beginSessionGeneration({ ...key, session: 'unknown' }));
  expect(store.getSession(key)?.generation).toBe(2);
});

test('a session is forgotten with the last record of its sandboxes, and not before', async () => {
  const { store } = await openTestStore();
  await store.write((tx) => tx.touchSession(key, null));
  const one = await insertReleased(store, { owner: key, namespace: 'team', primary: false });
  const other = await insertReleased(store, { owner: key, namespace: 'team', primary: false });
  await store.write((tx) => tx.deleteSandbox(one));
  expect(store.getSession(key)).not.toBeNull();
  expect(store.statesOf(key)).toEqual(['RELEASED']);
  expect(store.sandboxesOf(key)).toEqual([]);
  await store.write((tx) => tx.deleteSandbox(other));
  expect(store.getSession(key)).toBeNull();
});

test('a record that a restore has taken meanwhile is not deleted, nor its session (B3-44)', async () => {
  const { store } = await openTestStore();
  await store.write((tx) => tx.touchSession(key, null));
  const id = await insertReleased(store, { owner: key, namespace: 'team' });
  const changes = { releasedAtMs: null, purgeAtMs: null, generation: 2 };
  await store.write((tx) => tx.move({ id, from: 'RELEASED', generation: 1, to: 'RESTORING', changes, ...why }));
  await store.write((tx) => tx.deleteSandbox(id));
  expect(store.getSandbox(id)?.state).toBe('RESTORING');
  expect(store.getSession(key)).not.toBeNull();
});

describe('a workspace', () => {
  test('is unreferenced from the release of the last sandbox that has it until the next one comes', async () => {
    const { store, clock } = await openTestStore();
    const unreferenced = (): readonly string[] =>
      store.unreferencedWorkspaces(clock.wallMs() + 1, 10).map(({ id }) => id);
    await insertWorkspace(store, 'w1', true);
    await insertWorkspace(store, 'named', false);
    const one = await insertRunning(store, { workspaceId: 'w1' });
    const other = await insertRunning(store, { workspaceId: 'w1' });
    await insertReleased(store, { workspaceId: 'named' });
    await release(store, one);
    expect(unreferenced()).toEqual([]);
    clock.advance(1000);
    await release(store, other);
    expect(unreferenced()).toEqual(['w1']);
    expect(store.unreferencedWorkspaces(clock.wallMs(), 10)).toEqual([]);
    expect(store.workspaceReferences('w1', '')).toBe(0);
    const next = await insertRunning(store, { workspaceId: 'w1' });
    expect(unreferenced()).toEqual([]);
    expect(store.workspaceReferences('w1', '')).toBe(1);
    await release(store, next);
    expect(unreferenced()).toEqual(['w1']);
    // A restore out of a release refers to it again.
    const changes = { releasedAtMs: null, generation: 2 };
    await store.write((tx) => tx.move({ id: next, from: 'RELEASED', generation: 1, to: 'RESTORING', changes, ...why }));
    expect(unreferenced()).toEqual([]);
  });
});

describe('limits', () => {
  test('count what may have a container, in all, in a template and in a namespace', async () => {
    const { store } = await openTestStore();
    await insert(store, { namespace: 'team', template: 'base' });
    await insertRunning(store, { namespace: 'team', template: 'other' });
    await insertRunning(store, { namespace: '', owner: null, primary: false, pooled: true, template: 'base' });
    await insertReleased(store, { namespace: 'team', template: 'base' });
    expect(store.countOccupying({ kind: 'all' })).toBe(3);
    expect(store.countOccupying({ kind: 'template', name: 'base' })).toBe(2);
    expect(store.countOccupying({ kind: 'namespace', name: 'team' })).toBe(2);
    expect(store.countOccupying({ kind: 'namespace', name: 'nobody' })).toBe(0);
  });

  test.each<[SandboxState, readonly SandboxState[]]>([
    ['CREATING', []],
    ['WARM', ['WARM']],
    ['RUNNING', ['RUNNING']],
    ['PAUSED', ['RUNNING', 'PAUSED']],
    ['PARKED', ['RUNNING', 'PARKED']],
    ['STOPPED', ['RUNNING', 'STOPPED']],
    ['LOST', ['RUNNING', 'LOST']],
    ['RECYCLING', ['RUNNING', 'RECYCLING']],
    ['RECYCLED', ['RUNNING', 'RECYCLING', 'RECYCLED']],
    ['RESTORING', ['FAILED', 'RESTORING']],
    ['RELEASING', ['RELEASING']],
    ['FAILED', ['FAILED']],
  ])('count %s as the domain does', async (state, way) => {
    const { store } = await openTestStore();
    const id = await insert(store);
    for (const to of way) {
      const from = store.getSandbox(id)?.state ?? 'CREATING';
      await store.write((tx) => tx.move({ id, from, generation: 1, to, ...why }));
    }
    expect(store.getSandbox(id)?.state).toBe(state);
    expect(store.countOccupying({ kind: 'all' })).toBe(occupies(state) ? 1 : 0);
  });

  test('evict parked ones, longest unused first, then warm ones, oldest first; never what is quarantined or in use', async () => {
    const { store } = await openTestStore();
    const warm = async (template: string): Promise<string> => {
      const id = await insert(store, { owner: null, namespace: '', primary: false, pooled: true, template });
      await store.write((tx) => tx.move({ id, from: 'CREATING', generation: 1, to: 'WARM', ...why }));
      return id;
    };
    const parked = async (lastActiveAtMs: number, overrides: Partial<NewSandbox> = {}): Promise<string> => {
      const id = await insertRunning(store, overrides);
      const changes = { lastActiveAtMs };
      await store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to: 'PARKED', changes, ...why }));
      return id;
    };
    const firstWarm = await warm('base');
    const secondWarm = await warm('other');
    const recent = await parked(3000);
    const longUnused = await parked(1000, { template: 'other', namespace: 'team' });
    const quarantined = await parked(500);
    await store.write((tx) => tx.change(quarantined, 'PARKED', 1, { quarantined: true }));
    await insertRunning(store);
    const ids = (scope: Parameters<SqliteStore['evictable']>[0]): readonly string[] =>
      store.evictable(scope, 10).map(({ id }) => id);
    expect(ids({ kind: 'all' })).toEqual([longUnused, recent, firstWarm, secondWarm]);
    expect(ids({ kind: 'template', name: 'other' })).toEqual([longUnused, secondWarm]);
    // A warm one is of no namespace, so that its end leaves no room there.
    expect(ids({ kind: 'namespace', name: 'team' })).toEqual([longUnused]);
    expect(store.evictable({ kind: 'all' }, 2)).toHaveLength(2);
  });

  test('wait for what is on its way out, the oldest decision first', async () => {
    const { store, clock } = await openTestStore();
    const ending = async (to: 'RELEASING' | 'RECYCLING', namespace: string): Promise<string> => {
      const id = await insertRunning(store, { namespace });
      clock.advance(1);
      await store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to, ...why }));
      return id;
    };
    const first = await ending('RELEASING', 'team');
    const second = await ending('RECYCLING', 'other');
    expect(store.ending({ kind: 'all' }, 10)).toEqual([first, second]);
    expect(store.ending({ kind: 'namespace', name: 'other' }, 10)).toEqual([second]);
  });
});
