import { rename, rm, symlink } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { hasReason } from '../../../../src/domain/errors.ts';
import { MountedFiles } from '../../../../src/runtime/rooted/mounted-files.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { expectReason, hostText, makeTree, mount, readText, writeText } from './helpers.ts';

async function workspace(): Promise<{ root: string; work: string; files: MountedFiles }> {
  const root = await temporaryDirectory('rooted');
  await makeTree(root, {
    'work/a.txt': 'inside',
    'work/deep/b.txt': 'deep',
    'skills/s.txt': 'skill',
    'secret.txt': 'outside',
    'secret/s.txt': 'outside',
  });
  const files = new MountedFiles([
    mount(`${root}/work`, '/mnt/data'),
    mount(`${root}/skills`, '/mnt/data/skills', true),
  ]);
  return { root, work: `${root}/work`, files };
}

describe('symbolic links', () => {
  it('follows links that stay inside, relative and absolute, in any component', async () => {
    const { work, files } = await workspace();
    await symlink('a.txt', `${work}/relative`);
    await symlink('/mnt/data/deep', `${work}/absolute`);
    await symlink('../deep/../a.txt', `${work}/deep/dots`);
    await symlink('relative', `${work}/chain`);
    expect(await readText(files, '/mnt/data/relative')).toBe('inside');
    expect(await readText(files, '/mnt/data/absolute/b.txt')).toBe('deep');
    expect(await readText(files, '/mnt/data/deep/dots')).toBe('inside');
    expect(await readText(files, '/mnt/data/chain')).toBe('inside');
  });

  it('resolves ".." of a link from where the link really is, as the kernel does', async () => {
    const { work, files } = await workspace();
    await makeTree(work, { 'x/y/z.txt': 'z', 'x/target.txt': 'right', 'target.txt': 'wrong' });
    await symlink('x/y', `${work}/short`);
    await symlink('short/../target.txt', `${work}/tricky`);
    expect(await readText(files, '/mnt/data/tricky')).toBe('right');
  });

  it('refuses links that leave the mounts, for every call (B3-66, D3-34)', async () => {
    const { root, work, files } = await workspace();
    await symlink(`${root}/secret.txt`, `${work}/host`);
    await symlink('../secret.txt', `${work}/up`);
    await symlink(`${root}/secret`, `${work}/directory`);
    await symlink('/etc', `${work}/etc`);
    for (const name of ['host', 'up', 'directory/s.txt', 'etc/passwd']) {
      await expectReason(readText(files, `/mnt/data/${name}`), 'PATH_ESCAPES');
      await expectReason(writeText(files, `/mnt/data/${name}`, 'x'), 'PATH_ESCAPES');
    }
    await expectReason(files.list('/mnt/data/directory', 10), 'PATH_ESCAPES');
    await expectReason(files.stat('/mnt/data/etc/passwd'), 'PATH_ESCAPES');
    await expectReason(writeText(files, '/mnt/data/directory/new/a.txt', 'x', { createParents: true }), 'PATH_ESCAPES');
    expect(await hostText(root, 'secret.txt')).toBe('outside');
  });

  it('describes a last link itself: its target virtual, an outside one empty', async () => {
    const { root, work, files } = await workspace();
    await symlink('a.txt', `${work}/good`);
    await symlink('/mnt/data/deep', `${work}/absolute`);
    await symlink('nowhere', `${work}/dangling`);
    await symlink(`${root}/secret.txt`, `${work}/escaping`);
    const good = { path: '/mnt/data/good', kind: 'symlink', linkTarget: '/mnt/data/a.txt' };
    expect(await files.stat('/mnt/data/good')).toMatchObject(good);
    expect(await files.stat('/mnt/data/absolute/b.txt')).toMatchObject({ kind: 'file', linkTarget: '' });
    expect(await files.stat('/mnt/data/dangling')).toMatchObject({ kind: 'symlink', linkTarget: '/mnt/data/nowhere' });
    expect(await files.stat('/mnt/data/escaping')).toMatchObject({ kind: 'symlink', linkTarget: '' });
  });

  it('lists links as links with virtual targets', async () => {
    const { root, work, files } = await workspace();
    await symlink('deep/b.txt', `${work}/in`);
    await symlink(`${root}/secret`, `${work}/out`);
    const listed = await files.list('/mnt/data', 10);
    expect(listed.map(({ path, kind, linkTarget }) => [path, kind, linkTarget])).toEqual([
      ['/mnt/data/a.txt', 'file', ''],
      ['/mnt/data/deep', 'directory', ''],
      ['/mnt/data/in', 'symlink', '/mnt/data/deep/b.txt'],
      ['/mnt/data/out', 'symlink', ''],
      ['/mnt/data/skills', 'directory', ''],
    ]);
  });

  it('treats what a link reaches in a nested read-only mount as read-only (B3-66)', async () => {
    const { root, work, files } = await workspace();
    await symlink('skills/s.txt', `${work}/to-skill`);
    await symlink('/mnt/data/skills', `${work}/to-skills`);
    expect(await readText(files, '/mnt/data/to-skill')).toBe('skill');
    await expectReason(writeText(files, '/mnt/data/to-skill', 'x'), 'READ_ONLY_PATH');
    await expectReason(writeText(files, '/mnt/data/to-skill', 'x', { append: true }), 'READ_ONLY_PATH');
    await expectReason(writeText(files, '/mnt/data/to-skills/new', 'x'), 'READ_ONLY_PATH');
    expect(await hostText(root, 'skills/s.txt')).toBe('skill');
  });

  it('ends a loop of links, and follows a chain of 40 but not of 41 (R9)', async () => {
    const { work, files } = await workspace();
    await symlink('loop-b', `${work}/loop-a`);
    await symlink('loop-a', `${work}/loop-b`);
    await expectReason(readText(files, '/mnt/data/loop-a'), 'PATH_ESCAPES');
    expect(await files.stat('/mnt/data/loop-a')).toMatchObject({ kind: 'symlink' });
    await symlink('a.txt', `${work}/link1`);
    for (let index = 2; index <= 41; index += 1) await symlink(`link${index - 1}`, `${work}/link${index}`);
    expect(await readText(files, '/mnt/data/link40')).toBe('inside');
    await expectReason(readText(files, '/mnt/data/link41'), 'PATH_ESCAPES');
  });

  it('refuses a mount whose source was swapped for a link through an outer writable mount', async () => {
    const { root, work } = await workspace();
    const files = new MountedFiles([mount(work, '/mnt/data'), mount(`${work}/deep`, '/mnt/deep')]);
    expect(await readText(files, '/mnt/deep/b.txt')).toBe('deep');
    await rename(`${work}/deep`, `${work}/moved`);
    await symlink(`${root}/secret`, `${work}/deep`);
    await expectReason(readText(files, '/mnt/deep/s.txt'), 'PATH_ESCAPES');
  });
});

describe('a directory swapped for a link while it is used', () => {
  const rounds = 400;

  // Only Linux pins every directory on the way. The same attack on "check, then open by path" leaks within a few hundred rounds (reliability.md 4.6).
  it.runIf(process.platform === 'linux')(
    `leaks nothing in ${rounds} reads and writes under a rename attack (B3-66, D3-36)`,
    async () => {
      const root = await temporaryDirectory('rooted');
      await makeTree(root, { 'work/dir/f.txt': 'inside', 'secret/f.txt': 'outside' });
      const work = `${root}/work`;
      const files = new MountedFiles([mount(work, '/mnt/data')]);
      const over = new AbortController();
      const attack = (async (): Promise<void> => {
        while (!over.signal.aborted) {
          await rename(`${work}/dir`, `${work}/aside`);
          await symlink(`${root}/secret`, `${work}/dir`);
          await rm(`${work}/dir`);
          await rename(`${work}/aside`, `${work}/dir`);
        }
      })();

      const seen = new Map<string, number>();
      const count = (outcome: string): void => void seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      try {
        for (let round = 0; round < rounds; round += 1) {
          count(await attempt(() => readText(files, '/mnt/data/dir/f.txt')));
          await attempt(() => writeText(files, '/mnt/data/dir/f.txt', 'inside'));
        }
      } finally {
        over.abort();
        await attack;
      }
      expect(seen.get('outside') ?? 0).toBe(0);
      expect(await hostText(root, 'secret/f.txt')).toBe('outside');
      expect([...seen.keys()].every((key) => ['inside', 'FILE_NOT_FOUND', 'PATH_ESCAPES'].includes(key))).toBe(true);
    },
  );
});

/** What was read, or the reason that refused it. */
async function attempt(work: () => Promise<string | void>): Promise<string> {
  try {
    return (await work()) ?? 'written';
  } catch (error) {
    if (hasReason(error, 'FILE_NOT_FOUND', 'PATH_ESCAPES')) return error.reason;
    throw error;
  }
}
