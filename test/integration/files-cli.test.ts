// The file commands against a daemon on the local runtime.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { input, runInProcess, runWith, Capture, type CliSurroundings } from '../support/cli.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';

const root = '/mnt/user-data';
let daemon: TestDaemon | undefined;
let id = '';
let local = '';

beforeAll(async () => {
  daemon = await startDaemon();
  const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 's1' } });
  id = sandbox?.id ?? '';
  local = mkdtempSync(path.join(tmpdir(), 'sk-cp-'));
});

afterAll(async () => {
  await daemon?.dispose();
  rmSync(local, { recursive: true, force: true });
});

async function run(argv: readonly string[], surroundings: CliSurroundings = {}) {
  return await runInProcess(['--socket', daemon?.socketPath ?? '', ...argv], surroundings);
}

test('cp takes files and trees in and out, and refuses a tree without --recursive', async () => {
  mkdirSync(path.join(local, 'src/deep'), { recursive: true });
  writeFileSync(path.join(local, 'src/deep/a.txt'), 'a');
  writeFileSync(path.join(local, 'one.txt'), 'one');
  expect(await run(['cp', path.join(local, 'src'), `${id}:${root}/tree`])).toMatchObject({ exitCode: 2 });
  const tree = await run(['cp', '-r', path.join(local, 'src'), `${id}:${root}/tree`]);
  expect(tree).toMatchObject({ exitCode: 0, stdout: `${root}/tree  2 entries  1 B\n` });
  expect(await run(['cp', path.join(local, 'one.txt'), `${id}:${root}/tree`])).toMatchObject({ exitCode: 0 });
  const again = await run(['cp', '--no-overwrite', path.join(local, 'one.txt'), `${id}:${root}/tree`]);
  expect(again.stderr).toContain('it exists');
  expect(await run(['cat', id, `${root}/tree/one.txt`])).toMatchObject({ exitCode: 0, stdout: 'one' });
  expect(await run(['cp', '-r', `${id}:${root}/tree`, path.join(local, 'back')])).toMatchObject({ exitCode: 0 });
  expect(readdirSync(path.join(local, 'back')).sort()).toEqual(['deep', 'one.txt']);
  expect(readFileSync(path.join(local, 'back/deep/a.txt'), 'utf8')).toBe('a');
  expect(await run(['cp', `${id}:${root}/tree/one.txt`, local])).toMatchObject({ exitCode: 0 });
  expect(await run(['cp', local, path.join(local, 'x')])).toMatchObject({ exitCode: 2 });
});

test('cp pipes tars, and shows on a terminal how far it is', async () => {
  await run(['write', id, `${root}/pipe/a.txt`, '-p'], { stdin: input('piped') });
  const stdout = new Capture();
  const argv = ['--socket', daemon?.socketPath ?? '', 'cp', `${id}:${root}/pipe`, '-'];
  expect(await runWith(argv, stdout, new Capture())).toBe(0);
  const tar = Buffer.from(stdout.text());
  const terminal = { stdin: pieces(tar), columns: 80 };
  const sent = await run(['cp', '-', `${id}:${root}/unpacked`], terminal);
  expect(sent.exitCode).toBe(0);
  expect(sent.stderr).toMatch(/ B|kB|KiB/);
  expect(await run(['cat', id, `${root}/unpacked/a.txt`])).toMatchObject({ stdout: 'piped' });
});

test('mkdir, mv, chmod, ls, stat and rm change and show the tree', async () => {
  expect(await run(['files', 'mkdir', id, `${root}/d/e`, '-p', '--mode', '700'])).toMatchObject({ exitCode: 0 });
  await run(['files', 'write', id, `${root}/d/f`], { stdin: input('text') });
  expect(await run(['files', 'mv', id, `${root}/d/f`, `${root}/d/g`])).toMatchObject({ exitCode: 0 });
  expect(await run(['files', 'chmod', id, '600', `${root}/d/g`])).toMatchObject({ exitCode: 0 });
  const { stdout } = await run(['files', 'ls', id, `${root}/d`, '--depth', '2', '--exclude', 'e']);
  expect(stdout).toContain('-0600');
  expect(stdout).toContain(`${root}/d/g`);
  expect(stdout).not.toContain(`${root}/d/e`);
  const etag = /etag\s+(\S+)/.exec((await run(['files', 'stat', id, `${root}/d/g`])).stdout)?.[1] ?? '';
  const write = ['files', 'write', id, `${root}/d/g`, '--if-match'];
  expect(await run([...write, 'another'], { stdin: input('x') })).toMatchObject({ exitCode: 4 });
  expect(await run([...write, etag], { stdin: input('x') })).toMatchObject({ exitCode: 0 });
  expect(await run(['files', 'rm', id, `${root}/d`])).toMatchObject({ exitCode: 4 });
  expect(await run(['files', 'rm', id, `${root}/d`, '-r'])).toMatchObject({ exitCode: 0 });
  expect(await run(['files', 'rm', id, `${root}/d`])).toMatchObject({ exitCode: 3 });
  expect(await run(['files', 'rm', id, `${root}/d`, '-f'])).toMatchObject({ exitCode: 0, stdout: '' });
});

test('glob, grep and replace find and change text', async () => {
  await run(['write', id, `${root}/s/a.txt`, '-p'], { stdin: input('one\ntwo\nthree\n') });
  await run(['write', id, `${root}/s/b.txt`], { stdin: input('two\n') });
  const glob = await run(['files', 'glob', id, `${root}/s`, '*.txt', '--limit', '1']);
  expect(glob.stdout).toContain(`${root}/s/a.txt`);
  expect(glob.stderr).toContain('There are more');
  const grep = await run(['files', 'grep', id, 't[wh]', `${root}/s/a.txt`, '-E', '-C', '1', '--limit', '1']);
  expect(grep.stdout).toBe(`${root}/s/a.txt-1-one\n${root}/s/a.txt:2:two\n${root}/s/a.txt-3-three\n--\n`);
  expect(await run(['files', 'grep', id, 'none', `${root}/s`])).toMatchObject({ exitCode: 1, stdout: '' });
  const replace = await run(['files', 'replace', id, `${root}/s/a.txt`, 'TWO', '2', '-i']);
  expect(replace).toMatchObject({ exitCode: 0, stdout: '1 replaced\n' });
  const missing = await run(['files', 'replace', id, `${root}/s/a.txt`, 'none', '2']);
  expect(missing).toMatchObject({ exitCode: 1 });
});

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
