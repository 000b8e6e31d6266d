// Start, stop, pause, resume, update, list and explain through the API.

import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { acquire, getSandbox, refusalOf, sandboxOf, startScene, waitForState } from '../support/scene.ts';

describe('stop and start', () => {
  test('keep the container and give it an endpoint that answers again', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerId } = await acquire(scene);
    const stopped = sandboxOf(await scene.client.stopSandbox({ sandboxId }));
    expect(stopped).toMatchObject({ state: 'SANDBOX_STATE_STOPPED', containerId });
    expect((await scene.client.getSandbox({ sandboxId })).endpoint).toBeNull();
    const started = await scene.client.startSandbox({ sandboxId });
    expect(sandboxOf(started)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', containerId, generation: '1' });
    expect((await fetch(`${started.endpoint?.url}/v1/sandbox`)).status).toBe(200);
  });

  test('twice are as good as once; in the wrong state they are WRONG_STATE', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    for (let round = 0; round < 2; round += 1) await scene.client.pauseSandbox({ sandboxId });
    for (let round = 0; round < 2; round += 1) await scene.client.resumeSandbox({ sandboxId });
    for (let round = 0; round < 2; round += 1) await scene.client.stopSandbox({ sandboxId });
    const refusal = await refusalOf(scene.client.pauseSandbox({ sandboxId }));
    expect(refusal).toMatchObject({ reason: 'WRONG_STATE', status: 'FAILED_PRECONDITION' });
    for (let round = 0; round < 2; round += 1) await scene.client.startSandbox({ sandboxId });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('of a container that is gone is SANDBOX_LOST, and the record says so', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerName } = await acquire(scene);
    await scene.client.stopSandbox({ sandboxId });
    await scene.engine.control({ action: 'stop_events', mode: 'silent' });
    await scene.engine.control({ action: 'remove_container', name: containerName });
    expect((await refusalOf(scene.client.startSandbox({ sandboxId }))).reason).toBe('SANDBOX_LOST');
    await waitForState(scene, sandboxId, 'LOST');
    expect(sandboxOf(await scene.client.restoreSandbox({ sandboxId }))).toMatchObject({
      state: 'SANDBOX_STATE_RUNNING',
      generation: '2',
    });
  });

  test('a template with auto_start: false leaves its container made and not started', async () => {
    const scene = await startScene({ templates: { base: { auto_start: false } } });
    const sandbox = sandboxOf(await scene.client.createSandbox({ session: { session: 's1' } }));
    expect(sandbox.state).toBe('SANDBOX_STATE_STOPPED');
    expect((await scene.engine.containers()).map(({ phase }) => phase)).toEqual(['created']);
    const started = await scene.client.startSandbox({ sandboxId: sandbox.id });
    expect((await fetch(`${started.endpoint?.url}/v1/sandbox`)).status).toBe(200);
  });
});

describe('a command in a sandbox', () => {
  test('that is not running is refused, in one that is lost it says so', async () => {
    const scene = await startScene();
    const { id: sandboxId, containerName } = await acquire(scene);
    await scene.client.stopSandbox({ sandboxId });
    const argv = ['true'];
    expect((await refusalOf(scene.client.runExec({ sandboxId, argv }))).reason).toBe('WRONG_STATE');
    await scene.client.startSandbox({ sandboxId });
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, sandboxId, 'LOST');
    expect((await refusalOf(scene.client.runExec({ sandboxId, argv }))).reason).toBe('SANDBOX_LOST');
  });

  test('gives exit code and output apart, and is bounded in time', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const done = await scene.client.runExec({ sandboxId, shell: 'echo out; echo err >&2; exit 3' });
    expect(done).toMatchObject({ exitCode: 3, timedOut: false });
    expect([done.stdout.toString(), done.stderr.toString()]).toEqual(['out\n', 'err\n']);
    const late = await scene.client.runExec({ sandboxId, argv: ['sleep', '600'], timeout: durationFromMs(200) });
    expect(late.timedOut).toBe(true);
    expect(late.exitCode).toBeUndefined();
  });
});

describe('update', () => {
  test('changes the fields of the mask and no others', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene, 's1', { labels: { a: '1' }, annotations: { n: '1' } });
    const changed = sandboxOf(
      await scene.client.updateSandbox({
        sandbox: { id, labels: { b: '2' }, annotations: { n: '2' } },
        updateMask: { paths: ['labels'] },
      }),
    );
    expect(changed).toMatchObject({ labels: { b: '2' }, annotations: { n: '1' } });
    const unknown = scene.client.updateSandbox({ sandbox: { id }, updateMask: { paths: ['state'] } });
    expect((await refusalOf(unknown)).fieldViolations[0]?.field).toBe('update_mask');
  });

  test('with an etag is refused when the sandbox has changed since', async () => {
    const scene = await startScene();
    const { id, etag } = await acquire(scene);
    const sandbox = { id, etag, labels: { a: '1' } };
    await scene.client.updateSandbox({ sandbox });
    const refusal = await refusalOf(scene.client.updateSandbox({ sandbox: { ...sandbox, labels: { a: '2' } } }));
    expect(refusal).toMatchObject({ reason: 'CONFLICT', status: 'ABORTED' });
    expect((await getSandbox(scene, id)).labels).toEqual({ a: '1' });
  });
});

describe('reading', () => {
  test('a list comes in pages that hold every sandbox once', async () => {
    const scene = await startScene({ engineArgs: ['--no-listeners'], templates: { base: { readiness: {} } } });
    const made = new Set<string>();
    for (let index = 0; index < 7; index += 1) made.add((await acquire(scene, `s${index}`)).id);
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = await scene.client.listSandboxes({ pageSize: 3, pageToken });
      seen.push(...page.sandboxes.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen.toSorted()).toEqual([...made].toSorted());
    expect((await refusalOf(scene.client.listSandboxes({ pageToken: 'nonsense' }))).reason).toBe('INVALID_PAGE_TOKEN');
  });

  test('a filter picks by session, template, state and label', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const one = await acquire(scene, 's1', { labels: { team: 'a' } });
    const two = await acquire(scene, 's2', { template: 'other' });
    await scene.client.pauseSandbox({ sandboxId: two.id });
    const ids = async (filter: object): Promise<readonly string[]> =>
      (await scene.client.listSandboxes({ filter })).sandboxes.map(({ id }) => id);
    expect(await ids({ session: 's1' })).toEqual([one.id]);
    expect(await ids({ template: 'other' })).toEqual([two.id]);
    expect(await ids({ states: ['SANDBOX_STATE_PAUSED'] })).toEqual([two.id]);
    expect(await ids({ labels: { team: 'a' } })).toEqual([one.id]);
    expect(await ids({ namespace: 'other' })).toEqual([]);
  });

  test('an id prefix and a container name find the sandbox', async () => {
    const scene = await startScene();
    const { id, containerName } = await acquire(scene);
    expect((await getSandbox(scene, id.slice(0, 12))).id).toBe(id);
    expect((await getSandbox(scene, containerName)).id).toBe(id);
  });

  test('discover finds by key and changes nothing, and says why it found none', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const session = { session: 's1' };
    expect(await scene.client.discoverSandbox({ session })).toMatchObject({
      sandbox: null,
      message: 'session s1 has no sandbox',
    });
    const { id } = await acquire(scene);
    const { eventSeq } = await scene.client.getInfo({});
    expect((await scene.client.discoverSandbox({ session })).sandbox?.id).toBe(id);
    expect((await scene.client.discoverSandbox({ session, template: 'other' })).message).toContain('none of template');
    expect((await scene.client.getInfo({})).eventSeq).toBe(eventSeq);
  });

  test('every move is an event with reason, actor and states, in order and without gaps', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.client.pauseSandbox({ sandboxId });
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    const { events } = await scene.client.listEvents({ filter: { sandboxId } });
    const moves = events.filter(({ oldState, newState }) => oldState !== newState);
    expect(moves.map(({ newState }) => newState.replace('SANDBOX_STATE_', ''))).toEqual([
      'CREATING',
      'RUNNING',
      'PAUSED',
      'RELEASING',
      'RELEASED',
    ]);
    for (const { reason, actor } of moves) expect([reason, actor]).not.toContain('');
    const all = (await scene.client.listEvents({})).events.map(({ seq }) => Number(seq));
    expect(all).toEqual(all.map((_seq, index) => (all[0] ?? 0) + index));
  });
});
