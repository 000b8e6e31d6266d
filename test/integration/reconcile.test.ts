// Records and reality compared: at start, when an engine comes back, and on demand (B3-48..52, R4, R5).

import { describe, expect, test } from 'vitest';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { seedOf } from '../support/fake-engine.ts';
import { makeId } from '../support/spec.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  type Scene,
  startScene,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

async function instanceId(scene: Scene): Promise<string> {
  return (await scene.client.getInfo({})).instanceId;
}

async function seedOrphan(scene: Scene, template = 'base', sandboxId = makeId()): Promise<string> {
  const seed = seedOf(await instanceId(scene), [sandboxId], template);
  await scene.engine.seed(seed);
  return seed.containers[0]?.name ?? '';
}

async function phases(scene: Scene): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await scene.engine.containers()).map(({ name, phase }) => [name, phase]));
}

describe('containers of others', () => {
  test('decoys with our prefix, another instance or no label are never touched (B3-48, R5)', async () => {
    const scene = await startScene({ config: { orphan_grace: 0, orphan_ttl: '1ms' } });
    const mine = await acquire(scene);
    const other = seedOf(makeId(), [makeId()]);
    const prefix = mine.containerName.slice(0, -'-g1'.length);
    await scene.engine.seed(other);
    await scene.engine.seed({
      image: 'fake:base',
      containers: [
        { name: `${prefix}-g2`, labels: {} },
        { name: `${prefix}-copy`, labels: { [ownershipLabels.instance]: makeId() } },
        { name: 'sandkeep', labels: { [ownershipLabels.sandbox]: mine.id } },
      ],
    });
    const before = await phases(scene);
    await scene.client.reconcile({});
    await scene.client.reconcile({});
    await scene.daemon.restart();
    await scene.client.releaseSandbox({ sandboxId: mine.id, wait: true });
    const { [mine.containerName]: own, ...decoys } = before;
    expect(own).toBe('running');
    expect(await phases(scene)).toEqual(decoys);
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
  });
});

describe('a container of ours without a record (B3-49)', () => {
  test('is an orphan: untouched within its grace, then stopped and kept', async () => {
    const scene = await startScene({ config: { orphan_grace: '1h' } });
    const name = await seedOrphan(scene);
    await scene.client.reconcile({});
    expect(await phases(scene)).toEqual({ [name]: 'running' });
    expect((await scene.client.listOrphans({})).orphans).toMatchObject([{ containerName: name, phase: 'running' }]);
    await scene.daemon.restart({ config: scene.config({ orphan_grace: 0 }) });
    await scene.client.reconcile({});
    expect(await phases(scene)).toEqual({ [name]: 'exited' });
  });

  test('is removed after its TTL, and told so', async () => {
    const scene = await startScene({ config: { orphan_grace: 0, orphan_ttl: '1ms' } });
    await seedOrphan(scene);
    await waitUntil(
      async () => {
        await scene.client.reconcile({});
        return (await scene.engine.containers()).length === 0;
      },
      { timeoutMs: patienceMs, what: 'the orphan is removed' },
    );
    const { events } = await scene.client.listEvents({ newestFirst: true });
    expect(events.map(({ reason }) => reason)).toContain('ORPHAN_REMOVED');
    await scene.client.reconcile({});
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
  });

  test('is adopted under its id, and its session then acquires it', async () => {
    const scene = await startScene();
    const sandboxId = makeId();
    const containerName = await seedOrphan(scene, 'base', sandboxId);
    await scene.client.reconcile({});
    const adopted = sandboxOf(await scene.client.adoptOrphan({ containerName, session: { session: 's9' } }));
    expect(adopted).toMatchObject({ id: sandboxId, state: 'SANDBOX_STATE_RUNNING' });
    const answer = await scene.client.acquireSandbox({ session: { session: 's9' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_REUSED');
    expect(sandboxOf(answer).id).toBe(sandboxId);
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('is removed on demand; an unknown one is ORPHAN_NOT_FOUND', async () => {
    const scene = await startScene();
    const containerName = await seedOrphan(scene);
    await scene.client.reconcile({});
    await scene.client.removeOrphan({ containerName });
    expect(await scene.engine.containers()).toEqual([]);
    expect((await refusalOf(scene.client.removeOrphan({ containerName }))).reason).toBe('ORPHAN_NOT_FOUND');
  });

  test('of a template that is gone cannot be adopted, and stays', async () => {
    const scene = await startScene();
    const containerName = await seedOrphan(scene, 'vanished');
    await scene.client.reconcile({});
    expect((await refusalOf(scene.client.adoptOrphan({ containerName }))).reason).toBe('UNKNOWN_TEMPLATE');
    expect(await phases(scene)).toEqual({ [containerName]: 'running' });
  });
});

describe('a record without its container', () => {
  test('is LOST after a start, and the next acquire makes another container for the same id (B3-50)', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.daemon.kill();
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await scene.daemon.start();
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_LOST');
    expect(await acquire(scene)).toMatchObject({ id: first.id, generation: '2' });
  });

  test('is not lost because a list leaves it out: the engine is asked by name (R4)', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    await scene.engine.control({ action: 'list_empty' });
    await scene.client.reconcile({});
    await scene.client.reconcile({});
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('is not lost because the engine does not answer (R4)', async () => {
    const scene = await startScene({ config: { limits: { runtime_call_timeout: '300ms' } } });
    const { id } = await acquire(scene);
    await scene.engine.control({ action: 'list_empty' });
    await scene.engine.control({ action: 'hang', method: 'GET', path: '/containers/' });
    await scene.client.reconcile({});
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
    await scene.engine.control({ action: 'clear' });
    await scene.engine.control({ action: 'status', status: 500, method: 'GET', path: '/containers' });
    expect((await scene.client.reconcile({})).unavailable).toEqual(['fake']);
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
  });
});

describe('a pass', () => {
  test('over many sandboxes costs one list and no inspect (B3-52)', async () => {
    const scene = await startScene();
    for (let index = 0; index < 5; index += 1) await acquire(scene, `s${index}`);
    await scene.engine.control({ action: 'clear' });
    await scene.client.reconcile({});
    const { 'GET /info': _info, ...calls } = await scene.engine.calls();
    expect(calls).toEqual({ 'GET /containers': 1 });
  });

  test('does not disturb work under way (B3-31)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: 600, count: 1 });
    const releasing = scene.client.releaseSandbox({ sandboxId, wait: true });
    for (let pass = 0; pass < 5; pass += 1) await scene.client.reconcile({});
    expect(sandboxOf(await releasing).state).toBe('SANDBOX_STATE_RELEASED');
    const { events } = await scene.client.listEvents({ filter: { sandboxId } });
    expect(events.map(({ newState }) => newState)).not.toContain('SANDBOX_STATE_LOST');
    expect((await scene.engine.calls())['DELETE /containers/*']).toBe(1);
  });

  test('removes the container of an earlier generation on sight', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await waitForState(scene, first.id, 'LOST');
    const second = await acquire(scene);
    await scene.engine.seed(seedOf(await instanceId(scene), [first.id]));
    await scene.client.reconcile({});
    expect(await phases(scene)).toEqual({ [second.containerName]: 'running' });
  });

  test('books what runs, what has exited and what is paused behind our back', async () => {
    const scene = await startScene();
    const [crashed, dead, running] = [await acquire(scene, 'a'), await acquire(scene, 'b'), await acquire(scene, 'c')];
    await scene.engine.control({ action: 'stop_events', mode: 'silent' });
    await scene.engine.control({ action: 'crash_container', name: crashed.containerName, exitCode: 4 });
    await scene.engine.control({ action: 'mark_dead', name: dead.containerName });
    await scene.client.reconcile({});
    expect(await getSandbox(scene, crashed.id)).toMatchObject({
      state: 'SANDBOX_STATE_STOPPED',
      failure: { exitCode: 4 },
    });
    expect((await getSandbox(scene, dead.id)).state).toBe('SANDBOX_STATE_STOPPED');
    expect((await getSandbox(scene, running.id)).state).toBe('SANDBOX_STATE_RUNNING');
    // A removal that the engine did not finish is finished by the restore that replaces it.
    for (const session of ['a', 'b', 'c']) {
      expect((await acquire(scene, session)).state).toBe('SANDBOX_STATE_RUNNING');
    }
  });

  test('runs by itself at its interval', async () => {
    const scene = await startScene({ config: { reconcile_interval: '300ms' } });
    const { id, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'stop_events', mode: 'silent' });
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, id, 'LOST');
  });
});
