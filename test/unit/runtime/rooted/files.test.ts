import { execFile } from 'node:child_process';
import { chmod, chown, link, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { SandkeepError } from '../../../../src/domain/errors.ts';
import { toFileError } from '../../../../src/runtime/rooted/file-errors.ts';
import { MountedFiles } from '../../../../src/runtime/rooted/mounted-files.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import {
  bytesOf,
  collect,
  expectReason,
  failureOf,
  hostText,
  makeTree,
  mount,
  never,
  plainWrite,
  readText,
  writeText,
} from './helpers.ts';

const run = promisify(execFile);
const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.info('skipped: cases that give files to other users need root');

async function workspace(
  tree: Readonly<Record<string, string>> = {},
): Promise<{ root: string; work: string; files: MountedFiles }> {
  const root = await temporaryDirectory('rooted');
  await makeTree(root, { 'work/': '', ...tree });
  return { root, work: `${root}/work`, files: new MountedFiles([mount(`${root}/work`, '/mnt/data')]) };
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('new');
  throw new RangeError('the sender broke');
}

async function openDescriptorsBelow(root: string): Promise<number> {
  const { stdout } = await run('ls', ['-l', `/proc/${process.pid}/fd`]);
  return stdout.split('\n').filter((line) => line.includes(root)).length;
}

describe('reading', () => {
  it('gives ranges in chunks of at most 256 KiB', async () => {
    const { work, files } = await workspace();
    const bytes = Buffer.alloc(600_000, 'abcdefghij');
    await writeFile(`${work}/big`, bytes);
    const sizes: number[] = [];
    for await (const chunk of files.read('/mnt/data/big', { offset: 0, limit: null }, never))
      sizes.push(chunk.byteLength);
    expect(sizes).toEqual([262_144, 262_144, 75_712]);
    expect(await collect(files.read('/mnt/data/big', { offset: 5, limit: 7 }, never))).toEqual(bytes.subarray(5, 12));
    expect(await collect(files.read('/mnt/data/big', { offset: 599_999, limit: 70 }, never))).toHaveLength(1);
    expect(await collect(files.read('/mnt/data/big', { offset: 600_000, limit: null }, never))).toHaveLength(0);
    expect(await collect(files.read('/mnt/data/big', { offset: 0, limit: 0 }, never))).toHaveLength(0);
    await expectReason(
      collect(files.read('/mnt/data/big', { offset: 600_001, limit: 1 }, never)),
      'RANGE_NOT_SATISFIABLE',
    );
    await expectReason(collect(files.read('/mnt/data/big', { offset: -1, limit: 1 }, never)), 'INVALID_FIELD');
  });

  it('opens regular files only: no directory, no FIFO, no socket', async () => {
    const { work, files } = await workspace({ 'work/dir/': '' });
    await run('mkfifo', [`${work}/fifo`]);
    for (const name of ['dir', 'fifo']) {
      await expectReason(readText(files, `/mnt/data/${name}`), 'NOT_A_FILE');
      await expectReason(writeText(files, `/mnt/data/${name}`, 'x'), 'NOT_A_FILE');
      await expectReason(writeText(files, `/mnt/data/${name}`, 'x', { append: true }), 'NOT_A_FILE');
    }
    await expectReason(readText(files, '/mnt'), 'NOT_A_FILE');
    await expectReason(readText(files, '/mnt/data/none'), 'FILE_NOT_FOUND');
    await expectReason(readText(files, '/mnt/data/none/x'), 'FILE_NOT_FOUND');
  });

  it.skipIf(process.platform !== 'linux')(
    'closes its descriptors on early return, on abort and after errors',
    async () => {
      const { root, work, files } = await workspace();
      await writeFile(`${work}/big`, Buffer.alloc(300_000));
      const early = files.read('/mnt/data/big', { offset: 0, limit: null }, never);
      await early.next();
      await early.return(undefined);

      const abort = new AbortController();
      const aborted = files.read('/mnt/data/big', { offset: 0, limit: null }, abort.signal);
      await aborted.next();
      abort.abort();
      await expectReason(aborted.next(), 'CALL_CANCELLED');

      const reason = new SandkeepError('RUNTIME_TIMEOUT', 'too slow');
      const late = files.read('/mnt/data/big', { offset: 0, limit: null }, AbortSignal.abort(reason));
      expect(await failureOf(late.next())).toBe(reason);

      await expectReason(writeText(files, '/mnt/data/x/y/z', 'x'), 'FILE_NOT_FOUND');
      await writeText(files, '/mnt/data/x/y/z', 'x', { createParents: true });
      await files.list('/mnt/data', 10);
      await files.stat('/mnt/data/x');
      expect(await openDescriptorsBelow(root)).toBe(0);
    },
  );
});

describe('writing', () => {
  it('replaces a file in one step: a reader sees the old or the new content', async () => {
    const { work, files } = await workspace({ 'work/f': 'a'.repeat(100_000) });
    const over = new AbortController();
    const writer = (async (): Promise<void> => {
      for (let round = 0; round < 50; round += 1) {
        const letter = round % 2 === 0 ? 'b' : 'a';
        await files.write('/mnt/data/f', bytesOf(letter.repeat(50_000), letter.repeat(50_000)), plainWrite, never);
      }
      over.abort();
    })();
    while (!over.signal.aborted) {
      const text = await hostText(work, 'f');
      expect(text).toHaveLength(100_000);
      expect(new Set(text).size).toBe(1);
    }
    await writer;
    expect(await readdir(work)).toEqual(['f']);
  });

  it('leaves the old file and no temporary one when the content fails or the call is aborted', async () => {
    const { work, files } = await workspace({ 'work/f': 'old' });
    await expect(files.write('/mnt/data/f', failing(), plainWrite, never)).rejects.toThrow(RangeError);

    const abort = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('new');
      abort.abort();
      await new Promise<never>(() => undefined);
    }
    await expectReason(files.write('/mnt/data/f', silent(), plainWrite, abort.signal), 'CALL_CANCELLED');
    expect(await hostText(work, 'f')).toBe('old');
    expect(await readdir(work)).toEqual(['f']);
  });

  it('keeps both of two parallel appends, also when neither finds the file (B3-69)', async () => {
    const { work, files } = await workspace();
    const lines = Array.from({ length: 40 }, (_unused, index) => `line ${String(index).padStart(2, '0')}\n`);
    await Promise.all(lines.map((line) => writeText(files, '/mnt/data/log', line, { append: true })));
    expect(
      (await hostText(work, 'log'))
        .split('\n')
        .filter(Boolean)
        .sort()
        .map((line) => `${line}\n`),
    ).toEqual(lines);
  });

  it('appends to a file whose first bytes are "Error:" and never rewrites it (B3-69)', async () => {
    const { work, files } = await workspace({ 'work/f': 'Error: no\n' });
    const { ino } = await stat(`${work}/f`);
    await writeText(files, '/mnt/data/f', 'more', { append: true });
    expect(await hostText(work, 'f')).toBe('Error: no\nmore');
    expect((await stat(`${work}/f`)).ino).toBe(ino);
  });

  it('refuses an existing path with mustNotExist, also one that appears meanwhile or dangles', async () => {
    const { work, files } = await workspace({ 'work/f': 'old' });
    await expectReason(writeText(files, '/mnt/data/f', 'x', { mustNotExist: true }), 'FILE_EXISTS');
    await run('ln', ['-s', 'nowhere', `${work}/dangling`]);
    await expectReason(writeText(files, '/mnt/data/dangling', 'x', { mustNotExist: true }), 'FILE_EXISTS');
    async function* late(): AsyncGenerator<Uint8Array> {
      await writeFile(`${work}/raced`, 'first');
      yield Buffer.from('second');
    }
    const exclusive = { ...plainWrite, mustNotExist: true };
    await expectReason(files.write('/mnt/data/raced', late(), exclusive, never), 'FILE_EXISTS');
    expect(await hostText(work, 'raced')).toBe('first');
    await writeText(files, '/mnt/data/new', 'x', { mustNotExist: true });
    expect((await readdir(work)).sort()).toEqual(['dangling', 'f', 'new', 'raced']);
    expect((await stat(`${work}/new`)).nlink).toBe(1);
  });

  it('gives new files 0644, keeps the mode of replaced ones, obeys an asked one and writes no set-uid bit', async () => {
    const { work, files } = await workspace({ 'work/old': 'x' });
    await chmod(`${work}/old`, 0o600);
    const modeOf = async (name: string): Promise<number> => (await stat(`${work}/${name}`)).mode & 0o7777;
    const entry = await files.write('/mnt/data/new', bytesOf('x'), plainWrite, never);
    expect(entry).toMatchObject({ path: '/mnt/data/new', kind: 'file', sizeBytes: 1, mode: 0o644 });
    await writeText(files, '/mnt/data/old', 'y');
    await writeText(files, '/mnt/data/asked', 'y', { mode: 0o4755 });
    await writeText(files, '/mnt/data/appended', 'y', { append: true, mode: 0o640 });
    expect(await Promise.all(['new', 'old', 'asked', 'appended'].map(modeOf))).toEqual([0o644, 0o600, 0o755, 0o640]);
  });

  it('replaces one name of a hard-linked file and leaves the other as it was', async () => {
    const { root, work, files } = await workspace({ outside: 'kept' });
    await link(`${root}/outside`, `${work}/f`);
    await writeText(files, '/mnt/data/f', 'new');
    expect(await hostText(root, 'outside')).toBe('kept');
  });

  it.skipIf(!isRoot)(
    'gives new files and parents to the owner of their directory, and keeps a file its owner',
    async () => {
      const { work, files } = await workspace({ 'work/theirs': 'x' });
      await chown(work, 1000, 1001);
      await chown(`${work}/theirs`, 1002, 1003);
      await writeText(files, '/mnt/data/a/b/new', 'x', { createParents: true });
      await writeText(files, '/mnt/data/log', 'x', { append: true });
      await writeText(files, '/mnt/data/theirs', 'y');
      const ownerOf = async (name: string): Promise<number[]> => {
        const { uid, gid } = await stat(`${work}/${name}`);
        return [uid, gid];
      };
      for (const name of ['a', 'a/b', 'a/b/new', 'log']) expect(await ownerOf(name)).toEqual([1000, 1001]);
      expect(await ownerOf('theirs')).toEqual([1002, 1003]);
      expect((await stat(`${work}/a`)).mode & 0o777).toBe(0o755);
    },
  );

  it('serves a mount that is a single file: it can be read and appended to, not replaced', async () => {
    const root = await temporaryDirectory('rooted');
    await makeTree(root, { 'only.txt': 'one' });
    const files = new MountedFiles([mount(`${root}/only.txt`, '/etc/only.txt')]);
    expect(await readText(files, '/etc/only.txt')).toBe('one');
    await writeText(files, '/etc/only.txt', ' two', { append: true });
    expect(await hostText(root, 'only.txt')).toBe('one two');
    await expectReason(writeText(files, '/etc/only.txt', 'x'), 'NOT_SUPPORTED');
    await expectReason(readText(files, '/etc/only.txt/x'), 'NOT_A_DIRECTORY');
  });
});

describe('listing', () => {
  it('sorts by byte order and shows more than maxEntries as an error, exactly maxEntries not (D3-37)', async () => {
    const { work, files } = await workspace();
    for (const name of ['b', 'a', 'Z', 'é', 'a0', '\u{1f600}', '\uffee']) await writeFile(`${work}/${name}`, '');
    const names = (await files.list('/mnt/data', 7)).map((entry) => entry.path.slice('/mnt/data/'.length));
    expect(names).toEqual(['Z', 'a', 'a0', 'b', 'é', '\uffee', '\u{1f600}']);
    await expectReason(files.list('/mnt/data', 6), 'FILE_TOO_LARGE');
    await expectReason(files.list('/mnt/data/a', 6), 'NOT_A_DIRECTORY');
    await expectReason(files.list('/mnt/data/none', 6), 'FILE_NOT_FOUND');
  });

  it('shows a directory above mounts, and child mounts laid over real entries, once each', async () => {
    const { root, work } = await workspace({ 'work/uploads/hidden': '', 'up/': '', 'work/real': '', 'deep/x': '' });
    const files = new MountedFiles([
      mount(work, '/mnt/data'),
      mount(`${root}/up`, '/mnt/data/uploads'),
      mount(`${root}/deep`, '/mnt/data/not/there/yet'),
      mount(`${root}/missing`, '/mnt/data/missing'),
    ]);
    const paths = async (place: string): Promise<string[]> => (await files.list(place, 10)).map((entry) => entry.path);
    expect(await paths('/')).toEqual(['/mnt']);
    expect(await paths('/mnt')).toEqual(['/mnt/data']);
    expect(await paths('/mnt/data')).toEqual(['/mnt/data/not', '/mnt/data/real', '/mnt/data/uploads']);
    expect(await paths('/mnt/data/uploads')).toEqual([]);
    expect(await paths('/mnt/data/not/there')).toEqual(['/mnt/data/not/there/yet']);
    expect(await readText(files, '/mnt/data/not/there/yet/x')).toBe('');
    expect(await files.stat('/mnt')).toMatchObject({ path: '/mnt', kind: 'directory' });
  });

  it.skipIf(process.platform !== 'linux')('lists a name that is not UTF-8 instead of hiding it', async () => {
    const { work, files } = await workspace();
    await writeFile(Buffer.concat([Buffer.from(`${work}/`), Buffer.from([0x61, 0xff])]), 'x');
    expect((await files.list('/mnt/data', 5)).map((entry) => entry.path)).toEqual(['/mnt/data/a\ufffd']);
  });
});

describe('errors', () => {
  it('show virtual paths only, whole chain included (B3-74)', async () => {
    const { root, files } = await workspace({ 'work/dir/': '', 'work/f': '' });
    const failures = await Promise.all([
      failureOf(readText(files, '/mnt/data/none')),
      failureOf(readText(files, '/mnt/data/f/x')),
      failureOf(readText(files, '/mnt/data/dir')),
      failureOf(writeText(files, '/mnt/data/dir', 'x')),
      failureOf(writeText(files, '/mnt/data/none/x', 'x')),
      failureOf(files.list('/mnt/data/f', 1)),
      failureOf(new MountedFiles([mount(`${root}/gone`, '/mnt/gone')]).stat('/mnt/gone/x')),
    ]);
    for (const failure of failures) {
      expect(failure.cause).toBe(undefined);
      expect(JSON.stringify([failure.message, failure.details, failure.stack])).not.toContain(root);
      expect(failure.message).toContain('/mnt/');
    }
  });

  it.each([
    ['ENOSPC', 'NO_SPACE'],
    ['EDQUOT', 'NO_SPACE'],
    ['EACCES', 'FILE_PERMISSION_DENIED'],
    ['EROFS', 'READ_ONLY_PATH'],
    ['EIO', 'INTERNAL'],
  ])('turn %s into %s without the path of the host', (code, reason) => {
    const system = Object.assign(new Error(`${code}: open '/srv/secret/place'`), { code, path: '/srv/secret/place' });
    const error = toFileError(system, '/mnt/data/f');
    expect(error).toBeInstanceOf(SandkeepError);
    expect(error).toMatchObject({ reason });
    expect(JSON.stringify([(error as Error).message, (error as SandkeepError).details])).not.toContain('secret');
  });

  it.skipIf(isRoot)('say permission denied where the daemon may not read', async () => {
    const { work, files } = await workspace({ 'work/f': 'x' });
    await chmod(`${work}/f`, 0);
    await expectReason(readText(files, '/mnt/data/f'), 'FILE_PERMISSION_DENIED');
  });

  it.skipIf(!isRoot)('say no space when the disk is full, and keep the old file', async () => {
    const { root, files } = await workspace();
    await mkdir(`${root}/small`);
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', `${root}/small`]).then(
      () => true,
      () => false,
    );
    if (!mounted) {
      console.info('skipped: no tmpfs can be mounted here');
      return;
    }
    try {
      await writeFile(`${root}/small/f`, 'old');
      const small = new MountedFiles([mount(`${root}/small`, '/mnt/small')]);
      await expectReason(writeText(small, '/mnt/small/f', 'x'.repeat(200_000)), 'NO_SPACE');
      expect(await readFile(`${root}/small/f`, 'utf8')).toBe('old');
      expect(await readdir(`${root}/small`)).toEqual(['f']);
      expect(files.covers('/mnt/small')).toBe(false);
    } finally {
      await run('umount', [`${root}/small`]);
    }
  });
});
