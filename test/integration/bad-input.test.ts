// Every bad input is a typed error with a hint, and leaves nothing behind.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { DaemonEnded, startDaemon } from '../support/daemon.ts';
import { acquire, refusalOf, type Scene, startScene, waitForState } from '../support/scene.ts';

const short = { kind: 'http', path: '/v1/sandbox', timeout: '600ms' };

/** No container, and no record but a FAILED one of this reason. */
async function assertNothingLeft(scene: Scene, reason: string | null): Promise<void> {
  expect(await scene.engine.containers()).toEqual([]);
  const { sandboxes } = await scene.client.listSandboxes({});
  if (reason === null) return expect(sandboxes).toEqual([]);
  expect(sandboxes.map(({ state, failure }) => [state, failure?.reason])).toEqual([['SANDBOX_STATE_FAILED', reason]]);
}

describe('a template that cannot work', () => {
  const cases = [
    ['an image that does not exist', { image: 'nowhere:latest' }, 'IMAGE_NOT_FOUND'],
    [
      'an image that is not there and may not be pulled',
      { image: 'fake-registry/a:1', pull: 'never' },
      'IMAGE_NOT_FOUND',
    ],
    ['a registry that refuses', { image: 'fake-denied/secret:1' }, 'IMAGE_PULL_DENIED'],
    ['a container that exits at start', { image: 'fake:exit' }, 'CONTAINER_EXITED'],
    ['a port that never answers', { image: 'fake:never', readiness: short }, 'NOT_READY'],
    ['a wrong status for ever', { readiness: { ...short, path: '/missing' } }, 'NOT_READY'],
    [
      'a readiness command that fails',
      { readiness: { kind: 'exec', command: ['false'], timeout: '600ms' } },
      'NOT_READY',
    ],
    ['a variable that the daemon does not have', { environment: { A: '$SURELY_NOT_SET' } }, 'ENVIRONMENT_MISSING'],
  ] as const;

  test.each(cases)('%s is refused, and its container is gone', async (_what, template, reason) => {
    const scene = await startScene({ templates: { bad: template } });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'bad' }));
    expect(refusal.reason).toBe(reason);
    expect(refusal.domain).toBe('sandkeep');
    await assertNothingLeft(scene, reason);
  });

  test.each(cases)('%s in a Create leaves no record to find', async (_what, template, reason) => {
    const scene = await startScene({ templates: { bad: template } });
    expect((await refusalOf(scene.client.createSandbox({ template: 'bad' }))).reason).toBe(reason);
    await scene.client.reconcile({});
    const [record] = (await scene.client.listSandboxes({ showReleased: true })).sandboxes;
    if (record !== undefined) await waitForState(scene, record.id, 'RELEASED');
    await assertNothingLeft(scene, null);
  });

  test('the exit code and the last log lines are in the error and stay readable (B3-53)', async () => {
    const scene = await startScene({ templates: { bad: { image: 'fake:exit' } } });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'bad' }));
    expect(refusal.metadata).toMatchObject({ exit_code: '3', log_tail: 'boom: cannot start' });
    expect(refusal.message).toContain('boom: cannot start');
    const [failed] = (await scene.client.listSandboxes({})).sandboxes;
    expect(failed?.failure).toMatchObject({ exitCode: 3, logTail: ['boom: cannot start'] });
    const explained = await scene.client.explainSandbox({ sandboxId: failed?.id ?? '' });
    expect(explained.sentences.join('\n')).toContain('boom: cannot start');
  });

  test('a failed sandbox is tried again by the next acquire, with the same id, once the template is good', async () => {
    const scene = await startScene({ templates: { bad: { image: 'fake:exit' } } });
    const request = { session: { session: 's1' }, template: 'bad' };
    await refusalOf(scene.client.acquireSandbox(request));
    const [failed] = (await scene.client.listSandboxes({})).sandboxes;
    await refusalOf(scene.client.acquireSandbox(request));
    expect((await scene.client.listSandboxes({})).sandboxes).toHaveLength(1);
    scene.daemon.writeConfig(scene.config({}, { bad: { image: 'fake:base' } }));
    await scene.client.reload({});
    const good = await acquire(scene, 's1', { template: 'bad' });
    expect(good).toMatchObject({ id: failed?.id, state: 'SANDBOX_STATE_RUNNING', failure: null });
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([good.containerName]);
  });
});

describe('readiness (B3-53)', () => {
  test('503 until it is up, then 200, is ready', async () => {
    const scene = await startScene({ templates: { slow: { image: 'fake:slow', environment: { DELAY: 0.5 } } } });
    expect((await acquire(scene, 's1', { template: 'slow' })).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('a proxy in the environment of the daemon is not asked', async () => {
    const proxy = 'http://127.0.0.1:9';
    const scene = await startScene({ env: { http_proxy: proxy, HTTP_PROXY: proxy, NODE_USE_ENV_PROXY: '1' } });
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('the token is sent in a header, and each sandbox has its own (B3-79)', async () => {
    const scene = await startScene({
      templates: {
        auth: {
          image: 'fake:auth',
          token_env: 'SECRET_TOKEN',
          readiness: { kind: 'http', path: '/fastapi/healthz', headers: { authorization: 'Bearer ${token}' } },
        },
      },
    });
    const one = await scene.client.acquireSandbox({ session: { session: 's1' }, template: 'auth' });
    const other = await scene.client.acquireSandbox({ session: { session: 's2' }, template: 'auth' });
    expect(one.token).not.toBe('');
    expect(other.token).not.toBe(one.token);
    const url = `${one.endpoint?.url}/v1/sandbox`;
    expect((await fetch(url, { headers: { authorization: `Bearer ${one.token}` } })).status).toBe(200);
    expect((await fetch(url, { headers: { authorization: `Bearer ${other.token}` } })).status).toBe(401);
  });

  test.each([
    ['tcp', { kind: 'tcp' }, 'fake:base'],
    ['exec', { kind: 'exec', command: ['true'] }, 'fake:base'],
    ['the health check of the image', { kind: 'healthcheck' }, 'fake:health'],
    ['nothing', { kind: 'none' }, 'fake:base'],
  ])('%s makes a sandbox ready', async (_what, readiness, image) => {
    const scene = await startScene({ templates: { base: { readiness, image } } });
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
  });
});

describe('a request that cannot be', () => {
  test.each([
    ['an unknown template', { session: { session: 's1' }, template: 'nothing' }, 'UNKNOWN_TEMPLATE'],
    ['no session', {}, 'INVALID_FIELD'],
    ['an empty session id', { session: { session: '' } }, 'INVALID_FIELD'],
    ['a session id that is too long', { session: { session: 'x'.repeat(129) } }, 'INVALID_FIELD'],
    ['a control character in a session id', { session: { session: 'a\nb' } }, 'INVALID_FIELD'],
    ['a NUL in a user', { session: { session: 's1', user: 'a\0' } }, 'INVALID_FIELD'],
    ['a namespace that is too long', { session: { session: 's1', namespace: 'n'.repeat(129) } }, 'INVALID_FIELD'],
    ['a bad variable name', { session: { session: 's1' }, environment: { 'A=B': '1' } }, 'INVALID_FIELD'],
    ['a NUL in a variable', { session: { session: 's1' }, environment: { A: 'a\0b' } }, 'INVALID_FIELD'],
    ['a negative idle time', { session: { session: 's1' }, idleTimeout: { seconds: -1 } }, 'INVALID_FIELD'],
    ['a relative workspace', { session: { session: 's1' }, workspaceDir: 'here' }, 'INVALID_FIELD'],
    [
      'a workspace outside the allow-list (R12)',
      { session: { session: 's1' }, workspaceDir: '/tmp' },
      'WORKSPACE_DENIED',
    ],
  ])('%s is refused before anything is done', async (_what, request, reason) => {
    const scene = await startScene();
    const refusal = await refusalOf(scene.client.acquireSandbox(request));
    expect(refusal.reason).toBe(reason);
    if (reason === 'INVALID_FIELD') expect(refusal.fieldViolations).not.toEqual([]);
    await assertNothingLeft(scene, null);
    expect((await scene.engine.calls())['POST /containers']).toBeUndefined();
  });

  test('session ids of every printable kind are opaque names and stay below the data directory', async () => {
    const scene = await startScene();
    const sessions = [
      '../../etc',
      '.',
      '..',
      '/',
      'a/b',
      'a\\b',
      '~',
      '-rf',
      'ü',
      '日本',
      'con',
      'x'.repeat(128),
      '@x',
      '%2e',
    ];
    for (const session of sessions) {
      const { workspacePath } = await acquire(scene, session);
      const relative = path.relative(scene.daemon.dataDir, workspacePath);
      expect(relative.startsWith('..') || path.isAbsolute(relative), session).toBe(false);
      expect(relative.split('/'), session).toHaveLength(4);
    }
  });

  test('the token variable cannot be set by a request (B3-78)', async () => {
    const scene = await startScene({ templates: { base: { token_env: 'SECRET_TOKEN' } } });
    const environment = { SECRET_TOKEN: 'mine' };
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, environment }));
    expect(refusal.reason).toBe('RESERVED_ENVIRONMENT');
    await assertNothingLeft(scene, null);
  });

  test('an unknown sandbox is SANDBOX_NOT_FOUND for every call that names one', async () => {
    const { client } = await startScene();
    const sandboxId = '01aaaaaaaaaaaaaaaaaaaaaaaa';
    const calls = [
      client.getSandbox({ sandboxId }),
      client.startSandbox({ sandboxId }),
      client.stopSandbox({ sandboxId }),
      client.pauseSandbox({ sandboxId }),
      client.resumeSandbox({ sandboxId }),
      client.restoreSandbox({ sandboxId }),
      client.keepAliveSandbox({ sandboxId }),
      client.explainSandbox({ sandboxId }),
      client.getSandboxCredentials({ sandboxId }),
      client.updateSandbox({ sandbox: { id: sandboxId } }),
      client.runExec({ sandboxId, argv: ['true'] }),
      client.statFile({ sandboxId, path: '/' }),
    ];
    for (const call of calls) expect((await refusalOf(call)).reason).toBe('SANDBOX_NOT_FOUND');
  });
});

describe('mounts (B3-73)', () => {
  test('a host path that is missing is refused at create, and skipped with a word when optional', async () => {
    const scene = await startScene();
    const allowed = path.join(scene.directory, 'host');
    mkdirSync(allowed);
    const mount = { source: path.join(allowed, 'missing'), target: '/mnt/extra' };
    scene.daemon.writeConfig(scene.config({ allowed_host_mounts: [allowed] }, { base: { mounts: [mount] } }));
    await scene.client.reload({});
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    expect(refusal).toMatchObject({ reason: 'MOUNT_SOURCE_MISSING', metadata: { source: mount.source } });
    await assertNothingLeft(scene, null);
    const optional = { ...mount, optional: true };
    scene.daemon.writeConfig(scene.config({ allowed_host_mounts: [allowed] }, { base: { mounts: [optional] } }));
    await scene.client.reload({});
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.skippedMounts).toEqual([`/mnt/extra: ${mount.source} does not exist`]);
    const { skippedMounts } = await scene.client.explainSandbox({ sandboxId: answer.sandbox?.id ?? '' });
    expect(skippedMounts).toEqual(answer.skippedMounts);
  });

  const good = { source: '/srv/files', target: '/mnt/extra' };
  test.each([
    ['a relative source', [{ ...good, source: 'files' }], /source/],
    ['a relative target', [{ ...good, target: 'mnt' }], /target/],
    ['a target that covers the workspace', [{ ...good, target: '/workspace' }], /\/workspace/],
    ['a target inside the workspace', [{ ...good, target: '/workspace/a' }], /\/workspace/],
    ['a target above a reserved one', [{ ...good, target: '/mnt' }], /\/mnt/],
    ['a target inside a reserved one', [{ ...good, target: '/mnt/skills/a' }], /\/mnt\/skills/],
    ['the root as a target', [{ ...good, target: '/' }], /target/],
    ['two mounts on one path', [good, { ...good, source: '/srv/other' }], /\/mnt\/extra/],
    ['a source outside the allow-list (R12)', [{ ...good, source: '/opt' }], /allowed_host_mounts/],
    ['the socket of an engine', [{ ...good, source: '/var/run/docker.sock' }], /docker/],
  ])('%s is refused by the config, with exit code 78', async (_what, mounts, complaint) => {
    const base = { runtime: 'fake', image: 'fake:base', mounts };
    const config = {
      allowed_host_mounts: ['/srv'],
      runtimes: { fake: { socket: '/nowhere.sock' } },
      templates: { base },
    };
    const failure = await startDaemon({ config }).then(
      async (daemon) => await daemon.dispose(),
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(DaemonEnded);
    if (!(failure instanceof DaemonEnded)) return;
    expect(failure.exit.code).toBe(78);
    expect(failure.logs).toMatch(complaint);
    expect(failure.logs).toMatch(/config\.yaml:\d+/);
  });
});

describe('an engine that misbehaves', () => {
  test('down is RUNTIME_UNAVAILABLE and leaves no record', async () => {
    const scene = await startScene();
    await scene.daemon.kill();
    await scene.engine.kill();
    await scene.daemon.start();
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    expect(refusal).toMatchObject({ reason: 'RUNTIME_UNAVAILABLE', status: 'UNAVAILABLE' });
    expect((await scene.client.listSandboxes({})).sandboxes).toEqual([]);
  });

  test('a name that a stranger has costs a generation, and the stranger keeps it (B3-11)', async () => {
    const scene = await startScene();
    // Its name is known only when its record is: the stranger comes between the two.
    const first = await acquire(scene);
    const name = first.containerName.replace(/-g1$/, '-g2');
    await scene.engine.seed({ image: 'fake:base', containers: [{ name, labels: {} }] });
    await scene.engine.control({ action: 'remove_container', name: first.containerName });
    await waitForState(scene, first.id, 'LOST');
    const restored = await acquire(scene);
    expect(restored).toMatchObject({ id: first.id, generation: '3', state: 'SANDBOX_STATE_RUNNING' });
    await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
    expect((await scene.engine.containers()).map((container) => container.name)).toEqual([name]);
  });

  test('a host port that is taken costs a try, and no container is left of it (B3-12)', async () => {
    const scene = await startScene();
    const used = (await acquire(scene, 'holder')).id;
    const port = (await scene.client.getSandbox({ sandboxId: used })).endpoint?.ports[0]?.hostPort ?? 0;
    const portRange = `${port}-${port}`;
    scene.daemon.writeConfig(scene.config({}, { narrow: { port_range: portRange } }));
    await scene.client.reload({});
    const request = { session: { session: 's1' }, template: 'narrow' };
    expect((await refusalOf(scene.client.acquireSandbox(request))).reason).toBe('PORT_UNAVAILABLE');
    expect(await scene.engine.containers()).toHaveLength(1);
    await scene.client.releaseSandbox({ sandboxId: used, wait: true });
    const answer = await scene.client.acquireSandbox(request);
    expect(answer.endpoint?.ports[0]?.hostPort).toBe(port);
  });

  test('a container that it cannot remove after a failed start is removed by the next pass', async () => {
    const scene = await startScene({ templates: { bad: { image: 'fake:exit' } } });
    await scene.engine.control({ action: 'status', status: 500, method: 'DELETE' });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'bad' }));
    expect(refusal.reason).toBe('CONTAINER_EXITED');
    expect(await scene.engine.containers()).toHaveLength(1);
    await scene.engine.control({ action: 'clear' });
    await scene.client.reconcile({});
    await assertNothingLeft(scene, 'CONTAINER_EXITED');
  });
});
