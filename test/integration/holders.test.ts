// Several callers share one sandbox; the first that lets go does not end it for the others (B3-18).

import { expect, test } from 'vitest';

import { acquire, getSandbox, refusalOf, sandboxOf, startScene } from '../support/scene.ts';

test('the first of two holders lets go and the sandbox stays, the last one ends it (B3-18)', async () => {
  const scene = await startScene();
  const { id: sandboxId } = await acquire(scene, 's1', { holder: 'parent' });
  expect((await acquire(scene, 's1', { holder: 'child' })).id).toBe(sandboxId);
  expect((await getSandbox(scene, sandboxId)).holders.toSorted()).toEqual(['child', 'parent']);
  const first = await scene.client.releaseSandbox({ sandboxId, holder: 'child', wait: true });
  expect(first.remainingHolders).toEqual(['parent']);
  expect(sandboxOf(first).state).toBe('SANDBOX_STATE_RUNNING');
  expect(await scene.engine.containers()).toHaveLength(1);
  const last = await scene.client.releaseSandbox({ sandboxId, holder: 'parent', wait: true });
  expect(last.remainingHolders).toEqual([]);
  expect(sandboxOf(last).state).toBe('SANDBOX_STATE_RELEASED');
  expect(await scene.engine.containers()).toEqual([]);
});

test('a release that names no holder is refused while somebody holds it, and force ends it for all', async () => {
  const scene = await startScene();
  const { id: sandboxId } = await acquire(scene, 's1', { holder: 'parent' });
  const refusal = await refusalOf(scene.client.releaseSandbox({ sandboxId }));
  expect(refusal).toMatchObject({ reason: 'SANDBOX_HELD', metadata: { holders: 'parent' } });
  const forced = await scene.client.releaseSandbox({ sandboxId, force: true, wait: true });
  expect(sandboxOf(forced)).toMatchObject({ state: 'SANDBOX_STATE_RELEASED', holders: [] });
});

test('who holds nothing cannot end the hold of another', async () => {
  const scene = await startScene();
  const { id: sandboxId } = await acquire(scene, 's1', { holder: 'parent' });
  const answer = await scene.client.releaseSandbox({ sandboxId, holder: 'stranger' });
  expect(answer.remainingHolders).toEqual(['parent']);
  expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
});

test('holding twice is holding once', async () => {
  const scene = await startScene();
  const { id: sandboxId } = await acquire(scene, 's1', { holder: 'parent' });
  await acquire(scene, 's1', { holder: 'parent' });
  const answer = await scene.client.releaseSandbox({ sandboxId, holder: 'parent', wait: true });
  expect(sandboxOf(answer).state).toBe('SANDBOX_STATE_RELEASED');
});

test('holders survive the death of the daemon (R11)', async () => {
  const scene = await startScene();
  const { id: sandboxId } = await acquire(scene, 's1', { holder: 'parent' });
  await acquire(scene, 's1', { holder: 'child' });
  await scene.daemon.restart();
  const answer = await scene.client.releaseSandbox({ sandboxId, holder: 'parent' });
  expect(answer.remainingHolders).toEqual(['child']);
});

test('twenty holders come at once and all are there', async () => {
  const scene = await startScene();
  const names = Array.from({ length: 20 }, (_, index) => `h${index}`);
  const sandboxes = await Promise.all(names.map(async (holder) => await acquire(scene, 's1', { holder })));
  const sandboxId = sandboxes[0]?.id ?? '';
  expect((await getSandbox(scene, sandboxId)).holders.toSorted()).toEqual(names.toSorted());
  await Promise.all(names.map(async (holder) => await scene.client.releaseSandbox({ sandboxId, holder, wait: true })));
  expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASED');
  expect(await scene.engine.containers()).toEqual([]);
});

test('an acquire with a holder that comes during the last release gets a new sandbox (B3-34)', async () => {
  const scene = await startScene();
  const first = await acquire(scene, 's1', { holder: 'one' });
  await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: 500, count: 1 });
  await scene.client.releaseSandbox({ sandboxId: first.id, holder: 'one' });
  const second = await acquire(scene, 's1', { holder: 'two' });
  expect(second.id).not.toBe(first.id);
  expect(second.holders).toEqual(['two']);
});
