import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadSettings } from '../../../src/config/load.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { configErrorOf, emptyHost, loadText, problemOf, problemsOf, rootHost, writeConfig } from './fixture.ts';

describe('defaults', () => {
  test('without a config local and docker are on, host mounts, workspace dirs and host exec are denied (R12)', async () => {
    const { settings, sources, warnings } = loadSettings(await emptyHost());
    expect(settings.runtimes.local).toMatchObject({ enabled: true, allowHostExec: false });
    expect(settings.runtimes.docker).toMatchObject({ enabled: true, host: null, allowedOciRuntimes: [] });
    expect(settings.runtimes.fake.enabled).toBe(false);
    expect(settings.allowedWorkspaceDirs).toEqual([]);
    expect(settings.allowedHostMounts).toEqual([`${settings.paths.dataDir}/skills`]);
    expect(sources).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('the shipped numbers are those of the design', async () => {
    const { settings } = loadSettings(await emptyHost());
    expect(settings.loops).toMatchObject({
      idleCheckIntervalMs: 60_000,
      reconcileIntervalMs: 30_000,
      releasedTtlMs: 3_600_000,
      releasedMaxDeletions: 200,
      orphanTtlMs: 3_600_000,
      orphanGraceMs: 60_000,
      requestIdRetentionMs: 86_400_000,
    });
    expect(settings.engine).toMatchObject({ maxConcurrentCreates: 16, portAttempts: 10 });
    expect(settings.loops).toMatchObject({ heartbeatTimeoutMs: 300_000, recycledTtlMs: 0, workspaceTtlMs: 0 });
    expect(settings.admission).toMatchObject({ maxSandboxes: 0, maxSandboxesPerNamespace: 0, policy: 'reject' });
    expect(settings.storage).toEqual({ kind: 'none' });
    expect(settings.allowedStoragePaths).toEqual([]);
    expect(settings.runtimes.local.maxHeldInstances).toBe(256);
    expect(settings.onShutdown).toBe('detach');
    expect(settings.paths).toMatchObject({ socketMode: 0o660, socketDirectoryMode: 0o750, socketGroup: null });
    for (const template of settings.templates.values()) {
      expect(template).toMatchObject({ idleTimeoutMs: 600_000, readiness: { timeoutMs: 60_000 } });
    }
  });

  test('what the socket opens, what the state holds and what opens hosts is never a source of a mount', async () => {
    const { settings } = loadSettings({ ...(await emptyHost()), env: { DOCKER_HOST: 'unix:///srv/engine.sock' } });
    const { stateDir, socketPath } = settings.paths;
    expect(settings.deniedMountSources).toEqual(
      expect.arrayContaining(['/proc', '/etc', '/var/run', stateDir, socketPath, '/srv/engine.sock']),
    );
  });
});

describe('backups', () => {
  test('are never a source of a mount, wherever they are', async () => {
    const { settings } = await loadText('backup: { directory: /srv/kept }\n');
    expect(settings.backup).toEqual({ directory: '/srv/kept', keep: 7, intervalMs: 0 });
    expect(settings.deniedMountSources).toContain('/srv/kept');
  });

  test('do not lie where sandboxes could reach them', async () => {
    const problem = await problemOf('data_dir: /srv/data\nbackup: { directory: /srv/data/kept }\n');
    expect(problem).toMatchObject({ message: expect.stringContaining('where sandboxes could reach them') });
  });
});

describe('order of the sources', () => {
  test('the file wins over defaults, the environment over the file, options over the environment', async () => {
    const configPath = await writeConfig('max_sandboxes: 1\nmax_concurrent_creates: 2\nproven_for: 3s\n');
    const { settings, sources } = loadSettings({
      ...rootHost,
      configPath,
      env: { SANDKEEP_MAX_CONCURRENT_CREATES: '20', SANDKEEP_PROVEN_FOR: '30s' },
      overrides: { proven_for: '300s' },
    });
    expect(settings.admission.maxSandboxes).toBe(1);
    expect(settings.engine).toMatchObject({ maxConcurrentCreates: 20, provenForMs: 300_000 });
    expect(sources).toEqual([
      configPath,
      'environment variable SANDKEEP_MAX_CONCURRENT_CREATES',
      'environment variable SANDKEEP_PROVEN_FOR',
      'option proven_for',
    ]);
  });

  test('the file at the default place is read when it is there', async () => {
    const host = await emptyHost();
    await mkdir(path.join(host.homeDir, '.config/sandkeep'), { recursive: true });
    await writeFile(path.join(host.homeDir, '.config/sandkeep/config.yaml'), 'max_sandboxes: 7\n');
    expect(loadSettings(host).settings.admission.maxSandboxes).toBe(7);
  });

  test('a file that was named must exist, by option or by SANDKEEP_CONFIG', async () => {
    const missing = path.join(await temporaryDirectory('config'), 'none.yaml');
    expect(() => loadSettings({ ...rootHost, configPath: missing })).toThrow(`${missing}: there is no such file`);
    expect(() => loadSettings({ ...rootHost, env: { SANDKEEP_CONFIG: missing } })).toThrow('there is no such file');
  });

  test('nested keys, numbers, booleans, lists and templates can be set by variables', async () => {
    const { settings, warnings } = await loadText('templates:\n  my-image: { image: one, workspace: none }\n', {
      env: {
        SANDKEEP_RUNTIMES__DOCKER__HOST: 'tcp://engine:2375',
        SANDKEEP_RUNTIMES__DOCKER__PORT_RANGE: '49152-59152',
        SANDKEEP_RUNTIMES__LOCAL__ENABLED: 'false',
        SANDKEEP_SOCKET_MODE: '0600',
        SANDKEEP_SOCKET_GROUP: '1000',
        SANDKEEP_ALLOWED_WORKSPACE_DIRS: '/srv/a, /srv/b',
        SANDKEEP_TEMPLATES__MY_IMAGE__IMAGE: 'two',
        SANDKEEP_TEMPLATES__MY_IMAGE__ENVIRONMENT__Mixed__Name: '5',
        SANDKEEP_LOG_LEVEL: '',
      },
    });
    expect(settings.runtimes.docker).toMatchObject({
      host: 'tcp://engine:2375',
      portRange: { first: 49_152, last: 59_152 },
    });
    expect(settings.runtimes.local.enabled).toBe(false);
    expect(settings.paths).toMatchObject({ socketMode: 0o600, socketGroup: '1000' });
    expect(settings.allowedWorkspaceDirs).toEqual(['/srv/a', '/srv/b']);
    expect(settings.logLevel).toBe('info');
    expect(settings.templates.get('my-image')).toMatchObject({ image: 'two', environment: { Mixed__Name: '5' } });
    expect(warnings).toEqual([]);
  });

  test('a variable that names no key is a warning with the nearest name', async () => {
    const { warnings } = await loadText('', { env: { SANDKEEP_LOG_LEVLE: 'debug' } });
    expect(warnings).toEqual([expect.stringContaining('did you mean SANDKEEP_LOG_LEVEL?')]);
  });
});

describe('zero and nothing', () => {
  test('0 is honoured wherever a number or a time stands (D bug 4)', async () => {
    const { settings } = await loadText(
      [
        'idle_check_interval: 0',
        'released_check_interval: 0s',
        'released_ttl: 0',
        'event_retention: 0',
        'proven_for: 0',
        'drain_timeout: 0',
        'max_sandboxes: 0',
        'max_sandboxes_per_namespace: 0',
        'min_free_memory: 0',
        'min_free_disk: 0',
        'heartbeat_timeout: 0',
        'pool_check_interval: 0',
        'recycled_ttl: 0',
        'workspace_ttl: 0',
        'limits: { ballast_bytes: 0, max_queued_creates: 0, log_tail_lines: 0 }',
        'templates: { aio: { idle_timeout: 0, stop_grace: 0, limits: { memory: 0, shm_size: 0 } } }',
      ].join('\n'),
    );
    expect(settings.loops).toMatchObject({
      idleCheckIntervalMs: 0,
      releasedCheckIntervalMs: 0,
      releasedTtlMs: 0,
      eventRetentionMs: 0,
      heartbeatTimeoutMs: 0,
      poolCheckIntervalMs: 0,
      recycledTtlMs: 0,
      workspaceTtlMs: 0,
    });
    expect(settings.engine).toMatchObject({ provenForMs: 0, maxQueuedCreates: 0, logTailLines: 0 });
    expect(settings.admission).toMatchObject({
      maxSandboxes: 0,
      maxSandboxesPerNamespace: 0,
      maxWaiting: 0,
      minFreeMemoryBytes: 0,
      minFreeDiskBytes: 0,
    });
    expect(settings.drainTimeoutMs).toBe(0);
    expect(settings.store.ballastBytes).toBe(0);
    expect(settings.templates.get('aio')).toMatchObject({
      idleTimeoutMs: 0,
      stopGraceMs: 0,
      limits: { memoryBytes: 0, shmBytes: 0, cpus: 2 },
    });
  });

  test('an empty file and empty sections are all defaults', async () => {
    const { settings } = await loadText('runtimes:\n  docker:\nlimits:\ntemplates:\nallowed_host_mounts:\n');
    expect(settings.runtimes.docker.enabled).toBe(true);
    expect((await loadText('')).settings).toEqual(settings);
    expect((await loadText('# nothing\n')).settings).toEqual(settings);
  });

  test('a deadline of 0 is refused, because nothing could meet it', async () => {
    expect(await problemOf('limits: { runtime_call_timeout: 0 }\n')).toMatchObject({
      keyPath: 'limits.runtime_call_timeout',
      message: expect.stringContaining('from 1ms'),
    });
  });

  test('an interval that a timer of Node cannot wait for is refused', async () => {
    expect(await problemOf('idle_check_interval: 30d\n')).toMatchObject({ keyPath: 'idle_check_interval' });
  });
});

describe('problems', () => {
  test('all of them are listed at once, each with file, place, key, what was expected and what was found', async () => {
    const text = [
      'log_level: verbose',
      'max_sandboxes: many',
      'runtimes:',
      '  docker:',
      '    publish_host: localhost',
      'templates:',
      '  python:',
      '    network: host',
      '  other:',
      '    extends: aoi',
    ].join('\n');
    const configPath = await writeConfig(text);
    const error = await configErrorOf(text);
    const problems = error.problems.map(({ line, column, keyPath }) => `${line}:${column} ${keyPath}`);
    expect(problems).toEqual([
      '1:12 log_level',
      '2:16 max_sandboxes',
      '5:19 runtimes.docker.publish_host',
      '8:14 templates.python.network',
      '10:14 templates.other.extends',
    ]);
    expect(error.problems[0]?.message).toBe('expected one of trace, debug, info, warn, error; found "verbose"');
    expect(error.problems[4]?.hint).toBe('Did you mean "aio"?');
    expect(() => loadSettings({ ...rootHost, configPath })).toThrow(`${configPath}:1:12: log_level: expected one of`);
  });

  test.each([
    ['idle_chek_interval: 5s\n', 'idle_chek_interval', 'Did you mean "idle_check_interval"?', '1:1'],
    ['runtimes: { dokcer: {} }\n', 'runtimes.dokcer', 'Did you mean "docker"?', '1:13'],
    ['templates: { a: { env: {} } }\n', 'templates.a.env', 'Did you mean "environment"?', '1:19'],
    ['exec_max_timeout: 5m\n', 'exec_max_timeout', 'Did you mean "limits.exec_max_timeout"?', '1:1'],
    ['templates: { a: { volumes: [] } }\n', 'templates.a.volumes', 'Did you mean "mounts"?', '1:19'],
  ])('an unknown key is an error that names the nearest one: %s', async (text, keyPath, hint, place) => {
    const [problem] = await problemsOf(text);
    expect(problem).toMatchObject({ keyPath, message: 'unknown key', hint });
    expect(`${problem?.line}:${problem?.column}`).toBe(place);
  });

  test('privileged is refused and says what to use instead', async () => {
    expect(await problemOf('templates: { aio: { privileged: true } }\n')).toMatchObject({
      keyPath: 'templates.aio.privileged',
      hint: expect.stringContaining('security.extra_capabilities'),
    });
  });

  test('a mode without quotes is refused, because YAML reads another number', async () => {
    expect(await problemOf('socket_mode: 0660\n')).toMatchObject({ hint: expect.stringContaining('Quote it') });
  });

  test('text that is not YAML is told with its place and without the text of the file (R10)', async () => {
    const error = await configErrorOf('templates:\n  a:\n    environment: { KEY: "s3cret-canary" "other" }\n');
    expect(error.problems[0]).toMatchObject({ line: 3, message: expect.stringContaining('not valid YAML') });
    expect(error.message).not.toContain('canary');
  });

  test('keys that appear twice, unknown tags and lists at the top are problems', async () => {
    expect(await problemOf('log_level: info\nlog_level: warn\n')).toMatchObject({ line: 2 });
    expect(await problemOf('log_level: !secret info\n')).toMatchObject({ line: 1 });
    expect(await problemOf('- log_level\n')).toMatchObject({ keyPath: '' });
  });

  test('no error shows a value of an environment or a header, of a variable, or of a template (R10)', async () => {
    const error = await configErrorOf(
      [
        'templates:',
        '  aio:',
        '    environment: { "BAD-NAME": canary-1, LIST: [canary-2] }',
        '    readiness: { headers: { Authorization: [canary-4] } }',
        '  b: { image: x, environment: canary-5 }',
        '  c: { image: x, environment: { OPEN: "canary-3$" } }',
      ].join('\n'),
      { env: { SANDKEEP_LOG_LEVEL: 'canary-6', SANDKEEP_RUNTIMES__DOCKER__PUBLISH_HOST: 'canary-7' } },
    );
    expect(error.problems).toHaveLength(7);
    expect(JSON.stringify([error.problems, error.message])).not.toContain('canary');
    expect(error.message).toContain('environment variable SANDKEEP_LOG_LEVEL: log_level: expected one of');
  });

  test('a file that cannot be read is a problem, not a missing file', async () => {
    const directory = await temporaryDirectory('config');
    expect(() => loadSettings({ ...rootHost, configPath: directory })).toThrow('cannot be read (EISDIR)');
    const file = await writeConfig('');
    await chmod(file, 0o000);
    if (process.getuid?.() !== 0) expect(() => loadSettings({ ...rootHost, configPath: file })).toThrow('EACCES');
  });

  test('a huge file and aliases that multiply are refused (R9)', async () => {
    expect(await problemOf(`# ${'x'.repeat(1024 * 1024)}\n`)).toMatchObject({
      message: expect.stringContaining('larger than'),
    });
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    expect(await problemOf(['l0: &l0 [x]', ...levels].join('\n'))).toMatchObject({
      message: expect.stringContaining('aliases'),
    });
  });

  test('names of prototypes are names like others', async () => {
    const problems = await problemsOf('__proto__: { polluted: true }\nconstructor: 1\n');
    expect(problems.map((problem) => problem.keyPath)).toContain('constructor');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('paths', () => {
  test('data_dir follows a state_dir that is set', async () => {
    const { settings } = await loadText('state_dir: /srv/sandkeep\n');
    expect(settings.paths).toMatchObject({ stateDir: '/srv/sandkeep', dataDir: '/srv/sandkeep/data' });
  });

  test.each(['state_dir: relative', 'state_dir: /a/../b', 'data_dir: /a/', 'allowed_host_mounts: [srv]'])(
    'paths are absolute and normalised: %s',
    async (text) => {
      expect(await problemOf(`${text}\n`)).toMatchObject({ message: expect.stringContaining('an absolute path') });
    },
  );

  test('a socket path of 103 bytes is accepted, one more is refused', async () => {
    const longest = `/${'s'.repeat(102)}`;
    expect((await loadText(`socket: ${longest}\n`)).settings.paths.socketPath).toBe(longest);
    expect(await problemOf(`socket: ${longest}s\n`)).toMatchObject({ keyPath: 'socket' });
  });

  test('secrets and socket do not lie where sandboxes keep their files', async () => {
    expect(await problemOf('data_dir: /srv/d\nstate_dir: /srv/d/state\n')).toMatchObject({ keyPath: 'state_dir' });
    expect(await problemOf('data_dir: /srv/d\nsocket: /srv/d/s.sock\n')).toMatchObject({ keyPath: 'socket' });
  });

  test('a skills directory that may never be mounted is refused', async () => {
    expect(await problemOf('skills_dir: /etc/skills\n')).toMatchObject({ keyPath: 'skills_dir' });
  });

  test('an unknown default template is refused', async () => {
    expect(await problemOf('default_template: locale\n')).toMatchObject({
      keyPath: 'default_template',
      hint: 'Did you mean "local"?',
    });
  });
});
