import { chmod, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { DirectoryCursor, HeldDirectory } from '../../../src/blob/held-directory.ts';
import { contentOf, discard, siblingOf, tidySiblings } from '../../../src/blob/siblings.ts';
import { holdsFiles, lookOf, openWorkspace, type Walked, walkTree } from '../../../src/blob/tree.ts';
import { directoryObjects } from '../../../src/blob/directory-objects.ts';
import type { BlobContext } from '../../../src/blob/context.ts';
import { hostDirectories } from '../../../src/host/directories.ts';
import { systemClock } from '../../../src/host/system-clock.ts';
import { defaultLimits, exists, expectReason } from '../../contract/blob/subject.ts';
import { RecordingLogger } from '../../support/recording-logger.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { describeTree, makeTree } from '../../support/tree.ts';

const { signal } = new AbortController();
const limits = { maxBytes: 1000, maxEntries: 100 };

async function walk(directory: string, bounds = limits, stop = signal): Promise<Walked> {
  const root = await openWorkspace(directory, 'key');
  try {
    return await walkTree(root, { key: 'key', limits: bounds, signal: stop });
  } finally {
    await root.release();
  }
}

describe('a walk', () => {
  test('tells every entry, directories before what is in them, in the same order every time', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { b: { z: '1', a: '22' }, a: 'x', 'b.txt': '', B: {}, link: { link: 'b/z' } });
    const { found, leftOut } = await walk(directory);
    expect(found.map(({ path: where }) => where)).toEqual(['', 'B', 'a', 'b', 'b/a', 'b/z', 'b.txt', 'link']);
    expect(found.find(({ path: where }) => where === 'b/a')).toMatchObject({ kind: 'file', size: 2 });
    expect(found.at(-1)).toMatchObject({ kind: 'symlink', linkTarget: 'b/z' });
    expect(leftOut).toEqual({ special: 0, unreadableNames: 0, vanished: 0 });
  });

  test('does not follow links, wherever they lead', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { up: { link: '..' }, root: { link: '/' }, self: { link: '.' }, loop: { link: 'loop' } });
    const { found } = await walk(directory);
    expect(found.map(({ kind }) => kind)).toEqual(['directory', 'symlink', 'symlink', 'symlink', 'symlink']);
  });

  test('ends at the limits and when it is told to', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { a: 'aaa', b: { c: 'ccc' } });
    expect((await walk(directory, { maxEntries: 3, maxBytes: 6 })).found).toHaveLength(4);
    await expectReason(walk(directory, { maxEntries: 2, maxBytes: 6 }), 'WORKSPACE_TOO_LARGE');
    await expectReason(walk(directory, { maxEntries: 3, maxBytes: 5 }), 'WORKSPACE_TOO_LARGE');
    const reason = new Error('stop');
    await expect(walk(directory, limits, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('does not begin at a link or a file', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { real: { a: 'a' }, link: { link: 'real' } });
    await expectReason(walk(path.join(directory, 'link')), 'NOT_A_DIRECTORY');
    await expectReason(walk(path.join(directory, 'real', 'a')), 'NOT_A_DIRECTORY');
    await expectReason(walk(path.join(directory, 'none')), 'FILE_NOT_FOUND');
  });
});

describe('what is seen of a file', () => {
  test('is another one after any change of content, size, mode or time, and after a replacement', async () => {
    const directory = await temporaryDirectory();
    const file = path.join(directory, 'file');
    const root = await HeldDirectory.open(directory);
    onTestFinished(async () => await root.release());
    const look = async (): Promise<string> => {
      const { found } = await walkTree(root, { key: 'key', limits, signal });
      const entry = found[1];
      if (entry?.kind !== 'file') throw new Error('no file');
      return `${entry.size} ${entry.stat.seen}`;
    };
    await writeFile(file, 'one');
    await utimes(file, 1, 1);
    const seen = [await look()];
    const changes: (() => Promise<void>)[] = [
      async () => await writeFile(file, 'two'),
      async () => await utimes(file, 1, 1),
      async () => await truncate(file, 2),
      async () => await chmod(file, 0o600),
      async () => {
        await writeFile(`${file}-new`, 'tw');
        await utimes(`${file}-new`, 1, 1);
        await rename(`${file}-new`, file);
      },
    ];
    for (const change of changes) {
      await change();
      seen.push(await look());
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(await look()).toBe(seen.at(-1));
  });

  test('has its time in microseconds, to the nearest, before 1970 too', () => {
    const at = (mtimeNs: bigint): number =>
      lookOf({ mode: 0n, uid: 0n, gid: 0n, size: 0n, ino: 0n, mtimeNs, ctimeNs: 0n, ctimeMs: 0n } as never).mtimeUs;
    expect(at(1_700_000_000_123_456_499n)).toBe(1_700_000_000_123_456);
    expect(at(1_700_000_000_123_456_500n)).toBe(1_700_000_000_123_457);
    expect(at(-1_499n)).toBe(-1);
    expect(at(-1_501n)).toBe(-2);
    expect(at(2n ** 80n)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('a cursor', () => {
  test('enters directories from each other, and none that was replaced by a link', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { a: { b: { c: {} }, d: {} }, outside: { secret: 's' } });
    const cursor = new DirectoryCursor(await HeldDirectory.open(directory));
    onTestFinished(async () => await cursor.close());
    const inodeAt = async (where: string): Promise<number> => (await (await cursor.enter(where)).handle.stat()).ino;
    const inodes = [await inodeAt('a/b/c'), await inodeAt('a/d'), await inodeAt(''), await inodeAt('a/b')];
    expect(new Set(inodes).size).toBe(4);
    const held = (await cursor.enter('a/b')).hold();
    await cursor.enter('');
    await rm(path.join(directory, 'a', 'd'), { recursive: true });
    await symlink('../outside', path.join(directory, 'a', 'd'));
    await expect(cursor.enter('a/d')).rejects.toThrow(/ELOOP|ENOTDIR/);
    expect(await inodeAt('a/b/c')).toBe(inodes[0]);
    expect((await held.handle.stat()).ino).toBe(inodes[3]);
    await held.release();
  });
});

describe('a directory', () => {
  test('holds files when there is one, or a link, at any depth', async () => {
    const directory = await temporaryDirectory();
    const holds = async (where: string, most = 100): Promise<boolean> => {
      const held = await HeldDirectory.open(path.join(directory, where));
      try {
        return await holdsFiles(held, most, signal);
      } finally {
        await held.release();
      }
    };
    await makeTree(directory, {
      none: { a: { b: {} } },
      deep: { a: { b: { c: '' } } },
      link: { a: { l: { link: 'x' } } },
    });
    expect(await holds('none')).toBe(false);
    expect(await holds('deep')).toBe(true);
    expect(await holds('link')).toBe(true);
    // Too many to look through counts as files: then nothing is removed.
    expect(await holds('none', 2)).toBe(true);
  });

  test('is missing, empty, or holds something', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { empty: { a: {} }, files: { a: 'a' }, file: 'f', link: { link: 'empty' } });
    const content = async (name: string): Promise<string> => await contentOf(path.join(directory, name), 100, signal);
    expect(await content('none')).toBe('missing');
    expect(await content('empty')).toBe('empty');
    expect(await content('files')).toBe('files');
    expect(await content('file')).toBe('files');
    expect(await content('link')).toBe('files');
  });
});

describe('what lies beside a workspace', () => {
  async function context(): Promise<BlobContext & { readonly logger: RecordingLogger }> {
    return {
      objects: directoryObjects(await temporaryDirectory('storage')),
      limits: defaultLimits,
      clock: systemClock,
      logger: new RecordingLogger(),
      directories: hostDirectories,
    };
  }

  test('is removed when a download that died was building it', async () => {
    const workspace = path.join(await temporaryDirectory(), 'w');
    const building = siblingOf(workspace, 'restoring');
    await makeTree(building, { a: { b: 'b', l: { link: '/etc' } } });
    await chmod(path.join(building, 'a'), 0o500);
    await tidySiblings(await context(), workspace, signal);
    expect(await exists(building)).toBe(false);
  });

  test('comes back when it was moved away and nothing took its place', async () => {
    const workspace = path.join(await temporaryDirectory(), 'w');
    await makeTree(siblingOf(workspace, 'replaced'), { a: { b: 'b' } });
    await tidySiblings(await context(), workspace, signal);
    expect(await exists(path.join(workspace, 'a', 'b'))).toBe(true);
  });

  test('is left alone, and told of, when it holds files and the workspace is there', async () => {
    const workspace = path.join(await temporaryDirectory(), 'w');
    await mkdir(workspace);
    const [empty, full] = [siblingOf(workspace, 'replaced'), siblingOf(workspace, 'replaced')];
    await makeTree(empty, { a: {} });
    await makeTree(full, { mine: 'm' });
    const used = await context();
    await tidySiblings(used, workspace, signal);
    expect(await exists(empty)).toBe(false);
    expect(await exists(path.join(full, 'mine'))).toBe(true);
    expect(used.logger.lines).toMatchObject([{ level: 'warn', fields: { directory: full } }]);
  });

  test('goes with all that is in it, and nothing that its links lead to', async () => {
    const directory = await temporaryDirectory();
    await makeTree(directory, { gone: { a: { l: { link: '../../stays' } } }, stays: { mine: 'm' } });
    const before = await describeTree(path.join(directory, 'stays'));
    await discard(await context(), path.join(directory, 'gone'));
    expect(await exists(path.join(directory, 'gone'))).toBe(false);
    expect(await describeTree(path.join(directory, 'stays'))).toEqual(before);
  });
});
