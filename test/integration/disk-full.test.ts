// The disk of the state directory is full, under a running daemon: what is there can be read, used and let go, nothing
// new is taken, and all is back as soon as there is room (F25).

import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { healthOf } from '../support/raw-calls.ts';
import { acquire, getSandbox, patienceMs, refusalOf, type Scene, startScene } from '../support/scene.ts';
import { mountTmpfs, noTmpfsBecause } from '../support/tmpfs.ts';
import { waitUntil } from '../support/wait.ts';

if (noTmpfsBecause !== null) process.stderr.write(`skipped: ${noTmpfsBecause}\n`);

const blockBytes = 4096;
const fillerCharacters = 500;
const maxWrites = 5000;
/** Enough for the writes of an acquire that is under way. */
const sparePages = 20;

describe.skipIf(noTmpfsBecause !== null)('a full state directory', () => {
  test('refuses new sandboxes with a reason, serves the rest, and is over when there is room (F25)', async () => {
    const disk = await mountTmpfs('size=6m,mode=0700');
    const scene = await startScene({
      config: { state_dir: path.join(disk, 'state'), limits: { ballast_bytes: '1m' } },
    });
    const [used, released] = [await acquire(scene, 'used'), await acquire(scene, 'released')];
    const filler = fill(disk);
    await fillDatabase(scene, used.id);

    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 'new' } }));
    expect(refusal).toMatchObject({ reason: 'STORE_FULL', status: 'RESOURCE_EXHAUSTED', retryable: true });
    expect((await scene.client.getInfo({})).degraded.map(({ reason }) => reason)).toEqual(['STORE_FULL']);
    expect(await healthOf(scene.daemon.socketPath)).toBe('SERVING');
    expect((await getSandbox(scene, used.id)).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.listSandboxes({})).sandboxes.length).toBeGreaterThanOrEqual(2);
    expect((await scene.client.runExec({ sandboxId: used.id, argv: ['true'] })).exitCode).toBe(0);
    await scene.client.releaseSandbox({ sandboxId: released.id, wait: true });
    expect((await getSandbox(scene, released.id)).state).toBe('SANDBOX_STATE_RELEASED');
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([used.containerName]);

    rmSync(filler);
    // Nobody waits for a loop: the next acquire finds the room.
    expect((await acquire(scene, 'new')).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.getInfo({})).degraded).toEqual([]);
    await scene.daemon.kill();
    await scene.daemon.start();
    expect(await getSandbox(scene, used.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    expect((await getSandbox(scene, released.id)).state).toBe('SANDBOX_STATE_RELEASED');
  });

  test('survives a kill: the next start serves what is there and refuses what is new (F25)', async () => {
    const disk = await mountTmpfs('size=6m,mode=0700');
    const scene = await startScene({
      config: { state_dir: path.join(disk, 'state'), limits: { ballast_bytes: '1m' } },
    });
    const used = await acquire(scene, 'used');
    const filler = fill(disk);
    await fillDatabase(scene, used.id);
    await scene.daemon.kill();
    await scene.daemon.start({ waitFor: 'socket' });
    await waitUntil(async () => (await getSandbox(scene, used.id)).state === 'SANDBOX_STATE_RUNNING', {
      timeoutMs: patienceMs,
      what: 'the sandbox is served',
    });
    rmSync(filler);
    await waitUntil(async () => (await acquire(scene, 'new')).state === 'SANDBOX_STATE_RUNNING', {
      timeoutMs: patienceMs,
      what: 'new sandboxes are made',
    });
    expect((await acquire(scene, 'used')).id).toBe(used.id);
  });
});

/** Writes until the daemon has met the end of the disk. */
async function fillDatabase(scene: Scene, sandboxId: string): Promise<void> {
  for (let write = 0; write < maxWrites; write += 1) {
    const annotations = { filler: String(write).padEnd(fillerCharacters, 'x') };
    const update = { sandbox: { id: sandboxId, annotations }, updateMask: { paths: ['annotations'] } };
    try {
      await scene.client.updateSandbox(update);
    } catch (error) {
      expect((await refusalOf(Promise.reject(error))).reason).toBe('STORE_FULL');
      return;
    }
  }
  throw new Error('the database never met the end of the disk');
}

/** Leaves a few pages, so that a moment later there are none. */
function fill(directory: string): string {
  const file = path.join(directory, 'filler');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(blockBytes);
  try {
    while (statfsSync(directory).bavail > sparePages) writeSync(descriptor, block);
  } finally {
    closeSync(descriptor);
  }
  return file;
}
