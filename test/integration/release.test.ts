// Release in every state, and what it leaves (R6, R13).

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

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

async function recycled(scene: Scene): Promise<string> {
  const { id } = await acquire(scene, 's1', { idleTimeout: { nanos: 1_000_000 } });
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'idle' });
      return (await getSandbox(scene, id)).state === 'SANDBOX_STATE_RECYCLED';
    },
    { timeoutMs: patienceMs, what: 'the idle sandbox is recycled' },
  );
  return id;
}

const states: Readonly<Record<string, (scene: Scene) => Promise<string>>> = {
  RUNNING: async (scene) => (await acquire(scene)).id,
  PAUSED: async (scene) => {
    const { id } = await acquire(scene);
    await scene.client.pauseSandbox({ sandboxId: id });
    return id;
  },
  STOPPED: async (scene) => {
    const { id } = await acquire(scene);
    await scene.client.stopSandbox({ sandboxId: id });
    return id;
  },
  PARKED: async (scene) => {
    const { id } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId: id, mode: 'RELEASE_MODE_PARK' });
    return id;
  },
  LOST: async (scene) => {
    const { id, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, id, 'LOST');
    return id;
  },
  FAILED: async (scene) => {
    await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'exits' }));
    return (await scene.client.listSandboxes({})).sandboxes[0]?.id ?? '';
  },
  RECYCLED: recycled,
};

describe('release', () => {
  test.each(Object.keys(states))(
    'of a %s sandbox removes its container and keeps its files (B3-13, R13)',
    async (state) => {
      const scene = await startScene({ templates: { exits: { image: 'fake:exit' } } });
      const sandboxId = await states[state]?.(scene);
      if (sandboxId === undefined) throw new Error('no such state');
      const before = await getSandbox(scene, sandboxId);
      expect(before.state).toBe(`SANDBOX_STATE_${state}`);
      const file = path.join(before.workspacePath, 'kept.txt');
      writeFileSync(file, 'kept');
      const released = sandboxOf(
        await scene.client.releaseSandbox({ sandboxId, mode: 'RELEASE_MODE_DESTROY', wait: true }),
      );
      expect(released.state).toBe('SANDBOX_STATE_RELEASED');
      expect(await scene.engine.containers()).toEqual([]);
      expect(readFileSync(file, 'utf8')).toBe('kept');
      const again = await acquire(scene);
      expect(again.id).not.toBe(sandboxId);
      expect(again.workspacePath).toBe(before.workspacePath);
    },
  );

  test('twice is as good as once, and of an unknown id is no error (B3-14)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    const again = sandboxOf(await scene.client.releaseSandbox({ sandboxId, wait: true }));
    expect(again.state).toBe('SANDBOX_STATE_RELEASED');
    expect((await scene.client.releaseSandbox({ sandboxId: '01aaaaaaaaaaaaaaaaaaaaaaaa' })).sandbox).toBeNull();
  });

  test('by park keeps the container for its session, and the next acquire unparks it (B3-4, B3-13)', async () => {
    const scene = await startScene({ templates: { base: { release_mode: 'park' } }, config: { proven_for: '10m' } });
    const { id: sandboxId, containerId } = await acquire(scene);
    await scene.engine.control({ action: 'clear' });
    expect(sandboxOf(await scene.client.releaseSandbox({ sandboxId })).state).toBe('SANDBOX_STATE_PARKED');
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_UNPARKED');
    expect(sandboxOf(answer)).toMatchObject({ id: sandboxId, containerId, state: 'SANDBOX_STATE_RUNNING' });
    expect(await scene.engine.calls()).toEqual({});
  });

  test('of a parked sandbox of an older template is followed by a new container with the same id (B3-81)', async () => {
    const scene = await startScene({ templates: { base: { release_mode: 'park' } } });
    const { id: sandboxId } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId });
    scene.daemon.writeConfig(scene.config({}, { base: { environment: { NEW: '1' } } }));
    expect((await scene.client.reload({})).outdatedSandboxes).toBe(1);
    expect((await getSandbox(scene, sandboxId)).outdated).toBe(true);
    const again = await acquire(scene);
    expect(again).toMatchObject({ id: sandboxId, generation: '2', outdated: false });
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([again.containerName]);
  });

  test('answers at its commit; the container goes afterwards', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'hang', method: 'DELETE', count: 1 });
    const answer = sandboxOf(await scene.client.releaseSandbox({ sandboxId }));
    expect(answer.state).toBe('SANDBOX_STATE_RELEASING');
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('whose removal fails is not RELEASED; it is tried again until the container is gone (B3-37, R6)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'status', status: 500, method: 'DELETE' });
    const refusal = await refusalOf(scene.client.releaseSandbox({ sandboxId, wait: true }));
    expect(refusal.reason).toBe('RUNTIME_UNAVAILABLE');
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASING');
    await scene.engine.control({ action: 'clear' });
    await scene.client.reconcile({});
    await waitForState(scene, sandboxId, 'RELEASED');
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('of another generation than expected is refused', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const refusal = await refusalOf(scene.client.releaseSandbox({ sandboxId, expectedGeneration: 2 }));
    expect(refusal).toMatchObject({ reason: 'GENERATION_MISMATCH', status: 'FAILED_PRECONDITION' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('with delete_workspace removes the files of a sandbox that was released before (R13)', async () => {
    const scene = await startScene();
    const { id, workspacePath } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId: id, wait: true });
    expect(existsSync(workspacePath)).toBe(true);
    await scene.client.releaseSandbox({ sandboxId: id, deleteWorkspace: true });
    expect(existsSync(workspacePath)).toBe(false);
  });

  test('with delete_workspace removes the files, but not while another sandbox uses them (R13)', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const one = await acquire(scene);
    const other = await acquire(scene, 's1', { template: 'other' });
    const wanted = { sandboxId: one.id, deleteWorkspace: true, wait: true };
    expect((await refusalOf(scene.client.releaseSandbox(wanted))).reason).toBe('WORKSPACE_IN_USE');
    expect(existsSync(one.workspacePath)).toBe(true);
    await scene.client.releaseSandbox({ sandboxId: other.id, wait: true });
    await scene.client.releaseSandbox(wanted);
    expect(existsSync(one.workspacePath)).toBe(false);
  });

  test('of all that match counts them; a dry run only counts', async () => {
    const scene = await startScene();
    for (const session of ['s1', 's2', 's3']) await acquire(scene, session, session === 's3' ? { holder: 'h' } : {});
    expect((await refusalOf(scene.client.releaseAllSandboxes({}))).reason).toBe('INVALID_FIELD');
    const dry = await scene.client.releaseAllSandboxes({ all: true, dryRun: true });
    expect(dry).toMatchObject({ matched: 3, released: 2, held: 1 });
    expect(await scene.engine.containers()).toHaveLength(3);
    const done = await scene.client.releaseAllSandboxes({ all: true, wait: true });
    expect(done).toMatchObject({ matched: 3, released: 2, held: 1, failed: 0 });
    expect(await scene.engine.containers()).toHaveLength(1);
    expect(await scene.client.releaseAllSandboxes({ all: true, force: true, wait: true })).toMatchObject({
      released: 1,
    });
    expect(await scene.engine.containers()).toEqual([]);
  });
});

const removal = 'DELETE /containers/*';

describe('release during a create', () => {
  test('ends the create with an error and leaves no container (B3-9)', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 1500 } });
    const acquiring = refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, holder: '' }));
    await waitForCalls(scene, 'POST /containers');
    const sandboxId = (await scene.client.listSandboxes({})).sandboxes[0]?.id ?? '';
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    expect((await acquiring).status).toBe('ABORTED');
    // The engine goes on with a create whose caller went away; what it makes late is removed by the next pass.
    await waitUntil(
      async () => (await scene.engine.containers()).length === 1 || (await scene.engine.calls())[removal] === 1,
      { timeoutMs: patienceMs, what: 'the late container was made' },
    );
    await scene.client.reconcile({});
    expect(await scene.engine.containers()).toEqual([]);
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASED');
  });

  test('and an acquire during the release waits and gets a new sandbox (B3-34)', async () => {
    const scene = await startScene();
    const first = await acquire(scene);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: 700, count: 1 });
    await scene.client.releaseSandbox({ sandboxId: first.id });
    const again = await acquire(scene);
    expect(again.id).not.toBe(first.id);
    expect((await getSandbox(scene, first.id)).state).toBe('SANDBOX_STATE_RELEASED');
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([again.containerName]);
  });
});
