// A canary in every field of every request that may hold a secret, at the most verbose level of the log; then it is
// looked for wherever the daemon keeps, shows or tells something (R10). What a sandbox is meant to hold is not looked at.

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { findMessage, findService, serviceNames } from '../../src/client/contract.ts';
import type { SandkeepClient } from '../../src/client/client.ts';
import { SandkeepRpcError } from '../../src/client/errors.ts';
import { startAccessScene } from '../support/access-scene.ts';
import { startDaemon } from '../support/daemon.ts';
import { bubblewrapMissing, describeWithProgram } from '../support/programs.ts';
import { sandboxOf } from '../support/scene.ts';
import { tarOf } from '../support/tars.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { serveJson } from '../support/tool-scene.ts';

interface Told {
  readonly client: SandkeepClient;
  readonly sandboxId: string;
  /** One that serves tools. */
  readonly toolsId: string;
  /** What the daemon refused, by message and metadata. */
  readonly refusals: string[];
}

type Send = (told: Told, canary: string) => Promise<void>;

const session = (name: string) => ({ session: { session: name } });

/** What a field may hold is known to its caller and its sandbox only. Each is sent well made, and in a way that fails. */
const secretFields: Readonly<Record<string, Send>> = {
  'AcquireSandboxRequest.environment': async (told, canary) => {
    const { client } = told;
    await client.acquireSandbox({ ...session('env'), environment: { KEY: canary }, requestId: 'acquire-1' });
    await refused(told, client.acquireSandbox({ ...session('env'), environment: { 'BAD NAME': canary } }));
    await refused(told, client.acquireSandbox({ ...session('e2'), environment: { KEY: `${canary}\0` } }));
    await refused(told, client.acquireSandbox({ ...session('e2'), environment: { SECRET_TOKEN: canary } }));
    await refused(told, client.acquireSandbox({ ...session('e3'), template: 'bad', environment: { KEY: canary } }));
    await refused(told, client.acquireSandbox({ ...session('e4'), template: 'none', environment: { KEY: canary } }));
    await refused(
      told,
      client.acquireSandbox({ ...session('env'), environment: { K: canary }, requestId: 'acquire-1' }),
    );
  },
  'CreateSandboxRequest.environment': async (told, canary) => {
    const { client } = told;
    await client.createSandbox({ environment: { KEY: canary }, requestId: 'create-1' });
    await refused(told, client.createSandbox({ environment: { 'BAD NAME': canary } }));
    await refused(told, client.createSandbox({ template: 'bad', environment: { KEY: canary } }));
  },
  'RunExecRequest.argv': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.runExec({ sandboxId, argv: ['echo', canary], requestId: 'run-argv' });
    await refused(told, client.runExec({ sandboxId, argv: ['no-such-command', canary] }));
    await refused(told, client.runExec({ sandboxId, argv: ['echo', `${canary}\0`] }));
    await refused(told, client.runExec({ sandboxId, argv: ['echo', canary], shell: 'x' }));
  },
  'RunExecRequest.shell': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.runExec({ sandboxId, shell: `echo ${canary}; echo ${canary} >&2; exit 3` });
    await refused(told, client.runExec({ sandboxId, shell: `echo ${canary}\0` }));
  },
  'RunExecRequest.environment': async (told, canary) => {
    const { client, sandboxId } = told;
    const shown = await client.runExec({ sandboxId, argv: ['env'], environment: { KEY: canary } });
    expect(shown.stdout.toString()).toContain(canary);
    await refused(told, client.runExec({ sandboxId, argv: ['env'], environment: { 'BAD NAME': canary } }));
  },
  'RunExecRequest.stdin': async ({ client, sandboxId }, canary) => {
    const shown = await client.runExec({
      sandboxId,
      argv: ['cat'],
      stdin: Buffer.from(canary),
      requestId: 'run-stdin',
    });
    expect(shown.stdout.toString()).toBe(canary);
  },
  'ExecSpec.argv': async (told, canary) => {
    const { client, sandboxId } = told;
    const { exec } = await client.startExec({ spec: { sandboxId, execId: 'argv', argv: ['echo', canary] } });
    await client.waitExec({ sandboxId, execId: exec?.execId ?? '' });
    await refused(told, client.startExec({ spec: { sandboxId, execId: 'argv', argv: ['echo', canary, 'other'] } }));
    await refused(told, client.startExec({ spec: { sandboxId, argv: ['no-such-command', canary] } }));
  },
  'ExecSpec.shell': async ({ client, sandboxId }, canary) => {
    const exec = client.exec({ start: { sandboxId, execId: 'shell', shell: `echo ${canary}` } });
    const shown: Buffer[] = [];
    for await (const { data } of exec.output) shown.push(data);
    expect(Buffer.concat(shown).toString()).toContain(canary);
  },
  'ExecSpec.environment': async (told, canary) => {
    const { client, sandboxId } = told;
    const spec = { sandboxId, execId: 'environment', argv: ['true'], environment: { KEY: canary } };
    await client.startExec({ spec });
    await client.waitExec({ sandboxId, execId: 'environment' });
    await refused(told, client.startExec({ spec: { ...spec, execId: 'x', environment: { 'BAD NAME': canary } } }));
  },
  'StartExecRequest.stdin': async ({ client, sandboxId }, canary) => {
    await client.startExec({ spec: { sandboxId, execId: 'stdin', argv: ['cat'] }, stdin: Buffer.from(canary) });
    await client.waitExec({ sandboxId, execId: 'stdin' });
  },
  'StreamExecRequest.stdin': async ({ client, sandboxId }, canary) => {
    const exec = client.exec({ start: { sandboxId, execId: 'input', argv: ['cat'], openStdin: true } });
    await exec.started;
    await exec.write(Buffer.from(canary));
    exec.end();
    const shown: Buffer[] = [];
    for await (const { data } of exec.output) shown.push(data);
    expect(Buffer.concat(shown).toString()).toBe(canary);
  },
  'WriteFileRequest.data': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.writeFile({ sandboxId, path: '/workspace/f', createParents: true }, pieces(canary));
    await refused(told, client.writeFile({ sandboxId, path: '/workspace/f', mustNotExist: true }, pieces(canary)));
  },
  'CopyInRequest.data': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.copyIn({ sandboxId, path: '/workspace' }, tarOf([{ name: 'copied' }, canary]));
    await refused(told, client.copyIn({ sandboxId, path: '/workspace' }, pieces(`${canary} is no tar`.repeat(64))));
  },
  'GlobFilesRequest.pattern': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.globFiles({ sandboxId, path: '/workspace', pattern: `${canary}*` });
    await refused(told, client.globFiles({ sandboxId, path: '/workspace', pattern: `{${canary}` }), 'may succeed');
    await refused(told, client.globFiles({ sandboxId, path: '/workspace', pattern: `/${canary}` }), 'may succeed');
  },
  'GrepFilesRequest.pattern': async (told, canary) => {
    const { client, sandboxId } = told;
    await client.grepFiles({ sandboxId, path: '/workspace', pattern: canary });
    await refused(told, client.grepFiles({ sandboxId, path: '/workspace', pattern: `(${canary}`, regex: true }));
    await refused(told, client.grepFiles({ sandboxId, path: '/workspace', pattern: `(?<${canary}: x>`, regex: true }));
  },
  'ReplaceInFileRequest.pattern': async (told, canary) => {
    const { client, sandboxId } = told;
    const path = '/workspace/f';
    await refused(told, client.replaceInFile({ sandboxId, path, pattern: `(${canary}`, regex: true }));
    await client.replaceInFile({ sandboxId, path, pattern: canary, replacement: 'y', requestId: 'pattern' });
  },
  'ReplaceInFileRequest.replacement': async (told, canary) => {
    const { client, sandboxId } = told;
    const path = '/workspace/f';
    await client.replaceInFile({ sandboxId, path, pattern: 'canary', replacement: canary, requestId: 'replacement' });
    await refused(told, client.replaceInFile({ sandboxId, path: '/none', pattern: 'x', replacement: canary }));
  },
  'CallToolRequest.arguments_json': async (told, canary) => {
    const { client, toolsId: sandboxId } = told;
    const call = { sandboxId, toolName: 'add' };
    await client.callTool({ ...call, argumentsJson: `{"a":"${canary}"}`, requestId: 'tool' });
    await refused(told, client.callTool({ ...call, argumentsJson: `{"a":"${canary}"` }));
    await refused(told, client.callTool({ ...call, argumentsJson: `"${canary}"` }));
  },
  'AddMcpServersRequest.servers_json': async (told, canary) => {
    const { client, toolsId: sandboxId } = told;
    const servers = { x: { command: 'x', env: { KEY: canary } } };
    await client.addMcpServers({ sandboxId, serversJson: JSON.stringify({ mcpServers: servers }) });
    await refused(told, client.addMcpServers({ sandboxId, serversJson: `{"mcpServers": ${canary}` }));
    await refused(told, client.addMcpServers({ sandboxId, serversJson: `{"mcpServers":{"x":{"env":"${canary}"}}}` }));
  },
};

/** Names: they are logged and listed, as docs/SECURITY.md says. By the name of the field, whatever the request. */
const plainFields = new Set(
  [
    'action annotations container_id container_name etag exclude exec_id from_path holder holders id if_match image',
    'image_digest include label labels loop message namespace namespaces page_token path paths reason request_id runtime',
    'sandbox_id server_name session signal storage_path template template_digest to_path token_id tool_name user types',
    'workdir workspace_dir workspace_id workspace_path log_tail host url',
  ].flatMap((line) => line.split(' ')),
);

interface Field {
  readonly name: string;
  readonly type: string;
  readonly typeName: string;
}

interface Message {
  readonly name: string;
  readonly field: readonly Field[];
  readonly nestedType: readonly Message[];
}

/** Every field of text or bytes that a request can hold, as "Message.field". */
function textFields(): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (message: Message): void => {
    if (seen.has(message.name)) return;
    seen.add(message.name);
    for (const { name, type, typeName } of message.field) {
      const last = typeName.split('.').at(-1) ?? '';
      const inner = findMessage(`sandkeep.v1.${last}`);
      // A map is a list of entries that are nested in the message.
      const isMap = message.nestedType.some((nested) => nested.name === last);
      if (isMap || type === 'TYPE_STRING' || type === 'TYPE_BYTES') found.add(`${message.name}.${snakeCase(name)}`);
      else if (inner !== undefined) visit(inner.type as unknown as Message);
    }
  };
  for (const service of serviceNames) {
    for (const { requestType } of Object.values(findService(service))) visit(requestType.type as unknown as Message);
  }
  return [...found].sort();
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

test('every field of a request that holds text or bytes is classed as a secret or a name', () => {
  const fields = textFields();
  const isPlain = (field: string): boolean => plainFields.has(field.split('.')[1] ?? '');
  const unclassed = fields.filter((field) => !(field in secretFields) && !isPlain(field));
  expect(unclassed).toEqual([]);
  expect(Object.keys(secretFields).filter((field) => !fields.includes(field))).toEqual([]);
});

test('a canary in any of them is in no log, event, error, list, label, audit line, metric, backup or file of the state', async () => {
  const audit = path.join(await temporaryDirectory('canary'), 'audit.jsonl');
  const { scene, admin } = await startAccessScene({
    config: { log_level: 'trace', access: { audit_file: audit } },
    templates: {
      base: { token_env: 'SECRET_TOKEN' },
      bad: { token_env: 'SECRET_TOKEN', image: 'fake:exit' },
      tools: {
        image: 'fake:relay',
        environment: { RELAY_PORT: await serveTools() },
        readiness: { kind: 'none' },
        token_env: 'SECRET_TOKEN',
        tool_api: 'agentscope',
      },
    },
  });
  const { client } = admin;
  const refusals: string[] = [];
  const made = await client.acquireSandbox(session('s'));
  const tools = await client.acquireSandbox({ ...session('tools'), template: 'tools' });
  const told = { client, refusals, sandboxId: sandboxOf(made).id, toolsId: sandboxOf(tools).id };
  const canaries = new Map<string, string>();
  for (const [index, [field, send]] of Object.entries(secretFields).entries()) {
    const canary = `canary${index}x${randomBytes(8).toString('hex')}`;
    canaries.set(field, canary);
    await send(told, canary);
  }
  expect(refusals.length).toBeGreaterThan(25);
  const copy = await client.backup({});
  const seen = new Map<string, string | Buffer>([
    ['refusals', refusals.join('\n')],
    ['answers', await everythingShown(client)],
    ['labels', JSON.stringify((await scene.engine.containers()).map(({ labels }) => labels))],
    ['backup', readFileSync(copy.path)],
  ]);
  await scene.daemon.stop();
  seen.set('log', scene.daemon.logs());
  seen.set('audit log', readFileSync(audit));
  for (const file of filesBelow(scene.daemon.stateDir)) seen.set(file, readFileSync(file));
  // What is looked through is there: names are found in it, so that the absence of the rest means something.
  expect(scene.daemon.logs()).toContain(told.sandboxId);
  expect(readFileSync(copy.path).includes(told.sandboxId)).toBe(true);
  const secrets = new Map([...canaries, ['a token', made.token], ['an access token', admin.secret.slice(-64)]]);
  expect(leaks(secrets, seen)).toEqual([]);
}, 120_000);

describeWithProgram('under bubblewrap', bubblewrapMissing(), () => {
  test('variables and input of a command are in no argument of any process, nor in a log or file of the state', async () => {
    const daemon = await startDaemon({
      config: {
        log_level: 'trace',
        default_template: 'files',
        runtimes: { local: { enabled: true, allow_host_exec: true } },
        templates: { files: { runtime: 'local', environment: { FROM_TEMPLATE: '$TEMPLATE_SECRET' } } },
      },
      env: { TEMPLATE_SECRET: 'canary-of-the-template' },
    });
    onTestFinished(async () => await daemon.dispose());
    const { client } = daemon;
    const environment = { OF_SANDBOX: 'canary-of-the-sandbox' };
    const { id: sandboxId } = sandboxOf(await client.acquireSandbox({ ...session('s'), environment }));
    const shell = 'env; cat; echo up; sleep 300';
    const start = { sandboxId, shell, environment: { OF_EXEC: 'canary-of-the-exec' }, openStdin: true };
    const exec = client.exec({ start });
    await exec.started;
    await exec.write(Buffer.from('canary-of-the-input'));
    exec.end();
    let shown = '';
    for await (const { data } of exec.output) {
      shown += data.toString();
      if (shown.endsWith('up\n')) break;
    }
    const names = ['template', 'sandbox', 'exec', 'input'].map((name) => `canary-of-the-${name}`);
    for (const name of names) expect(shown).toContain(name);
    const commandLines = argumentsOfAll();
    expect(commandLines).toContain('bwrap');
    await client.releaseSandbox({ sandboxId, force: true, wait: true });
    await daemon.stop();
    const seen = new Map<string, string | Buffer>([
      ['arguments', commandLines],
      ['log', daemon.logs()],
    ]);
    for (const file of filesBelow(daemon.stateDir)) seen.set(file, readFileSync(file));
    expect(leaks(new Map(names.map((name) => [name, name])), seen)).toEqual([]);
  });
});

/** What holds which secret, as it is or in base64. */
function leaks(secrets: ReadonlyMap<string, string>, seen: ReadonlyMap<string, string | Buffer>): readonly string[] {
  return [...secrets].flatMap(([field, secret]) => {
    const forms = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')];
    const places = [...seen].filter(([, text]) => forms.some((form) => text.includes(form)));
    return places.map(([place]) => `${field} is in ${place}`);
  });
}

/** Every call that only shows something, of everything. */
async function everythingShown(client: SandkeepClient): Promise<string> {
  const { sandboxes } = await client.listSandboxes({ showReleased: true });
  const answers: unknown[] = [
    sandboxes,
    await client.listSessions({}),
    await client.listEvents({ pageSize: 1000 }),
    await client.listTemplates({}),
    await client.listPools({}),
    await client.listOrphans({}),
    await client.listTokens({}),
    await client.getInfo({}),
    await client.getMetrics({}),
    await client.doctor({}),
    await client.recover({ action: 'RECOVER_ACTION_SHOW' }),
  ];
  for (const { id: sandboxId } of sandboxes) {
    answers.push(
      await client.explainSandbox({ sandboxId }),
      await client.listExecs({ sandboxId }),
      await client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' }),
    );
  }
  return JSON.stringify(answers);
}

async function refused(told: Told, call: Promise<unknown>, unless: 'never' | 'may succeed' = 'never'): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof SandkeepRpcError)) throw error;
    told.refusals.push(JSON.stringify([error.message, error.metadata, error.fieldViolations, error.hint]));
    return;
  }
  if (unless === 'never') throw new Error(`the call after ${told.refusals.at(-1)} was not refused`);
}

async function serveTools(): Promise<number> {
  const parameters = { type: 'object', properties: {}, required: [] };
  const add = {
    name: 'add',
    json_schema: { type: 'function', function: { name: 'add', description: 'Adds', parameters } },
  };
  return await serveJson((request) => {
    if (request.url === '/fastapi/mcp/list_tools') return { demo: { add } };
    return { content: [{ type: 'text', text: 'done' }], isError: false };
  });
}

/** Of every process of this host that can be read. */
function argumentsOfAll(): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids.map((pid) => readOrEmpty(`/proc/${pid}/cmdline`)).join('\n');
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function filesBelow(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function* pieces(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
