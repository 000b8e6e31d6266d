import { linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { listenOnSocket, SocketError, type ListeningSocket, type SocketOptions } from '../../../src/grpc/socket.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

interface Bound {
  readonly listening: ListeningSocket;
  readonly accepted: Socket[];
}

async function bind(file: string, overrides: Partial<SocketOptions> = {}): Promise<Bound> {
  const accepted: Socket[] = [];
  const listening = await listenOnSocket({
    path: file,
    mode: 0o660,
    directoryMode: 0o750,
    group: null,
    inheritedFd: null,
    maxConnections: 10,
    firstByteTimeoutMs: 60_000,
    onConnection: (socket) => accepted.push(socket.resume()),
    ...overrides,
  });
  onTestFinished(async () => {
    for (const socket of accepted) socket.destroy();
    listening.close();
  });
  return { listening, accepted };
}

async function socketPath(): Promise<string> {
  return path.join(await temporaryDirectory('socket'), 'run', 'sandkeep.sock');
}

/** Resolves when connected; ends with the test. */
async function connected(file: string): Promise<Socket> {
  const socket = connect(file);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve());
  });
}

describe('the socket', () => {
  test('is 0660 in a directory of 0750, and nothing else is there (B3-80)', async () => {
    const file = await socketPath();
    await bind(file);
    expect(statSync(file).mode & 0o777).toBe(0o660);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o750);
    expect(readdirSync(path.dirname(file))).toEqual(['sandkeep.sock']);
  });

  test('leaves the mode of a directory that was there before', async () => {
    const file = await socketPath();
    mkdirSync(path.dirname(file), { mode: 0o711 });
    await bind(file);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o711);
  });

  test('that is served is not bound a second time', async () => {
    const file = await socketPath();
    await bind(file);
    const inode = statSync(file).ino;
    const refused = await bind(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SocketError);
    expect(refused).toMatchObject({ inUse: true, message: expect.stringContaining('another process serves') });
    expect(statSync(file).ino).toBe(inode);
    await connected(file);
  });

  test('that is left over from a killed daemon is replaced', async () => {
    const file = await socketPath();
    mkdirSync(path.dirname(file));
    // What a killed process leaves: the name of a socket that nobody listens on.
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(`${file}.dead`, () => resolve()));
    linkSync(`${file}.dead`, file);
    await new Promise<void>((resolve) => dead.close(() => resolve()));
    const before = statSync(file).ino;
    await bind(file);
    expect(statSync(file).ino).not.toBe(before);
    await connected(file);
  });

  test('does not replace a file that is no socket', async () => {
    const file = await socketPath();
    mkdirSync(path.dirname(file));
    writeFileSync(file, 'precious');
    await expect(bind(file)).rejects.toMatchObject({ inUse: false, message: expect.stringContaining('not a socket') });
    expect(statSync(file).size).toBe(8);
  });

  test('that cannot be had leaves nothing behind', async () => {
    const file = await socketPath();
    mkdirSync(path.dirname(file));
    await expect(bind(file, { group: 'no-such-group' })).rejects.toMatchObject({
      inUse: false,
      message: expect.stringContaining('socket_group'),
    });
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('is removed by its close', async () => {
    const file = await socketPath();
    const { listening } = await bind(file);
    listening.close();
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('of a new daemon is not removed by an old one that ends late', async () => {
    const file = await socketPath();
    const old = await bind(file);
    rmSync(file);
    const { accepted } = await bind(file);
    old.listening.close();
    await connected(file);
    expect(readdirSync(path.dirname(file))).toEqual(['sandkeep.sock']);
    expect(accepted).toHaveLength(1);
  });
});

describe('a connection', () => {
  test('that says nothing is closed, one that spoke is not', async () => {
    const file = await socketPath();
    const { accepted } = await bind(file, { firstByteTimeoutMs: 100 });
    const speaking = await connected(file);
    speaking.write('hello');
    const silent = await connected(file);
    await closed(silent);
    expect(accepted.map((socket) => socket.destroyed)).toEqual([false, true]);
    expect(speaking.destroyed).toBe(false);
  });

  test('beyond the largest number is closed at once', async () => {
    const file = await socketPath();
    await bind(file, { maxConnections: 2 });
    const kept = [await connected(file), await connected(file)];
    await closed(await connected(file));
    expect(kept.map((socket) => socket.destroyed)).toEqual([false, false]);
  });
});
