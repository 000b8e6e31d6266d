import { describe, expect, test } from 'vitest';

import { loadSettings } from '../../../src/config/load.ts';
import { configErrorOf, emptyHost, loadTemplate, loadText, problemOf } from './fixture.ts';

const kinds = ['base', 'browser', 'filesystem', 'gui', 'mobile'];

async function imagesOf(text: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const { settings } = await loadText(text, { env });
  return kinds.map((kind) => settings.templates.get(`agentscope-${kind}`)?.image ?? '');
}

describe('ready-made templates of AgentScope Runtime', () => {
  test.each(kinds)('%s: nginx on port 80 behind the token of the sandbox, files at /workspace', async (kind) => {
    expect(await loadTemplate('', `agentscope-${kind}`)).toMatchObject({
      runtime: 'docker',
      image: `agentscope/runtime-sandbox-${kind}:latest`,
      ports: [80],
      readiness: {
        kind: 'http',
        port: 80,
        path: '/fastapi/healthz',
        expectedStatus: 200,
        headers: { Authorization: 'Bearer ${token}' },
        timeoutMs: 60_000,
      },
      tokenEnv: 'SECRET_TOKEN',
      toolApi: 'agentscope',
      toolPort: 80,
      environment: { NGINX_TIMEOUT: '60' },
      workspace: 'session',
      workspaceMounts: [{ subpath: '', target: '/workspace', readOnly: false }],
      siblingMounts: [],
      mounts: [],
      publish: { host: '127.0.0.1' },
    });
  });

  test.each(kinds)('%s: silence or idleness recycles, a stop waits a second', async (kind) => {
    expect(await loadTemplate('', `agentscope-${kind}`)).toMatchObject({
      stopGraceMs: 1000,
      idleTimeoutMs: 600_000,
      idleAction: 'recycle',
      heartbeatTimeoutMs: 300_000,
      releaseMode: 'destroy',
      pool: { size: 0 },
    });
  });

  test.each(kinds)("%s: the image's own user in class compat, with limits", async (kind) => {
    expect(await loadTemplate('', `agentscope-${kind}`)).toMatchObject({
      security: { class: 'compat', readOnlyRoot: false, extraCapabilities: ['NET_BIND_SERVICE'] },
      runAs: null,
      workspaceOwner: null,
      limits: { memoryBytes: 2 * 1024 ** 3, cpus: 2, pids: 512 },
    });
  });

  test.each(['browser', 'gui'])('%s: Chromium gets shared memory and its own sandbox', async (kind) => {
    expect(await loadTemplate('', `agentscope-${kind}`)).toMatchObject({
      security: { seccomp: 'chromium' },
      limits: { shmBytes: 2 * 1024 ** 3 },
    });
  });

  test.each(['base', 'filesystem'])("%s: the engine's own filter of system calls", async (kind) => {
    expect((await loadTemplate('', `agentscope-${kind}`)).security.seccomp).toBe('default');
  });

  test('a template of the same name changes only what it says', async () => {
    const text = 'templates: { agentscope-base: { environment: { NGINX_TIMEOUT: 600 }, limits: { memory: 4g } } }\n';
    expect(await loadTemplate(text, 'agentscope-base')).toMatchObject({
      image: 'agentscope/runtime-sandbox-base:latest',
      environment: { NGINX_TIMEOUT: '600' },
      limits: { memoryBytes: 4 * 1024 ** 3, pids: 512 },
      heartbeatTimeoutMs: 300_000,
    });
  });

  test('the token cannot be set by the template that extends one (B3-78)', async () => {
    const text = 'templates: { agentscope-base: { environment: { SECRET_TOKEN: mine } } }\n';
    expect(await problemOf(text)).toMatchObject({ keyPath: 'templates.agentscope-base.environment.SECRET_TOKEN' });
  });

  test('nobody who does not use them is warned of them', async () => {
    expect(loadSettings(await emptyHost()).warnings).toEqual([]);
  });
});

describe('their images', () => {
  test('come from Docker Hub, or from registry, namespace and tag of the config', async () => {
    const text = 'agentscope: { registry: "registry.example.org:5000", namespace: team/images, tag: v1.2.3 }\n';
    expect(await imagesOf(text)).toEqual(
      kinds.map((kind) => `registry.example.org:5000/team/images/runtime-sandbox-${kind}:v1.2.3`),
    );
  });

  test('the variables of AgentScope Runtime count where the config says nothing', async () => {
    const env = {
      RUNTIME_SANDBOX_REGISTRY: ' registry.example.org ',
      RUNTIME_SANDBOX_IMAGE_NAMESPACE: 'mine',
      RUNTIME_SANDBOX_IMAGE_TAG: 'preview',
    };
    expect((await imagesOf('', env))[0]).toBe('registry.example.org/mine/runtime-sandbox-base:preview');
    const text = 'agentscope: { registry: "", tag: pinned }\n';
    expect((await imagesOf(text, env))[0]).toBe('mine/runtime-sandbox-base:pinned');
  });

  test('an empty variable counts as not set', async () => {
    const env = { RUNTIME_SANDBOX_REGISTRY: '', RUNTIME_SANDBOX_IMAGE_NAMESPACE: '', RUNTIME_SANDBOX_IMAGE_TAG: ' ' };
    expect((await imagesOf('', env))[0]).toBe('agentscope/runtime-sandbox-base:latest');
  });

  test('our own variables win over theirs', async () => {
    const env = { RUNTIME_SANDBOX_IMAGE_TAG: 'theirs', SANDKEEP_AGENTSCOPE__TAG: 'ours' };
    expect((await imagesOf('', env))[0]).toBe('agentscope/runtime-sandbox-base:ours');
  });

  test.each([
    ['registry: "https://registry.example.org"', 'registry'],
    ['registry: "registry.example.org/"', 'registry'],
    ['registry: "user:pass@registry.example.org"', 'registry'],
    ['namespace: Team', 'namespace'],
    ['namespace: ""', 'namespace'],
    ['namespace: a/../b', 'namespace'],
    ['tag: ""', 'tag'],
    ['tag: "a:b"', 'tag'],
    ['tag: "{x}"', 'tag'],
  ])('%s is refused', async (key, name) => {
    expect(await problemOf(`agentscope: { ${key} }\n`)).toMatchObject({ keyPath: `agentscope.${name}` });
  });

  test('a variable with another value is a problem that names it without its value (R10)', async () => {
    const error = await configErrorOf('', { env: { RUNTIME_SANDBOX_REGISTRY: 'https://user:canary@example.org' } });
    expect(error.problems).toMatchObject([
      { keyPath: 'agentscope.registry', message: expect.stringContaining('RUNTIME_SANDBOX_REGISTRY') },
    ]);
    expect(error.message).not.toContain('canary');
  });

  test('other templates can take theirs from the same place', async () => {
    const text = `
agentscope: { registry: registry.example.org, tag: v2 }
templates: { mine: { extends: agentscope-base, image: "{agentscope_repository}/runtime-sandbox-mine:{agentscope_tag}" } }
`;
    expect((await loadTemplate(text, 'mine')).image).toBe('registry.example.org/agentscope/runtime-sandbox-mine:v2');
  });

  test('braces that stand for nothing are refused', async () => {
    expect(await problemOf('templates: { t: { image: "{agentscope}/x" } }\n')).toMatchObject({
      keyPath: 'templates.t.image',
      hint: expect.stringContaining('{agentscope_repository}'),
    });
  });

  test('another tag is another digest, so that sandboxes of the old one are outdated (B3-81)', async () => {
    const digestOf = async (tag: string): Promise<string> =>
      (await loadTemplate(`agentscope: { tag: ${tag} }\n`, 'agentscope-gui')).digest;
    expect(await digestOf('v1')).not.toBe(await digestOf('v2'));
    expect(await digestOf('v1')).toBe(await digestOf('v1'));
  });
});

describe('what needs a privileged container', () => {
  test('says in its description why it is refused', async () => {
    const mobile = await loadTemplate('', 'agentscope-mobile');
    expect(mobile.refused).toContain('privileged');
    expect(mobile.description).toContain(mobile.refused);
    for (const kind of ['base', 'browser', 'filesystem', 'gui']) {
      expect((await loadTemplate('', `agentscope-${kind}`)).refused).toBeNull();
    }
  });

  test('stays refused in what extends it, until that says otherwise', async () => {
    const text = 'templates: { mine: { extends: agentscope-mobile, image: mine } }\n';
    expect((await loadTemplate(text, 'mine')).refused).toContain('privileged');
    const lifted = text.replace('image: mine', 'image: mine, refused: null');
    expect((await loadTemplate(lifted, 'mine')).refused).toBeNull();
  });

  test('cannot serve requests that name no template, nor have a pool', async () => {
    expect(await problemOf('default_template: agentscope-mobile\n')).toMatchObject({
      keyPath: 'default_template',
      message: expect.stringContaining('privileged'),
    });
    expect(await problemOf('templates: { agentscope-mobile: { pool: { size: 1 } } }\n')).toMatchObject({
      keyPath: 'templates.agentscope-mobile.pool.size',
    });
  });

  test.each(['""', '" "'])('a refusal without a reason is none: %s', async (reason) => {
    expect(await problemOf(`templates: { t: { image: a, refused: ${reason} } }\n`)).toMatchObject({
      keyPath: 'templates.t.refused',
    });
  });
});
