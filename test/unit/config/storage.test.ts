import { describe, expect, test } from 'vitest';

import { checkConfig } from '../../../src/config/check.ts';
import { configErrorOf, loadText, problemOf, problemsOf, rootHost, writeConfig } from './fixture.ts';

const credentials = { AWS_ACCESS_KEY_ID: 'key-1', AWS_SECRET_ACCESS_KEY: 'canary-secret' };

const inS3 = (keys: string): string => `storage: { kind: s3, s3: { bucket: sandboxes, ${keys} } }\n`;
const inDirectory = (directory: string): string => `storage: { kind: directory, directory: ${directory} }\n`;

describe('a pool', () => {
  const template = (keys: string): string =>
    `${inDirectory('/srv/copies')}templates: { t: { image: a, readiness: { kind: none }, pool: { size: 1 }${keys} } }\n`;

  test('of sandboxes whose sessions have stored files is refused, with the reason and the way out', async () => {
    expect(await problemOf(template(''))).toMatchObject({
      keyPath: 'templates.t.pool.size',
      message: expect.stringContaining('runs already'),
      hint: expect.stringContaining('store_workspace'),
    });
  });

  test.each([', store_workspace: false', ', workspace: sandbox', ', workspace: none, workspace_mounts: []'])(
    'with%s goes with a storage',
    async (keys) => {
      expect((await loadText(template(keys))).settings.templates.get('t')?.pool.size).toBe(1);
    },
  );
});

describe('storage in a directory', () => {
  test('lies in data_dir unless it is named, with bounds on what is copied (R9)', async () => {
    const { settings } = await loadText('data_dir: /srv/data\nstorage: { kind: directory }\n');
    expect(settings.storage).toEqual({
      kind: 'directory',
      path: '/srv/data/storage',
      limits: { maxBytes: 10 * 1024 ** 3, maxEntries: 200_000, concurrency: 4, timeoutMs: 900_000 },
    });
    const elsewhere = (await loadText(inDirectory('/srv/copies'))).settings.storage;
    expect(elsewhere).toMatchObject({ path: '/srv/copies' });
  });

  test('no template and no request can name the copies as files of a sandbox', async () => {
    const text = 'allowed_workspace_dirs: [/srv]\nallowed_host_mounts: [/srv]\n';
    const { settings } = await loadText(text + inDirectory('/srv/copies'));
    expect(settings.deniedMountSources).toContain('/srv/copies');
    const mount = 'templates: { t: { image: a, mounts: [{ source: /srv/copies/default, target: /x }] } }\n';
    expect(await problemOf(text + inDirectory('/srv/copies') + mount)).toMatchObject({
      keyPath: 'templates.t.mounts[0].source',
      message: expect.stringContaining('never mounted'),
    });
  });

  test.each([
    ['/srv/data/workspaces', 'the workspaces it is to outlive'],
    ['/srv/data/workspaces/default', 'the workspaces it is to outlive'],
    ['/srv/data', 'the workspaces it is to outlive'],
    ['/srv', 'the workspaces it is to outlive'],
    ['/srv/data/skills/x', 'the skills'],
    ['/srv/data/users', 'the workspaces of template t'],
    ['/srv/data/users/ada', 'the workspaces of template t'],
    ['/var/lib/sandkeep', 'the state directory'],
    ['/var/lib/sandkeep/copies', 'the state directory'],
    ['/var/lib', 'the state directory'],
  ])('%s is refused, because it is, holds or lies in %s', async (directory, message) => {
    const template = 'templates: { t: { image: a, workspace_path: "users/{user}/{session}" } }\n';
    const problems = await problemsOf(`data_dir: /srv/data\n${inDirectory(directory)}${template}`);
    const told = problems.filter((problem) => problem.keyPath === 'storage.directory');
    expect(told).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  test('a data_dir in state_dir may hold it', async () => {
    const { settings } = await loadText('state_dir: /srv/s\nstorage: { kind: directory }\n');
    expect(settings.storage).toMatchObject({ path: '/srv/s/data/storage' });
  });

  test.each(['relative', '/a/../b', '/a/'])('%s is no directory', async (directory) => {
    expect(await problemOf(inDirectory(directory))).toMatchObject({ keyPath: 'storage.directory' });
  });
});

describe('storage in S3', () => {
  test('takes its credentials from the usual variables', async () => {
    const { settings, warnings } = await loadText(inS3('prefix: team-a/'), { env: credentials });
    expect(settings.storage).toMatchObject({
      kind: 's3',
      s3: {
        endpoint: null,
        region: 'us-east-1',
        bucket: 'sandboxes',
        prefix: 'team-a/',
        pathStyle: true,
        checksums: 'when_required',
        accessKeyId: 'key-1',
        secretAccessKey: 'canary-secret',
      },
      limits: { concurrency: 4 },
    });
    expect(warnings).toEqual([]);
  });

  test('other variables, and dollars in what is written, work as in a template', async () => {
    const keys = 'access_key_id: "${STORE_ID}", secret_access_key: "pa$$word"';
    const { settings } = await loadText(inS3(keys), { env: { STORE_ID: 'key-2' } });
    expect(settings.storage).toMatchObject({ s3: { accessKeyId: 'key-2', secretAccessKey: 'pa$word' } });
  });

  test.each([
    [{ AWS_SECRET_ACCESS_KEY: 'x' }, 'access_key_id', 'does not have'],
    [{ AWS_ACCESS_KEY_ID: 'x' }, 'secret_access_key', 'does not have'],
    [{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: '' }, 'secret_access_key', 'is empty'],
  ])('without a credential it cannot be used: %j', async (env, key, message) => {
    expect(await problemOf(inS3(''), { env })).toMatchObject({
      keyPath: `storage.s3.${key}`,
      message: expect.stringContaining(message),
    });
  });

  test('a variable that is a part of a value is missed too', async () => {
    const problem = await problemOf(inS3('access_key_id: "prefix-$NOT_SET"'), { env: credentials });
    expect(problem.keyPath).toBe('storage.s3.access_key_id');
  });

  test('without a bucket it cannot be used', async () => {
    expect(await problemOf('storage: { kind: s3 }\n', { env: credentials })).toMatchObject({
      keyPath: 'storage.s3.bucket',
      message: expect.stringContaining('missing'),
    });
  });

  test.each(['http://127.0.0.1:9000', 'https://objects.example.org/base'])('%s is an endpoint', async (endpoint) => {
    const { settings, warnings } = await loadText(inS3(`endpoint: "${endpoint}"`), { env: credentials });
    expect(settings.storage).toMatchObject({ s3: { endpoint } });
    expect(warnings).toEqual([]);
  });

  test.each([
    'localhost:9000',
    'objects.example.org',
    'ftp://objects.example.org',
    'http://',
    'http://user:canary-password@objects.example.org',
    'http://objects.example.org/?token=canary',
    '',
  ])('"%s" is none, and is not repeated, because it may hold a password (R10)', async (endpoint) => {
    const error = await configErrorOf(inS3(`endpoint: "${endpoint}"`), { env: credentials });
    expect(error.problems).toMatchObject([{ keyPath: 'storage.s3.endpoint' }]);
    expect(JSON.stringify([error.message, error.problems])).not.toContain('canary');
  });

  test.each([
    ['bucket: "a/b"', 'bucket'],
    ['bucket: "../other"', 'bucket'],
    ['prefix: /a', 'prefix'],
    ['prefix: a/../b', 'prefix'],
    ['prefix: a//b', 'prefix'],
    [`prefix: ${'x'.repeat(199)}/yy`, 'prefix'],
    ['region: "eu west"', 'region'],
    ['checksums: never', 'checksums'],
  ])('%s is refused', async (keys, key) => {
    const text = `storage: { kind: s3, s3: { ${keys.startsWith('bucket') ? '' : 'bucket: b, '}${keys} } }\n`;
    expect(await problemOf(text, { env: credentials })).toMatchObject({ keyPath: `storage.s3.${key}` });
  });

  test('keys of a kind that is not used are checked, its credentials are not', async () => {
    expect((await loadText('storage: { s3: { bucket: b } }\n')).settings.storage).toEqual({ kind: 'none' });
    expect(await problemOf('storage: { s3: { bucket: a/b } }\n')).toMatchObject({ keyPath: 'storage.s3.bucket' });
  });

  test('an unencrypted way to another machine is told', async () => {
    const { warnings } = await loadText(inS3('endpoint: "http://objects.example.org"'), { env: credentials });
    expect(warnings).toEqual([expect.stringContaining('storage.s3.endpoint')]);
  });
});

describe('secrets of the storage (R10)', () => {
  test.each([
    ['a value of the wrong kind', 'secret_access_key: [canary-1], access_key_id: 4711', {}],
    ['a dollar that begins nothing', 'secret_access_key: "canary$", access_key_id: x', {}],
    ['a dollar that begins a part of the secret', 'secret_access_key: "x$canary", access_key_id: x', {}],
    ['a section that is text', '', { SANDKEEP_STORAGE__S3: 'canary' }],
    ['a variable', 'access_key_id: x', { SANDKEEP_STORAGE__S3__SECRET_ACCESS_KEY: 'x$canary' }],
  ])('are in no problem: %s', async (_what, keys, env) => {
    const error = await configErrorOf(inS3(keys), { env });
    const text = JSON.stringify([error.message, error.problems]);
    expect(text).not.toContain('canary');
    expect(text).not.toContain('4711');
  });

  test('are not in what --check-config prints', async () => {
    const configPath = await writeConfig(inS3('access_key_id: canary-id, secret_access_key: canary-secret'));
    const checked = checkConfig({ ...rootHost, configPath });
    expect(checked.ok).toBe(true);
    expect(checked.text).not.toContain('canary');
  });
});

describe('what requests may name in the storage', () => {
  test('nothing unless it is allowed (R12)', async () => {
    expect((await loadText('storage: { kind: directory }\n')).settings.allowedStoragePaths).toEqual([]);
    const { settings } = await loadText('storage: { kind: directory, allowed_paths: [team-a/shared, b] }\n');
    expect(settings.allowedStoragePaths).toEqual(['team-a/shared', 'b']);
  });

  test.each(['/abs', 'a/../b', '..', 'a/', '.hidden', '""', '"a b"'])('%s is no place in it', async (place) => {
    expect(await problemOf(`storage: { allowed_paths: [ok, ${place}] }\n`)).toMatchObject({
      keyPath: 'storage.allowed_paths[1]',
    });
  });
});

describe('bounds and effect', () => {
  test.each(['max_bytes: 0', 'max_bytes: 1k', 'max_entries: 0', 'concurrency: 0', 'timeout: 0'])(
    '%s is refused',
    async (key) => {
      expect(await problemOf(`storage: { kind: directory, ${key} }\n`)).toMatchObject({
        keyPath: `storage.${key.split(':')[0]}`,
      });
    },
  );

  test('a storage that nothing is stored in is told', async () => {
    const names = ['aio', 'local', 'base', 'browser', 'filesystem', 'gui', 'mobile'];
    const readyMade = names.map((name) => (name === 'aio' || name === 'local' ? name : `agentscope-${name}`));
    const off = readyMade.map((name) => `  ${name}: { store_workspace: false }`);
    const text = ['storage: { kind: directory }', 'templates:', ...off].join('\n');
    const warned = [expect.stringContaining('storage: nothing is stored')];
    expect((await loadText(`${text}\n`)).warnings).toEqual(warned);
    expect((await loadText(`${text}\n  t: { image: a, workspace: none }\n`)).warnings).toEqual(warned);
    expect((await loadText(`${text}\n  t: { image: a }\n`)).warnings).toEqual([]);
    expect((await loadText('storage: { kind: directory }\n')).warnings).toEqual([]);
  });
});
