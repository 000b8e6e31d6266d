// What only a storage in a directory can meet.

import { execFileSync } from 'node:child_process';
import { chmod, chown, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { call } from '../../support/spec.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { mountTmpfs, noTmpfsBecause } from '../../support/tmpfs.ts';
import { describeTree, makeTree } from '../../support/tree.ts';
import { blobsOf, dieAt, directoryPlace, expectReason, makeSubject, startTransfer, type Subject } from './subject.ts';

const key = 'team-c/work';
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

export function directoryClauses(): void {
  describe('the directory', () => placeClauses());
  describe('a daemon without rights', () => rightsClauses());
}

function placeClauses(): void {
  if (noTmpfsBecause !== null) console.warn(`a full or read-only storage is not tested: ${noTmpfsBecause}`);

  test.skipIf(noTmpfsBecause !== null)('that is full is STORAGE_FULL; what was there stays', async () => {
    const { storage, workspace, restored } = await makeSubject(directoryPlace(await mountTmpfs('size=2m')));
    await makeTree(workspace, { small: 's' });
    await storage.upload(key, workspace, call());
    const before = await describeTree(workspace);
    await writeFile(path.join(workspace, 'big'), Buffer.alloc(3_000_000, 'b'));
    const error = await expectReason(storage.upload(key, workspace, call()), 'STORAGE_FULL');
    expect(error.message).toMatch(/^"big" of workspace team-c\/work: .*ENOSPC$/);
    await storage.download(key, restored, null, call());
    expect((await describeTree(restored)).slice(1)).toEqual(before.slice(1));
  });

  test.skipIf(noTmpfsBecause !== null)('that is read-only is STORAGE_DENIED for what writes', async () => {
    const place = directoryPlace(await mountTmpfs('size=2m'));
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { small: 's' });
    await storage.upload(key, workspace, call());
    execFileSync('mount', ['-o', 'remount,ro', place.objectsDirectory]);
    await writeFile(path.join(workspace, 'small'), 'changed');
    await expectReason(storage.upload(key, workspace, call()), 'STORAGE_DENIED');
    await expectReason(storage.remove(key, call()), 'STORAGE_DENIED');
    expect(await storage.download(key, restored, null, call())).toMatchObject({ outcome: 'downloaded' });
  });

  test('that is a file is STORAGE_DENIED', async () => {
    const file = path.join(await temporaryDirectory('storage'), 'file');
    await writeFile(file, 'x');
    const { storage, workspace, restored } = await makeSubject(directoryPlace(file));
    await makeTree(workspace, { a: 'a' });
    await expectReason(storage.upload(key, workspace, call()), 'STORAGE_DENIED');
    await expectReason(storage.download(key, restored, null, call()), 'STORAGE_DENIED');
  });

  test('is made with the first upload, for the daemon alone, and is empty after the last removal', async () => {
    const parent = await temporaryDirectory('storage');
    const place = directoryPlace(path.join(parent, 'made', 'here'));
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { a: 'a' });
    expect(await storage.download(key, restored, null, call())).toEqual({ outcome: 'absent' });
    expect(await readdir(parent)).toEqual([]);
    await storage.upload(key, workspace, call());
    const modes = (await describeTree(place.objectsDirectory)).map((line) => /^\S+ (\d+)/.exec(line)?.[1]);
    expect(new Set(modes)).toEqual(new Set(['700', '600']));
    await storage.remove(key, call());
    expect(await readdir(place.objectsDirectory)).toEqual([]);
  });

  test('is rid of what a write that died had begun', async () => {
    const subject = await makeSubject(directoryPlace(await temporaryDirectory('storage')));
    const { storage, workspace, objectsDirectory } = subject;
    await makeTree(workspace, { a: 'a' });
    const request = { settings: subject.settings(), verb: 'upload', key, directory: workspace } as const;
    await dieAt(request, 'storage.before_rename=1*kill');
    await dieAt(request, 'storage.before_rename=1*off->1*kill');
    const left = await readdir(objectsDirectory, { recursive: true });
    expect(left.filter((name) => path.basename(name).startsWith('.incoming-'))).toHaveLength(1);
    await storage.upload(key, workspace, call());
    expect((await readdir(path.join(objectsDirectory, key))).sort()).toEqual(['blobs', 'manifest.json']);
    expect(await readdir(path.join(objectsDirectory, key, 'blobs'))).toEqual(await blobsOf(subject, key));
  });
}

function rightsClauses(): void {
  if (!isRoot) console.warn('a daemon without rights is not tested: only root may give rights up');

  /** A workspace and a storage that a user without rights can reach. */
  async function reachableSubject(): Promise<Subject> {
    const subject = await makeSubject(directoryPlace(await temporaryDirectory('storage')));
    for (const directory of [path.dirname(subject.workspace), subject.objectsDirectory]) {
      await chown(directory, nobody, nobody);
      await chmod(directory, 0o755);
    }
    return subject;
  }

  async function asNobody(subject: Subject, verb: 'upload' | 'download', directory: string): Promise<unknown> {
    const request = { settings: subject.settings(), verb, key, directory, asUser: nobody };
    const { answer } = await startTransfer(request).ended;
    return answer?.error ?? answer?.result;
  }

  test.skipIf(!isRoot)('stores and restores what is its own', async () => {
    const subject = await reachableSubject();
    await makeTree(subject.workspace, { a: 'a', below: { b: 'b' }, link: { link: 'a' } });
    execFileSync('chown', ['-hR', `${nobody}:${nobody}`, subject.workspace]);
    expect(await asNobody(subject, 'upload', subject.workspace)).toMatchObject({ entries: 4 });
    expect(await asNobody(subject, 'download', subject.restored)).toMatchObject({ outcome: 'downloaded' });
    expect(await describeTree(subject.restored)).toEqual(await describeTree(subject.workspace));
  });

  test.skipIf(!isRoot)('is told of a file that it may not read, and stores nothing half', async () => {
    const subject = await reachableSubject();
    await makeTree(subject.workspace, { a: 'a', below: { secret: 's' } });
    await chmod(path.join(subject.workspace, 'below', 'secret'), 0o600);
    const error = await asNobody(subject, 'upload', subject.workspace);
    expect(error).toMatchObject({ reason: 'FILE_PERMISSION_DENIED' });
    expect(error).toMatchObject({ message: expect.stringContaining('"below/secret" of workspace team-c/work') });
    expect(await subject.storage.download(key, subject.restored, null, call())).toEqual({ outcome: 'absent' });
  });

  test.skipIf(!isRoot)('is told that it may not give files to their owner, and makes nothing', async () => {
    const subject = await reachableSubject();
    await makeTree(subject.workspace, { a: 'of root' });
    await subject.storage.upload(key, subject.workspace, call());
    execFileSync('chown', ['-R', `${nobody}:${nobody}`, subject.objectsDirectory]);
    expect(await asNobody(subject, 'download', subject.restored)).toMatchObject({ reason: 'WORKSPACE_OWNER' });
    expect(await readdir(path.dirname(subject.restored))).toEqual(['workspace']);
  });

  test.skipIf(!isRoot)('is denied a storage that belongs to another', async () => {
    const subject = await reachableSubject();
    await makeTree(subject.workspace, { a: 'a' });
    await subject.storage.upload(key, subject.workspace, call());
    expect(await asNobody(subject, 'upload', subject.workspace)).toMatchObject({ reason: 'STORAGE_DENIED' });
    expect(await asNobody(subject, 'download', subject.restored)).toMatchObject({ reason: 'STORAGE_DENIED' });
  });
}
