// The streams of a command. Node's own are sockets, which a command cannot open again, so that "> /dev/stderr" would
// fail in it: output goes through named pipes, input that is known is a file, and the names exist only until all ends
// are open. Input that is still to come is a socket: a named pipe whose writer has gone could not be opened again.

import { execFile } from 'node:child_process';
import { close, constants, open } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const makeTimeoutMs = 10_000;
const memoryDirectory = '/dev/shm';
const directoryPrefix = 'sandkeep-command-';
const run = promisify(execFile);
// Plain descriptors: a socket closes the one it is given, and a FileHandle would close it once more.
const openDescriptor = promisify(open);
const closeDescriptor = promisify(close);

export interface CommandPipes {
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** What the child gets as 0, 1 and 2. */
  readonly childDescriptors: readonly ['ignore' | 'pipe' | number, number, number];
  /** To be called once the child has been spawned, or could not be. */
  closeChildEnds(): Promise<void>;
}

/** Makes the streams of one command. Throws system errors; nothing stays open then. */
export async function openPipes(input: 'none' | 'stream' | Uint8Array): Promise<CommandPipes> {
  const directory = await makePrivateDirectory();
  const descriptors = new Set<number>();
  const openEnd = async (name: string, flags: number): Promise<number> => {
    const descriptor = await openDescriptor(path.join(directory, name), flags);
    descriptors.add(descriptor);
    return descriptor;
  };
  const closeEnds = async (): Promise<void> => {
    for (const descriptor of descriptors) await closeDescriptor(descriptor);
    descriptors.clear();
  };
  const openInput = async (): Promise<'ignore' | 'pipe' | number> => {
    if (input === 'none') return 'ignore';
    if (input === 'stream') return 'pipe';
    await writeFile(path.join(directory, 'in'), input, { mode: 0o600 });
    return await openEnd('in', O_RDONLY);
  };
  try {
    const places = ['out', 'err'].map((name) => path.join(directory, name));
    await run('mkfifo', ['-m', '0600', ...places], { timeout: makeTimeoutMs });
    const childInput = await openInput();
    // Ours does not block, so that it opens without a writer; then the child's opens at once and blocks as usual.
    const nearOut = await openEnd('out', O_RDONLY | O_NONBLOCK);
    const nearErr = await openEnd('err', O_RDONLY | O_NONBLOCK);
    const farOut = await openEnd('out', O_WRONLY);
    const farErr = await openEnd('err', O_WRONLY);
    const toSocket = (descriptor: number): Socket => {
      descriptors.delete(descriptor);
      return new Socket({ fd: descriptor, readable: true, writable: false });
    };
    return {
      stdout: toSocket(nearOut),
      stderr: toSocket(nearErr),
      childDescriptors: [childInput, farOut, farErr],
      closeChildEnds: closeEnds,
    };
  } catch (error) {
    await closeEnds();
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** In memory where the host has such a place, for the input may be secret. */
async function makePrivateDirectory(): Promise<string> {
  try {
    return await mkdtemp(path.join(memoryDirectory, directoryPrefix));
  } catch {
    return await mkdtemp(path.join(tmpdir(), directoryPrefix));
  }
}
