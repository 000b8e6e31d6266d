// One command from spawn to its last byte: its own process group, streams at the pace of their reader. A background
// child that keeps the output open is not waited for.

import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StartExecRequest } from '../../ports/runtime.ts';
import { OutputQueue } from '../exec/output-queue.ts';
import { errorCode } from '../rooted/file-errors.ts';
import { type CommandPipes, openPipes } from './command-pipes.ts';

/** How long the status may still come after the end. */
const statusWaitMs = 1_000;
const maxStatusBytes = 4_096;
const maxHeadBytes = 4_096;

export interface CommandPlan {
  readonly file: string;
  readonly arguments: readonly string[];
  /** null: the daemon's own; bubblewrap goes where it is told. */
  readonly directory: string | null;
  readonly environment: Readonly<Record<string, string>>;
  /** In the environment of all its processes. */
  readonly marker: string;
  /** Bytes for descriptor 3; with them, descriptor 4 is read as status. */
  readonly sealedArguments: Uint8Array | null;
  /** As the client wrote it, for messages. */
  readonly shownCommand: string;
}

export interface CommandEnd {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What came on descriptor 4. */
  readonly status: string;
}

export interface StartedCommand {
  /** Leader of its process group. */
  readonly pid: number;
  /** Ends by itself when all streams are closed; the owner ends it when the command is over and others hold them. */
  readonly output: OutputQueue;
  /** null when the command reads no stream. */
  readonly stdin: Writable | null;
  /** The beginning of its standard error. */
  stderrHead(): Buffer;
  /** Never rejects. */
  readonly ended: Promise<CommandEnd>;
}

/**
 * Starts the plan. COMMAND_NOT_FOUND, INVALID_FIELD when the arguments are too long, RUNTIME_UNAVAILABLE when the host
 * cannot start processes.
 */
export async function startCommand(
  plan: CommandPlan,
  input: StartExecRequest['input'],
  clock: Clock,
): Promise<StartedCommand> {
  const pipes = await openPipes(input).catch((error: unknown) => {
    throw startFailure(error, plan);
  });
  try {
    const child = await spawnWith(plan, pipes);
    const status = plan.sealedArguments === null ? null : new Status(child, plan.sealedArguments);
    const ended = onExit(child).then(async (end) => {
      child.stdin?.destroy();
      return { ...end, status: (await status?.text(clock)) ?? '' };
    });
    child.stdin?.on('error', ignoreBrokenPipe);
    let head = Buffer.alloc(0);
    pipes.stderr.on('data', (chunk: Buffer) => {
      if (head.length < maxHeadBytes) head = Buffer.concat([head, chunk.subarray(0, maxHeadBytes - head.length)]);
    });
    const output = outputOf(pipes, clock);
    return { pid: child.pid ?? 0, output, stdin: child.stdin, stderrHead: () => head, ended };
  } catch (error) {
    pipes.stdout.destroy();
    pipes.stderr.destroy();
    throw error;
  }
}

async function spawnWith(plan: CommandPlan, pipes: CommandPipes): Promise<ChildProcess> {
  const extra = plan.sealedArguments === null ? [] : (['pipe', 'pipe'] as const);
  try {
    const child = spawn(plan.file, [...plan.arguments], {
      ...(plan.directory === null ? {} : { cwd: plan.directory }),
      env: { ...plan.environment },
      detached: true,
      stdio: [...pipes.childDescriptors, ...extra],
    });
    await started(child);
    return child;
  } catch (error) {
    throw startFailure(error, plan);
  } finally {
    await pipes.closeChildEnds();
  }
}

async function started(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

/** The system's own message names host paths, so it is not passed on. */
function startFailure(error: unknown, plan: CommandPlan): SandkeepError {
  const code = errorCode(error) ?? 'unknown';
  const shown = JSON.stringify(plan.shownCommand);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SandkeepError('COMMAND_NOT_FOUND', `${shown} was not found`);
  if (code === 'EACCES' || code === 'ENOEXEC') {
    return new SandkeepError('COMMAND_NOT_FOUND', `${shown} cannot be executed`);
  }
  if (code === 'E2BIG') return new SandkeepError('INVALID_FIELD', 'argv and environment are too long for the host');
  return new SandkeepError('RUNTIME_UNAVAILABLE', `the host could not start ${shown}: ${code}`);
}

function outputOf(pipes: CommandPipes, clock: Clock): OutputQueue {
  const { stdout, stderr } = pipes;
  const queue = new OutputQueue(clock, {
    pause: () => {
      stdout.pause();
      stderr.pause();
    },
    resume: () => {
      stdout.resume();
      stderr.resume();
    },
    close: () => {
      stdout.destroy();
      stderr.destroy();
    },
  });
  let open = 2;
  const streams = { stdout, stderr };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].on('data', (chunk: Uint8Array) => queue.push(name, chunk));
    streams[name].on('error', ignoreBrokenPipe);
    streams[name].once('close', () => {
      open -= 1;
      if (open === 0) queue.end();
    });
  }
  return queue;
}

function ignoreBrokenPipe(): void {}

/** What bubblewrap is told and what it tells. */
class Status {
  readonly #closed: Promise<void>;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(child: ChildProcess, sealed: Uint8Array) {
    const [, , , input, stream] = child.stdio;
    if (!(input instanceof Writable) || !(stream instanceof Readable)) {
      throw new TypeError('descriptors 3 and 4 are pipes');
    }
    input.on('error', ignoreBrokenPipe);
    input.end(sealed);
    stream.on('error', ignoreBrokenPipe);
    stream.on('data', (chunk: Uint8Array) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= maxStatusBytes) this.#chunks.push(chunk);
    });
    this.#closed = new Promise((resolve) => stream.once('close', resolve));
  }

  async text(clock: Clock): Promise<string> {
    const over = new AbortController();
    const limit = clock.sleep(statusWaitMs, over.signal).catch(() => undefined);
    await Promise.race([this.#closed, limit]);
    over.abort();
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

async function onExit(child: ChildProcess): Promise<Omit<CommandEnd, 'status'>> {
  return await new Promise((resolve) => {
    const settle = (exitCode: number | null, signal: NodeJS.Signals | null): void => resolve({ exitCode, signal });
    if (child.exitCode !== null || child.signalCode !== null) settle(child.exitCode, child.signalCode);
    else child.once('exit', settle);
  });
}
