// The event log as watchers follow it, over restarts and retention.

import { describe, expect, onTestFinished, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import { SandkeepRpcError } from '../../src/client/errors.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';
import { refusalOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const patienceMs = 20_000;

async function started(config: Readonly<Record<string, unknown>> = {}): Promise<TestDaemon> {
  const daemon = await startDaemon({ config: { retention_interval: 0, ...config } });
  onTestFinished(async () => await daemon.dispose());
  return daemon;
}

/** Each of these is one event. */
async function makeEvents(client: SandkeepClient, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 0) await client.pauseLoop({ loop: 'idle' });
    else await client.resumeLoop({ loop: 'idle' });
  }
}

async function take(client: SandkeepClient, afterSeq: number, count: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const frame of client.watchEvents(afterSeq === 0 ? { fromStart: true } : { afterSeq })) {
    if (frame.event) seen.push(Number(frame.event.seq));
    if (seen.length >= count) break;
  }
  return seen;
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a watch', () => {
  test('says first that it is ready and then shows each event once, while it happens', async () => {
    const { client } = await started();
    await makeEvents(client, 2);
    const frames = client.watchEvents({});
    const ready = (await frames.next()).value?.ready;
    expect(ready).toMatchObject({ oldestSeq: '1' });
    const current = Number(ready?.currentSeq);
    const made = makeEvents(client, 3);
    for (let index = 1; index <= 3; index += 1) {
      expect((await frames.next()).value?.event).toMatchObject({
        seq: String(current + index),
        reason: 'LOOP_CHANGED',
      });
    }
    await made;
    await frames.return();
  });

  test('is resumed by its number after a SIGKILL, without loss and without repetition', async () => {
    const daemon = await started();
    const seen: number[] = [];
    const goal = { seq: Number.POSITIVE_INFINITY };
    const newestSeen = (): number => seen.at(-1) ?? 0;
    const reading = (async () => {
      while (newestSeen() < goal.seq) {
        try {
          const request = seen.length === 0 ? { fromStart: true } : { afterSeq: newestSeen() };
          for await (const frame of daemon.client.watchEvents(request)) {
            if (frame.event) seen.push(Number(frame.event.seq));
            if (newestSeen() >= goal.seq) break;
          }
        } catch (error) {
          if (!(error instanceof SandkeepRpcError) || error.status !== 'UNAVAILABLE') throw error;
          await daemon.client.waitForReady(patienceMs);
        }
      }
    })();
    for (let life = 0; life < 3; life += 1) {
      await makeEvents(daemon.client, 10);
      await daemon.restart();
    }
    goal.seq = Number((await daemon.client.getInfo({})).eventSeq);
    // Wakes a watch that has seen them all already.
    await makeEvents(daemon.client, 1);
    await reading;
    expect(seen.slice(0, goal.seq)).toEqual(range(1, goal.seq));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('after a number that retention has deleted is EVENTS_COMPACTED and says where the log begins', async () => {
    const { client } = await started({ max_events: 5 });
    await makeEvents(client, 20);
    await client.runSweep({ loop: 'events' });
    const newest = Number((await client.getInfo({})).eventSeq);
    const compacted = await refusalOf(take(client, 1, 1));
    expect(compacted).toMatchObject({ status: 'OUT_OF_RANGE', reason: 'EVENTS_COMPACTED' });
    const oldest = Number(compacted.metadata['oldest_seq']);
    expect(oldest).toBe(newest - 4);
    expect(await take(client, oldest - 1, 5)).toEqual(range(oldest, newest));
    expect(await take(client, 0, 5)).toEqual(range(oldest, newest));
    expect(await refusalOf(client.listEvents({ afterSeq: 1 }))).toMatchObject({ reason: 'EVENTS_COMPACTED' });
  });

  test('of a log that is kept for ever loses nothing to the retention', async () => {
    const { client } = await started({ max_events: 0, event_retention: 0 });
    await makeEvents(client, 10);
    const newest = Number((await client.getInfo({})).eventSeq);
    await client.runSweep({ loop: 'events' });
    expect(await take(client, 0, newest)).toEqual(range(1, newest));
  });

  test('beyond the newest number is told, not left to wait for it', async () => {
    const { client } = await started();
    await makeEvents(client, 2);
    expect(await refusalOf(take(client, 1_000_000, 1))).toMatchObject({ reason: 'EVENTS_COMPACTED' });
  });

  test('that nothing happens on says that it lives', async () => {
    const { client } = await started({ limits: { watch_keep_alive: '100ms' } });
    await makeEvents(client, 1);
    const frames = client.watchEvents({});
    await frames.next();
    const { eventSeq } = await client.getInfo({});
    expect((await frames.next()).value).toMatchObject({ frame: 'keepAlive', keepAlive: { seq: eventSeq } });
    await frames.return();
  });
});

describe('a watcher that does not read', () => {
  test('is ended with SLOW_CONSUMER, costs the daemon little, and others go on', async () => {
    const daemon = await started({ limits: { slow_reader_timeout: '300ms', ballast_bytes: 0 } });
    const { client } = daemon;
    // More than the windows and buffers of one stream hold.
    await makeManyEvents(client, 4000);
    const before = Number((await client.getInfo({})).residentBytes);
    const slow = client.watchEvents({ fromStart: true });
    await slow.next();
    await waitUntil(() => daemon.logs().includes('SLOW_CONSUMER'), {
      timeoutMs: patienceMs,
      what: 'the watch is ended',
    });
    expect(Number((await client.getInfo({})).residentBytes) - before).toBeLessThan(32 * 1024 * 1024);
    expect(await take(client, 0, 3)).toEqual([1, 2, 3]);
    const seen: number[] = [];
    const failure = await refusalOf(
      (async () => {
        for await (const frame of slow) if (frame.event) seen.push(Number(frame.event.seq));
      })(),
    );
    expect(failure).toMatchObject({ status: 'RESOURCE_EXHAUSTED', reason: 'SLOW_CONSUMER', retryable: true });
    // What it got is a beginning without a gap, so that it can go on from there.
    expect(seen).toEqual(range(1, seen.length));
    expect(await take(client, seen.at(-1) ?? 0, 2)).toEqual(range(seen.length + 1, seen.length + 2));
  });
});

async function makeManyEvents(client: SandkeepClient, count: number): Promise<void> {
  const atOnce = 50;
  for (let made = 0; made < count; made += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, async () => await client.pauseLoop({ loop: 'idle' })));
  }
}
