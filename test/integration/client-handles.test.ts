// The client's objects beside a real daemon: what the scenario of test/clients does not do with them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Client, type Sandbox } from '../../src/client/index.ts';
import { hasReason } from '../../src/client/errors.ts';
import { type ClientScene, startClientScene } from '../clients/scene.ts';
import { waitUntil } from '../support/wait.ts';

const workspace = '/workspace';
const waitMs = 20_000;

describe('the client of the package', () => {
  let scene: ClientScene;
  let client: Client;

  beforeAll(async () => {
    scene = await startClientScene();
    client = new Client({ socketPath: scene.daemon.socketPath });
  });

  afterAll(async () => {
    client.close();
    await scene.dispose();
  });

  const stateOf = async (box: Sandbox) => (await client.get(box.id)).state;

  it('releases a sandbox at the end of its block, unless it was detached', async () => {
    const left: Sandbox[] = [];
    {
      await using first = await client.acquire('block-1');
      await using second = await client.acquire({ user: 'ada', session: 'block-2' });
      left.push(first, second.detach());
    }
    await waitUntil(async () => (await stateOf(left[0] as Sandbox)) === 'RELEASED', {
      timeoutMs: waitMs,
      what: 'the first is released',
    });
    expect(await stateOf(left[1] as Sandbox)).toBe('RUNNING');
    await left[1]?.release({ wait: true });
  });

  it('makes further and anonymous sandboxes, and finds what is there', async () => {
    await using box = await client.acquire('further');
    await using further = await client.create('further');
    await using anonymous = await client.create(null, { labels: { a: '1' } });
    expect(new Set([box.id, further.id, anonymous.id]).size).toBe(3);
    expect((await client.discover('further'))?.id).toBe(box.id);
    expect(await client.discover('nobody')).toBeNull();
    await expect(anonymous.heartbeats()).rejects.toMatchObject({ status: 'FAILED_PRECONDITION' });
  });

  it('goes through the life of a sandbox', async () => {
    await using box = await client.acquire('life');
    const states = [await box.pause(), await box.resume(), await box.stop(), await box.start()].length;
    expect(states).toBe(4);
    expect((await box.refresh({ live: true })).state).toBe('RUNNING');
    await box.touch();
    expect((await box.explain()).sentences.length).toBeGreaterThan(0);
  });

  it('does with files what the contract has', async () => {
    await using box = await client.acquire('files');
    const { files } = box;
    await files.makeDirectory(`${workspace}/d`, { createParents: true });
    await files.writeText(`${workspace}/d/a`, 'one two\n');
    await files.writeText(`${workspace}/d/a`, 'three\n', { append: true });
    expect(await files.readText(`${workspace}/d/a`)).toBe('one two\nthree\n');
    expect((await files.readBytes(`${workspace}/d/a`, { offset: 4, limit: 3 })).toString()).toBe('two');
    expect((await files.chmod(`${workspace}/d/a`, 0o600)).mode).toBe(0o600);
    expect((await files.replace(`${workspace}/d/a`, 'two', '2')).count).toBe(1);
    expect((await files.grep(workspace, 'one 2')).matches.map(({ path }) => path)).toEqual([`${workspace}/d/a`]);
    expect((await files.glob(workspace, '**/a')).entries).toHaveLength(1);
    await files.copyIn(`${workspace}/e`, files.copyOut(`${workspace}/d`), { createParents: true });
    expect(await namesOf(files.list(`${workspace}/e`))).toEqual([`${workspace}/e/a`]);
    await files.move(`${workspace}/e/a`, `${workspace}/e/b`);
    expect([await files.exists(`${workspace}/e/a`), await files.exists(`${workspace}/e/b`)]).toEqual([false, true]);
    expect(await files.remove(`${workspace}/e`, { recursive: true })).toBe(true);
  });

  it('gives the output of a command in one piece, and attaches to one that has ended', async () => {
    await using box = await client.acquire('commands');
    await using sorted = await box.exec(['sort'], { openStdin: true });
    const { status, stdout } = await sorted.communicate('b\na\n');
    expect([stdout.toString(), status.exitCode]).toEqual(['a\nb\n', 0]);
    await using again = await box.attach(sorted.execId, { stdoutOffset: 2 });
    expect((await again.communicate()).stdout.toString()).toBe('b\n');
  });

  it('keeps a session alive over a restart, until the sandbox is released', async () => {
    const box = await client.acquire('kept');
    const keeper = await box.heartbeats({ everyMs: 200, heartbeatTimeout: { seconds: 600 } });
    await scene.daemon.restart();
    const before = keeper.beats;
    await waitUntil(() => keeper.beats > before + 1, {
      timeoutMs: waitMs,
      what: 'heartbeats are answered by the new daemon',
    });
    await box.release({ wait: true });
    expect(keeper.isRunning).toBe(false);
    keeper.check();
  });

  it('says what ended heartbeats', async () => {
    using keeper = await (await client.acquire('ended')).heartbeats({ everyMs: 200, expectedGeneration: 1 });
    await client.calls.reapSession({ session: { session: 'ended' } });
    await client.calls.restoreSession({ session: { session: 'ended' } });
    await waitUntil(() => !keeper.isRunning, { timeoutMs: waitMs, what: 'the heartbeats of an old generation end' });
    expect(() => keeper.check()).toThrow(expect.objectContaining({ reason: 'GENERATION_MISMATCH' }));
    await client.calls.releaseSession({ session: { session: 'ended' } });
  });

  it('ends a watch that waits when it is closed', async () => {
    await using watch = await client.watchEvents({ types: ['loop'] });
    const next = watch.next();
    await watch.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('fails with what the daemon says', async () => {
    const failure = await client.acquire('none', { reuseOnly: true }).catch((error: unknown) => error);
    expect(hasReason(failure, 'REUSE_NOT_FOUND')).toBe(true);
  });
});

async function namesOf(entries: AsyncIterable<{ readonly path: string }>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { path } of entries) names.push(path);
  return names;
}
