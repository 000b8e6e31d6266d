import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { directoryObjects } from '../../../src/blob/directory-objects.ts';
import { digestOf, objectNames } from '../../../src/blob/object-names.ts';
import type { ObjectContent, ObjectStore } from '../../../src/blob/object-store.ts';
import { expectReason } from '../../contract/blob/subject.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const { signal } = new AbortController();

function content(...pieces: readonly string[]): ObjectContent {
  const whole = pieces.join('');
  return {
    length: Buffer.byteLength(whole),
    sha256: createHash('sha256').update(whole).digest('hex'),
    chunks: () => pieces.map((piece) => Buffer.from(piece)),
  };
}

async function textAt(objects: ObjectStore, name: string): Promise<string | null> {
  return await objects.get(name, signal, async (chunks) => {
    const pieces: Uint8Array[] = [];
    for await (const chunk of chunks) pieces.push(chunk);
    return Buffer.concat(pieces).toString();
  });
}

async function namesAt(objects: ObjectStore, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name, size } of objects.list(prefix, signal)) names.push(`${name} ${size}`);
  return names.sort();
}

describe('names of objects', () => {
  test('lie below the key', () => {
    const names = objectNames('team/work');
    expect(names).toMatchObject({ base: 'team/work/', manifest: 'team/work/manifest.json', blobs: 'team/work/blobs/' });
    const digest = 'ab'.repeat(32);
    expect(digestOf(names, names.blob(digest))).toBe(digest);
    for (const other of [digest, `team/work/blobs/${digest}/x`, 'team/work/blobs/notes', `other/blobs/${digest}`]) {
      expect(digestOf(names, other)).toBe(null);
    }
  });

  test('of one key are never among those of another', () => {
    const digest = 'ab'.repeat(32);
    const keys = ['a', 'a/blobs', `a/blobs/${digest}`, 'a/manifest.json', 'a/blobs/blobs', 'a/manifest.json/blobs'];
    const all = keys.map(objectNames);
    const objects = all.flatMap((names) => [names.manifest, names.blob(digest)]);
    expect(new Set(objects).size).toBe(objects.length);
    for (const outer of all) {
      for (const inner of all.filter((names) => names !== outer)) {
        expect(inner.base.startsWith(outer.blobs)).toBe(false);
        expect(inner.base.startsWith(`${outer.manifest}/`)).toBe(false);
      }
    }
  });
});

describe('a directory of objects', () => {
  test('keeps what was put last, whole', async () => {
    const root = await temporaryDirectory('objects');
    const objects = directoryObjects(root);
    expect(await textAt(objects, 'a/b')).toBe(null);
    await objects.put('a/b', content('first, ', 'in two pieces'), signal);
    expect(await textAt(objects, 'a/b')).toBe('first, in two pieces');
    await objects.put('a/b', content('second'), signal);
    expect(await textAt(objects, 'a/b')).toBe('second');
    expect(await readdir(path.join(root, 'a'))).toEqual(['b']);
    await objects.settle('a/', signal);
  });

  test('keeps the old one, and nothing else, when a put is given up', async () => {
    const root = await temporaryDirectory('objects');
    const objects = directoryObjects(root);
    await objects.put('a/b', content('old'), signal);
    const reason = new Error('the caller went away');
    await expect(objects.put('a/b', content('new'), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await textAt(objects, 'a/b')).toBe('old');
    expect(await readdir(path.join(root, 'a'))).toEqual(['b']);
  });

  test('lists what is directly below a prefix, without what is being put', async () => {
    const root = await temporaryDirectory('objects');
    const objects = directoryObjects(root);
    for (const name of ['a/1', 'a/22', 'a/b/3', 'ab/4']) await objects.put(name, content(name), signal);
    await writeFile(path.join(root, 'a', '.incoming-0123456789abcdef'), 'half');
    expect(await namesAt(objects, 'a/')).toEqual(['a/1 3', 'a/22 4']);
    expect(await namesAt(objects, 'none/')).toEqual([]);
    await objects.sweep('a/', signal);
    await objects.sweep('none/', signal);
    expect((await readdir(path.join(root, 'a'))).sort()).toEqual(['1', '22', 'b']);
  });

  test('loses what is deleted, and directories that are then empty', async () => {
    const root = await temporaryDirectory('objects');
    const objects = directoryObjects(root);
    for (const name of ['a/b/1', 'a/b/2', 'a/c/3']) await objects.put(name, content(name), signal);
    await objects.delete('a/b/1', signal);
    await objects.delete('a/b/1', signal);
    await objects.delete('none/at/all', signal);
    expect(await namesAt(objects, 'a/b/')).toEqual(['a/b/2 5']);
    await objects.delete('a/b/2', signal);
    expect(await readdir(path.join(root, 'a'))).toEqual(['c']);
    await objects.delete('a/c/3', signal);
    expect(await readdir(root)).toEqual([]);
  });

  test('takes puts and deletions beside each other', async () => {
    const objects = directoryObjects(await temporaryDirectory('objects'));
    const work = Array.from({ length: 100 }, async (_unused, index) => {
      const name = `a/b/${index % 7}`;
      await objects.put(name, content('x'), signal);
      if (index % 2 === 0) await objects.delete(name, signal);
    });
    await Promise.all(work);
  });

  test('is not read through a link, and a directory in the place of an object is an error', async () => {
    const root = await temporaryDirectory('objects');
    const objects = directoryObjects(root);
    await writeFile(path.join(root, 'target'), 'secret');
    await symlink('target', path.join(root, 'link'));
    await mkdir(path.join(root, 'directory'));
    await expectReason(textAt(objects, 'link'), 'STORAGE_DENIED');
    await expectReason(textAt(objects, 'directory'), 'STORAGE_DENIED');
    await expectReason(objects.put('directory', content('x'), signal), 'STORAGE_DENIED');
    expect(await readFile(path.join(root, 'target'), 'utf8')).toBe('secret');
  });

  test('passes on what the reader throws, and ends when it is told to', async () => {
    const objects = directoryObjects(await temporaryDirectory('objects'));
    await objects.put('a', content('x'), signal);
    const failure = new Error('of the reader');
    await expect(objects.get('a', signal, () => Promise.reject(failure))).rejects.toBe(failure);
    const reason = new Error('the caller went away');
    await expect(objects.get('a', AbortSignal.abort(reason), () => Promise.resolve(1))).rejects.toBe(reason);
  });
});
