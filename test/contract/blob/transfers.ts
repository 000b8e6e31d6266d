// What a storage of workspaces stores and brings back.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, chmod, chown, link, lutimes, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../../../src/host/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { call } from '../../support/spec.ts';
import { describeTree, makeTree, type Tree } from '../../support/tree.ts';
import {
  blobsOf,
  makeSubject,
  manifestFile,
  openStorage,
  partBytes,
  type StoragePlace,
  storedManifest,
} from './subject.ts';

const key = 'team-a/work';
/** So that what a test has just written was left alone for long. */
const anHourLater: Clock = { ...systemClock, wallMs: () => systemClock.wallMs() + 3_600_000 };
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('owners of files are not tested: only root may give files away');

const oddNames: Tree = {
  'with space': 'a',
  ' leading and trailing ': 'b',
  'ünïcödé-\u{1f600}': 'c',
  'cafe\u0301': 'decomposed',
  'caf\u00e9': 'composed',
  '\ufeffmark': 'd',
  'new\nline "quoted" \\ back': 'e',
  '.hidden': 'f',
  'manifest.json': 'g',
  blobs: { '-dash': 'h', '%2e%2e': 'i' },
  ['n'.repeat(255)]: 'j',
};

export function transferClauses(makePlace: () => Promise<StoragePlace>): void {
  describe('a round trip', () => roundTripClauses(makePlace));
  describe('the next upload', () => nextUploadClauses(makePlace));
  describe('a download', () => downloadClauses(makePlace));
  describe('a removal', () => removalClauses(makePlace));
}

function roundTripClauses(makePlace: () => Promise<StoragePlace>): void {
  test('brings back bytes, empty files, depth, odd names and links as they were', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, {
      random: randomBytes(300_000),
      zeros: new Uint8Array(100_000),
      empty: '',
      'empty directory': {},
      odd: oddNames,
      links: {
        outside: { link: '/etc/shadow' },
        dangling: { link: 'nowhere/at/all' },
        up: { link: '../../..' },
        directory: { link: '../odd' },
        absolute: { link: workspace },
      },
    });
    let deep = workspace;
    for (let depth = 0; depth < 100; depth += 1) deep = path.join(deep, `level-${depth}`);
    await makeTree(deep, { bottom: 'deep' });

    const uploaded = await storage.upload(key, workspace, call());
    const outcome = await storage.download(key, restored, null, call());
    expect(outcome).toEqual({ outcome: 'downloaded', snapshotId: uploaded.snapshotId });
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });

  test('brings back modes, owners and times, and neither set-uid nor set-gid', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { secret: 's', tool: 't', shared: { inner: 'i' }, old: 'o', link: { link: 'old' } });
    await chmod(path.join(workspace, 'secret'), 0o600);
    await chmod(path.join(workspace, 'tool'), 0o755);
    await chmod(path.join(workspace, 'shared'), 0o1777);
    await chmod(workspace, 0o750);
    await utimes(path.join(workspace, 'old'), 499_162_500, 499_162_500.123456);
    await lutimes(path.join(workspace, 'link'), 1_000_000_000, 1_000_000_000.5);
    await utimes(path.join(workspace, 'shared'), 1, -86_400.25);
    if (isRoot) {
      await chown(path.join(workspace, 'secret'), 1000, 1001);
      await chown(path.join(workspace, 'shared'), 1000, 1000);
      await chown(workspace, 1000, 1000);
    }
    await storage.upload(key, workspace, call());
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));

    await chmod(path.join(workspace, 'tool'), 0o6755);
    await storage.upload('other', workspace, call());
    await storage.download('other', `${restored}-2`, null, call());
    expect((await stat(path.join(`${restored}-2`, 'tool'))).mode & 0o7777).toBe(0o755);
  });

  test('of a file of many parts is the same to the byte, with hard links as files of their own', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { big: randomBytes(2 * partBytes + 12_345), exact: randomBytes(partBytes) });
    await link(path.join(workspace, 'big'), path.join(workspace, 'same'));
    const uploaded = await storage.upload(key, workspace, call());
    expect(uploaded).toMatchObject({ entries: 3, bytes: 5 * partBytes + 24_690, sentBytes: 3 * partBytes + 12_345 });
    expect(await blobsOf(place, key)).toHaveLength(4);
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
    expect((await stat(path.join(restored, 'big'))).nlink).toBe(1);
  });

  test('leaves out sockets, pipes and names that are no UTF-8, and says so', async () => {
    const place = await makePlace();
    const { storage, workspace, logger } = await makeSubject(place);
    await makeTree(workspace, { kept: 'k' });
    execFileSync('mkfifo', [path.join(workspace, 'pipe')]);
    await writeFile(Buffer.concat([Buffer.from(`${workspace}/bad-`), Buffer.from([0xff, 0xfe])]), 'b');
    const server = createServer().listen(path.join(workspace, 'socket'));
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    expect(await storage.upload(key, workspace, call())).toMatchObject({ entries: 1, bytes: 1 });
    const warned = logger.lines.filter(({ level }) => level === 'warn');
    expect(warned).toMatchObject([{ fields: { key, special: 2, unreadableNames: 1, vanished: 0 } }]);
  });

  test('of an empty workspace is an empty workspace', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await mkdir(workspace);
    expect(await storage.upload(key, workspace, call())).toMatchObject({ entries: 0, bytes: 0, sentFiles: 0 });
    expect(await storage.download(key, restored, null, call())).toMatchObject({ outcome: 'downloaded' });
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });
}

function nextUploadClauses(makePlace: () => Promise<StoragePlace>): void {
  const tree: Tree = { a: 'one', b: 'two', c: { d: 'three', e: 'four' }, f: { link: 'a' } };

  test('of an unchanged workspace sends nothing and has the same id, here and where it was restored', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, tree);
    const first = await storage.upload(key, workspace, call());
    expect(first).toMatchObject({ entries: 6, bytes: 15, sentFiles: 4, sentBytes: 15 });
    const unchanged = { ...first, sentFiles: 0, sentBytes: 0 };
    expect(await storage.upload(key, workspace, call())).toEqual(unchanged);
    await storage.download(key, restored, null, call());
    expect(await storage.upload(key, restored, call())).toEqual(unchanged);
  });

  test('sends one blob for one changed file, and what is deleted goes from the storage', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, tree);
    const first = await storage.upload(key, workspace, call());
    await writeFile(path.join(workspace, 'b'), 'changed');
    const second = await storage.upload(key, workspace, call());
    expect(second).toMatchObject({ sentFiles: 1, sentBytes: 7, bytes: 19 });
    expect(second.snapshotId).not.toBe(first.snapshotId);
    expect(await blobsOf(place, key)).toHaveLength(4);
    await rm(path.join(workspace, 'c'), { recursive: true });
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0, entries: 3, bytes: 10 });
    expect(await blobsOf(place, key)).toHaveLength(2);
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });

  test('notices a change that keeps the size and the time, of a file that was left alone for long', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace(), { clock: anHourLater });
    await makeTree(workspace, { release: 'version 1' });
    const file = path.join(workspace, 'release');
    await utimes(file, 499_162_500, 499_162_500);
    const first = await storage.upload(key, workspace, call());
    await writeFile(file, 'version 2');
    await utimes(file, 499_162_500, 499_162_500);
    const second = await storage.upload(key, workspace, call());
    expect(second).toMatchObject({ sentFiles: 1, sentBytes: 9 });
    expect(second.snapshotId).not.toBe(first.snapshotId);
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });

  test('writes nothing when nothing has changed; files that were just written are read once more before', async () => {
    const place = await makePlace();
    const { storage, workspace } = await makeSubject(place);
    const later = openStorage(place, { clock: anHourLater }).storage;
    await makeTree(workspace, tree);
    const manifestTime = async (): Promise<number> => (await stat(manifestFile(place, key))).mtimeMs;
    await storage.upload(key, workspace, call());
    const { entries } = await storedManifest(place, key);
    expect(entries).toContainEqual(expect.objectContaining({ path: 'a', seen: null }));
    await later.upload(key, workspace, call());
    const known = await storedManifest(place, key);
    expect(known.entries).toContainEqual(expect.objectContaining({ path: 'a', seen: expect.any(String) }));
    const time = await manifestTime();
    await later.upload(key, workspace, call());
    await storage.upload(key, workspace, call());
    expect(await manifestTime()).toBe(time);
  });

  test('sends only the parts of a large file that are new', async () => {
    const place = await makePlace();
    const { storage, workspace } = await makeSubject(place);
    await makeTree(workspace, { log: randomBytes(2 * partBytes) });
    await storage.upload(key, workspace, call());
    await appendFile(path.join(workspace, 'log'), randomBytes(1000));
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 1, sentBytes: 1000 });
    expect(await blobsOf(place, key)).toHaveLength(3);
  });

  test('sends nothing for a file that was moved', async () => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(workspace, tree);
    await storage.upload(key, workspace, call());
    await rename(path.join(workspace, 'a'), path.join(workspace, 'c', 'moved'));
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0, entries: 6 });
  });

  test('stores a file in the place of a directory, and the other way round', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { x: { y: 'file below' }, z: 'file' });
    await storage.upload(key, workspace, call());
    await rm(workspace, { recursive: true });
    await makeTree(workspace, { x: 'file', z: { y: 'file below' } });
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0 });
    await storage.download(key, restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });
}

function downloadClauses(makePlace: () => Promise<StoragePlace>): void {
  test('of a key without a snapshot says so, and makes nothing', async () => {
    const { storage, restored } = await makeSubject(await makePlace());
    expect(await storage.download(key, restored, null, call())).toEqual({ outcome: 'absent' });
    await expect(stat(restored)).rejects.toThrow('ENOENT');
  });

  test('leaves a directory alone that has what is stored, or newer work on it', async () => {
    const { storage, workspace } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'stored' });
    const { snapshotId } = await storage.upload(key, workspace, call());
    await writeFile(path.join(workspace, 'a'), 'newer');
    const before = await describeTree(workspace);
    const current = { outcome: 'current', snapshotId };
    expect(await storage.download(key, workspace, snapshotId, call())).toEqual(current);
    expect(await describeTree(workspace)).toEqual(before);
    // An agent that deleted everything is newer work too.
    await rm(path.join(workspace, 'a'));
    expect(await storage.download(key, workspace, snapshotId, call())).toEqual(current);
    expect(await describeTree(workspace)).toHaveLength(1);
  });

  test.each<[string, Tree]>([
    ['a file', { below: { mine: 'm' } }],
    ['a link', { mine: { link: '/nowhere' } }],
  ])('leaves a directory alone that holds %s from elsewhere', async (_what, tree) => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'stored' });
    const { snapshotId } = await storage.upload(key, workspace, call());
    await makeTree(restored, tree);
    const before = await describeTree(restored);
    const kept = { outcome: 'kept_local', snapshotId };
    expect(await storage.download(key, restored, null, call())).toEqual(kept);
    expect(await storage.download(key, restored, '0'.repeat(64), call())).toEqual(kept);
    expect(await describeTree(restored)).toEqual(before);
  });

  test('takes the place of a directory without files, and makes missing parents', async () => {
    const { storage, workspace, restored } = await makeSubject(await makePlace());
    await makeTree(workspace, { a: 'stored' });
    const { snapshotId } = await storage.upload(key, workspace, call());
    await makeTree(restored, { empty: { below: {} } });
    const downloaded = { outcome: 'downloaded', snapshotId };
    expect(await storage.download(key, restored, null, call())).toEqual(downloaded);
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
    const elsewhere = path.join(restored, '..', 'a', 'b', 'c');
    expect(await storage.download(key, elsewhere, snapshotId, call())).toEqual(downloaded);
    expect(await describeTree(elsewhere)).toEqual(await describeTree(workspace));
  });

  test('brings the newest snapshot, whoever stored it', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    const other = openStorage(place).storage;
    await makeTree(workspace, { a: 'from here' });
    const first = await storage.upload(key, workspace, call());
    await writeFile(path.join(workspace, 'a'), 'from there');
    const second = await other.upload(key, workspace, call());
    expect(await storage.download(key, restored, first.snapshotId, call())).toEqual({
      outcome: 'downloaded',
      snapshotId: second.snapshotId,
    });
  });
}

function removalClauses(makePlace: () => Promise<StoragePlace>): void {
  test('deletes what is stored under the key, can be repeated, and touches no neighbour', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    // Keys that lie where another key keeps its own objects.
    const keys = ['a', 'a/blobs', 'a/manifest.json', 'a/blobs/manifest.json/b', `a/blobs/${'0'.repeat(64)}`, 'ab'];
    await makeTree(workspace, { a: 'stored', b: 'too' });
    for (const each of keys) await storage.upload(each, workspace, call());
    for (const [index, each] of keys.entries()) {
      await storage.remove(each, call());
      await storage.remove(each, call());
      expect(await storage.download(each, restored, null, call())).toEqual({ outcome: 'absent' });
      for (const [at, left] of keys.slice(index + 1).entries()) {
        const there = path.join(`${restored}-${index}-${at}`);
        expect(await storage.download(left, there, null, call())).toMatchObject({ outcome: 'downloaded' });
      }
    }
    expect(await blobsOf(place, 'a')).toEqual([]);
  });

  test('of a key that never was is no error', async () => {
    const { storage } = await makeSubject(await makePlace());
    await storage.remove('never/was', call());
  });

  test('leaves objects of others that lie among the blobs', async () => {
    const place = await makePlace();
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { a: 'stored' });
    await storage.upload(key, workspace, call());
    const foreign = path.join(place.objectsDirectory, key, 'blobs', 'notes.txt');
    await writeFile(foreign, 'of somebody');
    await writeFile(path.join(workspace, 'a'), 'changed');
    await storage.upload(key, workspace, call());
    await storage.remove(key, call());
    expect((await stat(foreign)).size).toBe(11);
    expect(await storage.download(key, restored, null, call())).toEqual({ outcome: 'absent' });
    await expect(storedManifest(place, key)).rejects.toThrow('ENOENT');
  });
}
