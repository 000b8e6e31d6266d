// Limits: what makes room, who waits and in which order, and that they are never exceeded (B3-15, B3-16, B3-17).

import { describe, expect, onTestFinished, test } from 'vitest';

import type { Pool__Output } from '../../src/gen/sandkeep/v1/Pool.ts';
import type { SandkeepRpcError } from '../../src/client/errors.ts';
import { readText, writeText } from '../support/files.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  type Scene,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const file = '/workspace/kept.txt';
const parks = { release_mode: 'park' };
const waits = { admission: 'wait', admission_timeout: '20s' };

async function park(scene: Scene, session: string): Promise<string> {
  const { id: sandboxId } = await acquire(scene, session);
  await scene.client.releaseSandbox({ sandboxId, mode: 'RELEASE_MODE_PARK' });
  return sandboxId;
}

async function stateOf(scene: Scene, sandboxId: string): Promise<string> {
  return (await getSandbox(scene, sandboxId)).state.replace('SANDBOX_STATE_', '');
}

async function refused(scene: Scene, session: string, more: object = {}): Promise<SandkeepRpcError> {
  return await refusalOf(scene.client.acquireSandbox({ session: { session }, ...more }));
}

async function release(scene: Scene, sandboxId: string): Promise<void> {
  await scene.client.releaseSandbox({ sandboxId, mode: 'RELEASE_MODE_DESTROY', wait: true });
}

async function reload(scene: Scene, config: object, templates = {}): Promise<void> {
  scene.daemon.writeConfig(scene.config({ ...config }, templates));
  await scene.client.reload({});
}

async function sweepPool(scene: Scene): Promise<Readonly<Record<string, string>>> {
  return (await scene.client.runSweep({ loop: 'pool' })).counters;
}

async function poolOf(scene: Scene, template = 'base'): Promise<Pool__Output> {
  const { pool } = await scene.client.getPool({ template });
  if (pool === null) throw new Error('the answer has no pool');
  return pool;
}

async function fill(scene: Scene, warm: number, template = 'base'): Promise<void> {
  await waitUntil(
    async () => {
      await sweepPool(scene);
      const pool = await poolOf(scene, template);
      return pool.warm === warm && pool.creating === 0;
    },
    { timeoutMs: patienceMs, what: `${warm} warm sandboxes` },
  );
}

/** A call whose end can be looked at without waiting for it. */
interface Pending<T> {
  readonly answer: Promise<T>;
  readonly isOpen: () => boolean;
}

function pending<T>(answer: Promise<T>): Pending<T> {
  let open = true;
  const end = (): void => {
    open = false;
  };
  answer.then(end, end);
  return { answer, isOpen: () => open };
}

/** Looks at the engine without a pause; the returned function stops it and tells the most containers seen at once. */
function watchPeak(scene: Scene): () => Promise<number> {
  const stop = new AbortController();
  let peak = 0;
  const looking = (async () => {
    while (!stop.signal.aborted) peak = Math.max(peak, (await scene.engine.containers()).length);
  })();
  // A test that failed before it asked has another error to show.
  looking.catch(() => undefined);
  onTestFinished(() => stop.abort());
  return async () => {
    stop.abort();
    await looking;
    return peak;
  };
}

describe('at a limit', () => {
  test('parked sandboxes go first, the longest unused before the others, then warm ones; one in use never (B3-15)', async () => {
    const pooled = { pool: { size: 1, refill_delay: '1h' } };
    const scene = await startScene({ templates: { base: parks, pooled }, config: { max_sandboxes: 4 } });
    await fill(scene, 1, 'pooled');
    const oldest = await park(scene, 'oldest');
    const younger = await park(scene, 'younger');
    const active = await acquire(scene, 'active');
    await writeText(scene.client, oldest, file, 'kept');
    // Used last, so that it is not the longest unused one any more.
    await scene.client.runExec({ sandboxId: oldest, argv: ['true'] });
    const stopWatching = watchPeak(scene);

    await acquire(scene, 'first');
    expect([await stateOf(scene, younger), await stateOf(scene, oldest)]).toEqual(['RELEASED', 'PARKED']);
    await acquire(scene, 'second');
    expect(await stateOf(scene, oldest)).toBe('RELEASED');
    expect(await poolOf(scene, 'pooled')).toMatchObject({ warm: 1 });
    const third = await acquire(scene, 'third');
    expect(await poolOf(scene, 'pooled')).toMatchObject({ warm: 0 });
    const { events } = await scene.client.listEvents({});
    const evicted = events.filter(({ reason, newState }) => reason === 'EVICTED' && newState.endsWith('RELEASING'));
    expect(evicted.map(({ sandboxId }) => sandboxId).slice(0, 2)).toEqual([younger, oldest]);
    expect(evicted).toHaveLength(3);

    const refusal = await refused(scene, 'fourth');
    expect(refusal).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
      reason: 'CAPACITY_EXHAUSTED',
      retryable: true,
      retryAfterMs: 5000,
      quotaViolations: [{ subject: 'max_sandboxes', description: '4 of 4 in use' }],
      metadata: expect.objectContaining({ limit: 'max_sandboxes' }),
    });
    expect(await getSandbox(scene, active.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    expect(await stopWatching()).toBe(4);

    // Evicted is not forgotten: the session has its files (R13).
    await release(scene, third.id);
    const again = await acquire(scene, 'oldest');
    expect(again.id).not.toBe(oldest);
    expect(await readText(scene.client, again.id, file)).toBe('kept');
  });

  test('one whose container cannot be removed keeps its place, and the next one is tried (B3-17, R6)', async () => {
    const scene = await startScene({ templates: { base: parks }, config: { max_sandboxes: 2 } });
    const stuck = await park(scene, 'stuck');
    const next = await park(scene, 'next');
    const { containerId } = await getSandbox(scene, stuck);
    await scene.engine.control({ action: 'status', status: 500, method: 'DELETE', path: containerId });
    const made = await acquire(scene, 'made');
    expect([await stateOf(scene, stuck), await stateOf(scene, next)]).toEqual(['RELEASING', 'RELEASED']);
    // It counts until it is gone, so that there is no place for another one.
    expect((await refused(scene, 'one-too-many')).quotaViolations).toMatchObject([
      { subject: 'max_sandboxes', description: '2 of 2 in use' },
    ]);
    expect((await scene.engine.containers()).map(({ id }) => id).toSorted()).toEqual(
      [containerId, made.containerId].toSorted(),
    );
    await scene.engine.control({ action: 'clear' });
    await waitForState(scene, stuck, 'RELEASED');
    await acquire(scene, 'one-too-many');
    expect(await scene.engine.containers()).toHaveLength(2);
  });

  test('a released sandbox counts until its container is gone, and who comes meanwhile waits for that (R6)', async () => {
    const scene = await startScene({ config: { max_sandboxes: 1 } });
    const { id: sandboxId } = await acquire(scene);
    const stopWatching = watchPeak(scene);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: 500, count: 1 });
    await scene.client.releaseSandbox({ sandboxId });
    await waitForCalls(scene, 'DELETE /containers/*');
    // Nobody is refused for a place that is about to be free.
    const next = await acquire(scene, 's2');
    expect(await stateOf(scene, sandboxId)).toBe('RELEASED');
    expect(await stopWatching()).toBe(1);
    await scene.engine.control({ action: 'status', status: 500, method: 'DELETE' });
    await refusalOf(scene.client.releaseSandbox({ sandboxId: next.id, wait: true }));
    expect((await refused(scene, 's3')).reason).toBe('CAPACITY_EXHAUSTED');
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('calls of one session need one place, however many they are (B3-1, B3-39, R2)', async () => {
    const pooled = { pool: { size: 2, refill_delay: '1h' } };
    const scene = await startScene({
      templates: { base: {}, pooled },
      config: { max_sandboxes: 3, namespaces: { small: { max_sandboxes: 1 } } },
    });
    await fill(scene, 2, 'pooled');
    const cold = await Promise.all(Array.from({ length: 6 }, async () => await acquire(scene, 's1')));
    expect(new Set(cold.map(({ id }) => id)).size).toBe(1);
    await scene.client.reapSession({ session: { session: 's1' }, wait: true });
    const [{ id: sandboxId } = { id: '' }] = cold;
    await scene.client.drainPool({ template: 'pooled' });
    await acquire(scene, 's2');
    await acquire(scene, 's3');
    const touches = await Promise.all([
      acquire(scene, 's1'),
      scene.client.restoreSandbox({ sandboxId }),
      scene.client.runExec({ sandboxId, argv: ['true'] }),
      scene.client.restoreSession({ session: { session: 's1' } }),
      scene.client.restoreSandbox({ sandboxId }),
      acquire(scene, 's1'),
    ]);
    expect(touches).toHaveLength(6);
    expect(await getSandbox(scene, sandboxId)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '2' });
    await scene.client.releaseAllSandboxes({ all: true, wait: true });
    await scene.client.resumePool({ template: 'pooled' });
    await fill(scene, 2, 'pooled');
    const session = { namespace: 'small', user: 'ada', session: 's1' };
    const claims = await Promise.all(
      Array.from({ length: 6 }, async () => await scene.client.acquireSandbox({ session, template: 'pooled' })),
    );
    expect(new Set(claims.map((answer) => sandboxOf(answer).id)).size).toBe(1);
    expect(await poolOf(scene, 'pooled')).toMatchObject({ warm: 1 });
  });
});

describe('limits', () => {
  test('of a template and of a namespace hold beside the one of all, for creates, claims, restores and pools', async () => {
    const scene = await startScene({
      templates: { few: { max_sandboxes: 2, pool: { size: 3, refill_interval: 0 } }, pooled: { pool: { size: 2 } } },
      config: { max_sandboxes_per_namespace: 2, namespaces: { one: { max_sandboxes: 1 }, free: { max_sandboxes: 0 } } },
    });
    const of = (namespace: string, session: string, template = 'base') => ({
      session: { namespace, user: 'ada', session },
      template,
    });
    const limitOf = async (request: ReturnType<typeof of>): Promise<string> =>
      (await refusalOf(scene.client.acquireSandbox(request))).quotaViolations[0]?.subject ?? '';
    await fill(scene, 2, 'pooled');

    // A pool stops at its template's limit, and a claim takes no further place of it.
    await waitUntil(
      async () => {
        await sweepPool(scene);
        return (await poolOf(scene, 'few')).status === 'POOL_STATUS_NO_ROOM';
      },
      { timeoutMs: patienceMs, what: 'the pool has no room' },
    );
    expect(await poolOf(scene, 'few')).toMatchObject({ target: 3, warm: 2, creating: 0, failures: 0 });
    for (const session of ['s1', 's2']) {
      expect((await scene.client.acquireSandbox(of('free', session, 'few'))).outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    }
    expect(await limitOf(of('free', 's3', 'few'))).toBe('templates.few.max_sandboxes');

    // A claim is one more of its namespace.
    const only = sandboxOf(await scene.client.acquireSandbox(of('one', 's1')));
    expect(await limitOf(of('one', 's2', 'pooled'))).toBe('namespaces.one.max_sandboxes');
    expect(await poolOf(scene, 'pooled')).toMatchObject({ warm: 2 });
    await acquire(scene, 's1');
    await acquire(scene, 's2');
    expect(await limitOf(of('default', 's3'))).toBe('max_sandboxes_per_namespace');
    for (const session of ['s4', 's5', 's6']) await scene.client.acquireSandbox(of('free', session));

    // A restore needs a place like anything else, and is as good as new when there is one (B3-40).
    await scene.client.reapSession({ session: of('one', 's1').session, wait: true });
    const other = sandboxOf(await scene.client.acquireSandbox(of('one', 's2', 'pooled')));
    const refusal = await refusalOf(scene.client.runExec({ sandboxId: only.id, argv: ['true'] }));
    expect(refusal).toMatchObject({
      reason: 'CAPACITY_EXHAUSTED',
      metadata: { limit: 'namespaces.one.max_sandboxes' },
    });
    expect(await stateOf(scene, only.id)).toBe('RECYCLED');
    await scene.client.releaseSandbox({ sandboxId: other.id, mode: 'RELEASE_MODE_PARK' });
    expect((await scene.client.runExec({ sandboxId: only.id, argv: ['true'] })).exitCode).toBe(0);
    expect(await stateOf(scene, other.id)).toBe('RELEASED');
  });

  test('are not exceeded by sixty-four acquires at once, at any moment (B3-16)', async () => {
    const scene = await startScene({ config: { max_sandboxes: 16, ...waits } });
    const stopWatching = watchPeak(scene);
    const served = new Set<string>();
    await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const { id } = await acquire(scene, `s${index}`);
        served.add(id);
        await scene.client.releaseSandbox({
          sandboxId: id,
          mode: index % 2 === 0 ? 'RELEASE_MODE_PARK' : 'RELEASE_MODE_DESTROY',
        });
      }),
    );
    expect(served.size).toBe(64);
    expect(await stopWatching()).toBeLessThanOrEqual(16);

    await scene.client.releaseAllSandboxes({ all: true, wait: true });
    await reload(scene, { max_sandboxes: 16, admission: 'reject' });
    const stopWatchingAgain = watchPeak(scene);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, async (_, index) => await acquire(scene, `r${index}`)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ reason: 'CAPACITY_EXHAUSTED' });
    }
    expect(await stopWatchingAgain()).toBeLessThanOrEqual(16);
    expect(await scene.engine.containers()).toHaveLength(16);
  });

  test('give sixty-four claims at once the sixteen warm ones, each to one; the pool is full again afterwards', async () => {
    const scene = await startScene({
      templates: { base: { pool: { size: 16, refill_interval: 0, refill_concurrency: 8 } } },
      config: { max_sandboxes: 48 },
    });
    await fill(scene, 16);
    const stopWatching = watchPeak(scene);
    const calls = Array.from({ length: 64 }, (_, index) =>
      scene.client.acquireSandbox({ session: { session: `s${index}` } }),
    );
    const answers = (await Promise.allSettled(calls)).flatMap((call) =>
      call.status === 'fulfilled' ? [call.value] : [],
    );
    const count = (outcome: string): number => answers.filter((answer) => answer.outcome === outcome).length;
    expect(count('ACQUIRE_OUTCOME_CLAIMED')).toBeGreaterThanOrEqual(16);
    expect(answers).toHaveLength(48);
    expect(count('ACQUIRE_OUTCOME_CLAIMED') + count('ACQUIRE_OUTCOME_CREATED')).toBe(48);
    expect(new Set(answers.map((answer) => sandboxOf(answer).id)).size).toBe(48);
    expect(await stopWatching()).toBeLessThanOrEqual(48);
    await scene.client.releaseAllSandboxes({ filter: { states: ['SANDBOX_STATE_RUNNING'] }, wait: true });
    await fill(scene, 16);
    await Promise.all([sweepPool(scene), sweepPool(scene)]);
    expect(await poolOf(scene)).toMatchObject({ warm: 16, creating: 0 });
    expect(await scene.engine.containers()).toHaveLength(16);
  });
});

describe('who waits for a place', () => {
  test('is served in the order of coming, one for each place, and leaves the line with its caller (B3-8, B3-16)', async () => {
    const scene = await startScene({ config: { max_sandboxes: 2, ...waits } });
    const held = [await acquire(scene, 'held-1'), await acquire(scene, 'held-2')];
    const gone = new AbortController();
    const names = ['first', 'gone', 'second', 'third', 'fourth'];
    const waiting = names.map((session) =>
      pending(
        scene.client
          .acquireSandbox({ session: { session } }, session === 'gone' ? { signal: gone.signal } : {})
          .then(sandboxOf),
      ),
    );
    const [first, cancelled, second, third, fourth] = waiting;
    if (!first || !cancelled || !second || !third || !fourth) throw new Error('five wait');
    // Everybody who came is in line by the time a later call of the same connection is answered.
    await scene.client.getInfo({});
    expect(waiting.map(({ isOpen }) => isOpen())).toEqual([true, true, true, true, true]);
    gone.abort();
    await expect(cancelled.answer).rejects.toMatchObject({ status: 'CANCELLED' });

    await release(scene, held[0]?.id ?? '');
    const { id: firstId } = await first.answer;
    expect([second, third, fourth].map(({ isOpen }) => isOpen())).toEqual([true, true, true]);
    await release(scene, firstId);
    await second.answer;
    expect([third, fourth].map(({ isOpen }) => isOpen())).toEqual([true, true]);

    // A place is taken by the intent: who is next does not wait for the container of the one before.
    await scene.engine.control({ action: 'delay', method: 'POST', path: '/containers\\?', delayMs: 1500, count: 1 });
    await scene.client.releaseAllSandboxes({ filter: { states: ['SANDBOX_STATE_RUNNING'] } });
    await fourth.answer;
    expect(third.isOpen()).toBe(true);
    await third.answer;
    expect((await scene.client.getSession({ session: { session: 'third' } })).session?.state).toBe(
      'SESSION_STATE_ACTIVE',
    );
    expect((await refusalOf(scene.client.getSession({ session: { session: 'gone' } }))).reason).toBe(
      'SESSION_NOT_FOUND',
    );
    expect(await scene.engine.containers()).toHaveLength(2);
  });

  test('is refused after admission_timeout as if at once, and let in by a limit that a reload raises', async () => {
    const scene = await startScene({ config: { max_sandboxes: 1, ...waits, admission_timeout: '300ms' } });
    await acquire(scene, 'held');
    const refusals = await Promise.all(['s1', 's2'].map(async (session) => await refused(scene, session)));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 'RESOURCE_EXHAUSTED', reason: 'CAPACITY_EXHAUSTED', retryAfterMs: 5000 });
      expect(refusal.quotaViolations).toMatchObject([{ subject: 'max_sandboxes' }]);
    }
    expect((await scene.client.listSandboxes({ showReleased: true })).sandboxes).toHaveLength(1);
    await reload(scene, { max_sandboxes: 1, ...waits });
    const waiting = pending(acquire(scene, 's1'));
    await scene.client.getInfo({});
    expect(waiting.isOpen()).toBe(true);
    await reload(scene, { max_sandboxes: 2, ...waits });
    expect((await waiting.answer).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('takes any place that becomes free, also while another container does not go', async () => {
    const scene = await startScene({ config: { max_sandboxes: 2, ...waits } });
    const stuck = await acquire(scene, 'stuck');
    const other = await acquire(scene, 'other');
    await scene.engine.control({ action: 'hang', method: 'DELETE', path: stuck.containerId });
    await scene.client.releaseSandbox({ sandboxId: stuck.id });
    await waitForCalls(scene, 'DELETE /containers/*');
    const waiting = [pending(acquire(scene, 'first')), pending(acquire(scene, 'second'))] as const;
    await scene.client.getInfo({});
    await release(scene, other.id);
    const first = await waiting[0].answer;
    expect(waiting[1].isOpen()).toBe(true);
    // One that is parked while they wait makes room as well.
    await scene.client.releaseSandbox({ sandboxId: first.id, mode: 'RELEASE_MODE_PARK' });
    await waiting[1].answer;
    expect(await stateOf(scene, stuck.id)).toBe('RELEASING');
  });

  test('needs no place any more when its session has got its sandbox by another call', async () => {
    const scene = await startScene({ config: { max_sandboxes: 1, ...waits } });
    const held = await acquire(scene, 'held');
    const [mine, stranger, mineToo] = ['mine', 'stranger', 'mine'].map((session) => pending(acquire(scene, session)));
    await scene.client.getInfo({});
    await release(scene, held.id);
    expect((await mineToo?.answer)?.id).toBe((await mine?.answer)?.id);
    expect(stranger?.isOpen()).toBe(true);
    await scene.client.releaseAllSandboxes({ all: true, wait: true });
    await stranger?.answer;
  });

  test('comes before the pools, whose refills wait until nobody else does', async () => {
    const scene = await startScene({
      templates: { pooled: { pool: { size: 1, refill_interval: 0 } } },
      config: { max_sandboxes: 1, ...waits, pool_check_interval: '20ms' },
    });
    const held = await acquire(scene, 'held');
    const waiting = ['s1', 's2'].map((session) => pending(acquire(scene, session)));
    await scene.client.getInfo({});
    await scene.engine.control({ action: 'clear' });
    await release(scene, held.id);
    const [first, second] = waiting;
    await release(scene, (await first?.answer)?.id ?? '');
    await second?.answer;
    expect((await scene.engine.calls())['POST /containers']).toBe(2);
  });
});

describe('a host that is short of memory or disk', () => {
  test('gets nothing new: what runs is used, what is warm is handed out, pools shrink and are not filled', async () => {
    const pooled = { pool: { size: 3, refill_interval: 0 } };
    const scene = await startScene({ templates: { base: parks, pooled } });
    await fill(scene, 3, 'pooled');
    const running = await acquire(scene, 'running');
    await acquire(scene, 'reaped');
    await scene.client.reapSession({ session: { session: 'reaped' }, wait: true });
    for (const [key, what] of [
      ['min_free_disk', 'disk'],
      ['min_free_memory', 'memory'],
    ] as const) {
      await reload(scene, { [key]: '1000t' });
      const refusal = await refused(scene, 'new');
      expect(refusal).toMatchObject({ status: 'RESOURCE_EXHAUSTED', reason: 'HOST_PRESSURE', retryAfterMs: 5000 });
      expect(refusal.quotaViolations).toMatchObject([{ subject: key }]);
      expect(refusal.message).toContain(what);
      expect((await refused(scene, 'reaped')).reason).toBe('HOST_PRESSURE');
      expect((await acquire(scene, 'running')).id).toBe(running.id);
    }
    const claimed = await scene.client.acquireSandbox({ session: { session: 'claimed' }, template: 'pooled' });
    expect(claimed.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    for (const warm of [1, 0, 0]) {
      expect((await sweepPool(scene))['skipped_no_room']).toBe('1');
      expect(await poolOf(scene, 'pooled')).toMatchObject({ warm, creating: 0, status: 'POOL_STATUS_NO_ROOM' });
    }
    expect(await stateOf(scene, running.id)).toBe('RUNNING');
    await reload(scene, {});
    await fill(scene, 3, 'pooled');
    expect((await acquire(scene, 'reaped')).generation).toBe('2');
  });
});
