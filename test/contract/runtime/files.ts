// Files: the same answers for a bind mount and for the instance's own root.

import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';

import { call, makeId, targetOf } from '../../support/spec.ts';
import {
  expectReason,
  type Instance,
  Instances,
  mountTarget,
  needs,
  readBytes,
  readOnlyTarget,
  readText,
  shell,
  text,
  writeBytes,
} from './fixture.ts';

const setupTimeoutMs = 60_000;
const binary = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256));

type Mounted = Instance & { readonly source: string; readonly readOnlySource: string };

/** A fresh directory per test, in a mount or in the root. */
interface Place {
  instances(): Instances;
  instance(): Mounted;
  /** Skips the test where the runtime has no such place. */
  directory(context: TestContext): Promise<string>;
}

export function fileClauses(current: () => Instances): void {
  describe('files', () => {
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
      { where: 'in the root', base: '/srv/contract', inRoot: true },
    ])('$where', ({ base, inRoot }) => {
      const place: Place = {
        instances: current,
        instance,
        directory: async (context) => {
          if (inRoot) needs(context, current(), 'images');
          const directory = `${base}/${makeId()}`;
          await writeBytes(current().runtime, instance().target, `${directory}/.made`, '', { createParents: true });
          return directory;
        },
      };
      readClauses(place);
      writeClauses(place);
      statClauses(place);
      refusalClauses(place);
    });
    confinementClauses(current, instance);
    nestingClauses(current);
    survivalClauses(current);
  });
}

function readClauses(place: Place): void {
  test('binary content comes back as it was written (B3-64)', async (context) => {
    const file = `${await place.directory(context)}/binary.bin`;
    const { target } = place.instance();
    const entry = await writeBytes(place.instances().runtime, target, file, binary);
    expect(entry).toMatchObject({ path: file, kind: 'file', sizeBytes: binary.length });
    expect((await readBytes(place.instances().runtime, target, file)).equals(binary)).toBe(true);
  });

  test('offset and limit give that part, and no more than there is', async (context) => {
    const file = `${await place.directory(context)}/binary.bin`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, binary);
    const part = await readBytes(runtime, target, file, { offset: 70_001, limit: 20_002 });
    expect(part.equals(binary.subarray(70_001, 90_003))).toBe(true);
    const rest = await readBytes(runtime, target, file, { offset: 99_990, limit: 1_000 });
    expect(rest.equals(binary.subarray(99_990))).toBe(true);
    expect(await readBytes(runtime, target, file, { offset: 0, limit: 0 })).toHaveLength(0);
    expect(await readBytes(runtime, target, file, { offset: binary.length, limit: null })).toHaveLength(0);
  });

  test('an offset behind the end is RANGE_NOT_SATISFIABLE', async (context) => {
    const file = `${await place.directory(context)}/short.txt`;
    const { target } = place.instance();
    await writeBytes(place.instances().runtime, target, file, 'short');
    const reading = readBytes(place.instances().runtime, target, file, { offset: 6, limit: null });
    await expectReason(reading, 'RANGE_NOT_SATISFIABLE');
  });

  test('an empty file is read as nothing', async (context) => {
    const file = `${await place.directory(context)}/empty`;
    const { target } = place.instance();
    await writeBytes(place.instances().runtime, target, file, '');
    expect(await readBytes(place.instances().runtime, target, file)).toHaveLength(0);
  });

  test('a reader may stop early', async (context) => {
    const file = `${await place.directory(context)}/binary.bin`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, binary);
    for await (const chunk of runtime.files.read(target, file, { offset: 0, limit: null }, call())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await readBytes(runtime, target, file)).length).toBe(binary.length);
  });
}

function writeClauses(place: Place): void {
  test('a reader sees the old file until the write has ended', async (context) => {
    const file = `${await place.directory(context)}/replaced.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, 'old content');
    let seenMeanwhile = '';
    async function* slowContent(): AsyncIterable<Uint8Array> {
      yield Buffer.from('new ');
      seenMeanwhile = await readText(runtime, target, file);
      yield Buffer.from('content');
    }
    await writeBytes(runtime, target, file, slowContent());
    expect(seenMeanwhile).toBe('old content');
    expect(await readText(runtime, target, file)).toBe('new content');
  });

  test('a write that fails half way keeps the old file and leaves nothing beside it', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, `${directory}/kept.txt`, 'old content');
    await expect(writeBytes(runtime, target, `${directory}/kept.txt`, broken())).rejects.toThrow();
    expect(await readText(runtime, target, `${directory}/kept.txt`)).toBe('old content');
    expect(await namesIn(place, directory)).toEqual(['.made', 'kept.txt']);
  });

  test('append adds to what is there, or begins the file (B3-69)', async (context) => {
    const file = `${await place.directory(context)}/appended.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, 'Error: first\n', { append: true });
    const entry = await writeBytes(runtime, target, file, 'second\n', { append: true });
    expect(await readText(runtime, target, file)).toBe('Error: first\nsecond\n');
    expect(entry.sizeBytes).toBe(20);
  });

  test('parallel appends are all kept (B3-69)', async (context) => {
    const file = `${await place.directory(context)}/appended.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    const lines = ['one\n', 'two\n', 'three\n', 'four\n'];
    await Promise.all(lines.map(async (line) => await writeBytes(runtime, target, file, line, { append: true })));
    const kept = (await readText(runtime, target, file)).split('\n').filter((line) => line !== '');
    expect(kept.sort()).toEqual(['four', 'one', 'three', 'two']);
  });

  test('an append whose content fails half way takes nothing away (B3-69)', async (context) => {
    const file = `${await place.directory(context)}/appended.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, 'first\n');
    await expect(writeBytes(runtime, target, file, broken(), { append: true })).rejects.toThrow();
    expect(await readText(runtime, target, file)).toMatch(/^first\n/);
  });

  test('mustNotExist refuses to replace and leaves the file alone', async (context) => {
    const file = `${await place.directory(context)}/only-once.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, file, 'first', { mustNotExist: true });
    await expectReason(writeBytes(runtime, target, file, 'second', { mustNotExist: true }), 'FILE_EXISTS');
    expect(await readText(runtime, target, file)).toBe('first');
  });

  test('missing parents are made when asked for, else it is FILE_NOT_FOUND', async (context) => {
    const file = `${await place.directory(context)}/a/b/deep.txt`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await expectReason(writeBytes(runtime, target, file, 'deep'), 'FILE_NOT_FOUND');
    await writeBytes(runtime, target, file, 'deep', { createParents: true });
    expect(await readText(runtime, target, file)).toBe('deep');
  });

  test('the mode asked for is the mode it gets, whatever the umask', async (context) => {
    const file = `${await place.directory(context)}/mode.sh`;
    const { target } = place.instance();
    const written = await writeBytes(place.instances().runtime, target, file, 'true', { mode: 0o777 });
    expect(written.mode.toString(8)).toBe('777');
    const again = await writeBytes(place.instances().runtime, target, file, 'true', { mode: 0o600 });
    expect(again.mode.toString(8)).toBe('600');
  });
}

function statClauses(place: Place): void {
  test('stat tells kind, size and time of files and directories', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    const written = await writeBytes(runtime, target, `${directory}/file.txt`, 'hello');
    const file = await runtime.files.stat(target, `${directory}/file.txt`, { lastLink: 'keep' }, call());
    expect(file).toEqual(written);
    expect(file).toMatchObject({ kind: 'file', sizeBytes: 5, linkTarget: '' });
    expect(file.modifiedAtMs).toBeGreaterThan(0);
    expect(await runtime.files.stat(target, directory, { lastLink: 'keep' }, call())).toMatchObject({
      path: directory,
      kind: 'directory',
    });
  });

  test('stat of a link tells of the link, and reading follows it', async (context) => {
    needs(context, place.instances(), 'exec');
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, `${directory}/file.txt`, 'hello');
    await shell(runtime, target, 'ln -s file.txt link', { workdir: directory });
    const link = await runtime.files.stat(target, `${directory}/link`, { lastLink: 'keep' }, call());
    expect(link.kind).toBe('symlink');
    expect(link.linkTarget).toMatch(/(^|\/)file\.txt$/);
    expect(await readText(runtime, target, `${directory}/link`)).toBe('hello');
  });

  test('list gives direct children in byte order', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    for (const name of ['b', 'a', 'Z', 'é', '\u{FF5E}', '\u{1F600}', 'with space', 'below/deeper']) {
      await writeBytes(runtime, target, `${directory}/${name}`, name, { createParents: true });
    }
    const entries = await runtime.files.list(target, directory, 100, call());
    const names = ['.made', 'Z', 'a', 'b', 'below', 'with space', 'é', '\u{FF5E}', '\u{1F600}'];
    expect(entries.map((entry) => entry.path)).toEqual(names.map((name) => `${directory}/${name}`));
    expect(entries.find((entry) => entry.path.endsWith('/below'))?.kind).toBe('directory');
    expect(entries.find((entry) => entry.path.endsWith('/a'))).toMatchObject({ kind: 'file', sizeBytes: 1 });
  });

  test('list of an empty directory is empty', async (context) => {
    needs(context, place.instances(), 'exec');
    const directory = await place.directory(context);
    await shell(place.instances().runtime, place.instance().target, 'mkdir empty', { workdir: directory });
    expect(await namesIn(place, `${directory}/empty`)).toEqual([]);
  });

  test('list refuses more entries than asked for (R9)', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    await writeBytes(runtime, target, `${directory}/second`, '');
    expect(await runtime.files.list(target, directory, 2, call())).toHaveLength(2);
    await expectReason(runtime.files.list(target, directory, 1, call()), 'FILE_TOO_LARGE');
  });
}

function refusalClauses(place: Place): void {
  test('what is not there is FILE_NOT_FOUND', async (context) => {
    const missing = `${await place.directory(context)}/missing`;
    const { target } = place.instance();
    const { runtime } = place.instances();
    await expectReason(readBytes(runtime, target, missing), 'FILE_NOT_FOUND');
    await expectReason(runtime.files.stat(target, missing, { lastLink: 'keep' }, call()), 'FILE_NOT_FOUND');
    await expectReason(runtime.files.list(target, missing, 10, call()), 'FILE_NOT_FOUND');
  });

  test('a directory is NOT_A_FILE and a file is NOT_A_DIRECTORY', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    await expectReason(readBytes(runtime, target, directory), 'NOT_A_FILE');
    await expectReason(writeBytes(runtime, target, directory, 'text'), 'NOT_A_FILE');
    await expectReason(runtime.files.list(target, `${directory}/.made`, 10, call()), 'NOT_A_DIRECTORY');
    await expectReason(readBytes(runtime, target, `${directory}/.made/below`), 'NOT_A_DIRECTORY', 'FILE_NOT_FOUND');
  });

  test('paths that are relative, empty or climb are INVALID_PATH (B3-66)', async (context) => {
    const directory = await place.directory(context);
    const { target } = place.instance();
    const { runtime } = place.instances();
    for (const wrong of ['relative.txt', '', `${directory}/../x`, `${directory}/..`, `${directory}/nul\0`]) {
      await expectReason(readBytes(runtime, target, wrong), 'INVALID_PATH');
      await expectReason(writeBytes(runtime, target, wrong, 'text'), 'INVALID_PATH');
      await expectReason(runtime.files.stat(target, wrong, { lastLink: 'keep' }, call()), 'INVALID_PATH');
      await expectReason(runtime.files.list(target, wrong, 10, call()), 'INVALID_PATH');
    }
  });
}

function confinementClauses(current: () => Instances, instance: () => Mounted): void {
  test('a read-only mount can be read and refuses writes with READ_ONLY_PATH', async () => {
    const { target, readOnlySource } = instance();
    await writeFile(path.join(readOnlySource, 'skill.md'), 'skill');
    expect(await readText(current().runtime, target, `${readOnlyTarget}/skill.md`)).toBe('skill');
    await expectReason(writeBytes(current().runtime, target, `${readOnlyTarget}/skill.md`, 'x'), 'READ_ONLY_PATH');
    await expectReason(writeBytes(current().runtime, target, `${readOnlyTarget}/new.md`, 'x'), 'READ_ONLY_PATH');
    expect(await readdir(readOnlySource)).toEqual(['skill.md']);
  });

  test('a link out of the mount never shows a file of the host (B3-66)', async () => {
    const { target, source } = instance();
    const outside = await current().subject.makeMountDirectory();
    await writeFile(path.join(outside, 'secret.txt'), 'host secret');
    await symlink(path.join(outside, 'secret.txt'), path.join(source, 'to-file'));
    await symlink(outside, path.join(source, 'to-directory'));
    await symlink(path.relative(source, outside), path.join(source, 'climbing'));
    for (const escape of ['to-file', 'to-directory/secret.txt', 'climbing/secret.txt']) {
      const reading = readBytes(current().runtime, target, `${mountTarget}/${escape}`);
      await expectReason(reading, 'PATH_ESCAPES', 'FILE_NOT_FOUND');
    }
  });

  test('a link out of the mount never lets a write reach the host (B3-66)', async () => {
    const { target, source } = instance();
    const outside = await current().subject.makeMountDirectory();
    await mkdir(path.join(outside, 'below'));
    await symlink(outside, path.join(source, 'writes-out'));
    for (const escape of ['writes-out/new.txt', 'writes-out/below/new.txt', 'writes-out/made/new.txt']) {
      const writing = writeBytes(current().runtime, target, `${mountTarget}/${escape}`, 'x', { createParents: true });
      await Promise.allSettled([writing]);
    }
    expect(await readdir(outside)).toEqual(['below']);
    expect(await readdir(path.join(outside, 'below'))).toEqual([]);
  });

  test('two instances cannot see each other’s mounts (B3-65)', async () => {
    const other = await current().runMounted();
    await writeBytes(current().runtime, other.target, `${mountTarget}/private.txt`, 'other');
    await expectReason(readBytes(current().runtime, instance().target, `${mountTarget}/private.txt`), 'FILE_NOT_FOUND');
  });

  test('what a file call writes a command reads', async (context) => {
    needs(context, current(), 'exec');
    await writeBytes(current().runtime, instance().target, `${mountTarget}/for-exec.txt`, 'from a file call');
    const result = await shell(current().runtime, instance().target, 'cat for-exec.txt');
    expect(text(result.stdout)).toBe('from a file call');
  });
}

function nestingClauses(current: () => Instances): void {
  /** A writable mount in a read-only one, and one whose name begins as that of another. */
  const run = async (): Promise<{
    readonly target: Instance['target'];
    readonly sources: Readonly<Record<string, string>>;
  }> => {
    const make = async (): Promise<string> => await current().subject.makeMountDirectory();
    const sources = { outer: await make(), inner: await make(), sibling: await make(), work: await make() };
    await mkdir(path.join(sources.outer, 'work'));
    const mounts = [
      { source: sources.outer, target: '/mnt/skills', readOnly: true },
      { source: sources.inner, target: '/mnt/skills/work', readOnly: false },
      { source: sources.sibling, target: '/mnt/skills-extra', readOnly: false },
      { source: sources.work, target: '/mnt/data', readOnly: false },
    ];
    const { target } = await current().run({ mounts, workdir: '/mnt/data' });
    return { target, sources };
  };

  test('a mount and one whose name begins as its own are apart, in both directions (B3-67)', async () => {
    const { target, sources } = await run();
    const { runtime } = current();
    await writeFile(path.join(sources['outer'] ?? '', 'a.txt'), 'skill');
    await writeBytes(runtime, target, '/mnt/skills-extra/a.txt', 'extra');
    expect(await readText(runtime, target, '/mnt/skills/a.txt')).toBe('skill');
    expect(await readText(runtime, target, '/mnt/skills-extra/a.txt')).toBe('extra');
    expect(await readdir(sources['sibling'] ?? '')).toEqual(['a.txt']);
    await expectReason(writeBytes(runtime, target, '/mnt/skills/new.txt', 'x'), 'READ_ONLY_PATH');
    await expectReason(readText(runtime, target, '/mnt/skills-ext/a.txt'), 'FILE_NOT_FOUND', 'INVALID_PATH');
  });

  test('a writable mount in a read-only one is written to, and nothing beside it (B3-68)', async () => {
    const { target, sources } = await run();
    const { runtime } = current();
    await writeBytes(runtime, target, '/mnt/skills/work/deep/a.txt', 'yes', { createParents: true });
    expect(await readFile(path.join(sources['inner'] ?? '', 'deep/a.txt'), 'utf8')).toBe('yes');
    await expectReason(writeBytes(runtime, target, '/mnt/skills/a.txt', 'no'), 'READ_ONLY_PATH');
    expect(await readdir(sources['outer'] ?? '')).toEqual(['work']);
  });

  test('a link into a read-only mount makes nothing there writable (B3-66)', async () => {
    const { target, sources } = await run();
    const { runtime } = current();
    await writeFile(path.join(sources['outer'] ?? '', 'a.txt'), 'skill');
    await symlink('../skills', path.join(sources['work'] ?? '', 'by-name'));
    await symlink('/mnt/skills/a.txt', path.join(sources['work'] ?? '', 'absolute'));
    const refusals = ['READ_ONLY_PATH', 'PATH_ESCAPES', 'FILE_NOT_FOUND'] as const;
    await expectReason(writeBytes(runtime, target, '/mnt/data/by-name/new.txt', 'x'), ...refusals);
    await expectReason(writeBytes(runtime, target, '/mnt/data/by-name/a.txt', 'x'), ...refusals);
    await Promise.allSettled([writeBytes(runtime, target, '/mnt/data/absolute', 'x')]);
    expect(await readFile(path.join(sources['outer'] ?? '', 'a.txt'), 'utf8')).toBe('skill');
    expect((await readdir(sources['outer'] ?? '')).sort()).toEqual(['a.txt', 'work']);
  });

  test('the bare root is no file, is not written to, moved or removed (B3-66)', async () => {
    const { target } = await run();
    const { files } = current().runtime;
    await expectReason(writeBytes(current().runtime, target, '/', 'x'), 'NOT_A_FILE', 'INVALID_PATH', 'FILE_EXISTS');
    await expectReason(readText(current().runtime, target, '/'), 'NOT_A_FILE', 'INVALID_PATH');
    const removal = files.change(target, { kind: 'remove', path: '/', recursive: true }, call());
    await expectReason(removal, 'FILE_PERMISSION_DENIED', 'INVALID_PATH');
  });

  test('errors of reads and writes name virtual paths only (B3-74)', async () => {
    const { target, sources } = await run();
    const { runtime } = current();
    await writeFile(path.join(sources['work'] ?? '', 'file'), 'x');
    const failures = [
      await expectReason(readText(runtime, target, '/mnt/data/none'), 'FILE_NOT_FOUND'),
      await expectReason(readText(runtime, target, '/mnt/data'), 'NOT_A_FILE'),
      await expectReason(writeBytes(runtime, target, '/mnt/data/none/x', 'x'), 'FILE_NOT_FOUND'),
      await expectReason(writeBytes(runtime, target, '/mnt/data/file/x', 'x'), 'NOT_A_DIRECTORY', 'FILE_NOT_FOUND'),
      await expectReason(runtime.files.list(target, '/mnt/data/file', 10, call()), 'NOT_A_DIRECTORY'),
    ];
    for (const { message, details } of failures) {
      expect(message).toContain('/mnt/data');
      for (const source of Object.values(sources))
        expect(`${message} ${JSON.stringify(details.metadata)}`).not.toContain(source);
    }
  });
}

function survivalClauses(current: () => Instances): void {
  test('files on a mount survive remove and the next generation reads them (R13)', async () => {
    const first = await current().runMounted();
    await writeBytes(current().runtime, first.target, `${mountTarget}/kept.txt`, 'kept');
    await current().runtime.remove(first.ref, call());
    expect(await readFile(path.join(first.source, 'kept.txt'), 'utf8')).toBe('kept');
    const { mounts, workdir } = first.spec;
    const next = await current().run({ mounts, workdir, sandboxId: first.ref.sandboxId, generation: 2 });
    expect(await readText(current().runtime, next.target, `${mountTarget}/kept.txt`)).toBe('kept');
  });

  test('files of an instance that never was are SANDBOX_LOST', async (context) => {
    needs(context, current(), 'images');
    await expectReason(readBytes(current().runtime, targetOf(current().spec()), '/etc/none'), 'SANDBOX_LOST');
  });
}

async function namesIn(place: Place, directory: string): Promise<string[]> {
  const entries = await place.instances().runtime.files.list(place.instance().target, directory, 100, call());
  return entries.map((entry) => entry.path.slice(directory.length + 1));
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the client went away');
}
