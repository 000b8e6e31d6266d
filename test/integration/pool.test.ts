// Warm sandboxes: claimed in one commit, refilled to the target and not above, never handed out outdated (B3-81).

import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
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
import { readText, writeText } from '../support/files.ts';
import { waitUntil } from '../support/wait.ts';

type Pool = NonNullable<Awaited<ReturnType<Scene['client']['getPool']>>['pool']>;

async function poolOf(scene: Scene, template = 'base'): Promise<Pool> {
  const { pool } = await scene.client.getPool({ template });
  if (pool === null) throw new Error('the answer has no pool');
  return pool;
}

async function sweep(scene: Scene): Promise<Readonly<Record<string, number>>> {
  const { counters } = await scene.client.runSweep({ loop: 'pool' });
  return Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, Number(value)]));
}

/** Sweeps until the pool has what it should have. */
async function fill(scene: Scene, warm: number, template = 'base'): Promise<void> {
  await waitUntil(
    async () => {
      await sweep(scene);
      const pool = await poolOf(scene, template);
      return pool.warm === warm && pool.creating === 0;
    },
    { timeoutMs: patienceMs, what: `${warm} warm sandboxes` },
  );
}

/** Sweeps until so many wait paused. */
async function fillFrozen(scene: Scene, frozen: number): Promise<void> {
  await waitUntil(
    async () => {
      await sweep(scene);
      const phases = (await scene.engine.containers()).map(({ phase }) => phase);
      return phases.length === frozen && phases.every((phase) => phase === 'paused');
    },
    { timeoutMs: patienceMs, what: `${frozen} frozen sandboxes` },
  );
}

function pooled(size: number, more: object = {}) {
  return { base: { pool: { size, refill_interval: 0, ...more } } };
}

describe('a pool', () => {
  test('is filled to its target and not one above, whoever asks at the same time', async () => {
    const scene = await startScene({ templates: pooled(5, { refill_concurrency: 4 }) });
    await Promise.all([sweep(scene), sweep(scene), sweep(scene)]);
    await fill(scene, 5);
    await sweep(scene);
    expect(await poolOf(scene)).toMatchObject({ target: 5, warm: 5, creating: 0, status: 'POOL_STATUS_FULL' });
    expect(await scene.engine.containers()).toHaveLength(5);
  });

  test('serves an acquire without a create: session, labels, holder, token and address are right', async () => {
    const scene = await startScene({
      templates: { base: { pool: { size: 1, refill_delay: '1h' }, token_env: 'TOKEN', labels: { kind: 'pooled' } } },
    });
    await fill(scene, 1);
    await scene.engine.control({ action: 'clear' });
    const answer = await scene.client.acquireSandbox({
      session: { namespace: 'team', user: 'ada', session: 's1' },
      holder: 'agent',
      labels: { color: 'red' },
      annotations: { note: 'mine' },
      idleTimeout: durationFromMs(60_000),
    });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    const sandbox = sandboxOf(answer);
    expect(sandbox).toMatchObject({
      state: 'SANDBOX_STATE_RUNNING',
      session: { namespace: 'team', user: 'ada', session: 's1' },
      labels: { kind: 'pooled', color: 'red' },
      annotations: { note: 'mine' },
      holders: ['agent'],
      primary: true,
      generation: '1',
    });
    expect(sandbox.idleTimeout).toMatchObject({ seconds: '60' });
    expect((await scene.engine.calls())['POST /containers'] ?? 0).toBe(0);
    const [container] = await scene.engine.containers();
    expect(container?.name).toBe(sandbox.containerName);
    expect(answer.token).toMatch(/^[0-9a-f]{64}$/);
    expect((await scene.client.getSandboxCredentials({ sandboxId: sandbox.id })).token).toBe(answer.token);
    expect((await fetch(`${answer.endpoint?.url}/v1/sandbox`)).status).toBe(200);
    expect(await acquire(scene, 's1', { session: { namespace: 'team', user: 'ada', session: 's1' } })).toMatchObject({
      id: sandbox.id,
    });
    expect(await poolOf(scene)).toMatchObject({ hits: '1', misses: '0', warm: 0 });
  });

  test('hands its directory over: the files of the session outlive the sandbox that came from the pool', async () => {
    const scene = await startScene({ templates: pooled(1) });
    await fill(scene, 1);
    const first = sandboxOf(await scene.client.acquireSandbox({ session: { session: 's1' } }));
    const path = '/workspace/kept.txt';
    await writeText(scene.client, first.id, path, 'from the pool');
    await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    await fill(scene, 1);
    const second = await scene.client.acquireSandbox({ session: { session: 's1' } });
    // A session that has files is served cold, with its files.
    expect(second.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
    expect(sandboxOf(second).workspacePath).toBe(first.workspacePath);
    expect(await readText(scene.client, sandboxOf(second).id, path)).toBe('from the pool');
    expect((await poolOf(scene)).misses).toBe('1');
  });

  test('serves cold what a warm sandbox cannot be: another environment, another workspace', async () => {
    const scene = await startScene({ templates: pooled(1) });
    await fill(scene, 1);
    const own = await scene.client.acquireSandbox({ session: { session: 's1' }, environment: { A: '1' } });
    expect(own.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
    const refusal = await refusalOf(
      scene.client.createSandbox({ fromPool: 'FROM_POOL_REQUIRE', environment: { A: '1' } }),
    );
    expect(refusal).toMatchObject({ reason: 'POOL_EMPTY', retryable: true });
    expect(await poolOf(scene)).toMatchObject({ warm: 1, hits: '0' });
  });

  test('gives each of many callers at once another sandbox, and the rest cold ones', async () => {
    const scene = await startScene({ templates: pooled(4, { refill_delay: '1h' }) });
    await fill(scene, 4);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => scene.client.acquireSandbox({ session: { session: `s${index}` } })),
    );
    const outcomes = answers.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'ACQUIRE_OUTCOME_CLAIMED')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === 'ACQUIRE_OUTCOME_CREATED')).toHaveLength(8);
    expect(new Set(answers.map((answer) => sandboxOf(answer).id)).size).toBe(12);
    expect(await scene.engine.containers()).toHaveLength(12);
  });

  test('gives one caller of many of the same session one sandbox (R2)', async () => {
    const scene = await startScene({ templates: pooled(4, { refill_delay: '1h' }) });
    await fill(scene, 4);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => scene.client.acquireSandbox({ session: { session: 's1' } })),
    );
    expect(new Set(answers.map((answer) => sandboxOf(answer).id)).size).toBe(1);
    expect((await poolOf(scene)).warm).toBe(3);
  });

  test('serves a create without a session: it is tracked, idle-timed and never left WARM', async () => {
    const scene = await startScene({
      templates: { base: { pool: { size: 1, refill_delay: '1h' }, idle_timeout: '600s' } },
    });
    await fill(scene, 1);
    const created = await scene.client.createSandbox({ fromPool: 'FROM_POOL_REQUIRE', requestId: 'r1' });
    const sandbox = sandboxOf(created);
    expect(sandbox).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', session: null, primary: false });
    const { planned } = await scene.client.explainSandbox({ sandboxId: sandbox.id });
    expect(planned.map(({ loop }) => loop)).toEqual(['idle']);
    const again = await scene.client.createSandbox({ fromPool: 'FROM_POOL_REQUIRE', requestId: 'r1' });
    expect(sandboxOf(again).id).toBe(sandbox.id);
    const refusal = await refusalOf(scene.client.createSandbox({ fromPool: 'FROM_POOL_REQUIRE' }));
    expect(refusal.reason).toBe('POOL_EMPTY');
    const cold = await scene.client.createSandbox({ fromPool: 'FROM_POOL_PREFER', session: { session: 's1' } });
    expect(sandboxOf(cold)).toMatchObject({ primary: false, session: { session: 's1' } });
  });

  test('passes over a warm sandbox whose container died, and replaces it', async () => {
    const scene = await startScene({ templates: pooled(2), config: { proven_for: 0 } });
    await fill(scene, 2);
    const [dead] = await scene.engine.containers();
    await scene.engine.control({ action: 'remove_container', name: dead?.name ?? '' });
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    expect(sandboxOf(answer).containerName).not.toBe(dead?.name);
    await fill(scene, 2);
  });

  test('never hands out a sandbox of an older template, and replaces it after a reload (B3-81)', async () => {
    const scene = await startScene({ templates: pooled(1) });
    await fill(scene, 1);
    const [old] = await scene.engine.containers();
    scene.daemon.writeConfig(scene.config({}, { base: { ...pooled(1).base, environment: { NEW: '1' } } }));
    await scene.client.reload({});
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
    await fill(scene, 1);
    await waitUntil(async () => !(await scene.engine.containers()).some(({ name }) => name === old?.name), {
      timeoutMs: patienceMs,
      what: 'the outdated sandbox is gone',
    });
  });

  test('replaces what is too old, a few at a time', async () => {
    const scene = await startScene({ templates: pooled(3, { max_age: '1ms', refill_concurrency: 1 }) });
    await scene.client.pausePool({ template: 'base' });
    await scene.client.resumePool({ template: 'base' });
    await waitUntil(async () => (await poolOf(scene)).warm === 3, { timeoutMs: patienceMs, what: 'three are warm' });
    const before = new Set((await scene.engine.containers()).map(({ name }) => name));
    expect((await sweep(scene))['trimmed']).toBe(1);
    await waitUntil(async () => (await poolOf(scene)).warm === 3, {
      timeoutMs: patienceMs,
      what: 'three are warm again',
    });
    const after = (await scene.engine.containers()).map(({ name }) => name);
    expect(after.filter((name) => before.has(name)).length).toBeLessThan(3);
  });

  test('that is paused is not refilled and still serves; resumed it is filled again; both outlive the daemon', async () => {
    const scene = await startScene({ templates: pooled(2) });
    await fill(scene, 2);
    await scene.client.pausePool({ template: 'base' });
    await scene.daemon.kill();
    await scene.daemon.start();
    expect((await scene.client.acquireSandbox({ session: { session: 's1' } })).outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    expect((await sweep(scene))['skipped_paused']).toBe(1);
    expect(await poolOf(scene)).toMatchObject({ warm: 1, creating: 0, status: 'POOL_STATUS_PAUSED' });
    await scene.client.resumePool({ template: 'base' });
    await fill(scene, 2);
  });

  test('that is paused while it waits between two creates makes no more', async () => {
    const scene = await startScene({ templates: pooled(2, { refill_interval: '3s', refill_concurrency: 1 }) });
    const sweeping = sweep(scene);
    await waitUntil(async () => (await poolOf(scene)).warm === 1, { timeoutMs: patienceMs, what: 'one is warm' });
    await scene.client.pausePool({ template: 'base' });
    await sweeping;
    expect(await poolOf(scene)).toMatchObject({ warm: 1, creating: 0, status: 'POOL_STATUS_PAUSED' });
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('that is drained has nothing left, and nothing of anybody is touched', async () => {
    const scene = await startScene({ templates: pooled(3) });
    await fill(scene, 3);
    const mine = await acquire(scene);
    await fill(scene, 3);
    // Releasing everything means everybody's, and what is warm is nobody's.
    expect(await scene.client.releaseAllSandboxes({ all: true, dryRun: true })).toMatchObject({ matched: 1 });
    const drained = await scene.client.drainPool({ template: 'base' });
    expect(drained.released).toBe(3);
    await waitUntil(async () => (await scene.engine.containers()).length === 1, {
      timeoutMs: patienceMs,
      what: 'one is left',
    });
    expect((await getSandbox(scene, mine.id)).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await poolOf(scene)).toMatchObject({ warm: 0, status: 'POOL_STATUS_PAUSED' });
  });

  test('is prewarmed once beyond its size: claims use the surplus up', async () => {
    const scene = await startScene({ templates: pooled(1) });
    const { pool } = await scene.client.prewarmPool({ template: 'base', count: 3, wait: true });
    expect(pool).toMatchObject({ target: 3, warm: 3 });
    for (const session of ['s1', 's2']) await acquire(scene, session);
    await fill(scene, 1);
    expect(await poolOf(scene)).toMatchObject({ target: 1, warm: 1, hits: '2' });
  });

  test('of a template without one exists after a prewarm', async () => {
    const scene = await startScene();
    expect((await refusalOf(scene.client.getPool({ template: 'base' }))).reason).toBe('POOL_NOT_FOUND');
    expect((await scene.client.listPools({})).pools).toEqual([]);
    await scene.client.prewarmPool({ template: 'base', count: 1, wait: true });
    expect((await scene.client.acquireSandbox({ session: { session: 's1' } })).outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
  });

  test('keeps frozen sandboxes that are thawed at the claim', async () => {
    const scene = await startScene({ templates: pooled(2, { frozen: true, refill_delay: '1h' }) });
    await fillFrozen(scene, 2);
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    expect(sandboxOf(answer).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await fetch(`${answer.endpoint?.url}/v1/sandbox`)).status).toBe(200);
  });

  test('survives the daemon: what is warm is warm, what was being made counts (R1)', async () => {
    const scene = await startScene({ templates: pooled(3, { refill_concurrency: 3 }) });
    await scene.engine.control({ action: 'delay', method: 'POST', path: '/containers', delayMs: 500, count: 3 });
    const sweeping = sweep(scene).catch(() => undefined);
    await waitForCalls(scene, 'POST /containers', 3);
    await scene.daemon.kill();
    await sweeping;
    await scene.daemon.start();
    await fill(scene, 3);
    expect(await scene.engine.containers()).toHaveLength(3);
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
  });
});

describe('a claim', () => {
  test('waits its turn at the limit of its namespace, and is served warm then', async () => {
    const scene = await startScene({
      templates: pooled(2, { refill_delay: '1h' }),
      config: { admission: 'wait', max_sandboxes_per_namespace: 1 },
    });
    await fill(scene, 2);
    const first = await acquire(scene, 's1');
    const waiting = scene.client.acquireSandbox({ session: { session: 's2' } });
    const created = scene.client.createSandbox({ session: { session: 's3' }, fromPool: 'FROM_POOL_REQUIRE' });
    const empty = refusalOf(created);
    await scene.client.getInfo({});
    expect(await poolOf(scene)).toMatchObject({ warm: 1 });
    await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    const second = await waiting;
    expect(second.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    await scene.client.releaseSandbox({ sandboxId: sandboxOf(second).id, wait: true });
    expect((await empty).reason).toBe('POOL_EMPTY');
    expect(await scene.engine.containers()).toEqual([]);
  });

  test("that cannot be thawed leaves nothing in nobody's hands, and takes another one where it can", async () => {
    const scene = await startScene({ templates: pooled(4, { frozen: true, refill_delay: '1h' }) });
    await fillFrozen(scene, 4);
    const states = async (): Promise<readonly string[]> =>
      (await scene.client.listSandboxes({})).sandboxes
        .map(({ state }) => state.replace('SANDBOX_STATE_', ''))
        .toSorted();
    // The engine does not thaw: whoever asked without a name is refused, and finds nothing of it again.
    await scene.engine.control({ action: 'status', status: 500, method: 'POST', path: '/unpause' });
    expect((await refusalOf(scene.client.createSandbox({}))).reason).toBe('RUNTIME_UNAVAILABLE');
    // With a name, or a session, it is found by the next call.
    await refusalOf(scene.client.createSandbox({ requestId: 'r1' }));
    await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    await waitUntil(async () => (await states()).length === 3, { timeoutMs: patienceMs, what: 'one is undone' });
    expect(await states()).toEqual(['PAUSED', 'PAUSED', 'WARM']);
    await scene.engine.control({ action: 'clear' });
    expect(sandboxOf(await scene.client.createSandbox({ requestId: 'r1' })).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.acquireSandbox({ session: { session: 's1' } })).outcome).toBe('ACQUIRE_OUTCOME_RESUMED');

    // Whoever went away while it was thawed does not come back for it.
    await scene.engine.control({ action: 'delay', method: 'POST', path: '/unpause', delayMs: 500, count: 1 });
    const gone = new AbortController();
    const call = scene.client.createSandbox({}, { signal: gone.signal });
    await waitForCalls(scene, 'POST /containers/*/unpause');
    gone.abort();
    await expect(call).rejects.toMatchObject({ status: 'CANCELLED' });
    await waitUntil(async () => (await states()).join() === 'RUNNING,RUNNING', {
      timeoutMs: patienceMs,
      what: 'the claim of who went away is undone',
    });
  });

  test('knows what is frozen although the daemon, or the config, is another one since', async () => {
    const scene = await startScene({ templates: pooled(2, { frozen: true, refill_delay: '1h' }) });
    await fillFrozen(scene, 2);
    const config = scene.config({}, pooled(2, { frozen: false, refill_delay: '1h' }));
    await scene.daemon.restart({ config });
    const sandbox = await acquire(scene);
    expect(sandbox.generation).toBe('1');
    expect((await scene.client.runExec({ sandboxId: sandbox.id, argv: ['true'] })).exitCode).toBe(0);
    expect((await scene.engine.containers()).map(({ phase }) => phase).toSorted()).toEqual(['paused', 'running']);
  });

  test('and other calls that begin a session at once share one directory', async () => {
    const scene = await startScene({ templates: { ...pooled(1, { refill_delay: '1h' }), other: {} } });
    await fill(scene, 1);
    const session = { session: 's1' };
    const made = await Promise.all([
      acquire(scene, 's1', { template: 'other' }),
      acquire(scene),
      scene.client.createSandbox({ session, template: 'other' }).then(sandboxOf),
      scene.client.createSandbox({ session }).then(sandboxOf),
    ]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    expect(new Set(made.map(({ workspaceId }) => workspaceId)).size).toBe(1);
    const [first, ...others] = made;
    await writeText(scene.client, first?.id ?? '', '/workspace/kept.txt', 'shared');
    for (const { id } of others) expect(await readText(scene.client, id, '/workspace/kept.txt')).toBe('shared');
  });
});

describe('a pool whose image is broken', () => {
  test('does not try in a loop, shows the error, keeps evidence, and leaves other pools alone', async () => {
    const scene = await startScene({
      templates: {
        base: { pool: { size: 2, refill_interval: 0 } },
        broken: { image: 'fake:exit', pool: { size: 2, refill_interval: 0, retry_min: '1h', retry_max: '2h' } },
      },
    });
    await fill(scene, 2, 'base');
    await scene.engine.control({ action: 'clear' });
    for (let pass = 0; pass < 10; pass += 1) await sweep(scene);
    expect((await scene.engine.calls())['POST /containers'] ?? 0).toBeLessThanOrEqual(2);
    const pool = await poolOf(scene, 'broken');
    expect(pool).toMatchObject({ status: 'POOL_STATUS_BACKING_OFF', warm: 0 });
    expect(pool.lastFailure).not.toBe('');
    expect(pool.retryTime).not.toBeNull();
    const [evidence] = pool.failedSandboxIds;
    const { sentences } = await scene.client.explainSandbox({ sandboxId: evidence ?? '' });
    expect(sentences.join('\n')).toContain('FAILED');
    expect(await poolOf(scene, 'base')).toMatchObject({ warm: 2, status: 'POOL_STATUS_FULL' });
  });

  test('gives up after max_failures until it is resumed or its template changes', async () => {
    const broken = {
      image: 'fake:exit',
      pool: { size: 1, refill_interval: 0, retry_min: '1ms', retry_max: '1ms', max_failures: 3 },
    };
    const scene = await startScene({ templates: { broken } });
    const failed = async (): Promise<boolean> => {
      await sweep(scene);
      return (await poolOf(scene, 'broken')).status === 'POOL_STATUS_FAILED';
    };
    await waitUntil(failed, { timeoutMs: patienceMs, what: 'the pool has given up' });
    expect(await poolOf(scene, 'broken')).toMatchObject({ failures: 3 });
    await scene.engine.control({ action: 'clear' });
    await sweep(scene);
    expect((await scene.engine.calls())['POST /containers'] ?? 0).toBe(0);
    await scene.client.resumePool({ template: 'broken' });
    await waitForCalls(scene, 'POST /containers');
    await waitUntil(failed, { timeoutMs: patienceMs, what: 'the pool has given up again' });
    scene.daemon.writeConfig(scene.config({}, { broken: { ...broken, image: 'fake:base' } }));
    await scene.client.reload({});
    await fill(scene, 1, 'broken');
    expect(await poolOf(scene, 'broken')).toMatchObject({ failures: 0, status: 'POOL_STATUS_FULL' });
  });

  test('keeps the newest failures only', async () => {
    const broken = {
      image: 'fake:exit',
      pool: { size: 1, refill_interval: 0, retry_min: '1ms', retry_max: '1ms', max_failures: 9 },
    };
    const scene = await startScene({ templates: { broken } });
    await waitUntil(
      async () => {
        await sweep(scene);
        return (await poolOf(scene, 'broken')).status === 'POOL_STATUS_FAILED';
      },
      { timeoutMs: patienceMs, what: 'the pool has given up' },
    );
    const { sandboxes } = await scene.client.listSandboxes({ filter: { states: ['SANDBOX_STATE_FAILED'] } });
    expect(sandboxes.length).toBeLessThanOrEqual(5);
    expect((await poolOf(scene, 'broken')).failedSandboxIds.length).toBeGreaterThan(0);
    const [first] = sandboxes;
    if (first !== undefined) await waitForState(scene, first.id, 'FAILED');
  });
});
