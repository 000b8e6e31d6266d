// The Unix socket: bound under a temporary name in a closed directory, given its mode, then renamed into place, so
// that nobody connects before it is closed to others, and an old daemon that ends late removes nothing of ours.

import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

export interface SocketOptions {
  readonly path: string;
  readonly mode: number;
  readonly directoryMode: number;
  readonly group: string | null;
  /** A listening socket that the service manager passed; then nothing is bound. */
  readonly inheritedFd: number | null;
  readonly maxConnections: number;
  /** A connection that sends nothing for this long is closed. */
  readonly firstByteTimeoutMs: number;
  readonly onConnection: (socket: Socket) => void;
}

export interface ListeningSocket {
  /** Stops accepting and removes the path if it still is ours. Open connections go on. */
  close(): void;
}

/** The socket cannot be had; `inUse` when another daemon answers on it. */
export class SocketError extends Error {
  readonly inUse: boolean;

  constructor(message: string, inUse: boolean) {
    super(message);
    this.name = 'SocketError';
    this.inUse = inUse;
  }
}

const probeTimeoutMs = 1000;
/** Who waits while the daemon starts. As systemd has it; Node's 511 would hold for a socket of systemd's too. */
const maxWaitingConnections = 4096;

export async function listenOnSocket(options: SocketOptions): Promise<ListeningSocket> {
  const server = createServer((socket) => acceptConnection(socket, options));
  server.maxConnections = options.maxConnections;
  if (options.inheritedFd !== null) {
    await listen(server, { fd: options.inheritedFd });
    return { close: () => server.close() };
  }
  const inode = await bind(server, options);
  return {
    close: () => {
      const present = lstatSync(options.path, { throwIfNoEntry: false });
      if (present?.ino === inode) rmSync(options.path, { force: true });
      // Its callback waits for connections, which clients keep open; they are ended by whoever serves them.
      server.close();
    },
  };
}

/** The inode of the bound socket. SocketError for whatever stands in the way. */
async function bind(server: Server, options: SocketOptions): Promise<number> {
  try {
    prepareDirectory(options);
    await assertFree(options.path);
    const temporary = join(dirname(options.path), `.${randomBytes(4).toString('hex')}`);
    await listen(server, { path: temporary });
    chmodSync(temporary, options.mode);
    if (options.group !== null) chownSync(temporary, -1, groupId(options.group));
    const inode = statSync(temporary).ino;
    renameSync(temporary, options.path);
    return inode;
  } catch (error) {
    // Takes the temporary name away with it.
    server.close();
    if (error instanceof SocketError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new SocketError(
      `cannot listen on ${options.path}: ${message}; set "socket" to a path that can be written`,
      false,
    );
  }
}

/** bytesRead counts below HTTP/2 too, so the connection is handed over at once and looked at again later. */
function acceptConnection(socket: Socket, options: SocketOptions): void {
  socket.on('error', () => socket.destroy());
  const timer = setTimeout(() => {
    if (socket.bytesRead === 0) socket.destroy();
  }, options.firstByteTimeoutMs);
  socket.once('close', () => clearTimeout(timer));
  options.onConnection(socket);
}

function prepareDirectory(options: SocketOptions): void {
  const directory = dirname(options.path);
  const existed = lstatSync(directory, { throwIfNoEntry: false }) !== undefined;
  mkdirSync(directory, { recursive: true, mode: options.directoryMode });
  // A directory that somebody else made, such as /tmp or the service manager's, keeps its mode.
  if (existed) return;
  chmodSync(directory, options.directoryMode);
  if (options.group !== null) chownSync(directory, -1, groupId(options.group));
}

/** A socket file that nobody answers is left over and replaced; anything else is not ours to touch. */
async function assertFree(path: string): Promise<void> {
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) return;
  if (!present.isSocket()) {
    throw new SocketError(`${path} exists and is not a socket; remove it or set "socket" to another path`, false);
  }
  if (await answers(path)) {
    throw new SocketError(`another process serves ${path}; stop it or set "socket" to another path`, true);
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    // Somebody who accepts slowly is somebody.
    socket.setTimeout(probeTimeoutMs, () => end(true));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

function listen(server: Server, where: { fd: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // As an option it would count for paths only.
    server.listen(where, maxWaitingConnections, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A group by name or number, from /etc/group. */
function groupId(group: string): number {
  if (/^\d+$/.test(group)) return Number(group);
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${group}:`));
  if (line === undefined)
    throw new SocketError(`socket_group "${group}" does not exist; create it or name another`, false);
  return Number(line.split(':')[2]);
}
