import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { MountedFiles } from '../../../../src/runtime/rooted/mounted-files.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { expectReason, hostText, makeTree, mount, readText, writeText } from './helpers.ts';

async function twoSiblings(): Promise<{ root: string; files: MountedFiles }> {
  const root = await temporaryDirectory('rooted');
  await makeTree(root, { 'skills/a.txt': 'skill', 'extra/a.txt': 'extra', 'data/': '' });
  const files = new MountedFiles([
    mount(`${root}/skills`, '/mnt/skills', true),
    mount(`${root}/extra`, '/mnt/skills-extra'),
    mount(`${root}/data`, '/mnt/user-data'),
  ]);
  return { root, files };
}

describe('mapping of virtual paths', () => {
  it('keeps a mount apart from a sibling whose name begins with its own, in both directions (B3-67)', async () => {
    const { root, files } = await twoSiblings();
    expect(await readText(files, '/mnt/skills/a.txt')).toBe('skill');
    expect(await readText(files, '/mnt/skills-extra/a.txt')).toBe('extra');
    await writeText(files, '/mnt/skills-extra/new.txt', 'written');
    expect(await hostText(root, 'extra/new.txt')).toBe('written');
    await expectReason(writeText(files, '/mnt/skills/new.txt', 'x'), 'READ_ONLY_PATH');
    expect(files.hostPath('/mnt/skills-extra/a.txt')).toBe(path.join(root, 'extra/a.txt'));
    expect(files.covers('/mnt/skillsx')).toBe(false);
  });

  it('denies what no mount covers (R12, D3-33)', async () => {
    const { files } = await twoSiblings();
    for (const place of ['/etc/passwd', '/mnt/skillsx/a.txt', '/', '/mnt']) {
      expect(files.covers(place)).toBe(false);
      expect(files.hostPath(place)).toBe(null);
    }
    await expectReason(readText(files, '/etc/passwd'), 'INVALID_PATH');
    await expectReason(files.stat('/etc/passwd'), 'INVALID_PATH');
    await expectReason(files.list('/etc', 10), 'INVALID_PATH');
    await expectReason(writeText(files, '/mnt/new.txt', 'x'), 'INVALID_PATH');
    await expectReason(new MountedFiles([]).list('/', 10), 'INVALID_PATH');
  });

  it.each([
    ['a ".." segment', '/mnt/user-data/../skills/a.txt'],
    ['NUL', '/mnt/user-data/a\0b'],
    ['a relative path', 'mnt/user-data/a'],
    ['an empty path', ''],
    ['more than 4096 bytes', `/mnt/user-data/${'a/'.repeat(2100)}`],
    ['a component of more than 255 bytes', `/mnt/user-data/${'é'.repeat(128)}`],
    ['a lone surrogate', '/mnt/user-data/\ud800'],
  ])('refuses %s (B3-66)', async (_what, place) => {
    const { files } = await twoSiblings();
    await expectReason(readText(files, place), 'INVALID_PATH');
    await expectReason(writeText(files, place, 'x'), 'INVALID_PATH');
    await expectReason(files.stat(place), 'INVALID_PATH');
    await expectReason(files.list(place, 10), 'INVALID_PATH');
  });

  it('writes below a writable mount nested under a read-only one, and only there (B3-68)', async () => {
    const root = await temporaryDirectory('rooted');
    await makeTree(root, { 'outer/': '', 'inner/': '' });
    const files = new MountedFiles([
      mount(`${root}/outer`, '/mnt/outer', true),
      mount(`${root}/inner`, '/mnt/outer/deep/inner'),
    ]);
    await writeText(files, '/mnt/outer/deep/inner/a.txt', 'yes');
    expect(await hostText(root, 'inner/a.txt')).toBe('yes');
    await expectReason(writeText(files, '/mnt/outer/a.txt', 'no'), 'READ_ONLY_PATH');
    await expectReason(writeText(files, '/mnt/outer/x/a.txt', 'no', { createParents: true }), 'READ_ONLY_PATH');
  });

  it('refuses to write through an outer mount into the source of a read-only one (B3-66)', async () => {
    const root = await temporaryDirectory('rooted');
    await makeTree(root, { 'work/frozen/a.txt': 'old' });
    const files = new MountedFiles([
      mount(`${root}/work`, '/mnt/user-data'),
      mount(`${root}/work/frozen`, '/mnt/frozen', true),
    ]);
    await expectReason(writeText(files, '/mnt/user-data/frozen/a.txt', 'new'), 'READ_ONLY_PATH');
    expect(await hostText(root, 'work/frozen/a.txt')).toBe('old');
  });

  it('serves a mount at "/" and gives a longer target the right of way', async () => {
    const root = await temporaryDirectory('rooted');
    await makeTree(root, { 'all/etc/motd': 'hello', 'all/mnt/a.txt': 'hidden', 'mnt/a.txt': 'shown' });
    const files = new MountedFiles([mount(`${root}/all`, '/'), mount(`${root}/mnt`, '/mnt')]);
    expect(await readText(files, '/etc/motd')).toBe('hello');
    expect(await readText(files, '/mnt/a.txt')).toBe('shown');
    expect((await files.list('/', 10)).map((entry) => entry.path)).toEqual(['/etc', '/mnt']);
  });

  it('keeps two sandboxes with the same targets apart (B3-65)', async () => {
    const root = await temporaryDirectory('rooted');
    await makeTree(root, { 'one/': '', 'two/': '' });
    const one = new MountedFiles([mount(`${root}/one`, '/mnt/user-data')]);
    const two = new MountedFiles([mount(`${root}/two`, '/mnt/user-data')]);
    await writeText(one, '/mnt/user-data/a.txt', 'mine');
    await expectReason(readText(two, '/mnt/user-data/a.txt'), 'FILE_NOT_FOUND');
  });

  it('refuses two mounts on one target and relative sources', () => {
    expect(() => new MountedFiles([mount('/a', '/x'), mount('/b', '/x/')])).toThrow(/same target/);
    expect(() => new MountedFiles([mount('a', '/x')])).toThrow(/absolute/);
    expect(() => new MountedFiles([mount('/a', 'x')])).toThrow(/absolute/);
  });

  it('says which mount lost its source', async () => {
    const root = await temporaryDirectory('rooted');
    const files = new MountedFiles([mount(`${root}/gone`, '/mnt/user-data')]);
    await expectReason(files.stat('/mnt/user-data/a'), 'MOUNT_SOURCE_MISSING');
  });
});
