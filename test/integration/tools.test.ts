// Tools through the daemon: a call wakes, holds and touches its sandbox, and is sent once.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { bodyOf, createAioServer } from '../support/aio-server.ts';
import { runInProcess } from '../support/cli.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  type Scene,
  startScene,
  waitForState,
} from '../support/scene.ts';
import { listen, serveHttp } from '../support/tool-scene.ts';
import { waitUntil } from '../support/wait.ts';

interface Seen {
  readonly what: string;
  readonly body: string;
  readonly authorization: string | undefined;
  readonly request: IncomingMessage;
}

/** What AgentScope's server answers; a tool "slow" waits until it is let go. */
async function agentscope() {
  const seen: Seen[] = [];
  const released = Promise.withResolvers<void>();
  const servers: Record<string, object> = { demo: { add: described('add') } };
  const answers: Record<string, (body: string) => Promise<readonly [number, unknown]>> = {
    'GET /fastapi/healthz': async () => [200, 'OK'],
    'GET /fastapi/mcp/list_tools': async () => [200, servers],
    'POST /fastapi/mcp/call_tool': async (body) => {
      const { tool_name: name } = JSON.parse(body) as { tool_name: string };
      if (name === 'slow') await released.promise;
      if (name === 'leak') return [500, { detail: `my token is ${seen.at(-1)?.authorization}` }];
      return [200, { content: [{ type: 'text', text: `${name} did it` }], isError: name === 'fail' }];
    },
    'POST /fastapi/mcp/add_servers': async (body) => {
      const { server_configs: configs } = JSON.parse(body) as { server_configs: { mcpServers: object } };
      for (const name of Object.keys(configs.mcpServers)) servers[name] ??= {};
      return [200, 'OK'];
    },
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const what = `${request.method} ${request.url}`;
    seen.push({ what, body, authorization: request.headers.authorization, request });
    const [status, answer] = (await answers[what]?.(body)) ?? [404, { detail: 'Not Found' }];
    response.statusCode = status;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  const port = await serveHttp((request, response) => void respond(request, response));
  const calls = (): readonly Seen[] => seen.filter(({ what }) => what === 'POST /fastapi/mcp/call_tool');
  const arrived = (count = 1): Promise<void> =>
    waitUntil(() => calls().length >= count, { timeoutMs: patienceMs, what: `${count} calls have arrived` });
  return { port, seen, calls, arrived, release: () => released.resolve() };
}

function described(name: string): object {
  const parameters = { type: 'object', properties: {}, required: [] };
  return { name, json_schema: { type: 'function', function: { name, description: `Does ${name}`, parameters } } };
}

function templateFor(port: number, changes: object = {}) {
  return {
    image: 'fake:relay',
    environment: { RELAY_PORT: port },
    readiness: { kind: 'none' },
    token_env: 'SECRET_TOKEN',
    tool_api: 'agentscope',
    ...changes,
  };
}

async function startTools(changes: object = {}, request: object = {}) {
  const server = await agentscope();
  const scene = await startScene({ templates: { base: templateFor(server.port) }, ...changes });
  const { sandbox, token } = await scene.client.acquireSandbox({ session: { session: 's1' }, ...request });
  const { id: sandboxId } = sandboxOf({ sandbox });
  return { server, scene, client: scene.client, sandboxId, token };
}

describe('tools of a sandbox', () => {
  test('are listed and called with its token, by callers who need neither token nor port', async () => {
    const { client, sandboxId, server, token } = await startTools();
    expect(await client.checkHealth({ sandboxId })).toMatchObject({ healthy: true, message: '' });
    const { tools, truncated } = await client.listTools({ sandboxId });
    expect(tools.map(({ serverName, name }) => `${serverName} ${name}`)).toEqual([
      'generic run_ipython_cell',
      'generic run_shell_command',
      'demo add',
    ]);
    expect(truncated).toBe(false);
    const argumentsJson = '{"a": 12345678901234567890}';
    expect(await client.callTool({ sandboxId, toolName: 'add', argumentsJson })).toMatchObject({
      content: [{ type: 'text', text: 'add did it' }],
      isError: false,
      structuredContentJson: '',
    });
    expect(server.calls()[0]?.body).toBe(`{"tool_name":"add","arguments":${argumentsJson}}`);
    expect(await client.callTool({ sandboxId, toolName: 'fail' })).toMatchObject({ isError: true });
    expect(token).toMatch(/^[0-9a-f]{32}/);
    expect(new Set(server.seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
  });

  test('can come from MCP servers that are added', async () => {
    const { client, sandboxId } = await startTools();
    const serversJson = '{"mcpServers":{"demo":{"command":"x"},"new":{"url":"http://y","headers":{"k":"s3cret"}}}}';
    expect(await client.addMcpServers({ sandboxId, serversJson })).toEqual({ added: ['new'], kept: ['demo'] });
  });

  test('of the AIO image are called by its own API, without a token where it has none', async () => {
    const echo = {
      description: 'Says it again',
      inputSchema: { type: 'object' },
      run: (given: object) => ({ content: [{ type: 'text', text: JSON.stringify(given) }] }),
    };
    const aio = createAioServer({ demo: { echo } });
    const port = await listen(aio.server);
    const template = templateFor(port, { tool_api: 'aio', token_env: null });
    const { client } = await startScene({ templates: { base: template } });
    const { sandbox } = await client.acquireSandbox({ session: { session: 's1' } });
    const { id: sandboxId } = sandboxOf({ sandbox });
    expect((await client.checkHealth({ sandboxId })).healthy).toBe(true);
    expect((await client.listTools({ sandboxId })).tools).toMatchObject([{ serverName: 'demo', name: 'echo' }]);
    const answer = await client.callTool({ sandboxId, toolName: 'echo', argumentsJson: '{"x":1}' });
    expect(answer.content[0]?.text).toBe('{"x":1}');
    expect((await refusalOf(client.addMcpServers({ sandboxId, serversJson: oneServer }))).reason).toBe('NOT_SUPPORTED');
    expect(aio.requests.map(({ authorization }) => authorization)).toEqual(aio.requests.map(() => undefined));
    expect(aio.faults).toEqual([]);
  });

  test('are not there for a template without an API, and nothing is woken for them', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.client.reapSession({ session: { session: 's1' }, force: true });
    await waitForState(scene, sandboxId, 'RECYCLED');
    for (const call of [
      scene.client.checkHealth({ sandboxId }),
      scene.client.listTools({ sandboxId }),
      scene.client.callTool({ sandboxId, toolName: 'x' }),
    ]) {
      expect((await refusalOf(call)).reason).toBe('NOT_SUPPORTED');
    }
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RECYCLED');
  });

  test('that do not answer are not healthy, which is an answer', async () => {
    const scene = await startScene({ templates: { base: templateFor(1) } });
    const { id: sandboxId } = await acquire(scene);
    expect(await scene.client.checkHealth({ sandboxId })).toMatchObject({
      healthy: false,
      message: expect.stringContaining('closed the connection'),
    });
    expect((await refusalOf(scene.client.listTools({ sandboxId }))).reason).toBe('TOOL_SERVER_UNAVAILABLE');
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
  });
});

describe('a call of a tool', () => {
  test('keeps its sandbox in use for as long as it runs (R7)', async () => {
    const { client, scene, sandboxId, server } = await startTools({}, soonIdle);
    const call = client.callTool({ sandboxId, toolName: 'slow' });
    await server.arrived();
    const { counters } = await client.runSweep({ loop: 'idle' });
    expect(counters).toMatchObject({ recycled: expect.toBeOneOf(['0', undefined]) });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    server.release();
    expect((await call).content[0]?.text).toBe('slow did it');
    await waitUntil(
      async () => {
        await client.runSweep({ loop: 'idle' });
        return (await getSandbox(scene, sandboxId)).state === 'SANDBOX_STATE_RECYCLED';
      },
      { timeoutMs: patienceMs, what: 'the sandbox is idle once the call is over' },
    );
  });

  test('brings a recycled sandbox back, on a connection of its own', async () => {
    const { client, scene, sandboxId, server } = await startTools();
    await client.callTool({ sandboxId, toolName: 'add' });
    await client.reapSession({ session: { session: 's1' }, force: true });
    await waitForState(scene, sandboxId, 'RECYCLED');
    await client.callTool({ sandboxId, toolName: 'add' });
    expect(await getSandbox(scene, sandboxId)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '2' });
    const [before, after] = server.calls();
    expect(after?.request.socket).not.toBe(before?.request.socket);
  });

  test('ends with its caller, and lets go of the sandbox and the connection', async () => {
    const { client, scene, sandboxId, server } = await startTools({}, soonIdle);
    const controller = new AbortController();
    const call = refusalWithoutHint(client.callTool({ sandboxId, toolName: 'slow' }, { signal: controller.signal }));
    await server.arrived();
    const closed = onceClosed(server.calls()[0]);
    controller.abort();
    expect(await call).toBe('CANCELLED');
    await closed;
    await waitUntil(
      async () => {
        await client.runSweep({ loop: 'idle' });
        return (await getSandbox(scene, sandboxId)).state === 'SANDBOX_STATE_RECYCLED';
      },
      { timeoutMs: patienceMs, what: 'nothing holds the sandbox' },
    );
  });

  test('ends at its time-out, or at the deadline of its caller', async () => {
    const { client, sandboxId, server } = await startTools();
    const late = await refusalOf(client.callTool({ sandboxId, toolName: 'slow', timeout: durationFromMs(50) }));
    expect(late).toMatchObject({ reason: 'DEADLINE_PASSED', message: expect.stringContaining('may go on') });
    await client.callTool({ sandboxId, toolName: 'slow' }, { timeoutMs: 200 }).catch(() => undefined);
    await waitUntil(() => server.calls().every(({ request }) => request.socket.destroyed), {
      timeoutMs: patienceMs,
      what: 'both connections are closed',
    });
  });

  test('of the same name is sent once, and answered alike', async () => {
    const { client, sandboxId, server } = await startTools();
    const request = { sandboxId, toolName: 'add', argumentsJson: '{"a":1}', requestId: 'r1' };
    const first = await client.callTool(request);
    expect(await client.callTool(request)).toEqual(first);
    expect(server.calls()).toHaveLength(1);
    const other = await refusalOf(client.callTool({ ...request, argumentsJson: '{"a":2}' }));
    expect(other.reason).toBe('REQUEST_ID_REUSED');
  });

  test('whose container ends is interrupted, and the end is seen', async () => {
    const { client, scene, sandboxId, server } = await startTools();
    const call = refusalOf(client.callTool({ sandboxId, toolName: 'slow' }));
    await server.arrived();
    const [container] = await scene.engine.containers();
    await scene.engine.control({ action: 'crash_container', name: container?.name ?? '', exitCode: 9 });
    expect((await call).reason).toBe('TOOL_INTERRUPTED');
    expect(server.calls()).toHaveLength(1);
    await waitForState(scene, sandboxId, 'STOPPED');
  });

  test('waits for no more than its share', async () => {
    const { client, sandboxId, server } = await startTools({ config: { limits: { max_tool_calls_per_sandbox: 2 } } });
    const calls = [1, 2].map(() => client.callTool({ sandboxId, toolName: 'slow' }));
    await server.arrived(2);
    const refused = await refusalOf(client.callTool({ sandboxId, toolName: 'add' }));
    expect(refused).toMatchObject({ reason: 'TOO_MANY_REQUESTS', retryAfterMs: 1000 });
    server.release();
    expect(await Promise.all(calls)).toHaveLength(2);
  });

  test('that is not well formed is refused, and nothing is sent', async () => {
    const { client, sandboxId, server } = await startTools();
    const refused = async (call: Promise<unknown>) => (await refusalOf(call)).fieldViolations.map(({ field }) => field);
    const call = (changes: object) => refused(client.callTool({ sandboxId, toolName: 'add', ...changes }));
    expect(await call({ argumentsJson: '{' })).toEqual(['arguments_json']);
    expect(await call({ argumentsJson: '[1]' })).toEqual(['arguments_json']);
    expect(await call({ toolName: '' })).toEqual(['tool_name']);
    expect(await call({ timeout: durationFromMs(0) })).toEqual(['timeout']);
    expect(await call({ timeout: durationFromMs(86_400_000) })).toEqual(['timeout']);
    const wrongServers = [
      '',
      '{}',
      '{"mcpServers":{}}',
      '{"mcpServers":{"a":{}}}',
      '{"mcpServers":{"a":{"command":"x"}},"b":1}',
    ];
    for (const serversJson of wrongServers) {
      expect(await refused(client.addMcpServers({ sandboxId, serversJson }))).toEqual(['servers_json']);
    }
    expect(server.seen).toEqual([]);
  });
});

describe('the token of a sandbox', () => {
  test('is needed by its server, and sent by the daemon (B3-79)', async () => {
    const scene = await startScene({ templates: { base: { ...templateFor(0), image: 'fake:auth' } } });
    const { sandbox, endpoint, token } = await scene.client.acquireSandbox({ session: { session: 's1' } });
    const url = `${endpoint?.url}/fastapi/healthz`;
    const statusWith = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(url, { headers })).status;
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ authorization: 'Bearer secret_token123' })).toBe(401);
    expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(200);
    expect((await scene.client.checkHealth({ sandboxId: sandboxOf({ sandbox }).id })).healthy).toBe(true);
  });

  test('is not sent to whoever has the port of a container that ended unseen', async () => {
    const server = await agentscope();
    const scene = await startScene({ templates: { base: templateFor(server.port) }, config: { proven_for: 0 } });
    const { sandbox, endpoint } = await scene.client.acquireSandbox({ session: { session: 's1' } });
    const { id: sandboxId } = sandboxOf({ sandbox });
    await scene.engine.control({ action: 'stop_events', mode: 'silent' });
    const [container] = await scene.engine.containers();
    await scene.engine.control({ action: 'crash_container', name: container?.name ?? '', exitCode: 9 });
    const stranger: string[] = [];
    const recorder = createServer((request, response) => {
      stranger.push(String(request.headers.authorization));
      response.end('OK');
    });
    await listen(recorder, Number(new URL(endpoint?.url ?? '').port));
    expect((await refusalOf(scene.client.checkHealth({ sandboxId }))).reason).toBe('WRONG_STATE');
    expect(stranger).toEqual([]);
  });

  test('is in no error and no log, not even when the sandbox says it', async () => {
    const { client, scene, sandboxId, token } = await startTools({ config: { log_level: 'trace' } });
    const { message } = await refusalOf(client.callTool({ sandboxId, toolName: 'leak' }));
    expect(message).toContain('my token is Bearer [token]');
    await client.checkHealth({ sandboxId });
    const serversJson = '{"mcpServers":{"new":{"url":"http://y","headers":{"k":"s3cret-of-a-server"}}}}';
    await client.addMcpServers({ sandboxId, serversJson, requestId: 'r1' });
    await waitUntil(() => scene.daemon.logs().includes('AddMcpServers'), {
      timeoutMs: patienceMs,
      what: 'the call is logged',
    });
    expect(scene.daemon.logs()).not.toContain(token);
    expect(scene.daemon.logs()).not.toContain('s3cret-of-a-server');
  });
});

describe('the command line', () => {
  test('lists, calls, checks and adds', async () => {
    const { scene, sandboxId } = await startTools();
    const run = (...argv: string[]) => cli(scene, argv);
    expect((await run('tools', 'ls', sandboxId)).stdout).toMatch(
      /^SERVER +TOOL +DESCRIPTION\ngeneric +run_ipython_cell/,
    );
    expect(await run('tools', 'call', sandboxId, 'add', '{"a":1}')).toMatchObject({
      exitCode: 0,
      stdout: 'add did it\n',
    });
    expect(await run('tools', 'call', sandboxId, 'fail')).toMatchObject({ exitCode: 1, stdout: 'fail did it\n' });
    expect(await run('tools', 'health', sandboxId)).toMatchObject({ exitCode: 0, stdout: 'healthy\n' });
    const added = await cli(scene, ['mcp', 'add', sandboxId, '--file', '-'], oneServer);
    expect(added).toMatchObject({ exitCode: 0, stdout: 'a  added\n' });
    expect(await run('mcp', 'add', sandboxId, oneServer)).toMatchObject({ exitCode: 0, stdout: 'a  kept\n' });
    const asJson = await run('tools', 'call', sandboxId, 'add', '--json');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ content: [{ text: 'add did it' }] });
    expect(await run('mcp', 'add', sandboxId)).toMatchObject({ exitCode: 2 });
  });

  test('says when the server does not answer', async () => {
    const scene = await startScene({ templates: { base: templateFor(1) } });
    const { id } = await acquire(scene);
    expect(await cli(scene, ['tools', 'health', id])).toMatchObject({
      exitCode: 5,
      stdout: expect.stringMatching(/^not healthy: the tool server of sandbox /),
    });
  });
});

const soonIdle = { idleTimeout: durationFromMs(1) };
const oneServer = '{"mcpServers":{"a":{"command":"x"}}}';

async function cli(scene: Scene, argv: readonly string[], input = '') {
  const stdin = (async function* () {
    yield Buffer.from(input);
  })();
  return await runInProcess(argv, { env: { SANDKEEP_SOCKET: scene.daemon.socketPath }, stdin });
}

async function onceClosed(seen: Seen | undefined): Promise<void> {
  if (seen === undefined) throw new Error('nothing has arrived');
  await once(seen.request.socket, 'close');
}

/** The status of a call that the client itself ended. */
async function refusalWithoutHint(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'OK',
    (error: unknown) => (error instanceof Error && 'status' in error ? String(error.status) : 'no status'),
  );
}
