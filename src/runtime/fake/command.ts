// Commands of an exec, really run on the host: the fake isolates nothing.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

import type { Clock } from '../../ports/clock.ts';
import { Problem } from './problem.ts';
import type { ExecReply } from './protocol.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Command {
  readonly argv: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: Buffer;
  readonly maxOutputBytes: number;
  readonly timeoutMs: number;
  /** Called with the process group once it runs. */
  readonly onStarted: (group: number) => void;
}

/** How long output is still read after the end, when a background child keeps it open. */
const drainMs = 200;
const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };
const shellSignalBase = 128;

export async function runCommand(command: Command, clock: Clock): Promise<ExecReply> {
  const child = await start(command);
  const stdout = new BoundedOutput(child.stdout, command.maxOutputBytes);
  const stderr = new BoundedOutput(child.stderr, command.maxOutputBytes);
  // A command that does not read its input closes the pipe; that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(command.stdin);
  const ending = new AbortController();
  const timeout = killAfter(clock, command.timeoutMs, child, ending.signal);
  const exitCode = await ended(child);
  ending.abort();
  const timedOut = await timeout;
  await Promise.race([Promise.all([stdout.ended, stderr.ended]), clock.sleep(drainMs, new AbortController().signal)]);
  return {
    exitCode: timedOut ? null : exitCode,
    stdoutBase64: stdout.taken().toString('base64'),
    stderrBase64: stderr.taken().toString('base64'),
    stdoutTruncatedBytes: stdout.droppedBytes,
    stderrTruncatedBytes: stderr.droppedBytes,
    timedOut,
  };
}

export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // The group is gone.
  }
}

/** True when the time ran out first, and the group was killed. */
async function killAfter(clock: Clock, timeoutMs: number, child: Child, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(timeoutMs, signal);
  } catch {
    return false;
  }
  signalGroup(child.pid, 'SIGKILL');
  return true;
}

async function start(command: Command): Promise<Child> {
  const [program = '', ...parameters] = command.argv;
  const child = spawn(program, parameters, {
    cwd: command.directory,
    env: command.environment,
    // A group of its own, so that a timeout ends the whole tree.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return await new Promise<Child>((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Problem(400, 'command-not-found', `exec "${program}" failed: ${error.message}`));
    });
    child.once('spawn', () => {
      if (child.pid !== undefined) command.onStarted(child.pid);
      resolve(child);
    });
  });
}

async function ended(child: Child): Promise<number> {
  return await new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? shellSignalBase + (signalNumbers[signal ?? ''] ?? 0)));
  });
}

class BoundedOutput {
  readonly ended: Promise<void>;
  droppedBytes = 0;
  readonly #chunks: Buffer[] = [];
  #freeBytes: number;

  constructor(stream: Readable, maxBytes: number) {
    this.#freeBytes = maxBytes;
    this.ended = new Promise((resolve) => stream.once('close', resolve));
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => this.#add(chunk));
  }

  taken(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  #add(chunk: Buffer): void {
    const kept = chunk.subarray(0, this.#freeBytes);
    this.#freeBytes -= kept.length;
    this.droppedBytes += chunk.length - kept.length;
    if (kept.length > 0) this.#chunks.push(kept);
  }
}
