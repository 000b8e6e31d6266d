import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Header, pack } from 'tar-stream';
import { expect, onTestFinished, test } from 'vitest';
import { packTree, unpackTree } from '../../../src/cli/local-tree.ts';

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sandkeep-tree-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('a tree is packed and unpacked, without links that lead out', async () => {
  const [from, to] = [temporary(), temporary()];
  mkdirSync(join(from, 'a/empty'), { recursive: true });
  writeFileSync(join(from, 'a/file'), 'text', { mode: 0o750 });
  symlinkSync('file', join(from, 'a/link'));
  symlinkSync('../../etc', join(from, 'a/out'));
  symlinkSync('/etc', join(from, 'absolute'));
  const packed = packTree(from);
  expect(await unpackTree(packed.tar, to)).toBe(4);
  expect(packed.skipped()).toBe(2);
  expect(readdirSync(join(to, 'a')).sort()).toEqual(['empty', 'file', 'link']);
  expect(readFileSync(join(to, 'a/link'), 'utf8')).toBe('text');
});

test.each<[string, Partial<Header> & { name: string }]>([
  ['an absolute name', { name: '/tmp/x' }],
  ['a name that climbs', { name: '../x' }],
  ['an absolute link', { name: 'l', type: 'symlink', linkname: '/etc' }],
  ['a link that climbs', { name: 'a/l', type: 'symlink', linkname: '../../x' }],
  ['a link that climbs late', { name: 'l', type: 'symlink', linkname: 'a/b/../../../x' }],
  ['a hard link', { name: 'l', type: 'link', linkname: 'x' }],
  ['a device', { name: 'd', type: 'character-device' }],
])('%s from a sandbox is refused', async (_name, header) => {
  const directory = temporary();
  await expect(unpackTree(tarOf([header]), join(directory, 'to'))).rejects.toThrow('may send');
  expect(readdirSync(join(directory, 'to')).filter((name) => name !== 'a')).toEqual([]);
});

test('nothing is written through a link, whether the archive or this machine has it', async () => {
  const directory = temporary();
  const to = join(directory, 'to');
  mkdirSync(to);
  symlinkSync('..', join(to, 'here'));
  await expect(unpackTree(tarOf([{ name: 'here/x' }]), to)).rejects.toThrow('below a link');
  const own = tarOf([{ name: 'l', type: 'symlink', linkname: 'sub' }, { name: 'l/x' }]);
  await expect(unpackTree(own, to)).rejects.toThrow('below a link');
  expect(existsSync(join(directory, 'x'))).toBe(false);
});

async function* tarOf(headers: readonly (Partial<Header> & { name: string })[]): AsyncGenerator<Uint8Array> {
  const archive = pack();
  for (const header of headers) archive.entry({ ...header }, '');
  archive.finalize();
  yield* archive as unknown as AsyncIterable<Uint8Array>;
}
