// FileService over the daemon's socket, on the local runtime: a real workspace on the host and no engine.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import { unpackTree } from '../../src/cli/local-tree.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';
import { readText, writeText } from '../support/files.ts';
import { refusalOf } from '../support/scene.ts';
import { manyEntries, tarAttacks, tarOf } from '../support/tars.ts';

const root = '/mnt/user-data';
const limits = {
  copy_max_entries: 50,
  file_transfer_max_bytes: '1m',
  watch_max_queued_events: 20,
  pattern_timeout: '1s',
};
/** Another file system than the temporary directory on most machines. */
const sharedMemory = '/dev/shm';

let daemon: TestDaemon | undefined;
let client: SandkeepClient;
let sandboxId = '';
let workspace = '';
let elsewhere = '';
let base = '';

beforeAll(async () => {
  elsewhere = mkdtempSync(path.join(tmpdir(), 'sk-files-'));
  base = mkdtempSync(path.join(isDirectory(sharedMemory) ? sharedMemory : tmpdir(), 'sk-'));
  const mounts = [{ source: elsewhere, target: '/mnt/elsewhere' }];
  daemon = await startDaemon({
    directory: base,
    config: {
      limits,
      allowed_host_mounts: [elsewhere],
      default_template: 'files',
      templates: { files: { extends: 'local', mounts } },
    },
  });
  client = daemon.client;
  const { sandbox } = await client.acquireSandbox({ session: { session: 's1' } });
  sandboxId = sandbox?.id ?? '';
  workspace = sandbox?.workspacePath ?? '';
});

afterAll(async () => {
  await daemon?.dispose();
  for (const made of [elsewhere, base]) rmSync(made, { recursive: true, force: true });
});

/** A directory of the sandbox for one test, with files by their relative names. */
async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  const name = `t${counter++}`;
  mkdirSync(path.join(workspace, name));
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(workspace, name, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  return `${root}/${name}`;
}
let counter = 0;

describe('directories', () => {
  test('are made, listed to a depth in pages, moved, changed and removed', async () => {
    const directory = await tree({ 'a/b/c.txt': 'c', 'a/x.txt': 'x', 'node_modules/y.js': 'y', 'z.txt': 'z' });
    const names: string[] = [];
    let pageToken = '';
    do {
      const request = { sandboxId, path: directory, depth: 3, exclude: ['node_*'], pageSize: 2, pageToken };
      const page = await client.listFiles(request);
      names.push(...page.entries.map((entry) => entry.path.slice(directory.length + 1)));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(names).toEqual(['a', 'a/b', 'a/b/c.txt', 'a/x.txt', 'z.txt']);
    await client.makeDirectory({ sandboxId, path: `${directory}/new/deep`, createParents: true });
    await client.moveFile({ sandboxId, fromPath: `${directory}/a`, toPath: `${directory}/new/a` });
    const { entry } = await client.chmodFile({ sandboxId, path: `${directory}/new/a/x.txt`, mode: 0o600 });
    expect(entry).toMatchObject({ path: `${directory}/new/a/x.txt`, mode: 0o600 });
    expect(await client.removeFile({ sandboxId, path: `${directory}/new`, recursive: true })).toEqual({
      removed: true,
    });
    const again = { sandboxId, path: `${directory}/new`, allowMissing: true };
    expect(await client.removeFile(again)).toEqual({ removed: false });
    expect(await refusalOf(client.chmodFile({ sandboxId, path: directory, mode: 0o4755 }))).toMatchObject({
      reason: 'INVALID_FIELD',
    });
  });

  test('a move with a request_id is done once', async () => {
    const directory = await tree({ a: 'a' });
    const move = { sandboxId, fromPath: `${directory}/a`, toPath: `${directory}/b`, requestId: 'move-once' };
    const first = await client.moveFile(move);
    expect(await client.moveFile(move)).toEqual(first);
  });

  test('a move between file systems copies and then removes, and loses nothing it cannot copy', async (context) => {
    context.skip(statSync(elsewhere).dev === statSync(workspace).dev, 'both mounts are on one file system');
    const directory = await tree({ 'tree/a.txt': 'a', 'tree/run.sh': 'true' });
    const toPath = `/mnt/elsewhere/moved-${counter}`;
    await client.moveFile({ sandboxId, fromPath: `${directory}/tree`, toPath });
    expect(await readText(client, sandboxId, `${toPath}/a.txt`)).toBe('a');
    expect(readdirSync(path.join(workspace, path.basename(directory)))).toEqual([]);
    await writeText(client, sandboxId, `${directory}/one`, 'one');
    const onto = { sandboxId, fromPath: `${directory}/one`, toPath: `${toPath}/a.txt` };
    expect(await refusalOf(client.moveFile(onto))).toMatchObject({ reason: 'FILE_EXISTS' });
    await client.moveFile({ ...onto, overwrite: true });
    expect(await readText(client, sandboxId, `${toPath}/a.txt`)).toBe('one');
    symlinkSync('/etc', path.join(elsewhere, path.basename(toPath), 'out'));
    const back = { sandboxId, fromPath: toPath, toPath: `${directory}/back` };
    expect(await refusalOf(client.moveFile(back))).toMatchObject({ reason: 'NOT_SUPPORTED' });
    expect(await readText(client, sandboxId, `${toPath}/a.txt`)).toBe('one');
  });

  test('a write with an etag is refused after another write', async () => {
    const directory = await tree({ file: 'one' });
    const { entry } = await client.statFile({ sandboxId, path: `${directory}/file` });
    const header = { sandboxId, path: `${directory}/file`, ifMatch: entry?.etag ?? '' };
    await client.writeFile(header, pieces('two'));
    expect(await refusalOf(client.writeFile(header, pieces('three')))).toMatchObject({ reason: 'CONFLICT' });
    const mixed = client.writeFile({ ...header, append: true }, pieces('x'));
    expect(await refusalOf(mixed)).toMatchObject({ reason: 'INVALID_FIELD' });
    expect(await readText(client, sandboxId, `${directory}/file`)).toBe('two');
  });
});

test('a file above the limit is refused in both directions, and a part of it is not (B3-75, R9)', async () => {
  const directory = await tree({ large: 'x'.repeat(1_500_000), kept: 'kept' });
  const read = async (path_: string, limit = 0): Promise<number> => {
    let bytes = 0;
    for await (const { data } of client.readFile({ sandboxId, path: path_, offset: 100, limit })) bytes += data.length;
    return bytes;
  };
  expect(await refusalOf(read(`${directory}/large`))).toMatchObject({ reason: 'FILE_TOO_LARGE' });
  expect(await read(`${directory}/large`, 1_000_000)).toBe(1_000_000);
  const half = 'y'.repeat(600_000);
  const writing = client.writeFile({ sandboxId, path: `${directory}/kept` }, manyPieces(half, half));
  expect(await refusalOf(writing)).toMatchObject({ reason: 'FILE_TOO_LARGE' });
  expect(await readText(client, sandboxId, `${directory}/kept`)).toBe('kept');
  expect(readdirSync(path.join(workspace, path.basename(directory))).sort()).toEqual(['kept', 'large']);
  for (const outside of ['/etc/passwd', '/mnt/user-data-not/x', `${directory}/../../etc/passwd`]) {
    expect(await refusalOf(read(outside))).toMatchObject({ reason: 'INVALID_PATH' });
  }
});

describe('glob', () => {
  test('finds by path, sorted, with an exact mark when there are more (B3-70)', async () => {
    const directory = await tree({
      'src/a.ts': '',
      'src/deep/b.ts': '',
      'src/c.js': '',
      '.hidden/d.ts': '',
      'e.ts': '',
    });
    const glob = async (pattern: string, more = {}) => {
      const { entries, truncated } = await client.globFiles({ sandboxId, path: directory, pattern, ...more });
      return { names: entries.map((entry) => entry.path.slice(directory.length + 1)), truncated };
    };
    expect(await glob('**/*.ts')).toEqual({ names: ['e.ts', 'src/a.ts', 'src/deep/b.ts'], truncated: false });
    expect(await glob('*.ts')).toEqual({ names: ['e.ts'], truncated: false });
    expect((await glob('src/*.{ts,js}')).names).toEqual(['src/a.ts', 'src/c.js']);
    expect((await glob('**/*.ts', { includeHidden: true })).names).toContain('.hidden/d.ts');
    expect(await glob('**/*.ts', { limit: 3 })).toMatchObject({ truncated: false });
    expect(await glob('**/*.ts', { limit: 2 })).toEqual({ names: ['e.ts', 'src/a.ts'], truncated: true });
    expect((await glob('**/*.ts', { exclude: ['deep'] })).names).toEqual(['e.ts', 'src/a.ts']);
    expect(await refusalOf(glob('/absolute'))).toMatchObject({ reason: 'INVALID_FIELD' });
    expect(await refusalOf(glob('[a'))).toMatchObject({ reason: 'INVALID_FIELD' });
  });

  test('a link is found by its name and shows no path of the host (B3-71)', async () => {
    const directory = await tree({ 'a.txt': '' });
    symlinkSync('/etc', path.join(workspace, path.basename(directory), 'etc'));
    const { entries } = await client.globFiles({ sandboxId, path: directory, pattern: '**' });
    expect(entries.map(({ path: name, linkTarget }) => [name, linkTarget])).toEqual([
      [`${directory}/a.txt`, ''],
      [`${directory}/etc`, ''],
    ]);
    expect(JSON.stringify(entries)).not.toContain(workspace);
  });
});

describe('grep', () => {
  test('finds lines with what is around them, literally or by expression (B3-70)', async () => {
    const directory = await tree({ 'a.txt': 'one\ntwo (x)\nthree\n', 'b/c.md': 'TWO (x)\r\nfour' });
    const grep = async (pattern: string, more = {}) =>
      (await client.grepFiles({ sandboxId, path: directory, pattern, ...more })).matches;
    expect(await grep('two (x)', { contextLines: 1 })).toEqual([
      { path: `${directory}/a.txt`, lineNumber: 2, column: 1, line: 'two (x)', before: ['one'], after: ['three'] },
    ]);
    expect((await grep('two (x)', { ignoreCase: true })).map(({ line }) => line)).toEqual(['two (x)', 'TWO (x)']);
    expect((await grep('^t\\w+$', { regex: true })).map(({ line }) => line)).toEqual(['three']);
    expect((await grep('t', { include: ['**/*.md'] })).map(({ line }) => line)).toEqual([]);
    expect((await grep('x', { include: ['**/*.md'] })).map(({ line }) => line)).toEqual(['TWO (x)']);
    expect(await refusalOf(grep('(', { regex: true }))).toMatchObject({ reason: 'INVALID_FIELD' });
    expect(await refusalOf(grep('a\nb'))).toMatchObject({ reason: 'INVALID_FIELD' });
  });

  test('one file is searched alone; binary files, links and large files are left out', async () => {
    const directory = await tree({
      'a.txt': 'find me',
      'b.bin': 'find me\0',
      'large.txt': `find me${' '.repeat(2_000_000)}`,
    });
    symlinkSync('a.txt', path.join(workspace, path.basename(directory), 'link.txt'));
    symlinkSync('/etc/passwd', path.join(workspace, path.basename(directory), 'out.txt'));
    const grep = async (name: string, pattern: string) =>
      (await client.grepFiles({ sandboxId, path: name, pattern })).matches.map((match) => match.path);
    expect(await grep(directory, 'find')).toEqual([`${directory}/a.txt`]);
    expect(await grep(`${directory}/a.txt`, 'find')).toEqual([`${directory}/a.txt`]);
    expect(await grep(directory, 'root')).toEqual([]);
  });

  test('exactly as many lines as asked for are not called truncated, one more is', async () => {
    const directory = await tree({ a: 'x\nx\n', b: 'x\n' });
    const grep = async (limit: number) => client.grepFiles({ sandboxId, path: directory, pattern: 'x', limit });
    expect(await grep(3)).toMatchObject({ truncated: false, matches: [{}, {}, {}] });
    const fewer = await grep(2);
    expect(fewer.truncated).toBe(true);
    expect(fewer.matches).toHaveLength(2);
  });

  test('an expression that never ends is refused, and the daemon answers others meanwhile', async () => {
    const directory = await tree({ a: 'a'.repeat(60) });
    const grep = { sandboxId, path: directory, pattern: '^(a+)+$x', regex: true };
    const refusal = refusalOf(client.grepFiles(grep));
    expect((await client.statFile({ sandboxId, path: directory })).entry?.kind).toBe('FILE_KIND_DIRECTORY');
    expect(await refusal).toMatchObject({ reason: 'INVALID_FIELD' });
  });
});

describe('replace', () => {
  test('replaces as often as asked and counts', async () => {
    const directory = await tree({ file: 'one two one two one' });
    const replace = { sandboxId, path: `${directory}/file`, pattern: 'one', replacement: '$1' };
    expect((await client.replaceInFile({ ...replace, limit: 2 })).count).toBe(2);
    expect(await readText(client, sandboxId, `${directory}/file`)).toBe('$1 two $1 two one');
    expect((await client.replaceInFile({ ...replace, pattern: 'none' })).count).toBe(0);
    const swapped = { ...replace, pattern: '(t)(wo)', regex: true, replacement: '$2$1' };
    expect((await client.replaceInFile(swapped)).count).toBe(2);
    expect(await readText(client, sandboxId, `${directory}/file`)).toBe('$1 wot $1 wot one');
  });

  test('parallel replacements are all kept (B3-69)', async () => {
    const words = Array.from({ length: 12 }, (_, index) => `word${String(index).padStart(2, '0')}`);
    const directory = await tree({ file: words.join('\n') });
    await Promise.all(
      words.map((pattern) =>
        client.replaceInFile({ sandboxId, path: `${directory}/file`, pattern, replacement: pattern.toUpperCase() }),
      ),
    );
    expect(await readText(client, sandboxId, `${directory}/file`)).toBe(words.join('\n').toUpperCase());
  });

  test('what is no text is replaced literally and refused otherwise', async () => {
    const directory = await tree({});
    const file = path.join(workspace, path.basename(directory), 'file');
    writeFileSync(file, Buffer.from([0xff, 0x61, 0x00]));
    const replace = { sandboxId, path: `${directory}/file`, pattern: 'a', replacement: 'bb' };
    expect(await refusalOf(client.replaceInFile({ ...replace, regex: true }))).toMatchObject({ reason: 'NOT_TEXT' });
    await client.replaceInFile(replace);
    expect([...readFileSync(file)]).toEqual([0xff, 0x62, 0x62, 0x00]);
  });
});

describe('copies', () => {
  test('what goes in comes out again', async () => {
    const directory = await tree({});
    const tar = tarOf(
      [{ name: 'top/', type: 'directory', mode: 0o755 }],
      [{ name: 'top/run.sh', mode: 0o755 }, 'true'],
      [{ name: 'top/large.bin', mode: 0o644 }, 'x'.repeat(600_000)],
      [{ name: 'top/link', type: 'symlink', linkname: './run.sh' }],
    );
    const header = { sandboxId, path: `${directory}/new`, createParents: true, stripComponents: 1 };
    expect(await client.copyIn(header, tar)).toEqual({ entryCount: '3', sizeBytes: '600004' });
    symlinkSync('/etc', path.join(workspace, path.basename(directory), 'new/out'));
    const local = mkdtempSync(path.join(tmpdir(), 'sk-copied-'));
    onTestFinished(() => rmSync(local, { recursive: true }));
    const frames: Uint8Array[] = [];
    let skipped = '';
    for await (const { data, summary } of client.copyOut({ sandboxId, path: `${directory}/new` })) {
      if (data) frames.push(data);
      if (summary) skipped = summary.skippedCount;
    }
    await unpackTree(piecesOf(frames), local);
    expect(readdirSync(local).sort()).toEqual(['large.bin', 'link', 'run.sh']);
    expect(statSync(path.join(local, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(statSync(path.join(local, 'large.bin')).size).toBe(600_000);
    expect(skipped).toBe('1');
  });

  test.each(tarAttacks)('$name is refused, and touches nothing outside', async ({ tar, reason }) => {
    const path_ = await tree({ 'target/other/kept': 'kept' });
    const before = readdirSync(workspace);
    const refusal = await refusalOf(client.copyIn({ sandboxId, path: `${path_}/target` }, tar()));
    expect(refusal).toMatchObject({ reason });
    const directory = path.join(workspace, path.basename(path_));
    expect(readdirSync(directory)).toEqual(['target']);
    expect(readdirSync(path.join(directory, 'target/other'))).toEqual(['kept']);
    expect(readdirSync(workspace)).toEqual(before);
  });

  test('what came before what is refused stays', async () => {
    const path_ = await tree({});
    const tar = tarOf([{ name: 'good' }, 'good'], [{ name: '../bad' }, 'bad'], [{ name: 'after' }, 'after']);
    expect(await refusalOf(client.copyIn({ sandboxId, path: path_ }, tar))).toMatchObject({
      reason: 'ARCHIVE_REFUSED',
    });
    expect(readdirSync(path.join(workspace, path.basename(path_)))).toEqual(['good']);
  });

  test('a million entries end at the bound, and most are never read', async () => {
    const path_ = await tree({});
    const { tar, packed } = manyEntries(1_000_000);
    const refusal = await refusalOf(client.copyIn({ sandboxId, path: path_ }, tar));
    expect(refusal).toMatchObject({ reason: 'FILE_TOO_LARGE' });
    expect(packed()).toBeLessThan(100_000);
  });
});

describe('watch', () => {
  test('tells what other calls do', async () => {
    const directory = await tree({ kept: '' });
    const ending = new AbortController();
    const seen: string[] = [];
    for await (const frame of client.watchFiles(
      { sandboxId, path: directory, recursive: true },
      { signal: ending.signal },
    )) {
      if (frame.ready) await writeText(client, sandboxId, `${directory}/new`, 'x');
      if (frame.change) seen.push(`${frame.change.kind} ${frame.change.path}`);
      if (seen.includes(`FILE_CHANGE_KIND_CREATED ${directory}/new`)) break;
    }
    ending.abort();
    expect(seen).toContain(`FILE_CHANGE_KIND_CREATED ${directory}/new`);
  });
});

test('a file call keeps its sandbox in use (R7)', async () => {
  const directory = await tree({ file: 'x' });
  const before = (await client.getSandbox({ sandboxId })).sandbox?.lastActiveTime;
  await client.globFiles({ sandboxId, path: directory, pattern: '*' });
  const after = (await client.getSandbox({ sandboxId })).sandbox?.lastActiveTime;
  expect(Number(after?.seconds) * 1e9 + Number(after?.nanos)).toBeGreaterThan(
    Number(before?.seconds) * 1e9 + Number(before?.nanos),
  );
});

async function* manyPieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* piecesOf(all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

function isDirectory(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}
