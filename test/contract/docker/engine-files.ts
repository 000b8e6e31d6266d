// Files where the image or the settings make it hard: no shell, a read-only root, links into mounts, large files.

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { SecuritySettings } from '../../../src/domain/template.ts';
import type { TreeItem } from '../../../src/ports/files.ts';
import { testImages } from '../../images/images.ts';
import { call, targetOf } from '../../support/spec.ts';
import {
  expectReason,
  type Instance,
  Instances,
  mountTarget,
  readBytes,
  readText,
  shell,
  writeBytes,
} from '../runtime/fixture.ts';
import { type AvailableEngine, dockerSubject, makeRuntime } from './subject.ts';

const setupTimeoutMs = 180_000;
const strict: SecuritySettings = { class: 'strict', extraCapabilities: [], readOnlyRoot: true, seccomp: 'default' };

export function engineFileClauses(engine: AvailableEngine): void {
  describe(`docker engine files (${engine.name})`, { timeout: 60_000 }, () => {
    let instances: Instances | undefined;
    const current = (): Instances => {
      if (instances === undefined) throw new Error('the subject was not made');
      return instances;
    };

    beforeAll(async () => {
      const subject = await dockerSubject(engine);
      instances = new Instances(subject, await subject.runtime.connect(call()));
    }, setupTimeoutMs);
    afterEach(async () => await instances?.removeAll(), setupTimeoutMs);
    afterAll(async () => {
      await instances?.runtime.close();
      await instances?.subject.cleanup();
    }, setupTimeoutMs);

    describe('an image without a shell', () => {
      noShellClauses(current);
      noShellPutClauses(current);
    });
    describe('a read-only root', () => readOnlyClauses(current));
    describe('links, owners and bounds', () => linkClauses(current, engine));
  });
}

function noShellClauses(current: () => Instances): void {
  const run = async (): Promise<Instance> => await current().run({ image: testImages.noshell });

  test('files are read, written, described and listed without its help', async () => {
    const { target } = await run();
    const { runtime } = current();
    expect(await readText(runtime, target, '/www/v1/sandbox')).toContain('success');
    const written = await writeBytes(runtime, target, '/srv/a/b.txt', 'hello', { createParents: true, mode: 0o640 });
    expect(written).toMatchObject({ kind: 'file', sizeBytes: 5, mode: 0o640 });
    expect(await readText(runtime, target, '/srv/a/b.txt')).toBe('hello');
    expect((await runtime.files.list(target, '/srv', 10, call())).map((entry) => entry.path)).toEqual(['/srv/a']);
    const root = (await runtime.files.list(target, '/', 100, call())).map((entry) => entry.path);
    expect(root).toEqual(expect.arrayContaining(['/httpd', '/srv', '/www']));
  });

  test('its refusals are the same as with a shell', async () => {
    const { target } = await run();
    const { runtime } = current();
    await expectReason(writeBytes(runtime, target, '/none/x', 'x'), 'FILE_NOT_FOUND');
    await expectReason(writeBytes(runtime, target, '/www', 'x'), 'NOT_A_FILE');
    await expectReason(writeBytes(runtime, target, '/httpd', 'x', { mustNotExist: true }), 'FILE_EXISTS');
    await expectReason(writeBytes(runtime, target, '/httpd/x', 'x'), 'NOT_A_DIRECTORY', 'FILE_NOT_FOUND');
    await expectReason(runtime.files.list(target, '/httpd', 10, call()), 'NOT_A_DIRECTORY');
    await expectReason(runtime.files.list(target, '/none', 10, call()), 'FILE_NOT_FOUND');
  });

  test('what needs a shell says so, and trees are walked, read and put without one', async () => {
    const { target } = await run();
    const { files } = current().runtime;
    const request = { maxDepth: 3, maxEntries: 1000, exclude: ['proc', 'sys', 'dev'], containing: null };
    const walked = (await files.walk(target, '/www', request, call())).map((entry) => entry.path);
    expect(walked).toEqual(expect.arrayContaining(['/www/v1', '/www/v1/sandbox']));
    const read: string[] = [];
    for await (const { path: name } of files.readMany(target, ['/www/v1/sandbox'], 100, call())) read.push(name);
    expect(read).toEqual(['/www/v1/sandbox']);
    const item = { name: 'put.txt', kind: 'file', mode: 0o640, sizeBytes: 0, linkTarget: '', content: null } as const;
    const items = (async function* () {
      yield item;
    })();
    await files.putMany(target, '/www', items, { overwrite: false }, call());
    expect(await files.stat(target, '/www/put.txt', { lastLink: 'keep' }, call())).toMatchObject({ mode: 0o640 });
    await expectReason(files.change(target, { kind: 'chmod', path: '/httpd', mode: 0o700 }, call()), 'NOT_SUPPORTED');
    await expectReason(writeBytes(current().runtime, target, '/srv.log', 'x', { append: true }), 'NOT_SUPPORTED');
  });
}

function noShellPutClauses(current: () => Instances): void {
  test('what is there is replaced only when it may be, and never by another kind', async () => {
    const { target } = await current().run({ image: testImages.noshell });
    const { runtime } = current();
    const put = async (name: string, kind: 'file' | 'directory', overwrite: boolean): Promise<void> => {
      const content = kind === 'file' ? bytesOf('new') : null;
      const item = { name, kind, mode: 0o755, sizeBytes: content === null ? 0 : 3, linkTarget: '', content } as const;
      await runtime.files.putMany(target, '/www', itemsOf(item), { overwrite }, call());
    };
    await writeBytes(runtime, target, '/www/kept/deep.txt', 'old', { createParents: true });
    await expectReason(put('kept/deep.txt', 'file', false), 'FILE_EXISTS');
    await expectReason(put('kept/deep.txt', 'directory', true), 'FILE_EXISTS');
    await expectReason(put('kept', 'file', true), 'FILE_EXISTS');
    expect(await readText(runtime, target, '/www/kept/deep.txt')).toBe('old');
    await put('kept', 'directory', false);
    await put('kept/other.txt', 'file', false);
    await put('kept/deep.txt', 'file', true);
    expect(await readText(runtime, target, '/www/kept/deep.txt')).toBe('new');
  });
}

async function* itemsOf(...items: readonly TreeItem[]): AsyncGenerator<TreeItem> {
  yield* items;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function readOnlyClauses(current: () => Instances): void {
  test('its temporary directory is written, read, described and listed', async () => {
    const { target } = await current().run({ security: strict });
    const { runtime } = current();
    const written = await writeBytes(runtime, target, '/tmp/deep/file.txt', 'kept in memory', { createParents: true });
    expect(await runtime.files.stat(target, '/tmp/deep/file.txt', { lastLink: 'keep' }, call())).toEqual(written);
    expect(await readText(runtime, target, '/tmp/deep/file.txt')).toBe('kept in memory');
    const entries = await runtime.files.list(target, '/tmp/deep', 10, call());
    expect(entries.map((entry) => [entry.path, entry.sizeBytes])).toEqual([['/tmp/deep/file.txt', 14]]);
  });

  test('ranges, missing files and directories there answer as elsewhere', async () => {
    const { target } = await current().run({ security: strict });
    const { runtime } = current();
    await writeBytes(runtime, target, '/tmp/file.txt', '0123456789');
    const part = await readBytes(runtime, target, '/tmp/file.txt', { offset: 3, limit: 4 });
    expect(part.toString()).toBe('3456');
    const behind = readBytes(runtime, target, '/tmp/file.txt', { offset: 11, limit: null });
    await expectReason(behind, 'RANGE_NOT_SATISFIABLE');
    await expectReason(readText(runtime, target, '/tmp/none'), 'FILE_NOT_FOUND');
    await expectReason(readText(runtime, target, '/tmp'), 'NOT_A_FILE');
  });

  test('outside of it a write is READ_ONLY_PATH', async () => {
    const { target } = await current().run({ security: strict });
    await expectReason(writeBytes(current().runtime, target, '/etc/new', 'x'), 'READ_ONLY_PATH');
  });

  test('what its user may not do is FILE_PERMISSION_DENIED', async () => {
    const { target } = await current().run({ user: '1000:1000' });
    await expectReason(writeBytes(current().runtime, target, '/etc/passwd', 'x'), 'FILE_PERMISSION_DENIED');
  });
}

function linkClauses(current: () => Instances, engine: AvailableEngine): void {
  test('a link from the root into a mount reads the mounted file', async () => {
    const { target, source } = await current().runMounted();
    await writeFile(path.join(source, 'mounted.txt'), 'on the host');
    await shell(current().runtime, target, `ln -s ${mountTarget}/mounted.txt /srv-link; ln -s ${mountTarget} /srv-dir`);
    expect(await readText(current().runtime, target, '/srv-link')).toBe('on the host');
    expect(await readText(current().runtime, target, '/srv-dir/mounted.txt')).toBe('on the host');
  });

  test('a link that leads nowhere is described, and reading it is FILE_NOT_FOUND', async () => {
    const { target } = await current().run();
    await shell(current().runtime, target, 'ln -s /nowhere /dangling');
    const entry = await current().runtime.files.stat(target, '/dangling', { lastLink: 'keep' }, call());
    expect(entry).toMatchObject({ kind: 'symlink', linkTarget: '/nowhere' });
    await expectReason(readText(current().runtime, target, '/dangling'), 'FILE_NOT_FOUND');
  });

  test('a write through a link replaces what it leads to and keeps the link, its mode and its owner', async () => {
    const { target } = await current().run();
    const { runtime } = current();
    await shell(runtime, target, 'echo old > /real; chmod 600 /real; chown 1000:1000 /real; ln -s real /link');
    const written = await writeBytes(runtime, target, '/link', 'new');
    expect(written).toMatchObject({ path: '/link', kind: 'file', mode: 0o600, uid: 1000, gid: 1000 });
    expect((await runtime.files.stat(target, '/link', { lastLink: 'keep' }, call())).kind).toBe('symlink');
    expect(await readText(runtime, target, '/real')).toBe('new');
  });

  test('a new file takes the owner of its directory', async () => {
    const { target } = await current().run();
    const written = await writeBytes(current().runtime, target, '/home/gem/notes.txt', 'mine');
    expect(written).toMatchObject({ uid: 1000, mode: 0o644 });
  });

  test('names that would trip a shell arrive whole', async () => {
    const { target } = await current().run();
    const { runtime } = current();
    for (const name of ['-rf', '$(touch pwned)', 'new\nline', "quote'", '*', ' ', 'end\n']) {
      await writeBytes(runtime, target, `/srv/${name}`, name, { createParents: true });
      expect(await readText(runtime, target, `/srv/${name}`)).toBe(name);
    }
    const names = (await runtime.files.list(target, '/srv', 100, call())).map((entry) =>
      entry.path.slice('/srv/'.length),
    );
    expect(names.sort()).toEqual(['-rf', '$(touch pwned)', 'new\nline', "quote'", '*', ' ', 'end\n'].sort());
  });

  test('a file above the limit is FILE_TOO_LARGE in both directions, and a part of it is not (R9)', async () => {
    const { target } = await current().run();
    const { subject } = current();
    await shell(current().runtime, target, 'head -c 5000 /dev/zero > /large');
    const spoolDir = await subject.makeMountDirectory();
    const { instanceId } = subject;
    const small = makeRuntime({ instanceId, host: engine.host, spoolDir, fileTransferMaxBytes: 4_000 });
    await expectReason(readText(small, target, '/large'), 'FILE_TOO_LARGE');
    expect(await readBytes(small, target, '/large', { offset: 4_500, limit: 100 })).toHaveLength(100);
    await expectReason(writeBytes(small, target, '/new', Buffer.alloc(4_001)), 'FILE_TOO_LARGE');
    await small.close();
  });

  test('a link out of a mount, made on the host, never leads out by way of the engine (R5)', async () => {
    const { target, source } = await current().runMounted();
    const outside = await current().subject.makeMountDirectory();
    await mkdir(path.join(outside, 'below'));
    await writeFile(path.join(outside, 'secret.txt'), 'host secret');
    await symlink(path.join(outside, 'secret.txt'), path.join(source, 'out'));
    await shell(current().runtime, target, `ln -s ${mountTarget}/out /by-link`);
    await expectReason(readText(current().runtime, target, '/by-link'), 'PATH_ESCAPES', 'FILE_NOT_FOUND');
    expect(await readFile(path.join(outside, 'secret.txt'), 'utf8')).toBe('host secret');
  });

  test('files of a stopped sandbox can still be read', async () => {
    const { ref, spec } = await current().run();
    await current().runtime.stop(ref, 0, call());
    expect(await readText(current().runtime, targetOf(spec, ref), '/etc/passwd')).toContain('gem');
    await expectReason(writeBytes(current().runtime, targetOf(spec, ref), '/etc/new', 'x'), 'WRONG_STATE');
  });
}
