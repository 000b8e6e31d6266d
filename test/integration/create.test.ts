// Create: further and anonymous sandboxes, and what becomes of one whose caller goes away (B3-9).

import { describe, expect, test } from 'vitest';

import {
  acquire,
  patienceMs,
  refusalOf,
  sandboxOf,
  type Scene,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

/** A create whose caller goes away while the engine makes the container. */
async function abandonedCreate(scene: Scene, requestId: string): Promise<void> {
  await scene.engine.control({ action: 'delays', delays: { createDelayMs: 700 } });
  const gone = new AbortController();
  const call = scene.client.createSandbox({ requestId }, { signal: gone.signal });
  await waitForCalls(scene, 'POST /containers');
  gone.abort();
  await expect(call).rejects.toMatchObject({ status: 'CANCELLED' });
  await scene.engine.control({ action: 'delays', delays: { createDelayMs: 0 } });
}

describe('create', () => {
  test('without a session makes an anonymous sandbox with files of its own, never found by a session', async () => {
    const scene = await startScene();
    const one = sandboxOf(await scene.client.createSandbox({}));
    const other = sandboxOf(await scene.client.createSandbox({}));
    expect(other.id).not.toBe(one.id);
    expect(other.workspacePath).not.toBe(one.workspacePath);
    expect(one.session).toBeNull();
    const { sandbox } = await scene.client.discoverSandbox({ session: { session: 's1' } });
    expect(sandbox).toBeNull();
  });

  test('with a session adds a sandbox on the files of the session; Acquire keeps its own (R2)', async () => {
    const scene = await startScene();
    const primary = await acquire(scene);
    const further = sandboxOf(await scene.client.createSandbox({ session: { session: 's1' } }));
    expect(further.id).not.toBe(primary.id);
    expect(further).toMatchObject({ primary: false, workspaceId: primary.workspaceId });
    expect((await acquire(scene)).id).toBe(primary.id);
    expect(await scene.engine.containers()).toHaveLength(2);
  });

  test('from a pool that must have one and has none is POOL_EMPTY', async () => {
    const scene = await startScene();
    const refusal = await refusalOf(scene.client.createSandbox({ fromPool: 'FROM_POOL_REQUIRE' }));
    expect(refusal.reason).toBe('POOL_EMPTY');
    expect((await scene.client.listSandboxes({})).sandboxes).toEqual([]);
  });
});

describe('a template that is refused', () => {
  test('makes nothing and says why, at create and at acquire', async () => {
    const scene = await startScene({ templates: { phone: { refused: 'it needs a privileged container' } } });
    const refusals = [
      await refusalOf(scene.client.createSandbox({ template: 'phone' })),
      await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'phone' })),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ reason: 'NOT_SUPPORTED', metadata: { template: 'phone' } });
      expect(refusal.message).toContain('no sandbox is made of template phone: it needs a privileged container');
    }
    expect((await scene.client.listSandboxes({})).sandboxes).toEqual([]);
    expect(await scene.engine.containers()).toEqual([]);
  });
});

describe('a create whose caller goes away', () => {
  test('is undone when it has no request_id: no container, no sandbox (B3-9)', async () => {
    const scene = await startScene();
    await abandonedCreate(scene, '');
    const [undone] = (await scene.client.listSandboxes({ showReleased: true })).sandboxes;
    await waitForState(scene, undone?.id ?? '', 'RELEASED');
    await waitUntil(
      async () => {
        await scene.client.reconcile({});
        return (await scene.engine.calls())['DELETE /containers/*'] !== undefined;
      },
      { timeoutMs: patienceMs, what: 'the container of the abandoned create was removed' },
    );
    await scene.client.reconcile({});
    expect(await scene.engine.containers()).toEqual([]);
    expect((await scene.client.listSandboxes({})).sandboxes).toEqual([]);
  });

  test('is finished when it has one, and the repeated call gets that very sandbox', async () => {
    const scene = await startScene();
    await abandonedCreate(scene, 'request-1');
    const again = sandboxOf(await scene.client.createSandbox({ requestId: 'request-1' }));
    expect(again.state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.listSandboxes({})).sandboxes.map(({ id }) => id)).toEqual([again.id]);
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test.each(['create.after_intent', 'create.after_create', 'create.after_ready'])(
    'because the daemon is killed at %s: the repeated call gets the sandbox that the first one began (R8)',
    async (point) => {
      const scene = await startScene({ failpoints: `${point}=1*kill` });
      await expect(scene.client.createSandbox({ requestId: 'request-1' })).rejects.toThrow();
      expect((await scene.daemon.ended).signal).toBe('SIGKILL');
      await scene.daemon.start();
      const begun = (await scene.client.listSandboxes({})).sandboxes.map(({ id }) => id);
      expect(begun).toHaveLength(1);
      const made = sandboxOf(await scene.client.createSandbox({ requestId: 'request-1' }));
      expect([made.id]).toEqual(begun);
      expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([made.containerName]);
      const other = await refusalOf(scene.client.createSandbox({ requestId: 'request-1', labels: { a: 'b' } }));
      expect(other.reason).toBe('REQUEST_ID_REUSED');
    },
  );
});
