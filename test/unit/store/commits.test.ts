import { describe, expect, test } from 'vitest';

import { insertRunning, newSandbox, noSecrets, openTestStore, why } from '../../support/store.ts';

describe('writes of one turn', () => {
  test('share one commit', async () => {
    const { store, batches } = await openTestStore();
    await Promise.all(Array.from({ length: 20 }, () => store.write((tx) => tx.insertSandbox(newSandbox(), noSecrets))));
    expect(batches).toEqual([20]);
    expect(store.countLive()).toBe(20);
  });

  test('beyond the largest batch take further commits', async () => {
    const { store, batches } = await openTestStore({ maxBatch: 8 });
    await Promise.all(Array.from({ length: 20 }, () => store.write((tx) => tx.insertSandbox(newSandbox(), noSecrets))));
    expect(batches).toEqual([8, 8, 4]);
  });

  test('run in the order they were asked for and each sees the ones before it', async () => {
    const { store } = await openTestStore();
    const seen = await Promise.all(
      Array.from({ length: 5 }, () =>
        store.write((tx) => {
          tx.insertSandbox(newSandbox(), noSecrets);
          return tx.countLive();
        }),
      ),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test('are not visible before somebody runs them, and are all there when the first one is answered', async () => {
    const { store, batches } = await openTestStore();
    const first = store.write((tx) => tx.setLoopPaused('idle', 'paused'));
    const second = store.write((tx) => tx.setLoopPaused('pool', 'paused'));
    expect(store.pausedLoops()).toEqual([]);
    await first;
    expect(batches).toEqual([2]);
    expect(store.pausedLoops()).toEqual(['idle', 'pool']);
    await second;
  });
});

describe('an exception in one write', () => {
  test('undoes that one alone and rejects it alone', async () => {
    const { store, batches, fatal } = await openTestStore();
    const failure = new Error('thought better of it');
    const results = await Promise.allSettled([
      store.write((tx) => tx.setLoopPaused('first', 'paused')),
      store.write((tx) => {
        tx.setLoopPaused('second', 'paused');
        throw failure;
      }),
      store.write((tx) => tx.setLoopPaused('third', 'paused')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: failure });
    expect(store.pausedLoops()).toEqual(['first', 'third']);
    expect(batches).toEqual([3]);
    expect(fatal).toEqual([]);
  });

  test('takes its event with it', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    const before = store.eventBounds().newestSeq;
    const failed = store.write((tx) => {
      tx.move({ id, from: 'RUNNING', generation: 1, to: 'STOPPED', ...why });
      throw new Error('thought better of it');
    });
    await expect(failed).rejects.toThrow('thought better of it');
    expect(store.getSandbox(id)?.state).toBe('RUNNING');
    expect(store.events({}, before, 10)).toEqual([]);
  });
});

describe('listeners of events', () => {
  test('are called once a commit, after it', async () => {
    const { store } = await openTestStore();
    const seen: number[] = [];
    const stop = store.onEvents(() => seen.push(store.events({}, 0, 100).length));
    await Promise.all([insertRunning(store), insertRunning(store)]);
    // Two sandboxes, each created and moved.
    expect(seen).toEqual([4]);
    stop();
    await insertRunning(store);
    expect(seen).toEqual([4]);
  });

  test('are not called for a commit without events', async () => {
    const { store } = await openTestStore();
    const seen: string[] = [];
    store.onEvents(() => seen.push('called'));
    await store.write((tx) => tx.setLoopPaused('idle', 'paused'));
    expect(seen).toEqual([]);
  });
});

describe('the close', () => {
  test('commits what waits', async () => {
    const { store, stateDir } = await openTestStore();
    const written = store.write((tx) => tx.setLoopPaused('idle', 'paused'));
    store.close();
    await written;
    expect((await openTestStore({ stateDir })).store.pausedLoops()).toEqual(['idle']);
  });

  test('refuses what comes later', async () => {
    const { store } = await openTestStore();
    store.close();
    await expect(store.write((tx) => tx.setLoopPaused('idle', 'paused'))).rejects.toMatchObject({ reason: 'DRAINING' });
  });
});
