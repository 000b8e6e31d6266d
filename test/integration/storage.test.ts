// Workspaces that outlive this host's directory: stored on recycle and release, fetched before a create (R13).

import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { readBytes, readText, writeBytes, writeText } from '../support/files.ts';
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
import { temporaryDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';

const file = '/workspace/work.bin';

interface Stored {
  readonly scene: Scene;
  readonly storage: string;
}

async function startStored(more: Readonly<Record<string, unknown>> = {}, failpoints?: string): Promise<Stored> {
  const storage = await temporaryDirectory('storage');
  const config = { storage: { kind: 'directory', directory: storage, ...more } };
  const scene = await startScene({ config, ...(failpoints === undefined ? {} : { failpoints }) });
  return { scene, storage };
}

async function reap(scene: Scene, session = 's1'): Promise<void> {
  await scene.client.reapSession({ session: { session }, wait: true });
}

/** As after a loss of the disk of this host. */
function loseWorkspace(directory: string): void {
  expect(existsSync(directory)).toBe(true);
  rmSync(directory, { recursive: true });
}

describe('a stored workspace', () => {
  test('comes back byte for byte after the directory of this host is gone (B3-38)', async () => {
    const { scene } = await startStored();
    const { id, workspacePath } = await acquire(scene);
    const bytes = randomBytes(300_000);
    await writeBytes(scene.client, id, file, bytes);
    await reap(scene);
    loseWorkspace(workspacePath);
    expect(await readBytes(scene.client, id, file)).toEqual(bytes);
    // Newer work is never replaced by what is stored.
    await writeText(scene.client, id, '/workspace/newer.txt', 'newer');
    await reap(scene);
    expect(await readText(scene.client, id, '/workspace/newer.txt')).toBe('newer');
    expect(await readBytes(scene.client, id, file)).toEqual(bytes);
  });

  test('serves a new sandbox of its session after a release', async () => {
    const { scene } = await startStored();
    const first = await acquire(scene);
    await writeText(scene.client, first.id, file, 'kept');
    await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    loseWorkspace(first.workspacePath);
    const second = await acquire(scene);
    expect(second.id).not.toBe(first.id);
    expect(await readText(scene.client, second.id, file)).toBe('kept');
  });

  test('does not hold what a link leads to', async () => {
    const { scene, storage } = await startStored();
    const { id, workspacePath } = await acquire(scene);
    const outside = path.join(scene.directory, 'secret.txt');
    writeFileSync(outside, 'of the host');
    symlinkSync(outside, path.join(workspacePath, 'planted'));
    await reap(scene);
    const stored = readdirSync(storage, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(stored.some(({ name }) => name.includes('manifest'))).toBe(true);
    for (const { parentPath, name } of stored) {
      expect(readFileSync(path.join(parentPath, name)).includes('of the host')).toBe(false);
    }
    loseWorkspace(workspacePath);
    await scene.client.restoreSandbox({ sandboxId: id });
    expect(readdirSync(workspacePath)).toContain('planted');
  });

  test('goes with delete_workspace, here and there', async () => {
    const { scene, storage } = await startStored();
    const first = await acquire(scene);
    await writeText(scene.client, first.id, file, 'gone');
    await reap(scene);
    await scene.client.releaseSandbox({ sandboxId: first.id, deleteWorkspace: true, wait: true });
    await waitUntil(
      async () => !readdirSync(storage, { recursive: true }).some((name) => String(name).includes('manifest')),
      {
        timeoutMs: patienceMs,
        what: 'nothing is stored',
      },
    );
    const second = await acquire(scene);
    expect((await refusalOf(readText(scene.client, second.id, file))).reason).toBe('FILE_NOT_FOUND');
  });

  test('stays where it is when only this host is cleared (workspace_ttl)', async () => {
    const storage = await temporaryDirectory('storage');
    const scene = await startScene({
      config: { workspace_ttl: '1ms', storage: { kind: 'directory', directory: storage } },
    });
    const first = await acquire(scene);
    await writeText(scene.client, first.id, file, 'kept');
    await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    await waitUntil(
      async () => {
        await scene.client.runSweep({ loop: 'events' });
        return !existsSync(first.workspacePath);
      },
      { timeoutMs: patienceMs, what: 'the directory of this host is gone' },
    );
    expect(await readText(scene.client, (await acquire(scene)).id, file)).toBe('kept');
  });
});

describe('a storage that fails', () => {
  test('keeps the sandbox RECYCLING with its files; Explain says why, and it is tried again', async () => {
    const { scene, storage } = await startStored();
    const { id } = await acquire(scene);
    await writeText(scene.client, id, file, 'kept');
    // A file where the storage has its directory: nothing can be written, also by root.
    const aside = `${storage}.aside`;
    renameSync(storage, aside);
    writeFileSync(storage, 'in the way');
    const refusal = await refusalOf(scene.client.reapSession({ session: { session: 's1' }, wait: true }));
    expect(refusal.reason).toMatch(/^STORAGE_/);
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RECYCLING');
    expect(await scene.engine.containers()).toEqual([]);
    const { sentences } = await scene.client.explainSandbox({ sandboxId: id });
    expect(sentences.join('\n')).toMatch(/has not succeeded in \d+ attempts/);
    rmSync(storage);
    renameSync(aside, storage);
    await waitForState(scene, id, 'RECYCLED');
    expect(await readText(scene.client, id, file)).toBe('kept');
  });

  test('fails a create with a typed error, and the next one succeeds', async () => {
    const { scene, storage } = await startStored();
    const { id, workspacePath } = await acquire(scene);
    await writeText(scene.client, id, file, 'kept');
    await reap(scene);
    loseWorkspace(workspacePath);
    const aside = `${storage}.aside`;
    renameSync(storage, aside);
    writeFileSync(storage, 'in the way');
    const refusal = await refusalOf(scene.client.runExec({ sandboxId: id, argv: ['true'] }));
    expect(refusal.reason).toMatch(/^STORAGE_/);
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RECYCLED');
    rmSync(storage);
    renameSync(aside, storage);
    expect(await readText(scene.client, id, file)).toBe('kept');
  });

  test('does not swallow what is too large: the files stay, the reason is told', async () => {
    const { scene } = await startStored({ max_bytes: '1m' });
    const { id } = await acquire(scene);
    await writeBytes(scene.client, id, file, randomBytes(1_100_000));
    const refusal = await refusalOf(scene.client.reapSession({ session: { session: 's1' }, wait: true }));
    expect(refusal.reason).toBe('WORKSPACE_TOO_LARGE');
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RECYCLING');
  });
});

describe('a storage_path', () => {
  test('is refused where no prefix allows it, and without a storage (R12)', async () => {
    const { scene } = await startStored({ allowed_paths: ['team-a'] });
    for (const storagePath of ['team-b/x', 'team-ab', 'default/default/s1']) {
      const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, storagePath }));
      expect(refusal).toMatchObject({ reason: 'STORAGE_PATH_DENIED', status: 'PERMISSION_DENIED' });
    }
    const bad = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, storagePath: '../x' }));
    expect(bad.reason).toBe('INVALID_FIELD');
    const without = await startScene();
    const refusal = await refusalOf(without.client.acquireSandbox({ session: { session: 's1' }, storagePath: 'x' }));
    expect(refusal.reason).toBe('STORAGE_PATH_DENIED');
  });

  test('is kept for the life of the workspace, and another session that names it begins with what is stored', async () => {
    const { scene, storage } = await startStored({ allowed_paths: ['team-a'] });
    const storagePath = 'team-a/shared';
    const first = sandboxOf(await scene.client.acquireSandbox({ session: { session: 's1' }, storagePath }));
    expect(first.storagePath).toBe(storagePath);
    await writeText(scene.client, first.id, file, 'shared');
    await reap(scene);
    expect(await readText(scene.client, first.id, file)).toBe('shared');
    expect((await getSandbox(scene, first.id)).storagePath).toBe(storagePath);
    expect(readdirSync(storage, { recursive: true }).some((name) => String(name).includes('team-a/shared'))).toBe(true);
    const second = sandboxOf(await scene.client.acquireSandbox({ session: { session: 's2' }, storagePath }));
    expect(await readText(scene.client, second.id, file)).toBe('shared');
  });
});

describe('a SIGKILL', () => {
  test.each(['storage.before_upload', 'storage.after_upload'])('at %s loses nothing', async (site) => {
    const { scene } = await startStored({}, `${site}=1*kill`);
    const { id, workspacePath } = await acquire(scene);
    const bytes = randomBytes(100_000);
    await writeBytes(scene.client, id, file, bytes);
    await Promise.allSettled([reap(scene)]);
    await scene.daemon.ended;
    await scene.daemon.start();
    await waitForState(scene, id, 'RECYCLED');
    loseWorkspace(workspacePath);
    expect(await readBytes(scene.client, id, file)).toEqual(bytes);
  });

  test('between the fetch of a workspace and its container loses nothing', async () => {
    // The first fetch is that of the create, which finds nothing.
    const { scene } = await startStored({}, 'storage.after_download=1*off->1*kill');
    const { id, workspacePath } = await acquire(scene);
    const bytes = randomBytes(100_000);
    await writeBytes(scene.client, id, file, bytes);
    await reap(scene);
    loseWorkspace(workspacePath);
    await Promise.allSettled([scene.client.runExec({ sandboxId: id, argv: ['true'] })]);
    await scene.daemon.ended;
    await scene.daemon.start();
    expect(await readBytes(scene.client, id, file)).toEqual(bytes);
  });
});
