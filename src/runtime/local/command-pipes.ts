// Named pipes for a command's streams. Node's own are sockets, which a command cannot open again, so that
// "> /dev/stderr" would fail in it. The names exist only until both ends are open.

import { execFile } from 'node:child_process';
import { close, constants, open } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const makeTimeoutMs = 10_000;
const run = promisify(execFile);
// Plain descriptors: a socket closes the one it is given, and a FileHandle would close it once more.
const openDescriptor = promisify(open);
const closeDescriptor = promisify(close);

export interface CommandPipes {
  /** null: the command reads the end of its input at once. */
  readonly stdin: Socket | null;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** What the child gets as 0, 1 and 2. */
  readonly childDescriptors: readonly ['ignore' | number, number, number];
  /** To be called once the child has been spawned, or could not be. */
  closeChildEnds(): Promise<void>;
}

/** Makes the pipes of one command. Throws system errors; nothing stays open then. */
export async function openPipes(input: 'with-stdin' | 'no-stdin'): Promise<CommandPipes> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sandkeep-pipes-'));
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
  const toSocket = (descriptor: number, direction: 'readable' | 'writable'): Socket => {
    descriptors.delete(descriptor);
    return new Socket({ fd: descriptor, readable: direction === 'readable', writable: direction === 'writable' });
  };
  try {
    const names = input === 'with-stdin' ? ['in', 'out', 'err'] : ['out', 'err'];
    const places = names.map((name) => path.join(directory, name));
    await run('mkfifo', ['-m', '0600', ...places], { timeout: makeTimeoutMs });
    const stdin = input === 'with-stdin' ? await openInput(openEnd) : null;
    const stdout = await openOutput(openEnd, 'out');
    const stderr = await openOutput(openEnd, 'err');
    return {
      stdin: stdin === null ? null : toSocket(stdin.near, 'writable'),
      stdout: toSocket(stdout.near, 'readable'),
      stderr: toSocket(stderr.near, 'readable'),
      childDescriptors: [stdin?.far ?? 'ignore', stdout.far, stderr.far],
      closeChildEnds: closeEnds,
    };
  } catch (error) {
    await closeEnds();
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type OpenEnd = (name: string, flags: number) => Promise<number>;

interface Ends {
  /** Non-blocking, for this process. */
  readonly near: number;
  /** Blocking, for the child. */
  readonly far: number;
}

async function openOutput(openEnd: OpenEnd, name: string): Promise<Ends> {
  const near = await openEnd(name, O_RDONLY | O_NONBLOCK);
  return { near, far: await openEnd(name, O_WRONLY) };
}

/** A writer only opens beside a reader and a blocking reader only beside a writer: a helper end breaks the ring. */
async function openInput(openEnd: OpenEnd): Promise<Ends> {
  // Closed with the child's ends.
  await openEnd('in', O_RDONLY | O_NONBLOCK);
  const near = await openEnd('in', O_WRONLY | O_NONBLOCK);
  return { near, far: await openEnd('in', O_RDONLY) };
}
