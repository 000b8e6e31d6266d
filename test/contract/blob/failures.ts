// What a storage of workspaces says when something is wrong, and what it leaves alone then.

import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { ManualClock } from '../../support/clock.ts';
import { call } from '../../support/spec.ts';
import { mountTmpfs, noTmpfsBecause } from '../../support/tmpfs.ts';
import { describeTree, makeTree, type Tree } from '../../support/tree.ts';
import {
  blobsOf,
  exists,
  expectReason,
  makeSubject,
  manifestFile,
  openStorage,
  type StoragePlace,
  type Subject,
} from './subject.ts';

const key = 'team-b/work';

export function failureClauses(makePlace: () => Promise<StoragePlace>): void {
  describe('damage in the storage', () => damageClauses(makePlace));
  describe('a limit', () => limitClauses(makePlace));
  describe('the end of a call', () => endClauses(makePlace));
  describe('a local disk', () => localDiskClauses(makePlace));

  test('a key that is no plain relative path is refused', async () => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'a' });
    for (const wrong of ['', '/absolute', 'a/../b', '.hidden', 'a//b', 'a/', 'new\nline']) {
      await expectReason(storage.upload(wrong, workspace, call()), 'INVALID_FIELD');
    }
  });

  test('a workspace that is not there, or is no directory, is not stored as an empty one', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'a' });
    await storage.upload(key, workspace, call());
    await expectReason(storage.upload(key, `${workspace}-missing`, call()), 'FILE_NOT_FOUND');
    await expectReason(storage.upload(key, path.join(workspace, 'a'), call()), 'NOT_A_DIRECTORY');
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });
}

async function stored(place: StoragePlace): Promise<Subject> {
  const subject = await makeSubject(place);
  await makeTree(subject.workspace, { 'notes.txt': 'a note', other: { b: 'more' } });
  await subject.storage.upload(key, subject.workspace, call());
  return subject;
}

function damageClauses(makePlace: () => Promise<StoragePlace>): void {
  /** "a note" and "more". */
  const digestOfMore = '187897ce0afcf20b50ba2b37dca84a951b7046f29ed5ab94f010619f69d6e189';

  async function expectCorrupt({ storage, restored }: Subject, what: RegExp): Promise<void> {
    const error = await expectReason(storage.download(key, restored, null, call()), 'STORAGE_CORRUPT');
    expect(error.message).toMatch(what);
    expect(error.message).toContain(key);
    expect(await readdir(path.dirname(restored))).toEqual(['workspace']);
  }

  test('to the content of a file is found, and the file is named', async () => {
    const subject = await stored(await makePlace());
    const blob = path.join(subject.objectsDirectory, key, 'blobs', digestOfMore);
    await writeFile(blob, 'mare');
    await expectCorrupt(subject, /"other\/b" is not what it was/);
    await writeFile(blob, 'more and more');
    await expectCorrupt(subject, /"other\/b" is longer/);
  });

  test('that loses content is found, and the next upload mends it', async () => {
    const subject = await stored(await makePlace());
    const blob = path.join(subject.objectsDirectory, key, 'blobs', digestOfMore);
    await truncate(blob, 2);
    await expectCorrupt(subject, /"other\/b" is shorter/);
    await rm(blob);
    await expectCorrupt(subject, /"other\/b" is missing/);
    const { storage, workspace, restored } = subject;
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 1, sentBytes: 4 });
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });

  test.each<[string, (text: string) => string]>([
    ['is cut off', (text) => text.slice(0, -20)],
    ['is empty', () => ''],
    ['is something else', () => '<html>\n'],
    ['leads out of the workspace', (text) => text.replace('"notes.txt"', '"../notes.txt"')],
    ['names other content', (text) => text.replace(digestOfMore, '0'.repeat(64))],
    ['is of a later version', (text) => text.replace('"version":1', '"version":2')],
  ])('to the manifest, so that it %s, is found, and the next upload replaces it', async (_what, damage) => {
    const subject = await stored(await makePlace());
    const file = manifestFile(subject, key);
    const before = await readFile(file, 'utf8');
    await writeFile(file, damage(before));
    await expectCorrupt(subject, /manifest/);
    const { storage, workspace, restored, logger } = subject;
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0, entries: 3 });
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });
}

function limitClauses(makePlace: () => Promise<StoragePlace>): void {
  test('of entries or bytes is met before anything is sent', async () => {
    const place = await makePlace();
    const { workspace } = await makeSubject(place);
    await makeTree(workspace, { a: 'aa', b: { c: 'cc', d: { link: 'a' } } });
    const exact = openStorage(place, { limits: { maxEntries: 4, maxBytes: 4 } }).storage;
    const fewer = openStorage(place, { limits: { maxEntries: 3 } }).storage;
    const smaller = openStorage(place, { limits: { maxBytes: 3 } }).storage;
    for (const storage of [fewer, smaller]) {
      const error = await expectReason(storage.upload(key, workspace, call()), 'WORKSPACE_TOO_LARGE');
      expect(error.message).toMatch(/storage\.max_(entries|bytes)/);
    }
    expect(await blobsOf(place, key)).toEqual([]);
    expect(await exact.upload(key, workspace, call())).toMatchObject({ entries: 4, bytes: 4 });
  });

  test('of bytes is met by a file that is mostly a hole', async () => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(workspace, { hole: '' });
    await truncate(path.join(workspace, 'hole'), 2 ** 42);
    await expectReason(storage.upload(key, workspace, call()), 'WORKSPACE_TOO_LARGE');
  });

  test('of depth is met without using up what the process may open', async () => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(path.join(workspace, ...Array.from({ length: 300 }, () => 'd')), { a: 'a' });
    const error = await expectReason(storage.upload(key, workspace, call()), 'WORKSPACE_TOO_LARGE');
    expect(error.message).toContain('deep');
  });

  test('is met by a download too, and nothing is made', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { a: 'aa', b: 'bb' });
    await storage.upload(key, workspace, call());
    for (const limits of [{ maxEntries: 1 }, { maxBytes: 3 }]) {
      const small = openStorage(place, { limits }).storage;
      await expectReason(small.download(key, restored, null, call()), 'WORKSPACE_TOO_LARGE');
      expect(await exists(restored)).toBe(false);
    }
  });
}

function endClauses(makePlace: () => Promise<StoragePlace>): void {
  test('by its deadline says what was going on, and leaves nothing behind', async () => {
    const place = await makePlace();
    const clock = new ManualClock();
    const { storage, workspace, restored } = await makeSubject(place, { clock });
    await makeTree(workspace, { a: 'a' });
    const uploading = storage.upload(key, workspace, call(5000));
    clock.advance(5000);
    const error = await expectReason(uploading, 'STORAGE_UNAVAILABLE');
    expect(error.message).toMatch(/^storing workspace team-b\/work \(.+\): not done within 5000 ms$/);
    await storage.upload(key, workspace, call());
    const downloading = storage.download(key, restored, null, call(5000));
    clock.advance(5000);
    await expectReason(downloading, 'STORAGE_UNAVAILABLE');
    expect(await readdir(path.dirname(restored))).toEqual(['workspace']);
    expect(clock.sleepers).toBe(0);
  });

  test('by its caller throws what the caller gave as reason', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'a' });
    const reason = new Error('the caller went away');
    const early = call(1000, AbortSignal.abort(reason));
    await expect(storage.upload(key, workspace, early)).rejects.toBe(reason);
    await expect(storage.download(key, restored, null, early)).rejects.toBe(reason);
    await expect(storage.remove(key, early)).rejects.toBe(reason);
    for (const begin of [
      (signal: AbortSignal) => storage.upload(key, workspace, call(60_000, signal)),
      (signal: AbortSignal) => storage.download(key, restored, null, call(60_000, signal)),
      (signal: AbortSignal) => storage.remove(key, call(60_000, signal)),
    ]) {
      const controller = new AbortController();
      const running = begin(controller.signal);
      controller.abort(reason);
      await expect(running).rejects.toBe(reason);
    }
    expect(await readdir(path.dirname(restored))).toEqual(['workspace']);
  });
}

function localDiskClauses(makePlace: () => Promise<StoragePlace>): void {
  if (noTmpfsBecause !== null) console.warn(`a full local disk is not tested: ${noTmpfsBecause}`);

  const small = Object.fromEntries(Array.from({ length: 100 }, (_unused, index) => [`file-${index}`, 'x']));

  test.skipIf(noTmpfsBecause !== null).each<[string, string, Tree]>([
    ['has too few bytes from the start', 'size=1m', { big: new Uint8Array(3_000_000) }],
    ['is full before the last file', 'size=200k', small],
    ['has no room for more files', 'size=8m,nr_inodes=50', small],
  ])('that %s is NO_SPACE, and stays as empty as it was', async (_what, options, tree) => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(workspace, tree);
    await storage.upload(key, workspace, call());
    const disk = await mountTmpfs(options);
    const error = await expectReason(storage.download(key, path.join(disk, 'w'), null, call()), 'NO_SPACE');
    expect(error.message).toContain(key);
    expect(await readdir(disk)).toEqual([]);
  });
}
