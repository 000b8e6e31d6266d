// Clients that say nothing, say half, stop in the middle or never stop: their places are taken back, and others are
// served meanwhile.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { acquire, anotherClient, getSandbox, patienceMs, type Scene, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const mebibyte = 1024 * 1024;
const cliProgram = path.resolve(import.meta.dirname, '../../bin/sandkeep.js');
const infoPath = '/sandkeep.v1.AdminService/GetInfo';

async function opened(scene: Scene): Promise<Socket> {
  const socket = connect(scene.daemon.socketPath);
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('half-open clients', () => {
  test('by the hundred, silent or in the middle of a word, are closed and their places are free again (F37)', async () => {
    const limits = { first_byte_timeout: '300ms', keep_alive_interval: '500ms', max_connections: 250 };
    const scene = await startScene({ config: { limits } });
    const { id } = await acquire(scene);
    const sockets: Socket[] = [];
    for (let index = 0; index < 200; index += 1) {
      const socket = await opened(scene);
      // A client that has stopped reads nothing either, so that it answers no question whether it lives.
      if (index % 2 === 0) socket.pause();
      else socket.resume();
      if (index % 4 < 2) socket.write(preface.slice(0, index % preface.length));
      sockets.push(socket);
    }
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
    // What is paused here learns of its end only when it is read.
    await waitUntil(
      () => {
        for (const socket of sockets) socket.resume();
        return sockets.filter(({ closed }) => closed).length >= sockets.length / 2;
      },
      { timeoutMs: patienceMs, what: 'half of them are closed' },
    );
    for (let round = 0; round < 5; round += 1) expect((await anotherClient(scene).getInfo({})).version).not.toBe('');
  });

  test('that stop in the middle of a stream are found by keepalive, and their stream ends (F37)', async () => {
    const scene = await startScene({ config: { limits: { keep_alive_interval: '500ms' } } });
    await acquire(scene);
    const environment = { ...process.env, SANDKEEP_SOCKET: scene.daemon.socketPath };
    const watcher = spawn(process.execPath, [cliProgram, 'events', '--follow', '--after', '0', '--json'], {
      env: environment,
    });
    onTestFinished(() => void watcher.kill('SIGKILL'));
    await once(watcher.stdout, 'data');
    watcher.kill('SIGSTOP');
    await waitUntil(() => /WatchEvents.*CANCELLED/.test(scene.daemon.logs()), {
      timeoutMs: patienceMs,
      what: 'the watch of the client that stopped is ended',
    });
    expect((await anotherClient(scene).getInfo({})).version).not.toBe('');
  });
});

describe('a flood', () => {
  test('of calls by one client that reads no answer keeps the daemon small and others served (F36)', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const before = Number((await scene.client.getInfo({})).residentBytes);
    const socket = await opened(scene);
    const session = connectHttp2('http://daemon', { createConnection: () => socket });
    session.on('error', () => {});
    for (let call = 0; call < 3000; call += 1) {
      const stream = session.request({ ':method': 'POST', ':path': infoPath, 'content-type': 'application/grpc' });
      stream.on('error', () => {});
      stream.end(Buffer.from([0, 0, 0, 0, 0]));
      if (call === 200) socket.pause();
    }
    const other = anotherClient(scene);
    for (let round = 0; round < 20; round += 1) {
      expect((await other.getSandbox({ sandboxId: id })).sandbox?.state).toBe('SANDBOX_STATE_RUNNING');
    }
    const grown = Number((await other.getInfo({})).residentBytes) - before;
    expect(grown).toBeLessThan(64 * mebibyte);
    session.destroy();
  });

  test('of changes by many clients at once is answered call by call, with a reason of the table or a sandbox (F35, F36)', async () => {
    const scene = await startScene({ config: { max_sandboxes: 20 } });
    const clients = Array.from({ length: 10 }, () => anotherClient(scene));
    const calls = clients.flatMap((client, one) =>
      Array.from({ length: 30 }, async (_, other) => {
        try {
          return (
            (await client.acquireSandbox({ session: { session: `s${(one * 7 + other) % 40}` } })).sandbox?.id ?? ''
          );
        } catch (error) {
          return error instanceof Error && 'reason' in error ? String(error.reason) : String(error);
        }
      }),
    );
    const outcomes = new Set(await Promise.all(calls));
    const refused = [...outcomes].filter((outcome) => /[A-Z]/.test(outcome));
    expect(refused).toEqual(['CAPACITY_EXHAUSTED']);
    expect(await scene.engine.containers()).toHaveLength(20);
    expect(outcomes.size - refused.length).toBe(20);
  });
});
