import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sandboxStates } from '../../../src/domain/sandbox.ts';
import { insertRunning, newSandbox, noSecrets, openTestStore, why } from '../../support/store.ts';

const startMs = 1_700_000_000_000;

describe('a guarded move (R3)', () => {
  test('changes state, columns and version, and tells the log', async () => {
    const { store, clock } = await openTestStore();
    const id = await insertRunning(store);
    clock.advance(1000);
    const after = await store.write((tx) =>
      tx.move({
        id,
        from: 'RUNNING',
        generation: 1,
        to: 'STOPPED',
        changes: { containerId: 'c1' },
        operationId: 'op1',
        ...why,
      }),
    );
    expect(after).toMatchObject({
      state: 'STOPPED',
      containerId: 'c1',
      version: 3,
      updatedAtMs: startMs + 1000,
      ...why,
    });
    expect(store.getSandbox(id)).toEqual(after);
    expect(store.eventsNewestFirst({}, Number.MAX_SAFE_INTEGER, 1)).toMatchObject([
      {
        type: 'sandbox.state',
        sandboxId: id,
        oldState: 'RUNNING',
        newState: 'STOPPED',
        operationId: 'op1',
        generation: 1,
        ...why,
      },
    ]);
  });

  test.each([
    ['another state', { from: 'PAUSED', generation: 1, to: 'STOPPED' }],
    ['another generation', { from: 'RUNNING', generation: 2, to: 'STOPPED' }],
  ] as const)('of a row in %s is a conflict and writes nothing', async (_what, move) => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const before = { record: store.getSandbox(id), events: store.eventBounds() };
    await expect(store.write((tx) => tx.move({ id, ...move, ...why }))).rejects.toMatchObject({ reason: 'CONFLICT' });
    expect({ record: store.getSandbox(id), events: store.eventBounds() }).toEqual(before);
  });

  test('of a row that is gone is a conflict that says so', async () => {
    const { store } = await openTestStore();
    const moved = store.write((tx) => tx.move({ id: 'nobody', from: 'RUNNING', generation: 1, to: 'STOPPED', ...why }));
    await expect(moved).rejects.toMatchObject({ reason: 'CONFLICT', message: expect.stringContaining('is gone now') });
  });

  test('asked for twice in one turn happens once', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const results = await Promise.allSettled(
      (['STOPPED', 'PAUSED'] as const).map((to) =>
        store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to, ...why })),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(store.getSandbox(id)?.state).toBe('STOPPED');
  });

  test('that is not in the table throws and writes nothing', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const moved = store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to: 'CREATING', ...why }));
    await expect(moved).rejects.toThrow('illegal move of a sandbox: RUNNING to CREATING');
    expect(store.getSandbox(id)?.state).toBe('RUNNING');
  });

  test('without a move is guarded alike and tells nobody', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const before = store.eventBounds();
    await store.write((tx) => tx.change(id, 'RUNNING', 1, { labels: { color: 'red' }, quarantined: true }));
    expect(store.getSandbox(id)).toMatchObject({ labels: { color: 'red' }, quarantined: true });
    const late = store.write((tx) => tx.change(id, 'RUNNING', 7, { labels: {} }));
    await expect(late).rejects.toMatchObject({ reason: 'CONFLICT' });
    expect(store.eventBounds()).toEqual(before);
  });
});

describe('the one live sandbox of a session and template (R2)', () => {
  const owner = { namespace: 'n', user: 'u', session: 's' };
  const primary = () => newSandbox({ owner, namespace: 'n' });

  test.each(sandboxStates.filter((state) => state !== 'RELEASED'))('is the only one while it is %s', async (state) => {
    const { store } = await openTestStore();
    const first = newSandbox({ owner, namespace: 'n', state });
    await store.write((tx) => tx.insertSandbox(first, noSecrets));
    const second = store.write((tx) => tx.insertSandbox(primary(), noSecrets));
    await expect(second).rejects.toMatchObject({ reason: 'SANDBOX_EXISTS' });
    expect(store.findPrimary(owner, 'base')?.id).toBe(first.id);
  });

  test('makes way when it is RELEASED', async () => {
    const { store } = await openTestStore();
    const first = primary();
    await store.write((tx) => {
      tx.insertSandbox(first, noSecrets);
      tx.move({ id: first.id, from: 'CREATING', generation: 1, to: 'RELEASING', ...why });
      const changes = { releasedAtMs: startMs };
      tx.move({ id: first.id, from: 'RELEASING', generation: 1, to: 'RELEASED', changes, ...why });
    });
    expect(store.findPrimary(owner, 'base')).toBeNull();
    const second = await store.write((tx) => tx.insertSandbox(primary(), noSecrets));
    expect(store.findPrimary(owner, 'base')?.id).toBe(second.id);
  });

  test('leaves room for another template, for further ones and for anonymous ones', async () => {
    const { store } = await openTestStore();
    await store.write((tx) => {
      tx.insertSandbox(primary(), noSecrets);
      tx.insertSandbox({ ...primary(), template: 'other' }, noSecrets);
      tx.insertSandbox({ ...primary(), primary: false }, noSecrets);
      tx.insertSandbox(newSandbox({ owner: null, primary: false }), noSecrets);
      tx.insertSandbox(newSandbox({ owner: null, primary: false }), noSecrets);
    });
    expect(store.countLive()).toBe(5);
  });

  test('is one of fifty that ask in one turn', async () => {
    const { store } = await openTestStore();
    const asked = Array.from({ length: 50 }, () => store.write((tx) => tx.insertSandbox(primary(), noSecrets)));
    const results = await Promise.allSettled(asked);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(store.listSandboxes({}, 0, 100)).toHaveLength(1);
  });
});

describe('the idle deadline (R7)', () => {
  test('follows from the last activity and is none while the policy is off', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store, { idleTimeoutMs: 60_000 });
    expect(store.getSandbox(id)?.idleDueAtMs).toBe(startMs + 60_000);
    await store.write((tx) => tx.change(id, 'RUNNING', 1, { idleTimeoutMs: 0 }));
    expect(store.getSandbox(id)?.idleDueAtMs).toBeNull();
    const policy = {
      idleAction: 'none',
      releaseMode: 'destroy',
      stopGraceMs: 0,
      workdir: null,
      tokenEnv: null,
      storeWorkspace: false,
    } as const;
    await store.write((tx) => tx.change(id, 'RUNNING', 1, { idleTimeoutMs: 60_000, policy }));
    expect(store.getSandbox(id)?.idleDueAtMs).toBeNull();
  });

  test('is none of a quarantined sandbox and of one without a container', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    await store.write((tx) => tx.change(id, 'RUNNING', 1, { quarantined: true }));
    expect(store.getSandbox(id)?.idleDueAtMs).toBeNull();
    await store.write((tx) => tx.change(id, 'RUNNING', 1, { quarantined: false }));
    expect(store.getSandbox(id)?.idleDueAtMs).toBe(startMs + 60_000);
    await store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to: 'LOST', ...why }));
    expect(store.getSandbox(id)?.idleDueAtMs).toBeNull();
  });

  test('moves forward with activity, never back, and only for the present generation', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const mark = async (generation: number, atMs: number): Promise<number | null | undefined> => {
      await store.write((tx) => tx.markActivity([{ sandboxId: id, generation, atMs }]));
      return store.getSandbox(id)?.idleDueAtMs;
    };
    expect(await mark(1, startMs + 5000)).toBe(startMs + 65_000);
    expect(await mark(1, startMs + 1000)).toBe(startMs + 65_000);
    expect(await mark(2, startMs + 9000)).toBe(startMs + 65_000);
    expect(store.getSandbox(id)?.lastActiveAtMs).toBe(startMs + 5000);
  });

  test('is not made by activity where there was none', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store, { idleTimeoutMs: 0 });
    await store.write((tx) => tx.markActivity([{ sandboxId: id, generation: 1, atMs: startMs + 5000 }]));
    expect(store.getSandbox(id)).toMatchObject({ lastActiveAtMs: startMs + 5000, idleDueAtMs: null });
  });

  test('makes due what is due, oldest first, and no more than asked for', async () => {
    const { store } = await openTestStore();
    const late = await insertRunning(store, { idleTimeoutMs: 30_000 });
    const early = await insertRunning(store, { idleTimeoutMs: 10_000 });
    await insertRunning(store, { idleTimeoutMs: 90_000 });
    expect(store.idleDue(startMs + 9_999, 10)).toEqual([]);
    expect(store.idleDue(startMs + 10_000, 10)).toEqual([early]);
    expect(store.idleDue(startMs + 60_000, 10)).toEqual([early, late]);
    expect(store.idleDue(startMs + 60_000, 1)).toEqual([early]);
  });

  test('moves with a clock that jumps, as every other deadline does (B3-25)', async () => {
    const { store } = await openTestStore();
    const running = await insertRunning(store);
    const released = await insertReleased(store, startMs + 5000);
    const neverIdle = await insertRunning(store, { idleTimeoutMs: 0 });
    await store.write((tx) => tx.change(running, 'RUNNING', 1, { retryAtMs: startMs + 7000 }));
    await store.write((tx) => tx.shiftDeadlines(3_600_000));
    const shifted = startMs + 3_600_000;
    expect(store.getSandbox(running)).toMatchObject({
      lastActiveAtMs: shifted,
      idleDueAtMs: shifted + 60_000,
      retryAtMs: shifted + 7000,
      purgeAtMs: null,
    });
    expect(store.getSandbox(released)).toMatchObject({ purgeAtMs: shifted + 5000, idleDueAtMs: null });
    // A time-out that is set later counts from here, not from an hour ago.
    expect(store.getSandbox(neverIdle)).toMatchObject({ lastActiveAtMs: shifted, idleDueAtMs: null });
  });
});

describe('the row of a released sandbox', () => {
  test('is deleted with all that belongs to it', async () => {
    const { store } = await openTestStore();
    const id = await insertReleased(store, startMs);
    await store.write((tx) => addBelongings(tx, id));
    await store.write((tx) => tx.deleteSandbox(id));
    expect(store.getSandbox(id)).toBeNull();
    expect(belongings(store, id)).toEqual([0, 0, 0]);
  });

  test('stays whole when it was restored meanwhile', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    await store.write((tx) => addBelongings(tx, id));
    await store.write((tx) => tx.deleteSandbox(id));
    expect(store.getSandbox(id)?.state).toBe('RUNNING');
    expect(belongings(store, id)).toEqual([1, 1, 1]);
  });

  test('needs the time of the release to be one', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    await store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to: 'RELEASING', ...why }));
    const released = store.write((tx) => tx.move({ id, from: 'RELEASING', generation: 1, to: 'RELEASED', ...why }));
    await expect(released).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_CHECK' });
  });
});

describe('lists and lookups', () => {
  test('pages follow the order of creation and lose nothing between them', async () => {
    const { store } = await openTestStore();
    const ids = await Promise.all(Array.from({ length: 23 }, () => insertRunning(store)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (size) => {
        const seen: string[] = [];
        let after = 0;
        for (;;) {
          const page = store.listSandboxes({}, after, size);
          const last = page.at(-1);
          if (last === undefined) break;
          seen.push(...page.map(({ id }) => id));
          after = last.position;
        }
        expect(seen).toEqual(ids);
      }),
      { numRuns: 20 },
    );
  });

  test('filters narrow by each field, and by every label given', async () => {
    const { store } = await openTestStore();
    const owner = { namespace: 'n', user: 'u', session: 's' };
    const id = await insertRunning(store, { owner, namespace: 'n', template: 't', labels: { a: '1', b: '2' } });
    await insertRunning(store, { labels: { a: '1' } });
    const found = (filter: Parameters<typeof store.listSandboxes>[0]): string[] =>
      store.listSandboxes(filter, 0, 10).map((record) => record.id);
    expect(found({ namespace: 'n' })).toEqual([id]);
    expect(found({ user: 'u', session: 's', template: 't', runtime: 'fake' })).toEqual([id]);
    expect(found({ labels: { a: '1', b: '2' } })).toEqual([id]);
    expect(found({ labels: { a: '1' } })).toHaveLength(2);
    expect(found({ states: ['RUNNING'] })).toHaveLength(2);
    expect(found({ states: ['PAUSED'] })).toEqual([]);
    expect(found({ states: [] })).toEqual([]);
  });

  test('an id prefix finds at most two, and none outside the prefix', async () => {
    const { store } = await openTestStore();
    for (const id of ['abc1', 'abc2', 'abc3', 'abd1']) await insertRunning(store, { id });
    expect(store.findByIdPrefix('abc')).toHaveLength(2);
    expect(store.findByIdPrefix('abd').map(({ id }) => id)).toEqual(['abd1']);
    expect(store.findByIdPrefix('abe')).toEqual([]);
  });
});

type Store = Awaited<ReturnType<typeof openTestStore>>['store'];

async function insertReleased(store: Store, purgeAtMs: number): Promise<string> {
  const id = await insertRunning(store);
  await store.write((tx) => {
    tx.move({ id, from: 'RUNNING', generation: 1, to: 'RELEASING', ...why });
    const changes = { releasedAtMs: startMs, purgeAtMs };
    tx.move({ id, from: 'RELEASING', generation: 1, to: 'RELEASED', changes, ...why });
  });
  return id;
}

function addBelongings(tx: Parameters<Parameters<Store['write']>[0]>[0], id: string): void {
  tx.addHolder(id, 'agent');
  tx.insertOperation({ id: `op-${id}`, sandboxId: id, kind: 'create', generation: 1, deadlineAtMs: null });
  const containerName = `sandkeep-test-${id}-g1`;
  tx.setGeneration({ sandboxId: id, generation: 1, runtime: 'fake', containerName, containerId: null, state: 'GONE' });
}

function belongings(store: Store, id: string): number[] {
  return [store.holders(id).length, store.operations(id, 10).length, store.generations(id).length];
}
