import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { createProbes } from '../../../src/host/probes.ts';
import type { HttpProbe } from '../../../src/ports/host.ts';

const probes = createProbes();
const amplyMs = 20_000;
const never = new AbortController().signal;

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serveHttp(listener: RequestListener): Promise<HttpProbe> {
  const server = createHttpServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return probeOf(await listen(server));
}

/** A server below HTTP; its connections end with the test. */
async function serveTcp(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  return await listen(
    createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    }),
  );
}

function probeOf(port: number, changes: Partial<HttpProbe> = {}): HttpProbe {
  return { host: '127.0.0.1', port, path: '/v1/sandbox', headers: {}, expectedStatus: 200, ...changes };
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('http', () => {
  test('the expected status is ready', async () => {
    const probe = await serveHttp((_, response) => response.writeHead(204).end());
    expect(await probes.http({ ...probe, expectedStatus: 204 }, amplyMs, never)).toEqual({ ready: true });
  });

  test('another status is not, and the message names request, address and answer', async () => {
    const probe = await serveHttp((_, response) => response.writeHead(503).end('starting'));
    expect(await probes.http(probe, amplyMs, never)).toEqual({
      ready: false,
      message: `GET /v1/sandbox on 127.0.0.1:${probe.port} answered 503`,
    });
  });

  test('sends path and headers as given on a connection that is not reused', async () => {
    const seen: object[] = [];
    const probe = await serveHttp(({ method, url, headers }, response) => {
      seen.push({ method, url, authorization: headers.authorization, connection: headers.connection });
      response.end();
    });
    await probes.http({ ...probe, path: '/healthz?full=1', headers: { Authorization: 'Bearer x' } }, amplyMs, never);
    expect(seen).toEqual([{ method: 'GET', url: '/healthz?full=1', authorization: 'Bearer x', connection: 'close' }]);
  });

  test('a redirect is an answer like any other', async () => {
    let requests = 0;
    const probe = await serveHttp((_, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await probes.http(probe, amplyMs, never)).toMatchObject({ message: expect.stringMatching(/answered 302$/) });
    expect(requests).toBe(1);
  });

  test('proxy variables of the daemon are ignored', async () => {
    const probe = await serveHttp((_, response) => response.end());
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:1');
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    vi.stubEnv('NO_PROXY', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await probes.http(probe, amplyMs, never)).toEqual({ ready: true });
  });

  test('nothing listens: refused, without the query in the message', async () => {
    const port = await freePort();
    expect(await probes.http(probeOf(port, { path: '/x?key=secret' }), amplyMs, never)).toEqual({
      ready: false,
      message: `GET /x on 127.0.0.1:${port}: connection refused`,
    });
  });

  test('a connection that is accepted and closed is not ready', async () => {
    const port = await serveTcp((socket) => socket.end());
    expect(await probes.http(probeOf(port), amplyMs, never)).toMatchObject({
      message: expect.stringMatching(/: connection closed$/),
    });
  });

  test('something else than HTTP is not ready', async () => {
    const port = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await probes.http(probeOf(port), amplyMs, never)).toMatchObject({
      message: expect.stringMatching(/: the answer is not HTTP$/),
    });
  });

  test('an answer that never comes, and one that never ends, are cut off by the time-out', async () => {
    const silent = await serveHttp(() => undefined);
    const endless = await serveHttp((_, response) => {
      response.writeHead(200).write('a');
    });
    for (const probe of [silent, endless]) {
      expect(await probes.http(probe, 100, never)).toMatchObject({
        message: expect.stringMatching(/had no answer within 100 ms$/),
      });
    }
  });

  test('a server that dies in the middle of its answer is not ready', async () => {
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
      });
    });
    expect(await probes.http(probeOf(port), amplyMs, never)).toMatchObject({ ready: false });
  });

  test('a body without end is read only as far as the limit', async () => {
    const probe = await serveHttp((_, response) => {
      const more = (): void => {
        while (response.write('a'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    expect(await probes.http(probe, amplyMs, never)).toEqual({ ready: true });
  });

  test('a header that cannot be sent is not ready, and its value stays secret', async () => {
    const result = await probes.http(probeOf(1, { headers: { authorization: 'se\ncret' } }), amplyMs, never);
    expect(result).toEqual({ ready: false, message: 'GET /v1/sandbox on 127.0.0.1:1: ERR_INVALID_CHAR' });
  });

  test('an abort rejects with the reason of the signal and closes the connection', async () => {
    const controller = new AbortController();
    const reason = new Error('the container died');
    let closed: Promise<unknown> = Promise.resolve();
    const port = await serveTcp((socket) => {
      closed = once(socket, 'close');
      socket.once('data', () => controller.abort(reason));
    });
    await expect(probes.http(probeOf(port), amplyMs, controller.signal)).rejects.toBe(reason);
    await closed;
  });

  test('an aborted signal rejects before anything is sent', async () => {
    const reason = new Error('too late');
    await expect(probes.http(probeOf(1), amplyMs, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('tcp', () => {
  test('a connection that stays open is ready', async () => {
    const port = await serveTcp(() => undefined);
    expect(await probes.tcp('127.0.0.1', port, amplyMs, never)).toEqual({ ready: true });
  });

  test('a peer that speaks first is ready, even when it then closes', async () => {
    const port = await serveTcp((socket) => socket.end('220 hello\r\n'));
    expect(await probes.tcp('127.0.0.1', port, amplyMs, never)).toEqual({ ready: true });
  });

  test('accepted and closed at once, as the proxy of an engine does, is not ready', async () => {
    const port = await serveTcp((socket) => socket.end());
    expect(await probes.tcp('127.0.0.1', port, amplyMs, never)).toEqual({
      ready: false,
      message: `a connection to 127.0.0.1:${port} was accepted and closed at once`,
    });
  });

  test('accepted and reset is not ready', async () => {
    const port = await serveTcp((socket) => socket.resetAndDestroy());
    expect(await probes.tcp('127.0.0.1', port, amplyMs, never)).toMatchObject({ ready: false });
  });

  test('nothing listens: refused', async () => {
    const port = await freePort();
    expect(await probes.tcp('127.0.0.1', port, amplyMs, never)).toEqual({
      ready: false,
      message: `a connection to 127.0.0.1:${port}: connection refused`,
    });
  });

  test('an abort rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('stopping');
    const port = await serveTcp(() => controller.abort(reason));
    await expect(probes.tcp('127.0.0.1', port, amplyMs, controller.signal)).rejects.toBe(reason);
  });
});
