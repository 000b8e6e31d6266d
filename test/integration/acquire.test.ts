// Acquire through the real daemon: reuse, single flight, what it finds and what it does about it (DESIGN 3).

import { describe, expect, test } from 'vitest';

import {
  acquire,
  anotherClient,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

describe('one session', () => {
  test('fifty concurrent acquires of one session make one container and get one id (B3-1, R2)', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 200 } });
    const clients = Array.from({ length: 5 }, () => anotherClient(scene));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (clients[index % clients.length] ?? scene.client).acquireSandbox({ session: { session: 's1' } }),
      ),
    );
    expect(new Set(answers.map((answer) => sandboxOf(answer).id)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'ACQUIRE_OUTCOME_CREATED')).toHaveLength(1);
    expect(await scene.engine.containers()).toHaveLength(1);
    expect((await scene.engine.calls())['POST /containers']).toBe(1);
  });

  test('a second acquire reuses the sandbox without any engine call while it is proven (B3-4, B3-52)', async () => {
    const scene = await startScene({ config: { proven_for: '10m' } });
    const first = await acquire(scene);
    await scene.engine.control({ action: 'clear' });
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_REUSED');
    expect(sandboxOf(answer)).toMatchObject({ id: first.id, generation: '1' });
    expect(await scene.engine.calls()).toEqual({});
  });

  test('without a fresh proof a reuse costs one inspect and nothing else', async () => {
    const scene = await startScene({ config: { proven_for: 0 } });
    await acquire(scene);
    await scene.engine.control({ action: 'clear' });
    await acquire(scene);
    expect(await scene.engine.calls()).toEqual({ 'GET /containers/*': 1 });
  });

  test('a sandbox whose engine does not answer an inspect is kept and handed out (B3-6, R4)', async () => {
    const scene = await startScene({ config: { proven_for: 0, limits: { runtime_call_timeout: '300ms' } } });
    const first = await acquire(scene);
    await scene.engine.control({ action: 'hang', method: 'GET', path: '/containers/' });
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_REUSED');
    expect(sandboxOf(answer)).toMatchObject({ id: first.id, state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    const live = await scene.client.getSandbox({ sandboxId: first.id, view: 'SANDBOX_VIEW_LIVE' });
    expect(live.liveness).toBe('LIVENESS_UNKNOWN');
    await scene.engine.control({ action: 'clear' });
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('a container removed behind our back is LOST, and the next acquire restores it under the same id (B3-5, B3-50)', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await waitForState(scene, first.id, 'LOST');
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_RESTORED');
    expect(sandboxOf(answer)).toMatchObject({ id: first.id, generation: '2', state: 'SANDBOX_STATE_RUNNING' });
    expect((await fetch(`${answer.endpoint?.url}/v1/sandbox`)).status).toBe(200);
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([sandboxOf(answer).containerName]);
  });

  test('with the event stream dead, the acquire itself finds the container gone and restores (B3-5)', async () => {
    const scene = await startScene({ config: { proven_for: 0 } });
    const first = await acquire(scene);
    await scene.engine.control({ action: 'stop_events', mode: 'silent' });
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    const again = await acquire(scene);
    expect(again).toMatchObject({ id: first.id, generation: '2', state: 'SANDBOX_STATE_RUNNING' });
  });

  test('a crashed container is STOPPED with its evidence, and the next acquire starts the same one', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    const oom = { exitCode: 137, oomKilled: true } as const;
    await scene.engine.control({ action: 'crash_container', name: first.containerName, ...oom });
    const stopped = await waitForState(scene, first.id, 'STOPPED');
    expect(stopped.failure).toMatchObject({ reason: 'CONTAINER_EXITED', exitCode: 137, oomKilled: true });
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_STARTED');
    expect(sandboxOf(answer)).toMatchObject({ id: first.id, generation: '1', containerId: first.containerId });
    expect((await fetch(`${answer.endpoint?.url}/v1/sandbox`)).status).toBe(200);
  });

  test.each([
    ['PAUSED', 'RESUMED', 'pauseSandbox'],
    ['STOPPED', 'STARTED', 'stopSandbox'],
  ] as const)('a %s sandbox is %s by an acquire', async (state, outcome, method) => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    expect(sandboxOf(await scene.client[method]({ sandboxId })).state).toBe(`SANDBOX_STATE_${state}`);
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe(`ACQUIRE_OUTCOME_${outcome}`);
    expect(sandboxOf(answer)).toMatchObject({ id: sandboxId, state: 'SANDBOX_STATE_RUNNING' });
    expect((await fetch(`${answer.endpoint?.url}/v1/sandbox`)).status).toBe(200);
  });

  test('create = never reuses or fails, and changes nothing', async () => {
    const scene = await startScene();
    const request = { session: { session: 's1' }, create: 'CREATE_POLICY_NEVER' } as const;
    expect((await refusalOf(scene.client.acquireSandbox(request))).reason).toBe('REUSE_NOT_FOUND');
    expect(await scene.engine.containers()).toEqual([]);
    expect((await scene.client.listSandboxes({})).sandboxes).toEqual([]);
    const made = await acquire(scene);
    expect(sandboxOf(await scene.client.acquireSandbox(request)).id).toBe(made.id);
  });
});

describe('several sessions', () => {
  test('distinct sessions are made side by side and are distinct (B3-2)', async () => {
    const scene = await startScene();
    // None of these would end if one waited for another.
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 500 } });
    const sessions = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const made = Promise.all(sessions.map(async (session) => await acquire(scene, session)));
    await waitForCalls(scene, 'POST /containers', sessions.length);
    expect(await scene.engine.containers()).toEqual([]);
    const sandboxes = await made;
    expect(new Set(sandboxes.map(({ id }) => id)).size).toBe(8);
    const ports = (await scene.engine.containers()).map((container) => container.ports[0]?.hostPort);
    expect(new Set(ports).size).toBe(8);
  });

  test('the same session of another user or namespace is another sandbox with another directory (B3-3)', async () => {
    const scene = await startScene();
    const keys = [
      { session: 's1' },
      { session: 's1', user: 'ann' },
      { session: 's1', user: 'ann', namespace: 'other' },
      // Joined by any one character these would be the same.
      { session: 'c', user: 'a_b' },
      { session: 'b_c', user: 'a' },
      { session: 'S1' },
    ];
    const answers = await Promise.all(keys.map(async (session) => await scene.client.acquireSandbox({ session })));
    const sandboxes = answers.map(sandboxOf);
    expect(new Set(sandboxes.map(({ id }) => id)).size).toBe(keys.length);
    // Also on a file system that does not tell cases apart.
    expect(new Set(sandboxes.map(({ workspacePath }) => workspacePath.toLowerCase())).size).toBe(keys.length);
  });

  test('an omitted user and namespace are "default"', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    const again = await scene.client.acquireSandbox({
      session: { namespace: 'default', user: 'default', session: 's1' },
    });
    expect(sandboxOf(again).id).toBe(first.id);
  });

  test('one session has a sandbox of each template', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const one = await acquire(scene, 's1', { template: 'base' });
    const other = await acquire(scene, 's1', { template: 'other' });
    expect(other.id).not.toBe(one.id);
    expect(other.workspaceId).toBe(one.workspaceId);
  });
});

describe('a caller that goes away', () => {
  test('an acquire whose caller went away is finished by the daemon and found by the next one (B3-9)', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 700 } });
    const gone = new AbortController();
    const call = scene.client.acquireSandbox({ session: { session: 's1' } }, { signal: gone.signal });
    await waitForCalls(scene, 'POST /containers');
    gone.abort();
    await expect(call).rejects.toMatchObject({ status: 'CANCELLED' });
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(['ACQUIRE_OUTCOME_JOINED', 'ACQUIRE_OUTCOME_REUSED']).toContain(answer.outcome);
    expect(await scene.engine.containers()).toHaveLength(1);
    expect((await scene.engine.calls())['POST /containers']).toBe(1);
  });

  test('nobody has to come back for it: it becomes RUNNING by itself', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 300 } });
    const gone = new AbortController();
    const call = scene.client.acquireSandbox({ session: { session: 's1' } }, { signal: gone.signal });
    await waitForCalls(scene, 'POST /containers');
    gone.abort();
    await expect(call).rejects.toMatchObject({ status: 'CANCELLED' });
    await waitUntil(
      async () => (await scene.client.listSandboxes({})).sandboxes[0]?.state === 'SANDBOX_STATE_RUNNING',
      { timeoutMs: patienceMs, what: 'the abandoned acquire is finished' },
    );
  });

  test('a caller whose deadline passes in the queue does not keep its successor waiting (B3-8)', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'delay', method: 'POST', path: `/stop`, delayMs: 1000, count: 1 });
    const stopping = scene.client.stopSandbox({ sandboxId });
    await waitForCalls(scene, 'POST /containers/*/stop');
    const late = scene.client.startSandbox({ sandboxId }, { timeoutMs: 200 });
    await expect(late).rejects.toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    await stopping;
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(sandboxOf(answer)).toMatchObject({ id: sandboxId, containerName, state: 'SANDBOX_STATE_RUNNING' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
  });
});
