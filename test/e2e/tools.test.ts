// Tools by the server of AgentScope's own images, in a container of the ready-made template agentscope-base.

import { expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { agentscopeImage, demoServer, ensureAgentscopeImage } from '../images/agentscope.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, patienceMs, startEngineScene, statusOf } from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

/** The image is made from packages the first time. */
const testTimeoutMs = 600_000;
/** The token of images whose environment has none. */
const wellKnownToken = 'secret_token123';
const serversJson = JSON.stringify({ mcpServers: { demo: demoServer } });

/** What the scene says of every template is left to the ready-made one. */
const agentscope = {
  extends: 'agentscope-base',
  image: agentscopeImage,
  ports: undefined,
  readiness: undefined,
  limits: { memory: '512m', cpus: 2, pids: 128 },
};

async function startTools(host: string, template: object = {}) {
  await ensureAgentscopeImage(host);
  const templates = { agentscope: { ...agentscope, ...template } };
  const scene = await startEngineScene({ host, templates, config: { default_template: 'agentscope' } });
  const { sandbox, url, token } = await scene.acquire();
  return { scene, client: scene.client, sandboxId: sandbox.id, url, token };
}

await describeWithEngine('tools of a container', ({ host }) => {
  const timeout = testTimeoutMs;

  test('are refused by their own server without the token, and reached through the daemon with it (B3-79)', {
    timeout,
  }, async () => {
    const { client, scene, sandboxId, url, token } = await startTools(host);
    for (const path of ['/fastapi/healthz', '/fastapi/mcp/list_tools']) {
      expect(await statusOf(url + path)).toBe(403);
      expect(await statusOf(url + path, { authorization: `Bearer ${wellKnownToken}` })).toBe(403);
      expect(await statusOf(url + path, { authorization: `Bearer ${token}x` })).toBe(403);
      expect(await statusOf(url + path, { authorization: `Bearer ${token}` })).toBe(200);
    }
    const command = { method: 'POST', body: '{"command":"id"}', headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${url}/fastapi/tools/run_shell_command`, command)).status).toBe(403);
    expect(await client.checkHealth({ sandboxId })).toMatchObject({ healthy: true, message: '' });
    const listed = await client.listTools({ sandboxId });
    expect(listed.tools.map(({ name }) => name)).toEqual(['run_ipython_cell', 'run_shell_command']);
    expect(scene.daemon.logs()).not.toContain(token);
  });

  test('that are built in run shell commands and cells, on the files of the session', { timeout }, async () => {
    const { client, scene, sandboxId } = await startTools(host);
    const call = async (toolName: string, given: object) => {
      const argumentsJson = JSON.stringify(given);
      const { content, isError } = await client.callTool({ sandboxId, toolName, argumentsJson });
      return { isError, ...Object.fromEntries(content.map(({ description, text }) => [description, text])) };
    };
    const warned = { command: 'echo hi > /workspace/note; cat /workspace/note; echo careful >&2' };
    const outcome = { isError: false, stdout: 'hi\n', stderr: 'careful\n', returncode: '0' };
    expect(await call('run_shell_command', warned)).toEqual(outcome);
    expect(await call('run_shell_command', { command: 'exit 3' })).toMatchObject({ isError: true, returncode: '3' });
    await call('run_ipython_cell', { code: 'x = 20' });
    expect(await call('run_ipython_cell', { code: 'print(x + 1)' })).toEqual({ isError: false, stdout: '21\n' });
    const cli = await scene.cli(['tools', 'call', sandboxId, 'run_shell_command', '{"command":"cat /workspace/note"}']);
    expect(cli).toMatchObject({ exitCode: 0, stdout: 'stdout: hi\nreturncode: 0\n' });
    const read = await scene.cli(['cat', sandboxId, '/workspace/note']);
    expect(read).toMatchObject({ exitCode: 0, stdout: 'hi\n' });
  });

  test('of MCP servers are added, listed and called; a server that fails leaves the others', { timeout }, async () => {
    const { client, scene, sandboxId } = await startTools(host);
    expect(await client.addMcpServers({ sandboxId, serversJson })).toEqual({ added: ['demo'], kept: [] });
    expect(await client.addMcpServers({ sandboxId, serversJson })).toEqual({ added: [], kept: ['demo'] });
    const { tools } = await client.listTools({ sandboxId, serverName: 'demo' });
    expect(tools.map(({ name }) => name)).toEqual(['add', 'fail', 'slow', 'environment']);
    expect(JSON.parse(tools[0]?.inputSchemaJson ?? '')).toMatchObject({ required: ['a', 'b'] });
    const add = { sandboxId, serverName: 'demo', toolName: 'add', argumentsJson: '{"a":1,"b":9007199254740993}' };
    expect(await client.callTool(add)).toMatchObject({
      content: [{ type: 'text', text: '9007199254740994' }],
      structuredContentJson: '{"result":9007199254740994}',
      isError: false,
    });
    expect(await client.callTool({ sandboxId, toolName: 'fail' })).toMatchObject({ isError: true });
    expect((await refusalOf(client.callTool({ sandboxId, toolName: 'nope' }))).reason).toBe('TOOL_NOT_FOUND');
    const bad = JSON.stringify({ mcpServers: { bad: { command: '/no/such/program', env: { KEY: 's3cret-key' } } } });
    expect(await refusalOf(client.addMcpServers({ sandboxId, serversJson: bad }))).toMatchObject({
      reason: 'TOOL_FAILED',
      message: expect.stringContaining('could not start MCP server bad'),
      metadata: { failed_servers: 'bad' },
    });
    expect(scene.daemon.logs()).not.toContain('s3cret-key');
    expect((await client.callTool(add)).isError).toBe(false);
  });

  test('that take too long are given up by the caller, or by the proxy in the image', { timeout }, async () => {
    const { client, sandboxId } = await startTools(host, { environment: { NGINX_TIMEOUT: '2' } });
    const slow = { sandboxId, toolName: 'run_shell_command', argumentsJson: '{"command":"sleep 4"}' };
    const late = await refusalOf(client.callTool({ ...slow, timeout: durationFromMs(300) }));
    expect(late).toMatchObject({ reason: 'DEADLINE_PASSED', message: expect.stringContaining('may go on') });
    const proxied = await refusalOf(client.callTool(slow));
    expect(proxied).toMatchObject({ reason: 'TOOL_INTERRUPTED', message: expect.stringContaining('answered 504') });
    expect((await client.checkHealth({ sandboxId })).healthy).toBe(true);
  });

  test('hold their sandbox while they run, and wake it when it was recycled (R7)', { timeout }, async () => {
    const { client, scene, sandboxId } = await startTools(host, { idle_timeout: '1s' });
    const slow = {
      sandboxId,
      toolName: 'run_shell_command',
      argumentsJson: '{"command":"touch /workspace/on; sleep 4"}',
    };
    const call = client.callTool(slow);
    await waitUntil(async () => (await scene.cli(['files', 'stat', sandboxId, '/workspace/on'])).exitCode === 0, {
      timeoutMs: patienceMs,
      what: 'the tool runs',
    });
    // Longer than its idle time-out: the sweep finds nothing to do.
    await sweepUntilOver(scene, call);
    expect((await call).isError).toBe(false);
    await waitUntil(
      async () => {
        await client.runSweep({ loop: 'idle' });
        return (await scene.get(sandboxId)).state === 'SANDBOX_STATE_RECYCLED';
      },
      { timeoutMs: patienceMs, what: 'the sandbox is recycled' },
    );
    expect((await client.listTools({ sandboxId })).tools).toHaveLength(2);
    expect(await scene.get(sandboxId)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '2' });
  });
});

/** Idle sweeps one after the other for as long as the call runs. */
async function sweepUntilOver(scene: EngineScene, call: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  call.then(over, over);
  await waitUntil(async () => (await scene.client.runSweep({ loop: 'idle' }), isOver), {
    timeoutMs: patienceMs,
    what: 'the tool has ended',
  });
}
