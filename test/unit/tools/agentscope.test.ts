import type { IncomingMessage, ServerResponse } from 'node:http';

import { describe, expect, test } from 'vitest';

import type { McpServers, ToolRequest } from '../../../src/ports/tools.ts';
import { bodyOf } from '../../support/aio-server.ts';
import { serveHttp, toolCall, toolServers, toolTarget } from '../../support/tool-scene.ts';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const demo = { add: tool('add', { a: { type: 'integer' } }), fail: tool('fail', {}) };
const traceback = ': Traceback (most recent call last):\n  File "mcp.py", line 164, in call_tool\n';

function tool(name: string, properties: object) {
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  return { name, json_schema: { type: 'function', function: { name, description: `Does ${name}.`, parameters } } };
}

/** Answers by "METHOD PATH" as the server in the image does; text as it is, the rest as JSON. */
async function serve(answers: Readonly<Record<string, (body: string) => Answer>>) {
  const requests: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const what = `${request.method} ${request.url}`;
    requests.push(`${what} ${body}`.trim());
    const answer = answers[what]?.(body) ?? { status: 404, body: { detail: 'Not Found' } };
    response.statusCode = answer.status ?? 200;
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  };
  const port = await serveHttp((request, response) => void respond(request, response));
  const server = toolServers().get('agentscope');
  const target = toolTarget(port);
  const call = (request: Partial<ToolRequest>) =>
    server.call(target, { serverName: '', toolName: '', arguments: '{}', ...request }, toolCall());
  const add = (changes: Partial<McpServers>) =>
    server.addServers(target, { json: '{"mcpServers":{}}', names: [], overwrite: false, ...changes }, toolCall());
  return { requests, server, target, call, add };
}

const listed = { 'GET /fastapi/mcp/list_tools': () => ({ body: { demo, other: { add: tool('add', {}) } } }) };

describe('the API of AgentScope', () => {
  test('lists the built-in tools first, then those of each MCP server', async () => {
    const { server, target } = await serve(listed);
    const { tools } = await server.list(target, '', toolCall());
    expect(tools.map(({ serverName, name }) => `${serverName} ${name}`)).toEqual([
      'generic run_ipython_cell',
      'generic run_shell_command',
      'demo add',
      'demo fail',
      'other add',
    ]);
    expect(tools[2]).toEqual({
      serverName: 'demo',
      name: 'add',
      description: 'Does add.',
      inputSchema: '{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}',
    });
  });

  test('lists those of one server, and asks nothing for the built-in ones', async () => {
    const { server, target, requests } = await serve(listed);
    expect((await server.list(target, 'generic', toolCall())).tools).toHaveLength(2);
    expect(requests).toEqual([]);
    expect((await server.list(target, 'demo', toolCall())).tools).toHaveLength(2);
    expect((await server.list(target, 'none', toolCall())).tools).toEqual([]);
  });

  test('is called with the arguments as they were given', async () => {
    const body = { content: [{ type: 'text', text: '3', annotations: null }], structuredContent: { result: 3 } };
    const { call, requests } = await serve({ 'POST /fastapi/mcp/call_tool': () => ({ body }) });
    const result = await call({ toolName: 'a"b', arguments: '{ "id": 12345678901234567890, "x": 1.0 }' });
    expect(requests).toEqual([
      'POST /fastapi/mcp/call_tool {"tool_name":"a\\"b","arguments":{ "id": 12345678901234567890, "x": 1.0 }}',
    ]);
    expect(result).toMatchObject({ content: [{ text: '3' }], structuredContent: '{"result":3}', isError: false });
  });

  test('keeps numbers of a result that JavaScript cannot hold', async () => {
    const body = '{"content":[],"structuredContent":{"id":12345678901234567890,"f":0.10000000000000000001,"n":7}}';
    const { call } = await serve({ 'POST /fastapi/mcp/call_tool': () => ({ body }) });
    expect((await call({ toolName: 'x' })).structuredContent).toBe(
      '{"id":12345678901234567890,"f":0.10000000000000000001,"n":7}',
    );
  });

  test('makes text of unpaired surrogates that every language can read', async () => {
    const body = '{"content":[{"type":"text","text":"a\\ud800b"},{"type":"x","y":"\\udc00"}]}';
    const { call } = await serve({ 'POST /fastapi/mcp/call_tool': () => ({ body }) });
    const { content } = await call({ toolName: 'x' });
    expect(content[0]?.text).toBe('a\ufffdb');
    expect(content[1]?.json.isWellFormed()).toBe(true);
  });

  test('does not have a tool when it says so', async () => {
    const { call } = await serve({
      'POST /fastapi/mcp/call_tool': () => ({ status: 500, body: { detail: `Tool 'nope' not found.${traceback}` } }),
    });
    await expect(call({ toolName: 'nope' })).rejects.toMatchObject({
      reason: 'TOOL_NOT_FOUND',
      details: { metadata: { tool_name: 'nope' } },
    });
  });

  test('fails with what it says, without its traceback', async () => {
    const { call } = await serve({
      'POST /fastapi/mcp/call_tool': () => ({
        status: 500,
        body: { detail: `Server demo not initialized${traceback}` },
      }),
    });
    await expect(call({ toolName: 'add' })).rejects.toMatchObject({
      reason: 'TOOL_FAILED',
      message: 'the tool server of sandbox 01sandbox answered 500: Server demo not initialized',
    });
  });

  test('calls the tool of a server that is named, or says that it cannot', async () => {
    const { call, requests } = await serve({
      ...listed,
      'POST /fastapi/mcp/call_tool': () => ({ body: { content: [] } }),
    });
    await call({ serverName: 'demo', toolName: 'add' });
    expect(requests).toHaveLength(2);
    await expect(call({ serverName: 'other', toolName: 'add' })).rejects.toMatchObject({ reason: 'NOT_SUPPORTED' });
    await expect(call({ serverName: 'other', toolName: 'fail' })).rejects.toMatchObject({ reason: 'TOOL_NOT_FOUND' });
    await expect(call({ serverName: 'generic', toolName: 'add' })).rejects.toMatchObject({ reason: 'TOOL_NOT_FOUND' });
  });

  test.each([
    ['0', 'a warning', false],
    ['3', '', true],
  ])('takes exit code %s of a shell command for its outcome, not stderr (D4-54)', async (code, stderr, isError) => {
    const content = [
      { type: 'text', text: 'out', description: 'stdout' },
      ...(stderr === '' ? [] : [{ type: 'text', text: stderr, description: 'stderr' }]),
      { type: 'text', text: code, description: 'returncode' },
    ];
    const { call, requests } = await serve({
      'POST /fastapi/tools/run_shell_command': () => ({ body: { content, isError: stderr !== '' } }),
    });
    const result = await call({ toolName: 'run_shell_command', arguments: '{"command":"x"}' });
    expect(requests).toEqual(['POST /fastapi/tools/run_shell_command {"command":"x"}']);
    expect(result.isError).toBe(isError);
    expect(result.content[0]).toMatchObject({ text: 'out', description: 'stdout' });
  });

  test.each(['{}', '{"command":1}', '{"command":"x","cwd":"/"}', '{"code":"x"}'])(
    'takes no arguments %s for a shell command',
    async (given) => {
      const { call, requests } = await serve({});
      await expect(call({ toolName: 'run_shell_command', arguments: given })).rejects.toMatchObject({
        reason: 'INVALID_FIELD',
      });
      expect(requests).toEqual([]);
    },
  );

  test('says which MCP servers it added and which it kept', async () => {
    const { add, requests } = await serve({
      ...listed,
      'POST /fastapi/mcp/add_servers': () => ({ body: 'OK' }),
    });
    const json = '{"mcpServers":{"demo":{"command":"x"},"new":{"url":"http://y"}}}';
    expect(await add({ json, names: ['demo', 'new'] })).toEqual({ added: ['new'], kept: ['demo'] });
    expect(requests.at(-1)).toBe(`POST /fastapi/mcp/add_servers {"server_configs":${json},"overwrite":false}`);
    expect(await add({ json, names: ['demo', 'new'], overwrite: true })).toEqual({ added: ['demo', 'new'], kept: [] });
  });

  test('says of a failure to add MCP servers that it was sent, also when nothing can be listed after it', async () => {
    let isUp = true;
    const { add } = await serve({
      'GET /fastapi/mcp/list_tools': () => (isUp ? { body: {} } : { status: 503, body: '' }),
      'POST /fastapi/mcp/add_servers': () => {
        isUp = false;
        return { status: 500, body: { detail: 'x' } };
      },
    });
    await expect(add({ names: ['new'] })).rejects.toMatchObject({
      reason: 'TOOL_FAILED',
      message: 'the tool server of sandbox 01sandbox answered 500',
    });
  });

  test('names the MCP servers that could not be started, and repeats no word of the answer', async () => {
    const secret = 'key-of-another-service';
    const { add } = await serve({
      ...listed,
      'POST /fastapi/mcp/add_servers': () => ({ status: 500, body: { detail: `500: bad ${secret}` } }),
    });
    await expect(add({ names: ['demo', 'bad'], overwrite: true })).rejects.toMatchObject({
      reason: 'TOOL_FAILED',
      message: 'the tool server of sandbox 01sandbox could not start MCP server bad',
      details: { metadata: { failed_servers: 'bad' } },
    });
  });
});
