// A storage of workspaces whose calls die, or meet code that changes the workspace under their hands.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import type { TransferRequest } from '../../support/storage-transfer.ts';
import { call } from '../../support/spec.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { describeTree, makeTree, type Tree } from '../../support/tree.ts';
import {
  blobsOf,
  dieAt,
  makeSubject,
  partBytes,
  type StoragePlace,
  stopAt,
  storedManifest,
  type Subject,
} from './subject.ts';

const key = 'killed/work';
const files = 40;

export function killClauses(makePlace: () => Promise<StoragePlace>): void {
  describe('a death during an upload', () => uploadDeaths(makePlace));
  describe('a death during a download', () => downloadDeaths(makePlace));
  describe('a death during a removal', () => removalDeaths(makePlace));
  describe('code that changes the workspace meanwhile', () => hostileClauses(makePlace));
}

function manyFiles(): Tree {
  const names = Array.from({ length: files }, (_unused, index) => `file-${index}`);
  return { below: Object.fromEntries(names.map((name) => [name, randomBytes(5000)])) };
}

function request(subject: Subject, verb: TransferRequest['verb'], directory: string): TransferRequest {
  return { settings: subject.settings(), verb, key, directory };
}

function uploadDeaths(makePlace: () => Promise<StoragePlace>): void {
  test('in the middle keeps the old snapshot, and what was sent is not sent again', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, { old: 'old work' });
    const before = await storage.upload(key, workspace, call());
    const described = await describeTree(workspace);
    await makeTree(workspace, manyFiles());

    await dieAt(request(subject, 'upload', workspace), 'upload.after_blob=19*off->1*kill');
    const arrived = (await blobsOf(subject, key)).length - 1;
    expect(arrived).toBeGreaterThanOrEqual(20);
    await storage.download(key, restored, null, call());
    expect((await describeTree(restored)).slice(1)).toEqual(described.slice(1));

    const after = await storage.upload(key, workspace, call());
    // What was on its way may have arrived after the death.
    expect(after.sentFiles).toBeLessThanOrEqual(files - arrived);
    expect(after.snapshotId).not.toBe(before.snapshotId);
    await storage.download(key, `${restored}-2`, null, call());
    expect(await describeTree(`${restored}-2`)).toEqual(await describeTree(workspace));
  });

  test('before the manifest leaves only the manifest to be written', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, manyFiles());
    await dieAt(request(subject, 'upload', workspace), 'upload.before_manifest=kill');
    expect(await storage.download(key, restored, null, call())).toEqual({ outcome: 'absent' });
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0, entries: files + 1 });
  });

  test('after the manifest has stored the workspace; the next upload deletes what is named no more', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, { a: 'first', b: 'stays' });
    await storage.upload(key, workspace, call());
    await writeFile(path.join(workspace, 'a'), 'second');
    await dieAt(request(subject, 'upload', workspace), 'upload.after_manifest=kill');
    expect(await blobsOf(subject, key)).toHaveLength(3);
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0 });
    expect(await blobsOf(subject, key)).toHaveLength(2);
  });

  test('of one that is given up is tidied by the upload of something else', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace } = subject;
    await makeTree(workspace, manyFiles());
    await dieAt(request(subject, 'upload', workspace), 'upload.before_manifest=kill');
    await rm(path.join(workspace, 'below'), { recursive: true });
    await makeTree(workspace, { other: 'o' });
    await storage.upload(key, workspace, call());
    expect(await blobsOf(subject, key)).toHaveLength(1);
  });
}

function downloadDeaths(makePlace: () => Promise<StoragePlace>): void {
  test.each([
    'download.after_blob=9*off->1*kill',
    'download.before_swap=kill',
    'download.between_renames=kill',
    'download.after_swap=kill',
  ])('at %s leaves nothing half, and nothing lying about for long', async (failpoint) => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, manyFiles());
    const { snapshotId } = await storage.upload(key, workspace, call());
    await makeTree(restored, { empty: {} });

    await dieAt(request(subject, 'download', restored), failpoint);
    expect((await readdir(path.dirname(restored))).length).toBeGreaterThan(2);
    const isPlaced = failpoint.startsWith('download.after_swap');
    expect(await storage.download(key, restored, isPlaced ? snapshotId : null, call())).toEqual({
      outcome: isPlaced ? 'current' : 'downloaded',
      snapshotId,
    });
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
    expect((await readdir(path.dirname(restored))).sort()).toEqual(['restored', 'workspace']);
  });

  test('leaves nothing beside another workspace whose name begins alike', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, { a: 'a' });
    await storage.upload(key, workspace, call());
    const neighbour = `${restored}.restoring-notes`;
    await makeTree(neighbour, { mine: 'm' });
    await storage.download(key, restored, null, call());
    expect(await readFile(path.join(neighbour, 'mine'), 'utf8')).toBe('m');
  });
}

function removalDeaths(makePlace: () => Promise<StoragePlace>): void {
  test.each(['remove.after_manifest=kill', 'remove.after_blob=5*off->1*kill'])(
    'at %s is finished by the next removal',
    async (failpoint) => {
      const subject = await makeSubject(await makePlace());
      const { storage, workspace, restored } = subject;
      await makeTree(workspace, manyFiles());
      await storage.upload(key, workspace, call());
      await dieAt(request(subject, 'remove', ''), failpoint);
      expect(await storage.download(key, restored, null, call())).toEqual({ outcome: 'absent' });
      expect((await blobsOf(subject, key)).length).toBeGreaterThan(0);
      await storage.remove(key, call());
      expect(await blobsOf(subject, key)).toEqual([]);
    },
  );
}

function hostileClauses(makePlace: () => Promise<StoragePlace>): void {
  test('cannot make an upload read through a link that takes the place of a directory or a file', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    const outside = await temporaryDirectory('outside');
    await makeTree(outside, { file: 'a secret of the host' });
    await makeTree(workspace, { directory: { file: 'inner' }, file: 'plain', kept: 'kept' });
    const answer = await stopAt(request(subject, 'upload', workspace), 'upload.after_walk=stop', async () => {
      await rm(path.join(workspace, 'directory'), { recursive: true });
      await symlink(outside, path.join(workspace, 'directory'));
      await rm(path.join(workspace, 'file'));
      await symlink(path.join(outside, 'file'), path.join(workspace, 'file'));
    });
    expect(answer.result).toMatchObject({ entries: 2, bytes: 4, sentFiles: 1 });
    const { entries } = await storedManifest(subject, key);
    expect(entries.map((entry) => entry.path)).toEqual(['', 'directory', 'kept']);
    await storage.download(key, restored, null, call());
    expect(await readdir(restored, { recursive: true })).toEqual(['directory', 'kept']);
  });

  test('cannot make an upload store a file that is half old and half new', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    const size = 2 * partBytes;
    await makeTree(workspace, { file: Buffer.alloc(size, 'a') });
    const answer = await stopAt(request(subject, 'upload', workspace), 'upload.after_blob=1*stop', async () => {
      await writeFile(path.join(workspace, 'file'), Buffer.alloc(size, 'b'));
    });
    expect(answer.result).toMatchObject({ sentFiles: 1, bytes: size });
    await storage.download(key, restored, null, call());
    expect((await readFile(path.join(restored, 'file'))).equals(Buffer.alloc(size, 'b'))).toBe(true);
    expect(await blobsOf(subject, key)).toHaveLength(1);
  });

  test('cannot make a download write through a link that takes the place of a directory', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    const outside = await temporaryDirectory('outside');
    await makeTree(workspace, { ...manyFiles(), later: { link: '/nowhere' } });
    await storage.upload(key, workspace, call());
    const parent = path.dirname(restored);
    const answer = await stopAt(request(subject, 'download', restored), 'download.after_blob=1*stop', async () => {
      const building = (await readdir(parent)).find((name) => name.startsWith('restored.restoring-'));
      const directory = path.join(parent, building ?? '', 'below');
      await rename(directory, `${directory}-away`);
      await symlink(outside, directory);
    });
    expect(answer.error?.reason).toBe('PATH_ESCAPES');
    expect(await readdir(outside)).toEqual([]);
    expect((await readdir(parent)).sort()).toEqual(['workspace']);
  });

  test('has its files kept when they appear just before the restored workspace takes the place', async () => {
    const subject = await makeSubject(await makePlace());
    const { storage, workspace, restored } = subject;
    await makeTree(workspace, { a: 'stored' });
    const { snapshotId } = await storage.upload(key, workspace, call());
    await mkdir(restored);
    const answer = await stopAt(request(subject, 'download', restored), 'download.before_swap=stop', async () => {
      await writeFile(path.join(restored, 'mine'), 'm');
    });
    expect(answer.result).toEqual({ outcome: 'kept_local', snapshotId });
    expect(await readdir(restored)).toEqual(['mine']);
    expect((await readdir(path.dirname(restored))).sort()).toEqual(['restored', 'workspace']);
  });
}
