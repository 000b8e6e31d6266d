import { describe, expect, onTestFinished, test } from 'vitest';

import type { EngineContext } from '../../../src/engine/context.ts';
import { watchEvents, type WatchFrame } from '../../../src/engine/watch.ts';
import { insertRunning, openTestStore, type TestStore } from '../../support/store.ts';
import { waitUntil } from '../../support/wait.ts';

const keepAliveMs = 30_000;

/** What watching needs of the engine's context. */
function contextOf({ store, clock }: TestStore): EngineContext {
  const settings = (): object => ({ grpc: { watchKeepAliveMs: keepAliveMs } });
  return { store, clock, settings } as unknown as EngineContext;
}

function watch(opened: TestStore, from: number | 'oldest' | 'newest', filter = {}) {
  const controller = new AbortController();
  const frames = watchEvents(contextOf(opened), filter, from, controller.signal);
  onTestFinished(() => controller.abort(new Error('the test is over')));
  const next = async (): Promise<WatchFrame> => {
    const { value, done } = await frames.next();
    if (done === true) throw new Error('the watch ended');
    return value;
  };
  const events = async (count: number): Promise<number[]> => {
    const seen: number[] = [];
    while (seen.length < count) {
      const frame = await next();
      if (frame.kind === 'event') seen.push(frame.event.seq);
    }
    return seen;
  };
  return { next, events, controller };
}

async function append({ store }: TestStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.write((tx) =>
      tx.appendEvent({ type: 'note', sandboxId: '', reason: 'TESTED', message: `${index}`, actor: 'client' }),
    );
  }
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('watching', () => {
  test('says first that it is ready, and from which number', async () => {
    const opened = await openTestStore();
    await append(opened, 3);
    expect(await watch(opened, 'newest').next()).toEqual({ kind: 'ready', newestSeq: 3, oldestSeq: 1 });
  });

  test('from the newest shows only what comes', async () => {
    const opened = await openTestStore();
    await append(opened, 3);
    const watching = watch(opened, 'newest');
    await watching.next();
    const seen = watching.events(2);
    await append(opened, 2);
    expect(await seen).toEqual([4, 5]);
  });

  test('from the oldest, or from a number, shows all since, once and in order', async () => {
    const opened = await openTestStore();
    await append(opened, 600);
    expect(await watch(opened, 'oldest').events(600)).toEqual(range(1, 600));
    expect(await watch(opened, 598).events(2)).toEqual([599, 600]);
  });

  test('loses nothing that is written while it reads', async () => {
    const opened = await openTestStore();
    const watching = watch(opened, 'newest');
    await watching.next();
    const seen = watching.events(300);
    await Promise.all(Array.from({ length: 30 }, () => append(opened, 10)));
    expect(await seen).toEqual(range(1, 300));
  });

  test('with a filter shows what passes it, and is not held up by the rest', async () => {
    const opened = await openTestStore();
    const id = await insertRunning(opened.store);
    const watching = watch(opened, 'newest', { sandboxId: id });
    await watching.next();
    const seen = watching.next();
    await append(opened, 300);
    await opened.store.write((tx) => tx.change(id, 'RUNNING', 1, {}));
    await opened.store.write((tx) =>
      tx.appendEvent({ type: 'note', sandboxId: id, reason: 'TESTED', message: 'mine', actor: 'client' }),
    );
    expect(await seen).toMatchObject({ kind: 'event', event: { sandboxId: id, message: 'mine' } });
  });

  test('says that it lives when nothing happens, with the number it has reached', async () => {
    const opened = await openTestStore();
    await append(opened, 2);
    const watching = watch(opened, 'newest');
    await watching.next();
    const quiet = watching.next();
    await waitUntil(() => opened.clock.sleepers === 1, { timeoutMs: 5000, what: 'the watch waits' });
    opened.clock.advance(keepAliveMs);
    expect(await quiet).toEqual({ kind: 'keep_alive', seq: 2 });
  });

  test('ends with the reason of its signal, also while it waits', async () => {
    const opened = await openTestStore();
    const watching = watch(opened, 'newest');
    await watching.next();
    const waiting = watching.next();
    watching.controller.abort(new Error('the daemon is stopping'));
    await expect(waiting).rejects.toThrow('the daemon is stopping');
  });
});

describe('a gap', () => {
  test('is told at the start, with the oldest number there is', async () => {
    const opened = await openTestStore();
    await append(opened, 10);
    await opened.store.write((tx) => tx.deleteEventsBefore(0, 4, 100));
    await expect(watch(opened, 3).next()).rejects.toMatchObject({
      reason: 'EVENTS_COMPACTED',
      details: { metadata: { oldest_seq: '7' } },
    });
    expect(await watch(opened, 6).events(4)).toEqual([7, 8, 9, 10]);
    expect(await watch(opened, 'oldest').events(4)).toEqual([7, 8, 9, 10]);
  });

  test('is told when all events are gone', async () => {
    const opened = await openTestStore();
    await append(opened, 3);
    await opened.store.write((tx) => tx.deleteEventsBefore(Number.MAX_SAFE_INTEGER, 100, 100));
    await expect(watch(opened, 2).next()).rejects.toMatchObject({ reason: 'EVENTS_COMPACTED' });
    expect(await watch(opened, 3).next()).toMatchObject({ kind: 'ready', newestSeq: 3 });
  });

  test('is told to a reader that was too slow for the retention', async () => {
    const opened = await openTestStore();
    await append(opened, 300);
    const watching = watch(opened, 'oldest');
    expect(await watching.events(1)).toEqual([1]);
    await opened.store.write((tx) => tx.deleteEventsBefore(0, 2, 1000));
    // The page that was read is whole; what follows it is gone.
    expect(await watching.events(255)).toEqual(range(2, 256));
    await expect(watching.next()).rejects.toMatchObject({ reason: 'EVENTS_COMPACTED' });
  });

  test('is told for a number from a database that was lost', async () => {
    const opened = await openTestStore();
    await append(opened, 3);
    await expect(watch(opened, 5000).next()).rejects.toMatchObject({
      reason: 'EVENTS_COMPACTED',
      message: 'there is no event 5000, the newest is 3',
    });
  });
});
