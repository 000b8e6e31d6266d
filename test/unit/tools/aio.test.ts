import { describe, expect, test } from 'vitest';

import type { ToolRequest } from '../../../src/ports/tools.ts';
import { type AioServers, createAioServer } from '../../support/aio-server.ts';
import { listen, sandboxToken, serveJson, toolCall, toolServers, toolTarget } from '../../support/tool-scene.ts';

const text = (shown: string) => ({ content: [{ type: 'text', text: shown }], isError: false });

const servers: AioServers = {
  browser: {
    navigate: {
      description: 'Opens a page',
      inputSchema: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
      run: ({ url }) => text(`opened ${String(url)}`),
    },
    screenshot: {
      description: '',
      inputSchema: { type: 'object', properties: {} },
      run: () => ({
        content: [
          { type: 'image', data: Buffer.from('pixels').toString('base64'), mimeType: 'image/png' },
          { type: 'resource_link', name: 'page', uri: 'file:///tmp/page.png' },
        ],
        structuredContent: { width: 12 },
      }),
    },
  },
  'files & more': {
    'read/all?': {
      description: 'Reads',
      inputSchema: { type: 'object' },
      run: () => ({ ...text('no'), isError: true }),
    },
    navigate: { description: 'Another one', inputSchema: { type: 'object' }, run: () => text('the other') },
  },
};

async function serve(changes: AioServers = servers) {
  const aio = createAioServer(changes);
  const target = toolTarget(await listen(aio.server));
  const server = toolServers().get('aio');
  const call = (request: Partial<ToolRequest>) =>
    server.call(target, { serverName: '', toolName: '', arguments: '{}', ...request }, toolCall());
  return { aio, target, server, call };
}

describe('the API of the AIO image', () => {
  test('answers as its document says, which the server of this test is held to', async () => {
    const { aio, target, server, call } = await serve();
    await server.health(target, toolCall());
    await server.list(target, '', toolCall());
    await call({ toolName: 'navigate', arguments: '{"url":"http://x/"}' });
    await call({ toolName: 'screenshot' });
    expect(aio.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/sandbox',
      'GET /v1/mcp/servers',
      'GET /v1/mcp/browser/tools',
      'GET /v1/mcp/files%20%26%20more/tools',
      'GET /v1/mcp/servers',
      'GET /v1/mcp/browser/tools',
      'POST /v1/mcp/browser/tools/navigate',
      'GET /v1/mcp/servers',
      'GET /v1/mcp/browser/tools',
      'POST /v1/mcp/browser/tools/screenshot',
    ]);
    expect(aio.requests.every(({ authorization }) => authorization === `Bearer ${sandboxToken}`)).toBe(true);
    expect(aio.faults).toEqual([]);
  });

  test('lists the tools of all servers, or of one', async () => {
    const { target, server } = await serve();
    const { tools, truncated } = await server.list(target, '', toolCall());
    expect(truncated).toBe(false);
    expect(tools.map(({ serverName, name }) => [serverName, name])).toEqual([
      ['browser', 'navigate'],
      ['browser', 'screenshot'],
      ['files & more', 'read/all?'],
      ['files & more', 'navigate'],
    ]);
    expect(tools[0]).toMatchObject({ description: 'Opens a page' });
    expect(JSON.parse(tools[0]?.inputSchema ?? '')).toEqual(servers['browser']?.['navigate']?.inputSchema);
    expect((await server.list(target, 'files & more', toolCall())).tools).toHaveLength(2);
    expect((await server.list(target, 'nowhere', toolCall())).tools).toEqual([]);
  });

  test('calls the first tool of a name, or that of a server, with the arguments as they were given', async () => {
    const { aio, call } = await serve();
    const given = '{"url": "http://x/", "big": 12345678901234567890}';
    expect((await call({ toolName: 'navigate', arguments: given })).content[0]?.text).toBe('opened http://x/');
    expect(aio.requests.at(-1)?.body).toBe(given);
    expect((await call({ serverName: 'files & more', toolName: 'navigate' })).content[0]?.text).toBe('the other');
    expect(await call({ toolName: 'read/all?' })).toMatchObject({ isError: true });
  });

  test('gives images as bytes, and what is neither text nor image as JSON', async () => {
    const { call } = await serve();
    const { content, structuredContent } = await call({ toolName: 'screenshot' });
    expect(content[0]).toMatchObject({ type: 'image', mimeType: 'image/png', data: Buffer.from('pixels') });
    expect(JSON.parse(content[1]?.json ?? '')).toMatchObject({ type: 'resource_link', uri: 'file:///tmp/page.png' });
    expect(JSON.parse(structuredContent)).toEqual({ width: 12 });
  });

  test('has no tool that it does not list, nor one whose name would lead elsewhere', async () => {
    const { aio, call } = await serve();
    await expect(call({ toolName: 'nope' })).rejects.toMatchObject({ reason: 'TOOL_NOT_FOUND' });
    const before = aio.requests.length;
    for (const request of [
      { serverName: '..', toolName: 'sandbox' },
      { serverName: 'browser', toolName: '..' },
    ]) {
      await expect(call(request)).rejects.toMatchObject({ reason: 'TOOL_NOT_FOUND' });
    }
    expect(aio.requests).toHaveLength(before);
  });

  test('fails when its envelope says so, though the status is 200 (D2-31)', async () => {
    const { call } = await serve({ a: { broken: { description: '', inputSchema: {}, run: () => null } } });
    await expect(call({ serverName: 'a', toolName: 'broken' })).rejects.toMatchObject({
      reason: 'TOOL_FAILED',
      message: expect.stringContaining('says that it failed: the tool broken broke'),
    });
  });

  test('has no tool that the named server does not list, and no server that is not listed', async () => {
    const { call } = await serve();
    for (const serverName of ['browser', 'nowhere']) {
      await expect(call({ serverName, toolName: 'nope' })).rejects.toMatchObject({ reason: 'TOOL_NOT_FOUND' });
    }
  });

  test('adds no MCP servers', async () => {
    const { server, target } = await serve();
    const request = { json: '{}', names: ['x'], overwrite: false };
    await expect(server.addServers(target, request, toolCall())).rejects.toMatchObject({ reason: 'NOT_SUPPORTED' });
  });

  test.each([
    ['no envelope', [], 'no envelope'],
    ['no list', { data: {} }, 'no list of MCP servers'],
    ['a name that is none', { data: ['a\nb'] }, 'a name that is not'],
    ['a server without tools', { data: ['a'], tools: 1 }, 'no list of tools'],
  ])('is refused with %s', async (_what, answer, why) => {
    const target = toolTarget(await serveJson(() => answer));
    await expect(toolServers().get('aio').list(target, '', toolCall())).rejects.toMatchObject({
      reason: 'TOOL_FAILED',
      message: expect.stringContaining(why),
    });
  });

  test('shows no more tools than the limit, and says that there are more', async () => {
    const many = Array.from(
      { length: 5 },
      (_value, index) => [`t${index}`, servers['files & more']?.['navigate']] as const,
    );
    const aio = createAioServer({ a: Object.fromEntries(many) as AioServers[string] });
    const target = toolTarget(await listen(aio.server));
    const server = toolServers({ toolsMaxListed: 3 }).get('aio');
    expect(await server.list(target, '', toolCall())).toMatchObject({ tools: { length: 3 }, truncated: true });
  });
});
