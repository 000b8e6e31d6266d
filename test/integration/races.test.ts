// Races, each held open by a gate: the engine answers late, or a failpoint waits, until the other side has come
// (B3-7, B3-20, B3-26..36).

import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { seedOf } from '../support/fake-engine.ts';
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

const gateMs = 600;
const soon = { idleTimeout: durationFromMs(1) };

/** One container at most, and it is that of the sandbox. */
async function assertOnly(scene: Scene, containerName: string): Promise<void> {
  expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([containerName]);
}

async function sweepUntilScanned(scene: Scene, counter: string): Promise<void> {
  await waitUntil(async () => Number((await scene.client.runSweep({ loop: 'idle' })).counters[counter]) > 0, {
    timeoutMs: patienceMs,
    what: `an idle sweep counts ${counter}`,
  });
}

describe('the idle reaper', () => {
  test('that has decided wins over an acquire, which waits and restores the same sandbox (B3-26, B3-27)', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene, 's1', soon);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: gateMs, count: 1 });
    await sweepUntilScanned(scene, 'recycled');
    await waitForCalls(scene, 'DELETE /containers/*');
    const again = await acquire(scene, 's1');
    expect(again).toMatchObject({ id, generation: '2', state: 'SANDBOX_STATE_RUNNING' });
    await assertOnly(scene, again.containerName);
  });

  test('loses against an acquire that is asking the engine whether the sandbox lives (B3-20, B3-28)', async () => {
    const scene = await startScene({ config: { proven_for: 0 } });
    const { id: sandboxId } = await acquire(scene, 's1', { idleTimeout: durationFromMs(600_000) });
    await scene.client.runSweep({ loop: 'activity' });
    await scene.engine.control({ action: 'clear' });
    await scene.engine.control({ action: 'delay', method: 'GET', path: '/containers/', delayMs: gateMs, count: 1 });
    const acquiring = acquire(scene);
    await waitForCalls(scene, 'GET /containers/*');
    // Idle from now on: either the reaper finds it in use, or the acquire finds it reaped and restores it.
    await scene.client.updateSandbox({ sandbox: { id: sandboxId, ...soon }, updateMask: { paths: ['idle_timeout'] } });
    await scene.client.runSweep({ loop: 'idle' });
    const sandbox = await acquiring;
    expect(sandbox).toMatchObject({ id: sandboxId, state: 'SANDBOX_STATE_RUNNING' });
    await assertOnly(scene, sandbox.containerName);
    expect((await fetchOf(scene, sandboxId)).status).toBe(200);
  });

  test('of a parked sandbox against its session: one of them wins, and the session has one container (B3-26)', async () => {
    const scene = await startScene({ templates: { base: { idle_action: 'park', release_mode: 'park' } } });
    const { id: sandboxId } = await acquire(scene, 's1', soon);
    await scene.client.releaseSandbox({ sandboxId });
    const [, again] = await Promise.all([scene.client.runSweep({ loop: 'idle' }), acquire(scene)]);
    expect(again.state).toBe('SANDBOX_STATE_RUNNING');
    if (again.id !== sandboxId) await waitForState(scene, sandboxId, 'RELEASED');
    await assertOnly(scene, again.containerName);
  });

  test('twice at once reaps once', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene, 's1', soon);
    await scene.engine.control({ action: 'clear' });
    await sweepUntilScanned(scene, 'recycled');
    await Promise.all([
      scene.client.runSweep({ loop: 'idle' }),
      scene.client.reconcile({}),
      scene.client.reconcile({}),
    ]);
    await waitForState(scene, id, 'RECYCLED');
    expect((await scene.engine.calls())['DELETE /containers/*']).toBe(1);
  });
});

describe('an answer of the engine that comes late', () => {
  test('about the old container does nothing to the new one (B3-7, B3-30)', async () => {
    const scene = await startScene({ config: { proven_for: 0 } });
    const first = await acquire(scene);
    await scene.engine.control({ action: 'clear' });
    await scene.engine.control({ action: 'delay', method: 'GET', path: first.containerId, delayMs: gateMs, count: 1 });
    // The daemon asks about the first container, which goes before the engine looks.
    const looking = scene.client.getSandbox({ sandboxId: first.id, view: 'SANDBOX_VIEW_LIVE' });
    await waitForCalls(scene, 'GET /containers/*');
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await waitForState(scene, first.id, 'LOST');
    const second = await acquire(scene);
    expect(second.generation).toBe('2');
    await looking;
    expect(await getSandbox(scene, first.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '2' });
    await assertOnly(scene, second.containerName);
  });

  test('of a list taken before a create does not make the new container an orphan (B3-29, B3-36)', async () => {
    const scene = await startScene({ config: { orphan_grace: 0, orphan_ttl: '1ms' } });
    await scene.engine.control({ action: 'delay', method: 'GET', path: '/containers\\?', delayMs: gateMs, count: 1 });
    const pass = scene.client.reconcile({});
    await waitForCalls(scene, 'GET /containers');
    const sandbox = await acquire(scene);
    await pass;
    await scene.client.reconcile({});
    expect((await getSandbox(scene, sandbox.id)).state).toBe('SANDBOX_STATE_RUNNING');
    await assertOnly(scene, sandbox.containerName);
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
  });
});

describe('a release', () => {
  test('in flight against an acquire: the acquire gets a new sandbox when the old one is gone (B3-34)', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: gateMs, count: 1 });
    const releasing = scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    await waitForCalls(scene, 'DELETE /containers/*');
    const second = await acquire(scene);
    expect(sandboxOf(await releasing).state).toBe('SANDBOX_STATE_RELEASED');
    expect(second.id).not.toBe(first.id);
    await assertOnly(scene, second.containerName);
  });

  test('while the engine starts the container ends the start and removes it (B3-32)', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'hang', method: 'POST', path: '/start', count: 1 });
    const acquiring = refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    await waitForCalls(scene, 'POST /containers/*/start');
    const sandboxId = (await scene.client.listSandboxes({})).sandboxes[0]?.id ?? '';
    const released = await scene.client.releaseSandbox({ sandboxId, wait: true });
    expect(sandboxOf(released).state).toBe('SANDBOX_STATE_RELEASED');
    expect((await acquiring).status).toBe('ABORTED');
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('while a restore is under way ends it; who asked for the session gets a new sandbox (B3-32)', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, sandboxId, 'LOST');
    await scene.engine.control({ action: 'clear' });
    await scene.engine.control({ action: 'hang', method: 'POST', path: '/start', count: 1 });
    const restoring = acquire(scene);
    await waitForCalls(scene, 'POST /containers/*/start');
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    const another = await restoring;
    expect(another).toMatchObject({ generation: '1', state: 'SANDBOX_STATE_RUNNING' });
    expect(another.id).not.toBe(sandboxId);
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASED');
    await assertOnly(scene, another.containerName);
  });

  test('that failed leaves no mark: the next one succeeds (B3-33)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'status', status: 500, method: 'DELETE', count: 1 });
    await refusalOf(scene.client.releaseSandbox({ sandboxId, wait: true }));
    const released = await scene.client.releaseSandbox({ sandboxId, wait: true });
    expect(sandboxOf(released).state).toBe('SANDBOX_STATE_RELEASED');
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('of one session ten times at once, among acquires, ends with at most one container', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const work = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? scene.client.releaseSandbox({ sandboxId })
        : scene.client.acquireSandbox({ session: { session: 's1' } }),
    );
    await Promise.allSettled(work);
    const last = await acquire(scene);
    await waitForState(scene, sandboxId, last.id === sandboxId ? 'RUNNING' : 'RELEASED');
    await assertOnly(scene, last.containerName);
  });
});

describe('two restores', () => {
  test('of one sandbox at once make one container', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, sandboxId, 'LOST');
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: gateMs } });
    const answers = await Promise.all(Array.from({ length: 10 }, async () => await acquire(scene)));
    expect(new Set(answers.map(({ id, generation }) => `${id} ${generation}`))).toEqual(new Set([`${sandboxId} 2`]));
    expect(await scene.engine.containers()).toHaveLength(1);
  });
});

describe('start, stop and pause of one sandbox', () => {
  test('at once happen one after the other, and record and container agree (R3)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const { client } = scene;
    await Promise.allSettled([
      client.stopSandbox({ sandboxId }),
      client.pauseSandbox({ sandboxId }),
      client.startSandbox({ sandboxId }),
      client.resumeSandbox({ sandboxId }),
      client.stopSandbox({ sandboxId }),
    ]);
    const phases: Readonly<Record<string, string>> = { RUNNING: 'running', PAUSED: 'paused', STOPPED: 'exited' };
    const state = (await getSandbox(scene, sandboxId)).state.replace('SANDBOX_STATE_', '');
    expect((await scene.engine.containers()).map(({ phase }) => phase)).toEqual([phases[state]]);
  });
});

test('a name of ours that a stranger takes meanwhile is neither adopted nor removed (B3-10, B3-11)', async () => {
  const scene = await startScene();
  const first = await acquire(scene);
  const { instanceId } = await scene.client.getInfo({});
  await scene.engine.control({ action: 'remove_container', name: first.containerName });
  await waitForState(scene, first.id, 'LOST');
  // The name of the next generation, with the label of this daemon and another sandbox: a forged collision.
  const name = first.containerName.replace(/-g1$/, '-g2');
  const [forged] = seedOf(instanceId, ['0'.repeat(26)]).containers;
  await scene.engine.seed({ image: 'fake:base', containers: [{ name, labels: forged?.labels ?? {} }] });
  const again = await acquire(scene);
  expect(again).toMatchObject({ id: first.id, state: 'SANDBOX_STATE_RUNNING' });
  expect(again.containerName).not.toBe(name);
  expect((await scene.engine.containers()).map((container) => container.name).toSorted()).toEqual(
    [name, again.containerName].toSorted(),
  );
});

async function fetchOf(scene: Scene, sandboxId: string): Promise<Response> {
  const { endpoint } = await scene.client.getSandbox({ sandboxId });
  return await fetch(`${endpoint?.url}/v1/sandbox`);
}
