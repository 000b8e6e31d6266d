import { describe, expect, test } from 'vitest';

import { expandVariables } from '../../../src/config/environment.ts';
import { loadSettings } from '../../../src/config/load.ts';
import { emptyHost, loadTemplate, loadText, problemOf, problemsOf } from './fixture.ts';

const oneTemplate = (keys: string): string => `templates: { t: { image: busybox, ${keys} } }\n`;

const oneMount = (source: string, target: string): string =>
  `allowed_host_mounts: [/srv/data]\n${oneTemplate(`mounts: [{ source: ${source}, target: ${target} }]`)}`;

describe('ready-made templates', () => {
  test('aio shows the whole workspace, ACP beside it and skills if they exist; release parks, idle releases', async () => {
    const { settings } = loadSettings(await emptyHost());
    const { dataDir } = settings.paths;
    expect(settings.templates.get('aio')).toMatchObject({
      runtime: 'docker',
      image: expect.stringMatching(/all-in-one-sandbox:1\.11\.0$/),
      ports: [8080],
      readiness: { kind: 'http', port: 8080, path: '/v1/sandbox', expectedStatus: 200, timeoutMs: 60_000 },
      tokenEnv: null,
      toolApi: 'aio',
      toolPort: 8080,
      workspace: 'session',
      workspaceMounts: [{ subpath: '', target: '/mnt/user-data', readOnly: false }],
      workspaceDirectories: ['workspace', 'uploads', 'outputs'],
      siblingMounts: [{ name: 'acp-workspace', target: '/mnt/acp-workspace', readOnly: true }],
      mounts: [{ source: `${dataDir}/skills`, target: '/mnt/skills', readOnly: true, optional: true }],
      workspaceOwner: { uid: 1000, gid: 1000 },
      workspaceMode: 0o750,
      security: { class: 'compat', readOnlyRoot: false, seccomp: 'chromium' },
      runAs: null,
      stopGraceMs: 10_000,
      releaseMode: 'park',
      idleAction: 'release',
      publish: { host: '127.0.0.1', portRange: null },
    });
  });

  test('local needs no engine, is never idle and shows the same paths', async () => {
    const { settings } = loadSettings(await emptyHost());
    const [aio, local] = [settings.templates.get('aio'), settings.templates.get('local')];
    expect(local).toMatchObject({ runtime: 'local', idleAction: 'none', releaseMode: 'destroy', workspaceOwner: null });
    expect(local?.readiness.kind).toBe('none');
    expect(local?.workspaceMounts).toEqual(aio?.workspaceMounts);
    expect(local?.siblingMounts).toEqual(aio?.siblingMounts);
    expect(local?.mounts).toEqual(aio?.mounts);
  });

  test('a template of the same name changes only what it says', async () => {
    const aio = await loadTemplate('templates: { aio: { image: mine, limits: { memory: 4g } } }\n', 'aio');
    expect(aio).toMatchObject({ image: 'mine', limits: { memoryBytes: 4 * 1024 ** 3, pids: 512 }, ports: [8080] });
  });

  test('extends: null starts from nothing', async () => {
    const aio = await loadTemplate('templates: { aio: { extends: null, image: mine } }\n', 'aio');
    expect(aio).toMatchObject({ image: 'mine', ports: [], readiness: { kind: 'none' } });
  });

  test('skills can be elsewhere', async () => {
    const text = 'skills_dir: /srv/skills\n';
    expect((await loadTemplate(text, 'aio')).mounts[0]?.source).toBe('/srv/skills');
    expect((await loadText(text)).settings.allowedHostMounts).toEqual(['/srv/skills']);
  });
});

describe('extends', () => {
  test('chains merge sections and maps, add mounts by target and replace other lists', async () => {
    const text = `
allowed_host_mounts: [/srv]
templates:
  base: { extends: aio, environment: { A: 1, B: 2 }, mounts: [{ source: /srv/one, target: /mnt/data }], ports: [8080, 90] }
  child: { extends: base, environment: { B: 3 }, mounts: [{ source: /srv/two, target: /mnt/data, read_only: true }], token_env: T }
  grandchild: { extends: child, ports: [8080], token_env: null }
`;
    const child = await loadTemplate(text, 'child');
    expect(child.environment).toEqual({ A: '1', B: '3' });
    expect(child.mounts.map(({ source, target }) => `${source}:${target}`)).toEqual([
      '/var/lib/sandkeep/data/skills:/mnt/skills',
      '/srv/two:/mnt/data',
    ]);
    expect(child.ports).toEqual([8080, 90]);
    expect(child.tokenEnv).toBe('T');
    const grandchild = await loadTemplate(text, 'grandchild');
    expect(grandchild).toMatchObject({ ports: [8080], tokenEnv: null, environment: { A: '1', B: '3' } });
  });

  test('a template that extends a ready-made one gets what the file says of that one', async () => {
    const text = 'templates: { aio: { image: mine }, other: { extends: aio, pull: never } }\n';
    expect(await loadTemplate(text, 'other')).toMatchObject({ image: 'mine', pull: 'never', ports: [8080] });
  });

  test('circles are told with their way', async () => {
    const problems = await problemsOf('templates: { a: { extends: b }, b: { extends: c }, c: { extends: a } }\n');
    expect(problems.map((problem) => problem.message)).toContain(
      'templates extend each other in a circle: a -> b -> c -> a',
    );
    expect(await problemOf('templates: { a: { extends: a } }\n')).toMatchObject({ keyPath: 'templates.a.extends' });
  });
});

describe('environment', () => {
  test('numbers and booleans become text as they were written', async () => {
    const text = oneTemplate('environment: { V: 1.10, N: 8080, B: true, L: 12345678901234567890, E: "", S: yes }');
    expect((await loadTemplate(text, 't')).environment).toEqual({
      V: '1.10',
      N: '8080',
      B: 'true',
      L: '12345678901234567890',
      E: '',
      S: 'yes',
    });
  });

  test('an empty value without quotes is an error, not the word null (D bug 50)', async () => {
    expect(await problemOf(oneTemplate('environment: { A: }'))).toMatchObject({
      keyPath: 'templates.t.environment.A',
      hint: 'Write "" for an empty value.',
    });
  });

  test.each([
    ['$A', 'one'],
    ['pre-$A-post', 'pre-one-post'],
    ['${A}B', 'oneB'],
    ['$A$B', 'onetwo'],
    ['$$A', '$A'],
    ['$$$A', '$one'],
    ['5$$', '5$'],
    ['$EMPTY', ''],
    ['no dollar', 'no dollar'],
  ])('%s becomes %s', (template, expected) => {
    const expansion = expandVariables(template, { A: 'one', B: 'two', EMPTY: '' });
    expect(expansion).toEqual({ text: expected, missing: [], isMalformed: false });
  });

  test('what a variable holds is not expanded again', () => {
    expect(expandVariables('$A', { A: '$B$$', B: 'no' }).text).toBe('$B$$');
  });

  test('a missing variable lets the config load and is recorded, so that creates fail', async () => {
    const text = oneTemplate('environment: { A: "$NOT_SET/x", B: "${ALSO_NOT}$NOT_SET", C: "$SET" }');
    const { settings, warnings } = await loadText(text, { env: { SET: 'value' } });
    expect(settings.templates.get('t')).toMatchObject({
      missingEnvironment: ['ALSO_NOT', 'NOT_SET'],
      environment: { C: 'value' },
    });
    expect(warnings).toEqual([expect.stringContaining('ALSO_NOT, NOT_SET')]);
  });

  test('with missing_environment: empty it is empty text', async () => {
    const template = await loadTemplate(`missing_environment: empty\n${oneTemplate('environment: { A: "$NO" }')}`, 't');
    expect(template).toMatchObject({ missingEnvironment: [], environment: { A: '' } });
  });

  test.each(['"5$"', '"${"', '"${A-b}"', '"$1"'])('a dollar that begins nothing is an error: %s', async (value) => {
    expect(await problemOf(oneTemplate(`environment: { A: ${value} }`))).toMatchObject({
      hint: expect.stringContaining('"$$" for a dollar'),
    });
  });

  test('the variable of the token cannot be set (B3-78)', async () => {
    const text = oneTemplate('token_env: SECRET_TOKEN, environment: { SECRET_TOKEN: mine }');
    expect(await problemOf(text)).toMatchObject({ keyPath: 'templates.t.environment.SECRET_TOKEN' });
  });

  test('a name that a shell cannot have is refused (B3-60)', async () => {
    expect(await problemOf(oneTemplate('environment: { "A B": x }'))).toMatchObject({
      keyPath: 'templates.t.environment.A B',
    });
  });
});

describe('security', () => {
  test('a template that says nothing is strict: user 10001, read-only root, owner to match', async () => {
    expect(await loadTemplate(oneTemplate(''), 't')).toMatchObject({
      security: { class: 'strict', readOnlyRoot: true, extraCapabilities: [], seccomp: 'default' },
      runAs: '10001:10001',
      workspaceOwner: { uid: 10_001, gid: 10_001 },
      limits: { memoryBytes: 2 * 1024 ** 3, cpus: 2, pids: 512 },
      publish: { host: '127.0.0.1' },
    });
  });

  test('a loosening by name is accepted and told', async () => {
    const text = oneTemplate('security: { extra_capabilities: [cap_sys_ptrace], read_only_root: false }');
    const { settings, warnings } = await loadText(text);
    expect(settings.templates.get('t')?.security).toMatchObject({
      extraCapabilities: ['SYS_PTRACE'],
      readOnlyRoot: false,
    });
    expect(warnings).toHaveLength(2);
  });

  test.each(['ALL', 'SYS_PTRAC'])('%s is no capability', async (name) => {
    expect(await problemOf(oneTemplate(`security: { extra_capabilities: [${name}] }`))).toMatchObject({
      keyPath: 'templates.t.security.extra_capabilities[0]',
    });
  });

  test.each(['host', 'HOST', '"container:x"', '"ns:/proc/1/ns/net"', '"name=host"', '""'])(
    'network %s is refused',
    async (network) => {
      expect(await problemOf(oneTemplate(`network: ${network}`))).toMatchObject({ keyPath: 'templates.t.network' });
    },
  );

  test.each(['none', 'bridge', 'my_net-1.x'])('network %s is accepted', async (network) => {
    expect((await loadTemplate(oneTemplate(`network: ${network}`), 't')).network).toBe(network);
  });

  test('an OCI runtime needs the allow-list, and an empty one denies (R12)', async () => {
    const text = oneTemplate('oci_runtime: runsc');
    expect(await problemOf(text)).toMatchObject({ keyPath: 'templates.t.oci_runtime' });
    const allowed = `runtimes: { docker: { allowed_oci_runtimes: [runsc] } }\n${text}`;
    expect((await loadTemplate(allowed, 't')).ociRuntime).toBe('runsc');
  });

  test.each(['"0777"', '"0752"', '"0050"'])('workspace_mode %s is refused', async (mode) => {
    expect(await problemOf(oneTemplate(`workspace_mode: ${mode}`))).toMatchObject({
      keyPath: 'templates.t.workspace_mode',
    });
  });
});

describe('tools', () => {
  test('are on the first port unless another one is named', async () => {
    const template = await loadTemplate(oneTemplate('ports: [8080, 90], tool_api: aio'), 't');
    expect(template).toMatchObject({ toolApi: 'aio', toolPort: 8080 });
    const named = await loadTemplate(oneTemplate('ports: [8080, 90], tool_api: agentscope, tool_port: 90'), 't');
    expect(named).toMatchObject({ toolApi: 'agentscope', toolPort: 90 });
    expect(await loadTemplate(oneTemplate(''), 't')).toMatchObject({ toolApi: 'none' });
  });

  test.each([
    ['tool_api: other', 'tool_api'],
    ['tool_api: aio', 'tool_api'],
    ['tool_api: aio, ports: [1], tool_port: 2', 'tool_port'],
    ['tool_api: aio, ports: [1], network: none', 'tool_api'],
    ['tool_api: aio, ports: [1], runtime: local', 'tool_api'],
  ])('that cannot be reached are refused: %s', async (keys, key) => {
    expect(await problemOf(oneTemplate(keys))).toMatchObject({ keyPath: `templates.t.${key}` });
  });
});

describe('readiness', () => {
  test('the first port is asked when none is named', async () => {
    const template = await loadTemplate(oneTemplate('ports: [8080, 90], readiness: { kind: tcp }'), 't');
    expect(template.readiness.port).toBe(8080);
  });

  test.each([
    ['readiness: { kind: http }', 'port'],
    ['ports: [1], readiness: { kind: http, port: 2 }', 'port'],
    ['readiness: { kind: exec }', 'command'],
    ['ports: [1], readiness: { path: /healthz }', 'kind'],
    ['ports: [1], network: none, readiness: { kind: http }', 'kind'],
    ['runtime: local, ports: [1], readiness: { kind: http }', 'kind'],
    ['ports: [1], readiness: { kind: http, timeout: 0 }', 'timeout'],
    ['ports: [1], readiness: { kind: http, path: "healthz" }', 'path'],
  ])('%s cannot work', async (keys, key) => {
    expect(await problemOf(oneTemplate(keys))).toMatchObject({ keyPath: `templates.t.readiness.${key}` });
  });
});

describe('mounts (B3-73, D bug 38)', () => {
  test('an allowed source at a free target is accepted', async () => {
    const template = await loadTemplate(oneMount('/srv/data/x', '/mnt/skills-extra'), 't');
    expect(template.mounts).toEqual([
      { source: '/srv/data/x', target: '/mnt/skills-extra', readOnly: false, optional: false },
    ]);
  });

  test.each([
    ['data/x', '/x', 'source', 'is relative'],
    ['/srv/data/../../etc', '/x', 'source', 'must hold no ".."'],
    ['/srv/data-other', '/x', 'source', 'allowed_host_mounts'],
    ['/srv', '/x', 'source', 'allowed_host_mounts'],
    ['/etc/passwd', '/x', 'source', 'never mounted'],
    ['/var', '/x', 'source', 'never mounted'],
    ['/', '/x', 'source', 'never mounted'],
    ['/root/.ssh', '/x', 'source', 'never mounted'],
    ['"{data_dir}/workspaces"', '/x', 'source', 'allowed_host_mounts'],
    ['/srv/data', 'x', 'target', 'is relative'],
    ['/srv/data', '/a/../mnt/skills', 'target', 'must hold no ".."'],
    ['/srv/data', '/', 'target', 'reserved /'],
    ['/srv/data', '/mnt', 'target', 'reserved /mnt/user-data'],
    ['/srv/data', '/mnt/user-data', 'target', 'reserved /mnt/user-data'],
    ['/srv/data', '/mnt/user-data/workspace', 'target', 'reserved /mnt/user-data'],
    ['/srv/data', '/mnt/skills/custom', 'target', 'reserved /mnt/skills'],
    ['/srv/data', '/mnt/acp-workspace', 'target', 'reserved /mnt/acp-workspace'],
    ['/srv/data', '/proc/sys', 'target', 'reserved /proc'],
    ['/srv/data', '/etc', 'target', 'reserved /etc/hosts'],
    ['/srv/data', '/workspace/inner', 'target', 'reserved /workspace'],
    ['/srv/data', '/workspace', 'target', 'reserved /workspace'],
  ])('%s at %s is refused', async (source, target, key, message) => {
    const problem = await problemOf(oneMount(source, target));
    expect(problem.keyPath).toBe(`templates.t.mounts[0].${key}`);
    expect(problem.message).toContain(message);
    expect(problem.line).toBe(2);
  });

  test('without an allow-list every source is denied (R12)', async () => {
    expect(await problemOf(oneTemplate('mounts: [{ source: /srv/data, target: /x }]'))).toMatchObject({
      message: expect.stringContaining('denied'),
      hint: expect.stringContaining('allowed_host_mounts'),
    });
  });

  test('allowing everything does not allow what is never mounted', async () => {
    const text = `allowed_host_mounts: [/]\n${oneTemplate('mounts: [{ source: /var/run/docker.sock, target: /x }]')}`;
    expect(await problemOf(text)).toMatchObject({ message: expect.stringContaining('never mounted') });
  });

  test('reserved targets can be added', async () => {
    const text = `allowed_host_mounts: [/srv]\nreserved_mount_targets: [/opt/agent]\n`;
    expect(await problemOf(text + oneTemplate('mounts: [{ source: /srv/x, target: /opt }]'))).toMatchObject({
      message: expect.stringContaining('/opt/agent'),
    });
  });

  test('two mounts at one target are refused', async () => {
    const mounts = 'mounts: [{ source: /srv/a, target: /x }, { source: /srv/b, target: /x }]';
    expect(await problemOf(`allowed_host_mounts: [/srv]\n${oneTemplate(mounts)}`)).toMatchObject({
      keyPath: 'templates.t.mounts',
      message: expect.stringContaining('"/x"'),
    });
  });

  test('a missing target is told', async () => {
    expect(await problemOf(oneTemplate('mounts: [{ source: /srv }]'))).toMatchObject({
      keyPath: 'templates.t.mounts[0].target',
      message: expect.stringContaining('missing'),
    });
  });
});

describe('workspace', () => {
  test.each([
    'users/{user}/threads/{session}/user-data',
    'w/{namespace}/{user}/{session}',
    'anonymous/{id}',
    'people/u-{user}/s-{session}',
  ])('workspace_path %s is accepted', async (pattern) => {
    expect((await loadTemplate(oneTemplate(`workspace_path: "${pattern}"`), 't')).workspacePath).toBe(pattern);
  });

  test.each([
    ['/abs/{id}', 'relative'],
    ['../{id}', 'relative'],
    ['a//{id}', 'relative'],
    ['w/{session}', '{user}'],
    ['w/{user}/x', '{session}'],
    ['w/{user}-{session}', 'two placeholders'],
    ['w/{user}/{thread}', '{thread}'],
    ['w/{user}/{session', 'brace'],
    ['{user}/{session}', 'directory of its own'],
    ['skills/{id}', 'directory of its own'],
    ['workspaces/{id}', 'directory of its own'],
    ['w x/{id}', 'others than'],
    [`${'w'.repeat(41)}/{id}`, 'more than 40'],
  ])('workspace_path %s is refused, or owners would meet', async (pattern, message) => {
    expect(await problemOf(oneTemplate(`workspace_path: "${pattern}"`))).toMatchObject({
      keyPath: 'templates.t.workspace_path',
      message: expect.stringContaining(message),
    });
  });

  test('workspace_path without {namespace} is refused where access tokens keep namespaces apart', async () => {
    const keys = 'workspace_path: "users/{user}/{session}"';
    expect(await problemOf(`access: { tokens: required }\n${oneTemplate(keys)}`)).toMatchObject({
      keyPath: 'templates.t.workspace_path',
      message: expect.stringContaining('needs {namespace}'),
    });
    expect((await loadTemplate(oneTemplate(keys), 't')).workspacePath).toBe('users/{user}/{session}');
  });

  test('directories and subpaths stay inside', async () => {
    expect(await problemOf(oneTemplate('workspace_directories: [../x]'))).toMatchObject({
      keyPath: 'templates.t.workspace_directories[0]',
    });
    expect(await problemOf(oneTemplate('workspace_mounts: [{ subpath: /etc, target: /w }]'))).toMatchObject({
      keyPath: 'templates.t.workspace_mounts[0].subpath',
    });
    expect(await problemOf(oneTemplate('sibling_mounts: [{ name: ../x, target: /w }]'))).toMatchObject({
      keyPath: 'templates.t.sibling_mounts[0].name',
    });
  });

  test('without a workspace nothing of it is mounted', async () => {
    const template = await loadTemplate('templates: { aio: { workspace: none } }\n', 'aio');
    expect(template).toMatchObject({ workspaceMounts: [], siblingMounts: [] });
  });
});

describe('single values', () => {
  test('a docker template needs an image, a local or fake one does not', async () => {
    expect(await problemOf('templates: { t: { description: x } }\n')).toMatchObject({ keyPath: 'templates.t.image' });
    expect((await loadTemplate('templates: { t: { runtime: fake } }\n', 't')).image).toBe('');
  });

  test('publish host and port range come from the runtime unless the template says them', async () => {
    const text = `runtimes: { docker: { publish_host: 172.17.0.1, port_range: "1000-2000" } }\n`;
    expect((await loadTemplate(text + oneTemplate(''), 't')).publish).toEqual({
      host: '172.17.0.1',
      portRange: { first: 1000, last: 2000 },
    });
    expect((await loadTemplate(text + oneTemplate('publish_host: 127.0.0.2'), 't')).publish.host).toBe('127.0.0.2');
  });

  test.each([
    ['limits: { memory: 1m }', 'limits.memory'],
    ['limits: { cpus: -1 }', 'limits.cpus'],
    ['ports: [80, 80]', 'ports'],
    ['ports: [0]', 'ports[0]'],
    ['port_range: "2-1"', 'port_range'],
    ['workspace_owner: root', 'workspace_owner'],
    ['run_as: "a b"', 'run_as'],
    ['workdir: tmp', 'workdir'],
    ['labels: { "a b": x }', 'labels.a b'],
    ['stop_grace: -1', 'stop_grace'],
    ['idle_action: explode', 'idle_action'],
    ['command: "sh -c x"', 'command'],
  ])('%s is refused', async (keys, key) => {
    expect(await problemOf(oneTemplate(keys))).toMatchObject({ keyPath: `templates.t.${key}` });
  });
});
