import { describe, expect, test } from 'vitest';

import { loadTemplate, loadText, problemOf } from './fixture.ts';

const oneTemplate = (keys: string): string => `templates: { t: { image: busybox, ${keys} } }\n`;

describe('pool', () => {
  test('a template that says nothing has none', async () => {
    expect((await loadTemplate(oneTemplate(''), 't')).pool).toEqual({
      size: 0,
      refillConcurrency: 2,
      refillIntervalMs: 50,
      refillDelayMs: 0,
      maxAgeMs: 3_600_000,
      frozen: false,
      maxFailures: 5,
      retryMinMs: 1000,
      retryMaxMs: 300_000,
    });
  });

  test('every key of it counts, and 0 is honoured', async () => {
    const keys =
      'pool: { size: 3, refill_concurrency: 1, refill_interval: 0, refill_delay: 2s, max_age: 0, frozen: true, max_failures: 9, retry_min: 2s, retry_max: 2s }';
    expect((await loadTemplate(oneTemplate(keys), 't')).pool).toEqual({
      size: 3,
      refillConcurrency: 1,
      refillIntervalMs: 0,
      refillDelayMs: 2000,
      maxAgeMs: 0,
      frozen: true,
      maxFailures: 9,
      retryMinMs: 2000,
      retryMaxMs: 2000,
    });
  });

  test('a template that extends another one changes only what it says of the pool', async () => {
    const text =
      'templates: { a: { image: x, pool: { size: 2, frozen: true } }, b: { extends: a, pool: { size: 5 } } }\n';
    expect((await loadTemplate(text, 'b')).pool).toMatchObject({ size: 5, frozen: true });
  });

  test.each([
    ['pool: { size: -1 }', 'pool.size'],
    ['pool: { size: 100001 }', 'pool.size'],
    ['pool: { size: 1, refill_concurrency: 0 }', 'pool.refill_concurrency'],
    ['pool: { size: 1, refill_interval: 30d }', 'pool.refill_interval'],
    ['pool: { size: 1, refill_delay: 30d }', 'pool.refill_delay'],
    ['pool: { size: 1, max_failures: 0 }', 'pool.max_failures'],
    ['pool: { size: 1, retry_min: 0 }', 'pool.retry_min'],
    ['pool: { retry_min: 10m }', 'pool.retry_max'],
    ['pool: { size: 1, retry_min: 10m, retry_max: 9m }', 'pool.retry_max'],
    ['pool: { size: 1 }, auto_start: false', 'pool.size'],
    ['pool: { size: 1 }, workspace_path: "w/{user}/{session}"', 'pool.size'],
    ['runtime: local, pool: { frozen: true }', 'pool.frozen'],
    ['runtime: local, pool: { size: 1, frozen: true }', 'pool.frozen'],
    ['pool: 3', 'pool'],
  ])('%s cannot work', async (keys, key) => {
    expect(await problemOf(oneTemplate(keys))).toMatchObject({ keyPath: `templates.t.${key}` });
  });

  test.each([
    'pool: { size: 1 }, workspace: sandbox, workspace_path: "w/{id}"',
    'pool: { size: 1 }, workspace: none, workspace_path: "w/{user}/{session}"',
    'pool: { size: 0 }, workspace_path: "w/{user}/{session}", auto_start: false',
  ])('%s can', async (keys) => {
    expect((await loadTemplate(oneTemplate(keys), 't')).workspacePath).not.toBeNull();
  });

  test('needs an image as every docker template', async () => {
    expect(await problemOf('templates: { t: { pool: { size: 1 } } }\n')).toMatchObject({
      keyPath: 'templates.t.image',
    });
  });

  test.each([
    ['runtimes: { docker: { enabled: false } }', '', 'docker is disabled'],
    ['pool_check_interval: 0', '', 'pool_check_interval is 0'],
    ['max_sandboxes: 2', '', 'max_sandboxes leaves room for 2'],
    ['', ', max_sandboxes: 1', 'its max_sandboxes leaves room for 1'],
  ])('what keeps it from being full is told: %s%s', async (top, more, message) => {
    const { warnings } = await loadText(`${top}\n${oneTemplate(`pool: { size: 3 }${more}`)}`);
    expect(warnings).toEqual([expect.stringContaining(`templates.t.pool.size: `)]);
    expect(warnings[0]).toContain(message);
  });

  test('one that can be full is not spoken of', async () => {
    const { warnings } = await loadText(`max_sandboxes: 3\n${oneTemplate('pool: { size: 3 }, max_sandboxes: 3')}`);
    expect(warnings).toEqual([]);
  });
});

describe('heartbeat_timeout', () => {
  test.each([
    ['', null],
    ['heartbeat_timeout: null', null],
    ['heartbeat_timeout: 0', 0],
    ['heartbeat_timeout: 90s', 90_000],
  ])('of a template: "%s" is %s', async (keys, expected) => {
    expect((await loadTemplate(oneTemplate(keys), 't')).heartbeatTimeoutMs).toBe(expected);
  });

  test('null takes back what an extended template says, 0 switches it off', async () => {
    const text = (value: string): string =>
      `templates: { t: { extends: agentscope-base, heartbeat_timeout: ${value} } }\n`;
    expect((await loadTemplate(text('null'), 't')).heartbeatTimeoutMs).toBeNull();
    expect((await loadTemplate(text('0'), 't')).heartbeatTimeoutMs).toBe(0);
  });

  test('of all is another setting', async () => {
    const { settings } = await loadText(`heartbeat_timeout: 45s\n${oneTemplate('')}`);
    expect(settings.loops.heartbeatTimeoutMs).toBe(45_000);
    expect(settings.templates.get('t')?.heartbeatTimeoutMs).toBeNull();
  });

  test.each(['-1', '4000d', 'soon'])('%s is refused', async (value) => {
    expect(await problemOf(`heartbeat_timeout: ${value}\n`)).toMatchObject({ keyPath: 'heartbeat_timeout' });
    expect(await problemOf(oneTemplate(`heartbeat_timeout: ${value}`))).toMatchObject({
      keyPath: 'templates.t.heartbeat_timeout',
    });
  });

  test('with idle_action none it is told that silence recycles all the same', async () => {
    const warned = await loadText(oneTemplate('idle_action: none, heartbeat_timeout: 1m'));
    expect(warned.warnings).toEqual([expect.stringContaining('templates.t.heartbeat_timeout')]);
    for (const value of ['0', 'null']) {
      const { warnings } = await loadText(oneTemplate(`idle_action: none, heartbeat_timeout: ${value}`));
      expect(warnings).toEqual([]);
    }
  });
});

describe('admission', () => {
  test('without limits everything is admitted; what does not fit is refused at once', async () => {
    expect((await loadText('')).settings.admission).toEqual({
      maxSandboxes: 0,
      maxSandboxesPerNamespace: 0,
      namespaces: {},
      policy: 'reject',
      waitTimeoutMs: 30_000,
      maxWaiting: 1000,
      minFreeMemoryBytes: 128 * 1024 ** 2,
      minFreeDiskBytes: 128 * 1024 ** 2,
    });
  });

  test('every key of it counts', async () => {
    const text = `
max_sandboxes: 10
max_sandboxes_per_namespace: 4
namespaces: { default: { max_sandboxes: 2 }, "Team Ü": { max_sandboxes: 0 }, unlimited: {} }
admission: wait
admission_timeout: 5s
min_free_memory: 1g
min_free_disk: 0
limits: { max_queued_creates: 7 }
`;
    expect((await loadText(text)).settings.admission).toEqual({
      maxSandboxes: 10,
      maxSandboxesPerNamespace: 4,
      namespaces: { default: 2, 'Team Ü': 0, unlimited: 0 },
      policy: 'wait',
      waitTimeoutMs: 5000,
      maxWaiting: 7,
      minFreeMemoryBytes: 1024 ** 3,
      minFreeDiskBytes: 0,
    });
  });

  test.each([
    ['max_sandboxes: -1', 'max_sandboxes'],
    ['max_sandboxes_per_namespace: many', 'max_sandboxes_per_namespace'],
    ['admission: queue', 'admission'],
    ['admission_timeout: 0', 'admission_timeout'],
    ['admission_timeout: 30d', 'admission_timeout'],
    ['min_free_memory: 10%', 'min_free_memory'],
    ['min_free_disk: -1', 'min_free_disk'],
    ['pool_check_interval: 30d', 'pool_check_interval'],
    ['recycled_ttl: forever', 'recycled_ttl'],
    ['workspace_ttl: -1', 'workspace_ttl'],
    ['namespaces: { a: 3 }', 'namespaces.a'],
    ['namespaces: { a: { max_sandboxes: -1 } }', 'namespaces.a.max_sandboxes'],
    ['namespaces: { a: { max: 1 } }', 'namespaces.a.max'],
    ['namespaces: [a]', 'namespaces'],
  ])('%s is refused', async (text, keyPath) => {
    expect(await problemOf(`${text}\n`)).toMatchObject({ keyPath });
  });

  test.each(['""', '"a\\nb"', `"${'x'.repeat(129)}"`])('%s is no name of a namespace', async (name) => {
    const problem = await problemOf(`namespaces: { ${name}: { max_sandboxes: 1 } }\n`);
    expect(problem).toMatchObject({ message: expect.stringContaining('1 to 128 printable characters'), line: 1 });
  });

  test('a namespace may be called like a part of every object, and others are not found by such a name', async () => {
    const { namespaces } = (await loadText('namespaces: { constructor: { max_sandboxes: 5 } }\n')).settings.admission;
    expect(namespaces['constructor']).toBe(5);
    for (const name of ['toString', 'hasOwnProperty', '__proto__']) expect(namespaces[name]).toBeUndefined();
  });

  test('a template has a limit of its own', async () => {
    expect((await loadTemplate(oneTemplate(''), 't')).maxSandboxes).toBe(0);
    expect((await loadTemplate(oneTemplate('max_sandboxes: 3'), 't')).maxSandboxes).toBe(3);
    expect(await problemOf(oneTemplate('max_sandboxes: -3'))).toMatchObject({ keyPath: 'templates.t.max_sandboxes' });
  });

  test('variables find the namespaces of the file, and templates theirs', async () => {
    const text = 'namespaces: { Team-A: { max_sandboxes: 1 } }\ntemplates: { team-a: { image: x } }\n';
    const env = {
      SANDKEEP_NAMESPACES__TEAM_A__MAX_SANDBOXES: '9',
      SANDKEEP_NAMESPACES__OTHER__MAX_SANDBOXES: '8',
      SANDKEEP_TEMPLATES__TEAM_A__IMAGE: 'y',
    };
    const { settings, warnings } = await loadText(text, { env });
    expect(settings.admission.namespaces).toEqual({ 'Team-A': 9, other: 8 });
    expect(settings.templates.get('team-a')?.image).toBe('y');
    expect(warnings).toEqual([]);
  });
});

describe('retention', () => {
  test('keeps recycled sandboxes and workspaces unless it is told otherwise (R13)', async () => {
    expect((await loadText('')).settings.loops).toMatchObject({ recycledTtlMs: 0, workspaceTtlMs: 0 });
    expect((await loadText('recycled_ttl: 7d\nworkspace_ttl: 30d\n')).settings.loops).toMatchObject({
      recycledTtlMs: 7 * 86_400_000,
      workspaceTtlMs: 30 * 86_400_000,
    });
  });
});
