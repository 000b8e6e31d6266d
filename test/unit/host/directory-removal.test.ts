import { createHash } from 'node:crypto';
import { chmod, chown, link, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';

import { describe, expect, onTestFinished, test } from 'vitest';

import { hostDirectories } from '../../../src/host/directories.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const isRoot = process.geteuid?.() === 0;

function trashOf(name: string, random = '0123456789abcdef'): string {
  return `.trash-${createHash('sha256').update(name).digest('hex').slice(0, 16)}-${random}`;
}

describe('remove', () => {
  test('removes the whole tree, and only it', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/gone/a/b/c`, { recursive: true });
    await writeFile(`${base}/gone/a/file`, 'x');
    await writeFile(`${base}/gone/a/b/c/file`, 'x');
    await mkdir(`${base}/kept`);
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual(['kept']);
  });

  test('absent is success, also when the parent is absent or a file', async () => {
    const base = await temporaryDirectory();
    await writeFile(`${base}/file`, '');
    await hostDirectories.remove(`${base}/nothing`);
    await hostDirectories.remove(`${base}/nothing/below`);
    await hostDirectories.remove(`${base}/file/below`);
    expect(await readdir(base)).toEqual(['file']);
  });

  test('never follows a link, whether it is the directory itself or inside', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/outside`);
    await writeFile(`${base}/outside/kept`, 'kept');
    await mkdir(`${base}/gone`);
    await symlink(`${base}/outside`, `${base}/gone/directory`);
    await symlink(`${base}/outside/kept`, `${base}/gone/file`);
    await symlink('/nothing', `${base}/gone/dangling`);
    await link(`${base}/outside/kept`, `${base}/gone/hard`);
    await hostDirectories.remove(`${base}/gone`);
    await symlink(`${base}/outside`, `${base}/link`);
    await hostDirectories.remove(`${base}/link`);
    expect(await readdir(base)).toEqual(['outside']);
    expect(await readFile(`${base}/outside/kept`, 'utf8')).toBe('kept');
  });

  test('a tree deeper than a path can be long goes too', async () => {
    const base = await temporaryDirectory();
    // Built from the inside out, because such a path cannot be named.
    for (let depth = 0; depth < 30; depth += 1) {
      await mkdir(`${base}/outer`);
      if (depth > 0) await rename(`${base}/gone`, `${base}/outer/${'d'.repeat(200)}`);
      await rename(`${base}/outer`, `${base}/gone`);
    }
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual([]);
  });

  test('more entries than are held at once', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/gone`);
    const names = Array.from({ length: 2500 }, (_, index) => `${base}/gone/${index}`);
    for (const [index, name] of names.entries()) {
      if (index % 2 === 0) await mkdir(name);
      else await writeFile(name, '');
    }
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual([]);
  });

  test('directories without rights for their owner go, as tools make them', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/gone/read-only/inner`, { recursive: true });
    await writeFile(`${base}/gone/read-only/file`, '');
    await mkdir(`${base}/gone/nothing/inner`, { recursive: true });
    if (isRoot) {
      for (const name of ['', '/read-only', '/read-only/inner', '/nothing', '/nothing/inner', '/read-only/file']) {
        await chown(`${base}/gone${name}`, 65_534, 65_534);
      }
      await chown(base, 65_534, 65_534);
    }
    await chmod(`${base}/gone/read-only`, 0o555);
    await chmod(`${base}/gone/nothing`, 0);
    await chmod(`${base}/gone`, 0o555);
    if (isRoot) {
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
    }
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual([]);
  });

  test('what an earlier removal left behind goes with the next, also when the directory is already gone', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/${trashOf('gone')}/1/deep`, { recursive: true });
    await mkdir(`${base}/${trashOf('other')}/1/deep`, { recursive: true });
    await mkdir(`${base}/.trash-of-somebody`);
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual(['.trash-of-somebody']);
  });

  test('many at once in one parent do not disturb each other', async () => {
    const base = await temporaryDirectory();
    const names = Array.from({ length: 20 }, (_, index) => `${base}/${index}`);
    for (const name of names) await mkdir(`${name}/a/b`, { recursive: true });
    await Promise.all([...names, ...names].map((name) => hostDirectories.remove(name)));
    expect(await readdir(base)).toEqual([]);
  });

  test.runIf(isRoot)('trash of another directory that cannot go does not keep this one', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/${trashOf('stuck')}/1`, { recursive: true });
    await writeFile(`${base}/${trashOf('stuck')}/1/file`, '');
    await chown(base, 65_534, 65_534);
    await mkdir(`${base}/gone`);
    await chown(`${base}/gone`, 65_534, 65_534);
    process.seteuid?.(65_534);
    onTestFinished(() => process.seteuid?.(0));
    await hostDirectories.remove(`${base}/gone`);
    expect(await readdir(base)).toEqual([trashOf('stuck')]);
    await expect(hostDirectories.remove(`${base}/stuck`)).rejects.toMatchObject({ reason: 'FILE_PERMISSION_DENIED' });
  });
});
