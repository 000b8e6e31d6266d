import { chmod, chown, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { SandkeepError, type ErrorReason } from '../../../src/domain/errors.ts';
import { hostDirectories } from '../../../src/host/directories.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const isRoot = process.geteuid?.() === 0;
const self = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
const unfinishedMode = 0o1700;

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o7777;
}

async function errorOf(promise: Promise<unknown>): Promise<SandkeepError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(SandkeepError);
  return outcome as SandkeepError;
}

async function reasonOf(promise: Promise<unknown>): Promise<ErrorReason> {
  return (await errorOf(promise)).reason;
}

/** Runs as a user without rights, then as root again. */
function becomeNobody(): void {
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  onTestFinished(() => {
    process.seteuid?.(0);
    process.setegid?.(0);
  });
}

describe('ensure', () => {
  test('makes the directory with its mode, and parents that others get through, under any umask', async () => {
    const base = await temporaryDirectory();
    const umask = process.umask(0o077);
    onTestFinished(() => void process.umask(umask));
    await hostDirectories.ensure({ path: `${base}/a/b/leaf`, mode: 0o770, owner: null });
    expect(await modeOf(`${base}/a`)).toBe(0o755);
    expect(await modeOf(`${base}/a/b`)).toBe(0o755);
    expect(await modeOf(`${base}/a/b/leaf`)).toBe(0o770);
  });

  test.runIf(isRoot)('gives the directory, not its parents, to the owner', async () => {
    const base = await temporaryDirectory();
    await hostDirectories.ensure({ path: `${base}/a/leaf`, mode: 0o750, owner: { uid: 1000, gid: 1001 } });
    expect(await stat(`${base}/a/leaf`)).toMatchObject({ uid: 1000, gid: 1001 });
    expect(await stat(`${base}/a`)).toMatchObject({ uid: 0, gid: 0 });
    expect(await modeOf(`${base}/a/leaf`)).toBe(0o750);
  });

  test('leaves an existing directory as it is, with its content', async () => {
    const base = await temporaryDirectory();
    const leaf = `${base}/leaf`;
    await mkdir(leaf);
    await chmod(leaf, 0o711);
    await writeFile(`${leaf}/kept`, 'kept');
    await hostDirectories.ensure({ path: leaf, mode: 0o700, owner: { uid: 1234, gid: 1234 } });
    expect(await stat(leaf)).toMatchObject(self);
    expect(await modeOf(leaf)).toBe(0o711);
    expect(await readFile(`${leaf}/kept`, 'utf8')).toBe('kept');
  });

  test('finishes what a crash left between making and giving it its mode', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/a`);
    await chmod(`${base}/a`, unfinishedMode);
    await hostDirectories.ensure({ path: `${base}/a/leaf`, mode: 0o750, owner: null });
    expect(await modeOf(`${base}/a`)).toBe(0o755);
    await chmod(`${base}/a/leaf`, unfinishedMode);
    await hostDirectories.ensure({ path: `${base}/a/leaf`, mode: 0o750, owner: null });
    expect(await modeOf(`${base}/a/leaf`)).toBe(0o750);
  });

  test('twice at once makes one directory', async () => {
    const base = await temporaryDirectory();
    const request = { path: `${base}/a/b/leaf`, mode: 0o750, owner: null };
    await Promise.all(Array.from({ length: 16 }, () => hostDirectories.ensure(request)));
    expect(await modeOf(request.path)).toBe(0o750);
    expect(await readdir(base)).toEqual(['a']);
  });

  test('a link where the directory belongs is refused, and its target stays as it is', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/target`, 0o700);
    await symlink(`${base}/target`, `${base}/leaf`);
    const request = { path: `${base}/leaf`, mode: 0o777, owner: null };
    expect(await reasonOf(hostDirectories.ensure(request))).toBe('PATH_ESCAPES');
    expect(await modeOf(`${base}/target`)).toBe(0o700);
  });

  test('a link to nothing is refused, and nothing is made where it points', async () => {
    const base = await temporaryDirectory();
    await symlink(`${base}/target`, `${base}/leaf`);
    expect(await reasonOf(hostDirectories.ensure({ path: `${base}/leaf`, mode: 0o750, owner: null }))).toBe(
      'PATH_ESCAPES',
    );
    expect(await readdir(base)).toEqual(['leaf']);
  });

  test('a parent may be a link of the operator', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/disk`);
    await symlink(`${base}/disk`, `${base}/data`);
    await hostDirectories.ensure({ path: `${base}/data/leaf`, mode: 0o750, owner: null });
    expect(await readdir(`${base}/disk`)).toEqual(['leaf']);
  });

  test('a file in the way, at the end or before it, is refused without its path', async () => {
    const base = await temporaryDirectory();
    await writeFile(`${base}/file`, '');
    const atEnd = await errorOf(hostDirectories.ensure({ path: `${base}/file`, mode: 0o750, owner: null }));
    const before = await errorOf(hostDirectories.ensure({ path: `${base}/file/leaf`, mode: 0o750, owner: null }));
    expect([atEnd.reason, before.reason]).toEqual(['NOT_A_DIRECTORY', 'NOT_A_DIRECTORY']);
    expect(atEnd.message + before.message).not.toContain(base);
  });

  test('no right to change anything is needed when the owner already matches', async () => {
    const base = await temporaryDirectory();
    if (isRoot) {
      await chown(base, 65_534, 65_534);
      becomeNobody();
    }
    const owner = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
    await hostDirectories.ensure({ path: `${base}/leaf`, mode: 0o750, owner });
    expect(await stat(`${base}/leaf`)).toMatchObject(owner);
  });

  test.runIf(isRoot)(
    'without the right to give it away the error says to whom, and a later try finishes it',
    async () => {
      const base = await temporaryDirectory();
      await chown(base, 65_534, 65_534);
      const request = { path: `${base}/leaf`, mode: 0o750, owner: { uid: 1000, gid: 1000 } };
      becomeNobody();
      const refused = await errorOf(hostDirectories.ensure(request));
      expect(refused.reason).toBe('WORKSPACE_OWNER');
      expect(refused.details.metadata).toEqual({ daemon: '65534:65534', owner: '1000:1000' });
      expect(refused.message).not.toContain(base);
      await hostDirectories.ensure({ ...request, owner: null });
      expect(await modeOf(request.path)).toBe(0o750);
    },
  );

  test.runIf(isRoot)('a parent that may not be written to is a typed error', async () => {
    const base = await temporaryDirectory();
    await chmod(base, 0o755);
    becomeNobody();
    const refused = await errorOf(hostDirectories.ensure({ path: `${base}/leaf`, mode: 0o750, owner: null }));
    expect(refused.reason).toBe('FILE_PERMISSION_DENIED');
    expect(refused.message).toBe('making a directory: EACCES');
  });
});

describe('ensure within a directory that a sandbox writes to', () => {
  test('gives all it makes the mode, not only the last', async () => {
    const base = await temporaryDirectory();
    await hostDirectories.ensure({ path: `${base}/a/b`, within: base, mode: 0o770, owner: null });
    expect(await modeOf(`${base}/a`)).toBe(0o770);
    expect(await modeOf(`${base}/a/b`)).toBe(0o770);
  });

  test('a link on the way is refused, and nothing is made behind it', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/workspace`);
    await mkdir(`${base}/secret`);
    await symlink(`${base}/secret`, `${base}/workspace/a`);
    const request = { path: `${base}/workspace/a/b`, within: `${base}/workspace`, mode: 0o770, owner: null };
    expect(await reasonOf(hostDirectories.ensure(request))).toBe('PATH_ESCAPES');
    expect(await readdir(`${base}/secret`)).toEqual([]);
  });

  test('a path outside of it is refused', async () => {
    const base = await temporaryDirectory();
    const request = { path: `${base}/other`, within: `${base}/workspace`, mode: 0o770, owner: null };
    expect(await reasonOf(hostDirectories.ensure(request))).toBe('PATH_ESCAPES');
    expect(await readdir(base)).toEqual([]);
  });
});

describe('exists and realPath', () => {
  test('something, nothing, below a file, and a link to nothing', async () => {
    const base = await temporaryDirectory();
    await writeFile(`${base}/file`, '');
    await symlink(`${base}/nothing`, `${base}/dangling`);
    const names = ['', 'file', 'nothing', 'file/below', 'dangling'];
    const found = await Promise.all(names.map((name) => hostDirectories.exists(path.join(base, name))));
    expect(found).toEqual([true, true, false, false, false]);
    const real = await Promise.all(names.map((name) => hostDirectories.realPath(path.join(base, name))));
    expect(real).toEqual([base, `${base}/file`, null, null, null]);
  });

  test('the real path has no links', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/real/inner`, { recursive: true });
    await symlink(`${base}/real`, `${base}/link`);
    expect(await hostDirectories.realPath(`${base}/link/inner`)).toBe(`${base}/real/inner`);
  });

  test.runIf(isRoot)('what may not be looked at is unknown, not absent (R4)', async () => {
    const base = await temporaryDirectory();
    await mkdir(`${base}/inner`);
    await chmod(base, 0o700);
    becomeNobody();
    expect(await reasonOf(hostDirectories.exists(`${base}/inner`))).toBe('FILE_PERMISSION_DENIED');
    expect(await reasonOf(hostDirectories.realPath(`${base}/inner`))).toBe('FILE_PERMISSION_DENIED');
  });
});
