// Who can open the socket, and how much of the daemon one that can may take.

import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { connect as connectHttp } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { hasReason } from '../../src/client/errors.ts';
import { anotherClient, refusalOf, sandboxOf, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const patience = { timeoutMs: 10_000 };
const modeOf = (file: string): string => (statSync(file).mode & 0o7777).toString(8);

describe('the files', () => {
  test('of the state are of the daemon alone, and the socket is of its group', async () => {
    const { daemon, client } = await startScene();
    await client.acquireSandbox({ session: { session: 's' } });
    await client.backup({});
    expect([modeOf(path.dirname(daemon.socketPath)), modeOf(daemon.socketPath)]).toEqual(['750', '660']);
    const entries = readdirSync(daemon.stateDir, { recursive: true, withFileTypes: true });
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['state.db', 'secret.key', 'backups']));
    const modes = entries.map((entry) => [entry.name, statSync(path.join(entry.parentPath, entry.name)).mode & 0o077]);
    expect(modes.filter(([, mode]) => mode !== 0)).toEqual([]);
  });

  test.each([
    ['0600', '0700'],
    ['0666', '0755'],
  ])('of the socket have the modes of the config: %s in a directory of %s', async (mode, directoryMode) => {
    const config = { socket_mode: mode, socket_directory_mode: directoryMode };
    const { daemon } = await startScene({ config });
    const modes = [modeOf(daemon.socketPath), modeOf(path.dirname(daemon.socketPath))];
    expect(modes).toEqual([mode.slice(1), directoryMode.slice(1)]);
  });

  test.skipIf(!isRoot)('keep other users out, and let in those of socket_group (as root)', async () => {
    const scene = await startScene({ config: { socket_group: String(nobody) } });
    chmodSync(scene.directory, 0o711);
    const script = `require('net').connect(process.argv[1]).on('connect', () => process.exit(0)).on('error', (e) => { console.log(e.code); process.exit(1); })`;
    const tryAs = (uid: number, gid: number) =>
      spawnSync(process.execPath, ['-e', script, scene.daemon.socketPath], { uid, gid, encoding: 'utf8' });
    expect(tryAs(nobody, nobody)).toMatchObject({ status: 0 });
    expect(tryAs(nobody - 1, nobody - 1)).toMatchObject({ status: 1, stdout: 'EACCES\n' });
  });
});

describe('a limit', () => {
  test('limits.max_connections: the next connection is closed, and a place that is free again is given', async () => {
    const scene = await startScene({ config: { limits: { max_connections: 3 } } });
    scene.client.close();
    const open: Socket[] = [];
    const connection = (): Promise<'open' | 'closed'> => {
      const socket = connectSocket(scene.daemon.socketPath);
      onTestFinished(() => void socket.destroy());
      open.push(socket);
      // The preface of HTTP/2: whoever is served gets its settings.
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0');
      return new Promise((resolve) => {
        socket.once('data', () => resolve('open'));
        for (const event of ['close', 'error']) socket.once(event, () => resolve('closed'));
      });
    };
    let taken = 0;
    // The client of the scene leaves its place in its own time.
    const takePlace = async (): Promise<boolean> => {
      if ((await connection()) === 'open') taken += 1;
      return taken === 3;
    };
    await waitUntil(takePlace, { ...patience, what: 'three connections are served' });
    expect(await connection()).toBe('closed');
    open.find((socket) => !socket.destroyed)?.destroy();
    await waitUntil(async () => (await connection()) === 'open', { ...patience, what: 'a place is free again' });
  });

  test('limits.max_streams_per_connection: it is what the daemon tells every client', async () => {
    const { daemon } = await startScene({ config: { limits: { max_streams_per_connection: 2 } } });
    const session = connectHttp('http://localhost', { createConnection: () => connectSocket(daemon.socketPath) });
    onTestFinished(() => session.destroy());
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    session.once('remoteSettings', (settings) => resolve(settings.maxConcurrentStreams));
    expect(await promise).toBe(2);
  });

  test('limits.max_message_bytes: a larger request is refused, and the next one is served', async () => {
    const scene = await startScene({ config: { limits: { max_message_bytes: '64k' } } });
    const { id: sandboxId } = sandboxOf(await scene.client.acquireSandbox({ session: { session: 's' } }));
    const call = scene.client.runExec({ sandboxId, argv: ['true'], stdin: Buffer.alloc(80 * 1024) });
    const refusal: unknown = await call.catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
    expect((await scene.client.runExec({ sandboxId, argv: ['true'] })).exitCode).toBe(0);
  });

  test('access.creates_per_minute: one owner has no more made, reuse costs nothing, others are served', async () => {
    const scene = await startScene({ config: { access: { creates_per_minute: 2 } } });
    const acquire = (user: string, session: string) => scene.client.acquireSandbox({ session: { user, session } });
    await acquire('ada', 's1');
    await acquire('ada', 's2');
    for (let reuse = 0; reuse < 5; reuse += 1) await acquire('ada', 's1');
    const refused = await refusalOf(acquire('ada', 's3'));
    expect(hasReason(refused, 'TOO_MANY_REQUESTS')).toBe(true);
    expect(refused.quotaViolations).toMatchObject([{ subject: 'access.creates_per_minute' }]);
    expect((await refusalOf(scene.client.createSandbox({ session: { user: 'ada', session: 's1' } }))).reason).toBe(
      'TOO_MANY_REQUESTS',
    );
    await acquire('bob', 's3');
    // A reload applies another one.
    scene.daemon.writeConfig(scene.config({ access: { creates_per_minute: 0 } }));
    await anotherClient(scene).reload({});
    await acquire('ada', 's3');
  });
});
