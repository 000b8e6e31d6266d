// How callers may name a sandbox, and that an operator's call sent twice is done once (R8).

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { makeId } from '../support/spec.ts';
import { seedOf } from '../support/fake-engine.ts';
import { acquire, patienceMs, refusalOf, type Scene, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const namedInEveryWay = (sandbox: { readonly id: string; readonly containerName: string }): readonly string[] => [
  sandbox.id,
  sandbox.id.slice(0, 20),
  sandbox.containerName,
];

test('KeepAlive takes an id, a unique prefix and a container name', async () => {
  const scene = await startScene();
  const sandbox = await acquire(scene);
  for (const sandboxId of namedInEveryWay(sandbox)) {
    expect(await scene.client.keepAliveSandbox({ sandboxId })).toMatchObject({ generation: '1' });
  }
});

test('events of one sandbox are found by id, unique prefix and container name, and by id after its record', async () => {
  const scene = await startScene({ config: { released_ttl: '1ms' } });
  const sandbox = await acquire(scene);
  await acquire(scene, 'another');
  for (const sandboxId of namedInEveryWay(sandbox)) {
    expect(await idsOfEvents(scene, sandboxId)).toEqual(new Set([sandbox.id]));
    for await (const frame of scene.client.watchEvents({ fromStart: true, filter: { sandboxId } })) {
      if (frame.event === null || frame.event === undefined) continue;
      expect(frame.event.sandboxId).toBe(sandbox.id);
      break;
    }
  }
  await scene.client.releaseSandbox({ sandboxId: sandbox.id, wait: true });
  await purge(scene);
  expect(await refusalOf(scene.client.getSandbox({ sandboxId: sandbox.id }))).toMatchObject({
    reason: 'SANDBOX_NOT_FOUND',
  });
  expect(await idsOfEvents(scene, sandbox.id)).toEqual(new Set([sandbox.id]));
});

test('Resume says where the sandbox is reached, as Start does', async () => {
  const scene = await startScene();
  const { id } = await acquire(scene);
  await scene.client.pauseSandbox({ sandboxId: id });
  const resumed = await scene.client.resumeSandbox({ sandboxId: id, requestId: randomUUID() });
  const { endpoint } = await scene.client.getSandbox({ sandboxId: id });
  expect(resumed.endpoint?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(resumed.endpoint).toEqual(endpoint);
});

test('removing an orphan again under its request_id is the same answer, and another body is refused (R8)', async () => {
  const scene = await startScene();
  const containerName = await makeOrphan(scene);
  const request = { containerName, requestId: randomUUID() };
  expect(await scene.client.removeOrphan(request)).toEqual({});
  expect(await scene.client.removeOrphan(request)).toEqual({});
  expect(await refusalOf(scene.client.removeOrphan({ containerName }))).toMatchObject({ reason: 'ORPHAN_NOT_FOUND' });
  const otherBody = { ...request, containerName: 'another' };
  expect(await refusalOf(scene.client.removeOrphan(otherBody))).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
});

test('adopting an orphan again under its request_id gives the sandbox that it became (R8)', async () => {
  const scene = await startScene();
  const containerName = await makeOrphan(scene);
  const request = { containerName, session: { session: 's1' }, requestId: randomUUID() };
  const first = await scene.client.adoptOrphan(request);
  expect(first.sandbox).toMatchObject({ containerName, state: 'SANDBOX_STATE_RUNNING' });
  expect(await scene.client.adoptOrphan(request)).toEqual(first);
});

test('a drain that is sent again after it was undone does not drain again (R8)', async () => {
  const scene = await startScene();
  const request = { requestId: randomUUID() };
  expect(await scene.client.drain(request)).toMatchObject({ draining: true });
  await scene.client.drain({ undo: true, requestId: randomUUID() });
  expect(await scene.client.drain(request)).toMatchObject({ draining: true });
  expect(await acquire(scene)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING' });
});

test('recovering twice under one request_id answers alike (R8)', async () => {
  const scene = await startScene();
  const request = { action: 'RECOVER_ACTION_ACCEPT', requestId: randomUUID() } as const;
  const first = await scene.client.recover(request);
  expect(first).toMatchObject({ items: [] });
  expect(await scene.client.recover(request)).toEqual(first);
  const otherBody = { ...request, action: 'RECOVER_ACTION_DISCARD' } as const;
  expect(await refusalOf(scene.client.recover(otherBody))).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
});

async function idsOfEvents(scene: Scene, sandboxId: string): Promise<ReadonlySet<string>> {
  const { events } = await scene.client.listEvents({ filter: { sandboxId } });
  return new Set(events.map((event) => event.sandboxId));
}

async function purge(scene: Scene): Promise<void> {
  await waitUntil(async () => (await scene.client.runSweep({ loop: 'released' })).counters['deleted'] === '1', {
    timeoutMs: patienceMs,
    what: 'the released record is deleted',
  });
}

/** A running container with the label of this daemon that no record explains; gives its name. */
async function makeOrphan(scene: Scene): Promise<string> {
  const { instanceId } = await scene.client.getInfo({});
  await scene.engine.seed(seedOf(instanceId, [makeId()], 'base'));
  await scene.client.reconcile({});
  const { orphans } = await scene.client.listOrphans({});
  const [orphan] = orphans;
  if (orphan === undefined) throw new Error('the container is no orphan');
  return orphan.containerName;
}
