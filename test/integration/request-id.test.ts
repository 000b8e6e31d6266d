// The same request gets the same answer (R8).

import { describe, expect, test } from 'vitest';

import { acquire, anotherClient, getSandbox, refusalOf, sandboxOf, startScene } from '../support/scene.ts';

describe('a request_id', () => {
  test('gives the same answer again, byte for byte, also after a SIGKILL of the daemon', async () => {
    const scene = await startScene({ templates: { base: { token_env: 'TOKEN' } } });
    const request = { session: { session: 's1' }, requestId: 'request-1', labels: { a: 'b' } };
    const first = await scene.client.acquireSandbox(request);
    const { id: sandboxId } = sandboxOf(first);
    // An answer made anew would tell of these.
    await scene.client.updateSandbox({ sandbox: { id: sandboxId, labels: { changed: 'since' } } });
    await scene.client.pauseSandbox({ sandboxId });
    expect(await scene.client.acquireSandbox(request)).toEqual(first);
    await scene.daemon.restart();
    expect(await scene.client.acquireSandbox(request)).toEqual(first);
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_PAUSED');
  });

  test('with another body is REQUEST_ID_REUSED, also while the first one runs', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 400 } });
    const first = scene.client.acquireSandbox({ session: { session: 's1' }, requestId: 'request-1' });
    const other = { session: { session: 's2' }, requestId: 'request-1' };
    const during = refusalOf(scene.client.acquireSandbox(other));
    await first;
    for (const refusal of [await during, await refusalOf(scene.client.acquireSandbox(other))]) {
      expect(refusal).toMatchObject({ reason: 'REQUEST_ID_REUSED', status: 'ALREADY_EXISTS' });
    }
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('sent by ten callers at once runs once, and all get one answer', async () => {
    const scene = await startScene();
    const clients = Array.from({ length: 5 }, () => anotherClient(scene));
    const answers = await Promise.all(
      [...clients, ...clients].map(async (client) => await client.createSandbox({ requestId: 'request-1' })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('is of one namespace and one method', async () => {
    const scene = await startScene();
    const requestId = 'request-1';
    const one = await acquire(scene, 's1', { requestId });
    const other = sandboxOf(
      await scene.client.acquireSandbox({ session: { namespace: 'other', session: 's1' }, requestId }),
    );
    expect(other.id).not.toBe(one.id);
    expect(sandboxOf(await scene.client.createSandbox({ requestId })).id).not.toBe(one.id);
  });

  test('of a refused call is free again', async () => {
    const scene = await startScene();
    const request = { session: { session: 's1' }, requestId: 'request-1', template: 'later' };
    expect((await refusalOf(scene.client.acquireSandbox(request))).reason).toBe('UNKNOWN_TEMPLATE');
    scene.daemon.writeConfig(scene.config({}, { later: {} }));
    await scene.client.reload({});
    expect(sandboxOf(await scene.client.acquireSandbox(request)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('of a command runs it once', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const request = { sandboxId, requestId: 'request-1', argv: ['sh', '-c', 'echo x >> count; wc -l < count'] };
    const first = await scene.client.runExec(request);
    expect(first.stdout.toString().trim()).toBe('1');
    expect(await scene.client.runExec(request)).toEqual(first);
    const unnamed = await scene.client.runExec({ ...request, requestId: '' });
    expect(unnamed.stdout.toString().trim()).toBe('2');
  });

  test('of a release, a stop and an update answers as before', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const update = { sandbox: { id: sandboxId, labels: { a: '1' } }, requestId: 'update' };
    const updated = await scene.client.updateSandbox(update);
    const stopped = await scene.client.stopSandbox({ sandboxId, requestId: 'stop' });
    await acquire(scene);
    expect(await scene.client.stopSandbox({ sandboxId, requestId: 'stop' })).toEqual(stopped);
    expect(await scene.client.updateSandbox(update)).toEqual(updated);
    const released = await scene.client.releaseSandbox({ sandboxId, requestId: 'release', wait: true });
    expect(await scene.client.releaseSandbox({ sandboxId, requestId: 'release', wait: true })).toEqual(released);
  });
});
