// Trees of files: the same changes, walks and copies for a bind mount and for the instance's own root.

import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';

import type { ChangeOutcome, FileChange, FileEvent, TreeItem, WalkRequest } from '../../../src/ports/files.ts';
import { call, makeId } from '../../support/spec.ts';
import {
  expectReason,
  type Instance,
  Instances,
  mountTarget,
  needs,
  readOnlyTarget,
  readText,
  writeBytes,
} from './fixture.ts';

const setupTimeoutMs = 60_000;
const all: WalkRequest = { maxDepth: 100, maxEntries: 1000, exclude: [], containing: null };
const watchAll = { recursive: true, maxDirectories: 100, maxQueued: 1000 };

type Mounted = Instance & { readonly source: string; readonly readOnlySource: string };

interface Place {
  instances(): Instances;
  instance(): Mounted;
  /** A fresh directory per test; skips the test where the runtime has no such place. */
  directory(context: TestContext): Promise<string>;
}

export function treeClauses(current: () => Instances): void {
  describe('trees', () => {
    let shared: Instances | undefined;
    let mounted: Mounted | undefined;

    beforeAll(async () => {
      shared = new Instances(current().subject, current().info);
      mounted = await shared.runMounted();
    }, setupTimeoutMs);

    afterAll(async () => await shared?.removeAll(), setupTimeoutMs);

    const instance = (): Mounted => {
      if (mounted === undefined) throw new Error('no instance runs');
      return mounted;
    };

    describe.each([
      { where: 'in a mount', base: mountTarget, inRoot: false },
      { where: 'in the root', base: '/srv/trees', inRoot: true },
    ])('$where', ({ base, inRoot }) => {
      const place: Place = {
        instances: current,
        instance,
        directory: async (context) => {
          if (inRoot) needs(context, current(), 'images');
          const directory = `${base}/${makeId()}`;
          await change(current, instance, {
            kind: 'makeDirectory',
            path: directory,
            mode: null,
            createParents: true,
          });
          return directory;
        },
      };
      directoryClauses(place);
      removalClauses(place);
      moveClauses(place);
      etagClauses(place);
      walkClauses(place);
      copyClauses(place);
    });
    mountClauses(current, instance);
    watchClauses(current, instance);
  });
}

function directoryClauses(place: Place): void {
  test('a directory is made once, with the mode asked for and without set-id bits', async (context) => {
    const directory = await place.directory(context);
    const make = { kind: 'makeDirectory', path: `${directory}/new`, mode: 0o2750, createParents: false } as const;
    const made = await entryOf(place, make);
    expect(made).toMatchObject({ path: `${directory}/new`, kind: 'directory', mode: 0o750 });
    expect(await entryOf(place, { ...make, mode: 0o700 })).toMatchObject({ kind: 'directory', mode: 0o750 });
  });

  test('missing parents are made when asked for, and a file is in the way', async (context) => {
    const directory = await place.directory(context);
    const make = { kind: 'makeDirectory', mode: null, createParents: false } as const;
    await expectReason(changed(place, { ...make, path: `${directory}/a/b` }), 'FILE_NOT_FOUND');
    await changed(place, { ...make, path: `${directory}/a/b`, createParents: true });
    await write(place, `${directory}/file`, 'x');
    await expectReason(changed(place, { ...make, path: `${directory}/file` }), 'FILE_EXISTS');
    const below = changed(place, { ...make, path: `${directory}/file/below`, createParents: true });
    await expectReason(below, 'NOT_A_DIRECTORY');
  });

  test('chmod sets permission bits and nothing else', async (context) => {
    const directory = await place.directory(context);
    await write(place, `${directory}/run.sh`, 'true');
    const entry = await entryOf(place, { kind: 'chmod', path: `${directory}/run.sh`, mode: 0o6755 });
    expect(entry).toMatchObject({ path: `${directory}/run.sh`, mode: 0o755 });
    await expectReason(changed(place, { kind: 'chmod', path: `${directory}/none`, mode: 0o644 }), 'FILE_NOT_FOUND');
  });
}

function removalClauses(place: Place): void {
  test('a directory with something in it is removed only recursively', async (context) => {
    const directory = await place.directory(context);
    await write(place, `${directory}/tree/deep/file`, 'x');
    const remove = { kind: 'remove', path: `${directory}/tree` } as const;
    await expectReason(changed(place, { ...remove, recursive: false }), 'DIRECTORY_NOT_EMPTY');
    expect(await changed(place, { ...remove, recursive: true })).toEqual({ kind: 'done', entry: null });
    await expectReason(changed(place, { ...remove, recursive: true }), 'FILE_NOT_FOUND');
    expect(await namesBelow(place, directory)).toEqual([]);
  });

  test('a link is removed, not what it leads to', async (context) => {
    const directory = await place.directory(context);
    await write(place, `${directory}/kept/file`, 'kept');
    await put(place, `${directory}/links`, [
      link('to-directory', '../kept'),
      link('nested/to-file', '../../kept/file'),
    ]);
    await changed(place, { kind: 'remove', path: `${directory}/links/to-directory`, recursive: true });
    await changed(place, { kind: 'remove', path: `${directory}/links`, recursive: true });
    expect(await namesBelow(place, directory)).toEqual(['kept', 'kept/file']);
  });
}

function moveClauses(place: Place): void {
  test('files and directories are moved, over a file only when asked to', async (context) => {
    const directory = await place.directory(context);
    await write(place, `${directory}/a`, 'first');
    await write(place, `${directory}/b`, 'second');
    await write(place, `${directory}/tree/file`, 'x');
    const move = { kind: 'move', path: `${directory}/a`, to: `${directory}/b` } as const;
    await expectReason(changed(place, { ...move, overwrite: false }), 'FILE_EXISTS');
    expect(await entryOf(place, { ...move, overwrite: true })).toMatchObject({ path: `${directory}/b`, sizeBytes: 5 });
    await changed(place, { ...move, path: `${directory}/tree`, to: `${directory}/moved`, overwrite: false });
    expect(await namesBelow(place, directory)).toEqual(['b', 'moved', 'moved/file']);
    expect(await readText(place.instances().runtime, place.instance().target, `${directory}/b`)).toBe('first');
  });

  test('a directory is never replaced, nor put into itself', async (context) => {
    const directory = await place.directory(context);
    await write(place, `${directory}/a/file`, 'x');
    await write(place, `${directory}/b/file`, 'x');
    await write(place, `${directory}/file`, 'x');
    const move = { kind: 'move', path: `${directory}/a`, overwrite: true } as const;
    await expectReason(changed(place, { ...move, to: `${directory}/b` }), 'FILE_EXISTS');
    await expectReason(changed(place, { ...move, to: `${directory}/file` }), 'FILE_EXISTS');
    await expectReason(changed(place, { ...move, to: `${directory}/a/below` }), 'INVALID_PATH');
    await expectReason(changed(place, { ...move, to: `${directory}/none/a` }), 'FILE_NOT_FOUND');
    await expectReason(changed(place, { ...move, path: `${directory}/none`, to: `${directory}/x` }), 'FILE_NOT_FOUND');
  });

  test('a link is moved itself', async (context) => {
    const directory = await place.directory(context);
    await put(place, directory, [file('file', 'x'), link('link', 'file')]);
    const move = { kind: 'move', path: `${directory}/link`, to: `${directory}/other`, overwrite: false } as const;
    expect(await entryOf(place, move)).toMatchObject({ kind: 'symlink', linkTarget: `${directory}/file` });
  });
}

function etagClauses(place: Place): void {
  test('an etag stays while the content does, and a write with it is refused after another write', async (context) => {
    const name = `${await place.directory(context)}/file`;
    const { runtime } = place.instances();
    const { target } = place.instance();
    const written = await write(place, name, 'one');
    expect((await runtime.files.stat(target, name, { lastLink: 'keep' }, call())).etag).toBe(written.etag);
    const second = await writeBytes(runtime, target, name, 'two', { ifMatch: written.etag });
    expect(second.etag).not.toBe(written.etag);
    await expectReason(writeBytes(runtime, target, name, 'three', { ifMatch: written.etag }), 'CONFLICT');
    expect(await readText(runtime, target, name)).toBe('two');
    await expectReason(writeBytes(runtime, target, `${name}-none`, 'x', { ifMatch: written.etag }), 'CONFLICT');
  });

  test('of parallel writes with one etag one wins (B3-69)', async (context) => {
    const name = `${await place.directory(context)}/file`;
    const { runtime } = place.instances();
    const { etag } = await write(place, name, 'zero');
    const writes = ['one', 'two', 'three'].map(async (text) =>
      writeBytes(runtime, place.instance().target, name, text, { ifMatch: etag }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
}

function walkClauses(place: Place): void {
  test('a walk shows what lies below by path, links not followed, as deep as asked', async (context) => {
    const directory = await place.directory(context);
    await makeTree(place, directory);
    const names = ['a', 'a/b', 'a/b/deep.txt', 'a/up', 'a.txt', 'node_modules', 'node_modules/x.txt'];
    expect(await namesBelow(place, directory)).toEqual(names);
    expect(await namesBelow(place, directory, { maxDepth: 1 })).toEqual(['a', 'a.txt', 'node_modules']);
    const entries = await walk(place, directory);
    expect(entries.find((entry) => entry.path.endsWith('/up'))).toMatchObject({
      kind: 'symlink',
      linkTarget: directory,
    });
    expect(entries.find((entry) => entry.path.endsWith('/deep.txt'))).toMatchObject({ kind: 'file', sizeBytes: 6 });
  });

  test('names are left out with all below them', async (context) => {
    const directory = await place.directory(context);
    await makeTree(place, directory);
    expect(await namesBelow(place, directory, { exclude: ['node_*', 'b'] })).toEqual(['a', 'a/up', 'a.txt']);
    expect(await namesBelow(place, directory, { exclude: ['?.txt', 'a'] })).toEqual(['node_modules']);
  });

  test('more entries than asked for are FILE_TOO_LARGE, and only a directory is walked (R9)', async (context) => {
    const directory = await place.directory(context);
    await makeTree(place, directory);
    await expectReason(walk(place, directory, { maxEntries: 6 }), 'FILE_TOO_LARGE');
    expect(await walk(place, directory, { maxEntries: 7 })).toHaveLength(7);
    await expectReason(walk(place, `${directory}/a.txt`), 'NOT_A_DIRECTORY');
    await expectReason(walk(place, `${directory}/none`), 'FILE_NOT_FOUND');
  });

  test('a hint leaves out no file that matches, and no links or large files come', async (context) => {
    const directory = await place.directory(context);
    await makeTree(place, directory);
    const containing = { pattern: 'd[e]+p', kind: 'extended', ignoreCase: false, maxFileBytes: 6 } as const;
    const found = await namesBelow(place, directory, { containing });
    expect(found).toContain('a/b/deep.txt');
    expect(found).not.toContain('a/up');
    expect(found).not.toContain('a.txt');
    const wrong = { ...containing, pattern: '(' };
    expect(await namesBelow(place, directory, { containing: wrong })).toContain('a/b/deep.txt');
  });

  test('many files are read at once, in the order given', async (context) => {
    const directory = await place.directory(context);
    await makeTree(place, directory);
    const names = ['node_modules/x.txt', 'none', 'a/up', 'a', 'a.txt'];
    const read: [string, string][] = [];
    const { files } = place.instances().runtime;
    const paths = names.map((name) => `${directory}/${name}`);
    for await (const { path: name, bytes } of files.readMany(place.instance().target, paths, 4, call())) {
      read.push([name.slice(directory.length + 1), Buffer.from(bytes).toString()]);
    }
    expect(read).toEqual([
      ['node_modules/x.txt', 'x'],
      ['a.txt', 'long'],
    ]);
  });
}

function copyClauses(place: Place): void {
  test('a tree is put into a directory with modes and links', async (context) => {
    const directory = await place.directory(context);
    const tree = [folder('sub', 0o700), file('sub/run.sh', 'true', 0o755), link('sub/link', 'run.sh'), file('top', '')];
    await put(place, directory, tree);
    expect(await namesBelow(place, directory)).toEqual(['sub', 'sub/link', 'sub/run.sh', 'top']);
    const entries = await walk(place, directory);
    expect(entries.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o777, 0o755, 0o644]);
    expect(await readText(place.instances().runtime, place.instance().target, `${directory}/sub/link`)).toBe('true');
  });

  test('what is there is replaced only when it may be, and never by another kind', async (context) => {
    const directory = await place.directory(context);
    await put(place, directory, [file('file', 'old'), folder('folder'), file('kept', 'kept'), link('link', 'kept')]);
    await expectReason(put(place, directory, [file('file', 'new')]), 'FILE_EXISTS');
    await put(place, directory, [file('file', 'new'), folder('folder'), file('link', 'no link')], { overwrite: true });
    await expectReason(put(place, directory, [file('folder', 'x')], { overwrite: true }), 'FILE_EXISTS', 'NOT_A_FILE');
    await expectReason(put(place, directory, [folder('file')], { overwrite: true }), 'FILE_EXISTS');
    const { runtime } = place.instances();
    const { target } = place.instance();
    const texts = await Promise.all(
      ['file', 'kept', 'link'].map((name) => readText(runtime, target, `${directory}/${name}`)),
    );
    expect(texts).toEqual(['new', 'kept', 'no link']);
    await expectReason(putInto(place, `${directory}/none`, [file('x', 'x')], false), 'FILE_NOT_FOUND');
    await expectReason(putInto(place, `${directory}/file`, [file('x', 'x')], false), 'NOT_A_DIRECTORY');
  });
}

function mountClauses(current: () => Instances, instance: () => Mounted): void {
  test('a mount is never removed or moved, nor what holds one', async (context) => {
    const { files } = current().runtime;
    const { target, source } = instance();
    await writeFile(path.join(source, 'kept.txt'), 'kept');
    for (const mount of [mountTarget, '/mnt', '/']) {
      const removal = files.change(target, { kind: 'remove', path: mount, recursive: true }, call());
      await expectReason(removal, 'FILE_PERMISSION_DENIED');
    }
    needs(context, current(), 'images');
    const move = { kind: 'move', path: '/mnt', to: '/srv/moved', overwrite: false } as const;
    await expectReason(files.change(target, move, call()), 'FILE_PERMISSION_DENIED');
    expect(await readFile(path.join(source, 'kept.txt'), 'utf8')).toBe('kept');
  });

  test('a read-only mount refuses every change', async () => {
    const { files } = current().runtime;
    const { target, readOnlySource } = instance();
    await writeFile(path.join(readOnlySource, 'skill.md'), 'skill');
    const name = `${readOnlyTarget}/skill.md`;
    const changes: FileChange[] = [
      { kind: 'makeDirectory', path: `${readOnlyTarget}/new`, mode: null, createParents: false },
      { kind: 'remove', path: name, recursive: true },
      { kind: 'chmod', path: name, mode: 0o777 },
      { kind: 'move', path: name, to: `${readOnlyTarget}/moved`, overwrite: true },
      { kind: 'move', path: name, to: `${mountTarget}/moved`, overwrite: true },
    ];
    for (const each of changes) await expectReason(files.change(target, each, call()), 'READ_ONLY_PATH');
    const items = itemsOf([file('new', 'x')]);
    await expectReason(files.putMany(target, readOnlyTarget, items, { overwrite: true }, call()), 'READ_ONLY_PATH');
    expect(await readdir(readOnlySource)).toEqual(['skill.md']);
  });

  test('no change and no walk follows a link out of the mount (B3-66, B3-71)', async () => {
    const { files } = current().runtime;
    const { target, source } = instance();
    const outside = await current().subject.makeMountDirectory();
    await writeFile(path.join(outside, 'secret.txt'), 'host secret');
    await mkdir(path.join(source, 'holds-links'));
    await symlink(outside, path.join(source, 'holds-links/out'));
    const out = `${mountTarget}/holds-links/out`;
    const changes: FileChange[] = [
      { kind: 'makeDirectory', path: `${out}/new`, mode: null, createParents: true },
      { kind: 'remove', path: `${out}/secret.txt`, recursive: true },
      { kind: 'chmod', path: `${out}/secret.txt`, mode: 0o777 },
      { kind: 'move', path: `${out}/secret.txt`, to: `${mountTarget}/stolen`, overwrite: true },
    ];
    for (const each of changes)
      await expectReason(files.change(target, each, call()), 'PATH_ESCAPES', 'FILE_NOT_FOUND');
    const entries = await files.walk(target, `${mountTarget}/holds-links`, all, call());
    expect(entries).toMatchObject([{ path: out, kind: 'symlink', linkTarget: '' }]);
    const items = itemsOf([file('x', 'x')]);
    await expectReason(
      files.putMany(target, out, items, { overwrite: true }, call()),
      'PATH_ESCAPES',
      'FILE_NOT_FOUND',
    );
    await files.change(target, { kind: 'remove', path: `${mountTarget}/holds-links`, recursive: true }, call());
    expect(await readdir(outside)).toEqual(['secret.txt']);
  });

  test('errors name virtual paths only (B3-74)', async () => {
    const { files } = current().runtime;
    const { target, source } = instance();
    const changes: FileChange[] = [
      { kind: 'makeDirectory', path: `${mountTarget}/none/new`, mode: null, createParents: false },
      { kind: 'remove', path: `${mountTarget}/none`, recursive: true },
      { kind: 'move', path: `${mountTarget}/none`, to: `${mountTarget}/x`, overwrite: true },
    ];
    for (const each of changes) {
      const { message } = await expectReason(files.change(target, each, call()), 'FILE_NOT_FOUND');
      expect(message).toContain(mountTarget);
      expect(message).not.toContain(source);
    }
  });

  test('a walk of the root shows the mounts with what is in them, and not what the kernel shows', async (context) => {
    needs(context, current(), 'images');
    const { files } = current().runtime;
    const { target, source } = instance();
    await writeFile(path.join(source, 'seen.txt'), 'seen');
    await mkdir(path.join(source, 'deep'), { recursive: true });
    await writeBytes(current().runtime, target, '/mnt/own/file', 'x', { createParents: true });
    const entries = await files.walk(target, '/mnt', { ...all, maxDepth: 2 }, call());
    const paths = entries.map((entry) => entry.path);
    expect(paths).toEqual(
      expect.arrayContaining(['/mnt/own/file', mountTarget, `${mountTarget}/seen.txt`, `${mountTarget}/deep`]),
    );
    expect(new Set(paths).size).toBe(paths.length);
    const read: string[] = [];
    const wanted = [`${mountTarget}/seen.txt`, '/mnt/none', `${mountTarget}/seen.txt`];
    for await (const { bytes } of files.readMany(target, wanted, 100, call())) read.push(Buffer.from(bytes).toString());
    expect(read).toEqual(['seen', 'seen']);
  });

  test('links that are put stay as they were written', async () => {
    const { target, source } = instance();
    const items = itemsOf([file('for-link', 'x'), link('relative-link', './for-link')]);
    await current().runtime.files.putMany(target, mountTarget, items, { overwrite: true }, call());
    expect(await readlink(path.join(source, 'relative-link'))).toBe('./for-link');
  });
}

function watchClauses(current: () => Instances, instance: () => Mounted): void {
  test('a watch says when it begins, and what is made, changed and removed below', async () => {
    const { target, source } = instance();
    await mkdir(path.join(source, 'watched'));
    const ending = new AbortController();
    const events = current().runtime.files.watch(
      target,
      `${mountTarget}/watched`,
      watchAll,
      call(30_000, ending.signal),
    );
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(textOf(event));
      if (event.kind === 'ready') await mkdir(path.join(source, 'watched/new'));
      if (seen.at(-1) === `created ${mountTarget}/watched/new`)
        await writeFile(path.join(source, 'watched/new/file'), 'x');
      if (seen.at(-1) === `changed ${mountTarget}/watched/new/file`) {
        await current().runtime.files.change(
          target,
          { kind: 'remove', path: `${mountTarget}/watched/new`, recursive: true },
          call(),
        );
      }
      if (seen.at(-1) === `removed ${mountTarget}/watched/new`) break;
    }
    expect(seen[0]).toBe('ready');
    expect(seen).toContain(`created ${mountTarget}/watched/new/file`);
    ending.abort();
  });

  test('a watch ends with its signal, and with the directory', async () => {
    const { target, source } = instance();
    await mkdir(path.join(source, 'leaving'));
    const watch = (signal: AbortSignal) =>
      current().runtime.files.watch(
        target,
        `${mountTarget}/leaving`,
        { ...watchAll, recursive: false },
        call(30_000, signal),
      );
    const ending = new AbortController();
    const ended = (async () => {
      for await (const event of watch(ending.signal)) if (event.kind === 'ready') ending.abort();
    })();
    await expectReason(ended, 'CALL_CANCELLED');
    const seen: string[] = [];
    for await (const event of watch(new AbortController().signal)) {
      seen.push(textOf(event));
      if (event.kind !== 'ready') continue;
      const removal = { kind: 'remove', path: `${mountTarget}/leaving`, recursive: true } as const;
      await current().runtime.files.change(target, removal, call());
    }
    expect(seen.at(-1)).toBe(`removed ${mountTarget}/leaving`);
  });

  test('what is no directory, too much, or not mounted is refused', async (context) => {
    const { target, source } = instance();
    await mkdir(path.join(source, 'many/a/b'), { recursive: true });
    await writeFile(path.join(source, 'many/file'), 'x');
    const begin = async (name: string, request = watchAll): Promise<unknown> =>
      current().runtime.files.watch(target, name, request, call())[Symbol.asyncIterator]().next();
    await expectReason(begin(`${mountTarget}/many/file`), 'NOT_A_DIRECTORY');
    await expectReason(begin(`${mountTarget}/many/none`), 'FILE_NOT_FOUND');
    await expectReason(begin(`${mountTarget}/many`, { ...watchAll, maxDirectories: 2 }), 'FILE_TOO_LARGE');
    context.skip(current().info.engine === 'fake', 'its root is a directory of the host');
    await expectReason(begin('/srv'), 'NOT_SUPPORTED', 'INVALID_PATH');
  });
}

async function makeTree(place: Place, directory: string): Promise<void> {
  await put(place, directory, [
    folder('a'),
    folder('a/b'),
    file('a/b/deep.txt', 'deeper'),
    link('a/up', '..'),
    file('a.txt', 'long enough'),
    folder('node_modules'),
    file('node_modules/x.txt', 'x'),
  ]);
}

function file(name: string, text: string, mode = 0o644): TreeItem {
  return { name, kind: 'file', mode, sizeBytes: Buffer.byteLength(text), linkTarget: '', content: bytesOf(text) };
}

function folder(name: string, mode = 0o755): TreeItem {
  return { name, kind: 'directory', mode, sizeBytes: 0, linkTarget: '', content: null };
}

function link(name: string, linkTarget: string): TreeItem {
  return { name, kind: 'symlink', mode: 0o777, sizeBytes: 0, linkTarget, content: null };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}

async function* itemsOf(items: readonly TreeItem[]): AsyncGenerator<TreeItem> {
  yield* items;
}

async function put(
  place: Place,
  directory: string,
  items: readonly TreeItem[],
  { overwrite } = { overwrite: false },
): Promise<void> {
  await changed(place, { kind: 'makeDirectory', path: directory, mode: null, createParents: true });
  await putInto(place, directory, items, overwrite);
}

async function putInto(place: Place, directory: string, items: readonly TreeItem[], overwrite: boolean): Promise<void> {
  const { files } = place.instances().runtime;
  await files.putMany(place.instance().target, directory, itemsOf(items), { overwrite }, call());
}

async function write(place: Place, name: string, text: string) {
  return await writeBytes(place.instances().runtime, place.instance().target, name, text, { createParents: true });
}

async function changed(place: Place, wanted: FileChange): Promise<ChangeOutcome> {
  return await change(
    () => place.instances(),
    () => place.instance(),
    wanted,
  );
}

async function change(current: () => Instances, instance: () => Mounted, wanted: FileChange): Promise<ChangeOutcome> {
  return await current().runtime.files.change(instance().target, wanted, call());
}

async function entryOf(place: Place, wanted: FileChange) {
  const outcome = await changed(place, wanted);
  if (outcome.kind !== 'done') throw new Error('the change crosses file systems');
  return outcome.entry;
}

async function walk(place: Place, directory: string, overrides: Partial<WalkRequest> = {}) {
  const { files } = place.instances().runtime;
  return await files.walk(place.instance().target, directory, { ...all, ...overrides }, call());
}

async function namesBelow(place: Place, directory: string, overrides: Partial<WalkRequest> = {}): Promise<string[]> {
  return (await walk(place, directory, overrides)).map((entry) => entry.path.slice(directory.length + 1));
}

function textOf(event: FileEvent): string {
  return 'path' in event ? `${event.kind} ${event.path}` : event.kind;
}
