import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { describe, expect, test, vi } from 'vitest';

import { SandkeepError } from '../../../src/domain/errors.ts';
import { sandboxToken, serveHttp, serveTcp, toolCall, toolServers, toolTarget } from '../../support/tool-scene.ts';

const kilobyte = 1024;

async function errorOf(work: Promise<unknown>): Promise<SandkeepError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SandkeepError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** What a call of a tool meets, and how often the server was asked. */
async function callOn(port: number, limits: Parameters<typeof toolServers>[0] = {}, call = toolCall()) {
  const server = toolServers(limits).get('agentscope');
  const request = { serverName: '', toolName: 'add', arguments: '{"a":1}' };
  return await errorOf(server.call(toolTarget(port), request, call));
}

/** Answers with these bytes as they are, and keeps or ends the connection. */
async function serveBytes(bytes: string, after: 'keep' | 'end' = 'keep'): Promise<number> {
  return await serveTcp((socket) => {
    if (after === 'end') socket.end(bytes, 'latin1');
    else socket.write(bytes, 'latin1');
  });
}

const ok = 'HTTP/1.1 200 OK\r\n';

function withLength(body: string, headers = ''): string {
  return `${ok}content-length: ${Buffer.byteLength(body, 'latin1')}\r\n${headers}\r\n${body}`;
}

describe('a hostile tool server', () => {
  test.each([
    ['no JSON', withLength('<html>not JSON</html>'), 'something else than JSON'],
    ['JSON cut short', withLength('{"content":['), 'something else than JSON'],
    ['nothing', withLength(''), 'something else than JSON'],
    ['text that is not UTF-8', withLength('{"content":"\xff"}'), 'something else than JSON'],
    ['a list', withLength('[]'), 'no result'],
    ['null', withLength('null'), 'no result'],
    ['pieces that are none', withLength('{"content":[1]}'), 'without types'],
    [
      'JSON that is nested deeply',
      withLength(`{"content":[{"type":"x","a":${'['.repeat(60_000)}${']'.repeat(60_000)}}]}`),
      'nested',
    ],
    ['another encoding', withLength('x', 'content-encoding: gzip\r\n'), 'encoding'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'something else than HTTP'],
    ['two lengths', `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 'something else than HTTP'],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n',
      'nothing is followed',
    ],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'another protocol',
    ],
    ['many headers', `${ok}${`x: ${'y'.repeat(100)}\r\n`.repeat(400)}\r\n`, 'too many headers'],
    ['a failure without a word', 'HTTP/1.1 500 x\r\ncontent-length: 0\r\n\r\n', 'answered 500'],
    ['a refusal', 'HTTP/1.1 403 x\r\ncontent-length: 0\r\n\r\n', 'refuses the token'],
  ])('that answers with %s is a tool that failed', async (_what, bytes, why) => {
    expect(await callOn(await serveBytes(bytes))).toMatchObject({
      reason: 'TOOL_FAILED',
      message: expect.stringContaining(why),
    });
  });

  test('is not believed about the type of its content', async () => {
    const port = await serveBytes(withLength('{"content":[],"isError":false}', 'content-type: image/png\r\n'));
    const server = toolServers().get('agentscope');
    const request = { serverName: '', toolName: 'add', arguments: '{}' };
    expect(await server.call(toolTarget(port), request, toolCall())).toMatchObject({ content: [], isError: false });
  });

  test.each([
    ['announces more than the limit', `${ok}content-length: 999999999\r\n\r\n`],
    ['sends more than the limit', `${ok}transfer-encoding: chunked\r\n\r\n`],
  ])('that %s is cut off', async (_what, beginning) => {
    const closed = Promise.withResolvers<void>();
    const port = await serveTcp((socket) => {
      socket.once('close', () => closed.resolve());
      socket.write(beginning);
      flood(socket);
    });
    expect(await callOn(port, { toolResultMaxBytes: 64 * kilobyte })).toMatchObject({
      reason: 'TOOL_RESULT_TOO_LARGE',
      message: expect.stringContaining('65536 bytes'),
    });
    await closed.promise;
  });

  test('that never ends its answer is given up, and may go on with the call', async () => {
    const port = await serveTcp((socket) => {
      socket.write(`${ok}transfer-encoding: chunked\r\n\r\n`);
      const timer = setInterval(() => socket.write('1\r\n \r\n'), 5);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await callOn(port, { toolBodyTimeoutMs: 50 })).toMatchObject({
      reason: 'DEADLINE_PASSED',
      message: expect.stringContaining('did not end its answer within 50 ms, and may go on'),
    });
  });

  test.each([
    ['headers that never end', `${ok}x: `],
    ['early answers without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
    ['nothing', ''],
  ])('that sends %s is given up at the deadline of the call', async (_what, drip) => {
    const port = await serveTcp((socket) => {
      const timer = setInterval(() => socket.write(drip), 5);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await callOn(port, {}, toolCall({ timeoutMs: 100 }))).toMatchObject({
      reason: 'DEADLINE_PASSED',
      message: expect.stringMatching(/no answer within \d+ ms, and may go on/),
    });
  });

  test('that closes within its answer leaves open what it did, and is not asked again', async () => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      requests += 1;
      socket.end(`${ok}content-length: 100\r\n\r\n{"content"`);
    });
    expect(await callOn(port)).toMatchObject({
      reason: 'TOOL_INTERRUPTED',
      message: expect.stringContaining('may have done it'),
    });
    expect(requests).toBe(1);
  });

  test('that closes at once leaves open what it did too', async () => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      requests += 1;
      socket.resetAndDestroy();
    });
    expect((await callOn(port)).reason).toBe('TOOL_INTERRUPTED');
    expect(requests).toBe(1);
  });

  test('that is not there was called by nobody', async () => {
    expect(await callOn(await unusedPort())).toMatchObject({
      reason: 'TOOL_SERVER_UNAVAILABLE',
      message: expect.stringContaining('refused the connection'),
    });
  });

  test.each([502, 504])('behind a proxy that answers %s may have done it', async (status) => {
    const port = await serveBytes(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\n\r\n`);
    expect((await callOn(port)).reason).toBe('TOOL_INTERRUPTED');
  });

  test('has its words shown short, printable, and without the token', async () => {
    const words = `\u001b[31mred\u0000\u202e ${sandboxToken} ${'long '.repeat(200)}`;
    const body = JSON.stringify({ detail: words });
    const port = await serveBytes(
      `HTTP/1.1 500 x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${Buffer.from(body).toString('latin1')}`,
    );
    const { message } = await callOn(port);
    expect(message).toContain('[31mred [token] long');
    expect(message).not.toContain(sandboxToken);
    expect(message).toMatch(/^[^\p{Cc}\p{Cf}]{1,400}$/u);
  });

  test('that answers before it has read the call keeps neither the connection nor the rest of the call', async () => {
    const sockets: Socket[] = [];
    const port = await serveTcp((socket) => {
      if (sockets.length > 0) return;
      sockets.push(socket);
      socket.pause();
      socket.write(withLength('{"content":[]}'));
    });
    const server = toolServers().get('agentscope');
    const given = JSON.stringify({ text: 'x'.repeat(8 * kilobyte * kilobyte) });
    const request = { serverName: '', toolName: 'add', arguments: given };
    expect(await server.call(toolTarget(port), request, toolCall())).toMatchObject({ content: [] });
    const [socket] = sockets;
    if (socket === undefined) throw new Error('nothing was sent');
    socket.resume();
    await once(socket, 'close');
    expect(socket.bytesRead).toBeLessThan(given.length);
  });
});

describe('a call of a tool', () => {
  test('ends with its signal, and takes the connection along', async () => {
    const arrived = Promise.withResolvers<Socket>();
    const port = await serveHttp((request) => arrived.resolve(request.socket));
    const controller = new AbortController();
    const call = errorOf(
      toolServers()
        .get('agentscope')
        .call(
          toolTarget(port),
          { serverName: '', toolName: 'add', arguments: '{}' },
          toolCall({ signal: controller.signal }),
        ),
    );
    const closed = once(await arrived.promise, 'close');
    controller.abort(new SandkeepError('CALL_CANCELLED', 'the caller cancelled the call'));
    expect((await call).reason).toBe('CALL_CANCELLED');
    await closed;
  });

  test('ignores proxies of the environment', async () => {
    const proxy = await serveTcp((socket) => socket.end());
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']) {
      vi.stubEnv(name, `http://127.0.0.1:${proxy}`);
    }
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    try {
      const port = await serveHttp((_request, response) => void response.end('OK'));
      await toolServers().get('agentscope').health(toolTarget(port), toolCall());
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('carries the token of the sandbox and no more', async () => {
    const headers: NodeJS.Dict<string | string[]>[] = [];
    const port = await serveHttp((request, response) => {
      headers.push(request.headers);
      response.end('OK');
    });
    const server = toolServers().get('agentscope');
    await server.health(toolTarget(port), toolCall());
    await server.health(toolTarget(port, { token: '' }), toolCall());
    expect(headers[0]).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${sandboxToken}`,
      connection: 'keep-alive',
      host: `127.0.0.1:${port}`,
    });
    expect(headers[1]).not.toHaveProperty('authorization');
  });
});

describe('what only reads', () => {
  test('is tried once more when the connection breaks', async () => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      requests += 1;
      if (requests === 1) socket.destroy();
      else socket.end(withLength('OK'));
    });
    await toolServers().get('agentscope').health(toolTarget(port), toolCall());
    expect(requests).toBe(2);
  });

  test('is not tried a third time, and says that nothing was called', async () => {
    let requests = 0;
    const port = await serveTcp((socket) => {
      requests += 1;
      socket.destroy();
    });
    const error = await errorOf(toolServers().get('agentscope').list(toolTarget(port), '', toolCall()));
    expect([error.reason, requests]).toEqual(['TOOL_SERVER_UNAVAILABLE', 2]);
  });
});

describe('connections', () => {
  test('are used again, and by one container only, though the next one has the same port', async () => {
    const sockets: Socket[] = [];
    const port = await serveHttp((request, response) => {
      sockets.push(request.socket);
      response.end('OK');
    });
    const server = toolServers().get('agentscope');
    for (const generation of [1, 1, 2]) await server.health(toolTarget(port, { generation }), toolCall());
    await server.health(toolTarget(port, { sandboxId: '01other' }), toolCall());
    expect(sockets[1]).toBe(sockets[0]);
    expect(new Set(sockets).size).toBe(3);
    expect(sockets[0]?.destroyed).toBe(true);
  });

  test('of a sandbox are bounded', async () => {
    const port = await serveHttp(() => undefined);
    const servers = toolServers({ maxToolCallsPerSandbox: 2 });
    const controller = new AbortController();
    const ask = (sandboxId: string) =>
      errorOf(
        servers.get('agentscope').health(toolTarget(port, { sandboxId }), toolCall({ signal: controller.signal })),
      );
    const waiting = ['01a', '01a', '01b'].map(ask);
    expect(await ask('01a')).toMatchObject({
      reason: 'TOO_MANY_REQUESTS',
      details: { retryAfterMs: 1000, quota: { subject: 'limits.max_tool_calls_per_sandbox' } },
    });
    controller.abort(new SandkeepError('CALL_CANCELLED', 'the caller cancelled the call'));
    expect((await Promise.all(waiting)).map(({ reason }) => reason)).toEqual(Array(3).fill('CALL_CANCELLED'));
  });
});

/** Until it closes, in chunks of 4 KiB. */
function flood(socket: Socket): void {
  const chunk = `1000\r\n${'x'.repeat(4 * kilobyte)}\r\n`;
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

/** A port on which nobody listens any more. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
