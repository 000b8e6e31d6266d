// An engine that is away, comes back, or is another one: nothing is called dead for it (B3-51, R4).

import { describe, expect, test } from 'vitest';

import { acquire, getSandbox, patienceMs, refusalOf, type Scene, startScene, waitForState } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

async function degraded(scene: Scene): Promise<readonly string[]> {
  return (await scene.client.getInfo({})).degraded.map(({ reason }) => reason);
}

async function waitUntilAvailable(scene: Scene): Promise<void> {
  await waitUntil(async () => (await scene.client.getInfo({})).status === 'DAEMON_STATUS_READY', {
    timeoutMs: patienceMs,
    what: 'the engine is connected again',
  });
}

describe('an engine that is down', () => {
  test('at the start leaves a daemon that is ready, says what is missing and calls nothing dead (B3-51)', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.daemon.kill();
    await scene.engine.kill();
    await scene.daemon.start();
    expect((await scene.client.getInfo({})).status).toBe('DAEMON_STATUS_DEGRADED');
    expect(await degraded(scene)).toEqual(['RUNTIME_UNAVAILABLE']);
    expect(await getSandbox(scene, first.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    expect((await scene.client.listSandboxes({})).sandboxes).toHaveLength(1);
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
    expect(refusal).toMatchObject({ reason: 'RUNTIME_UNAVAILABLE', status: 'UNAVAILABLE', retryable: true });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    await scene.client.reconcile({});
    await scene.client.reconcile({});
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_RUNNING');
    await scene.restartEngine();
    // The restart of the engine ended what ran; the daemon sees it by itself and the session goes on.
    await waitForState(scene, first.id, 'STOPPED');
    expect(await acquire(scene)).toMatchObject({ id: first.id, containerId: first.containerId });
    await waitUntilAvailable(scene);
  });

  test('never was there: the daemon starts all the same, and local work goes on', async () => {
    const scene = await startScene();
    await scene.daemon.kill();
    await scene.engine.kill();
    const config = scene.config({}, { files: { runtime: 'local', image: undefined, ports: [], readiness: {} } });
    const runtimes = { fake: { socket: scene.engine.socketPath }, local: { enabled: true } };
    await scene.daemon.start({ config: { ...config, runtimes } });
    expect((await acquire(scene, 's1', { template: 'files' })).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }))).reason).toBe(
      'RUNTIME_UNAVAILABLE',
    );
  });

  test('while the daemon runs is reconnected to when it returns', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.engine.kill();
    await waitUntil(async () => (await degraded(scene)).includes('RUNTIME_UNAVAILABLE'), {
      timeoutMs: patienceMs,
      what: 'the engine is seen to be down',
    });
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_RUNNING');
    await scene.restartEngine();
    await waitForState(scene, first.id, 'STOPPED');
    expect((await acquire(scene)).id).toBe(first.id);
  });

  test('is not what an engine is because a client that had it asked did not wait for the answer (R4)', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'hang', method: 'GET', path: '/info' });
    await expect(scene.client.reconcile({}, { timeoutMs: 300 })).rejects.toThrow(/deadline/i);
    await waitUntil(async () => scene.daemon.logs().includes('"method":"Reconcile"'), {
      timeoutMs: patienceMs,
      what: 'the daemon has ended the call too',
    });
    await scene.engine.control({ action: 'clear' });
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await degraded(scene)).toEqual([]);
  });

  test('says nothing about any container, a stopped one included (R4)', async () => {
    const scene = await startScene();
    const running = await acquire(scene, 's1');
    const stopped = await acquire(scene, 's2');
    await scene.client.stopSandbox({ sandboxId: stopped.id });
    const liveness = async (sandboxId: string): Promise<string> =>
      (await scene.client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' })).liveness;
    expect([await liveness(running.id), await liveness(stopped.id)]).toEqual(['LIVENESS_ALIVE', 'LIVENESS_DEAD']);
    await scene.engine.kill();
    expect([await liveness(running.id), await liveness(stopped.id)]).toEqual(['LIVENESS_UNKNOWN', 'LIVENESS_UNKNOWN']);
  });

  test('during a release: the release is decided and ends when the engine is back (R6)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.kill();
    await refusalOf(scene.client.releaseSandbox({ sandboxId, wait: true }));
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASING');
    await scene.restartEngine();
    await waitForState(scene, sandboxId, 'RELEASED');
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('in the middle of a create: the create is finished when it is back', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'hang', method: 'POST', path: '/start' });
    const call = refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    await waitUntil(async () => (await scene.engine.calls())['POST /containers/*/start'] === 1, {
      timeoutMs: patienceMs,
      what: 'the engine has the start',
    });
    await scene.engine.kill();
    expect((await call).reason).toBe('RUNTIME_UNAVAILABLE');
    const [begun] = (await scene.client.listSandboxes({})).sandboxes;
    expect(begun?.state).toBe('SANDBOX_STATE_CREATING');
    await scene.restartEngine();
    await waitForState(scene, begun?.id ?? '', 'RUNNING');
    expect(await scene.engine.containers()).toHaveLength(1);
  });
});

describe('a call that fails', () => {
  test.each(['drop_after', 'garbage', 'refuse'] as const)(
    'once (%s) does not make the engine unavailable for others',
    async (action) => {
      const scene = await startScene();
      await scene.engine.control({ action, method: 'POST', path: '/containers\\?', count: 1 });
      expect((await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }))).retryable).toBe(true);
      expect((await acquire(scene, 's2')).state).toBe('SANDBOX_STATE_RUNNING');
      // What the failed call began is finished by the next caller or by the daemon itself.
      expect((await acquire(scene, 's1')).generation).toBe('1');
      expect(await scene.engine.containers()).toHaveLength(2);
      expect(await degraded(scene)).toEqual([]);
    },
  );

  test('because the engine hangs leads to a question, and the daemon says that the engine is away', async () => {
    const scene = await startScene({ config: { limits: { runtime_call_timeout: '300ms' } } });
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'refuse' });
    await refusalOf(scene.client.stopSandbox({ sandboxId }));
    await waitUntil(async () => (await degraded(scene)).includes('RUNTIME_UNAVAILABLE'), {
      timeoutMs: patienceMs,
      what: 'the engine is seen to be away',
    });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    await scene.engine.control({ action: 'clear' });
    await waitUntilAvailable(scene);
    await scene.client.stopSandbox({ sandboxId });
  });
});

describe('another engine on the same socket', () => {
  test('is held back: nothing is lost, nothing is made, until the operator accepts', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.daemon.kill();
    await scene.engine.control({ action: 'engine_id', engineId: 'another-engine' });
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await scene.daemon.start();
    expect(await degraded(scene)).toEqual(['ENGINE_CHANGED']);
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_RUNNING');
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
    expect(refusal.reason).toBe('ENGINE_CHANGED');
    await scene.client.reconcile({});
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_RUNNING');
    const shown = await scene.client.recover({ action: 'RECOVER_ACTION_SHOW' });
    expect(shown.items).toMatchObject([{ mode: 'engine_changed', subject: 'fake' }]);
    await scene.client.recover({ action: 'RECOVER_ACTION_ACCEPT' });
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_LOST');
    expect(await acquire(scene)).toMatchObject({ id: first.id, generation: '2' });
    await waitUntilAvailable(scene);
  });

  test('that gives way to the old one again needs nobody', async () => {
    const scene = await startScene();
    const known = (await scene.client.getInfo({})).runtimes.find(({ name }) => name === 'fake')?.engineId ?? '';
    await acquire(scene);
    await scene.engine.control({ action: 'engine_id', engineId: 'another-engine' });
    await scene.client.reconcile({});
    expect(await degraded(scene)).toEqual(['ENGINE_CHANGED']);
    await scene.engine.control({ action: 'engine_id', engineId: known });
    await scene.client.reconcile({});
    expect(await degraded(scene)).toEqual([]);
    expect((await acquire(scene)).generation).toBe('1');
  });
});

describe('the brake on mass changes', () => {
  const config = { limits: { mass_change_minimum: 2, mass_change_percent: 20 } };

  test('holds back when too much is missing at once, until the operator accepts', async () => {
    const scene = await startScene({ config });
    const made = [];
    for (let index = 0; index < 4; index += 1) made.push(await acquire(scene, `s${index}`));
    await scene.daemon.kill();
    for (const { containerName: name } of made) await scene.engine.control({ action: 'remove_container', name });
    await scene.daemon.start();
    await scene.client.reconcile({});
    for (const { id } of made) expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await degraded(scene)).toEqual(['MASS_CHANGE']);
    const { counters } = await scene.client.recover({ action: 'RECOVER_ACTION_ACCEPT' });
    expect(counters).toMatchObject({ lost: '4' });
    for (const { id } of made) expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_LOST');
    expect(await degraded(scene)).toEqual([]);
  });

  test('lets few losses pass', async () => {
    const scene = await startScene({ config });
    const made = [];
    for (let index = 0; index < 4; index += 1) made.push(await acquire(scene, `s${index}`));
    await scene.daemon.kill();
    for (const { containerName: name } of made.slice(0, 2))
      await scene.engine.control({ action: 'remove_container', name });
    await scene.daemon.start();
    const states = await Promise.all(made.map(async ({ id }) => (await getSandbox(scene, id)).state));
    expect(states.filter((state) => state === 'SANDBOX_STATE_LOST')).toHaveLength(2);
    expect(await degraded(scene)).toEqual([]);
  });
});
