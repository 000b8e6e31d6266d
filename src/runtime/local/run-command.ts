// One command from spawn to its last byte: its own process group, output bounded and always drained, killed whole
// at the time-out or when the caller goes away. A background child that keeps the output open is not waited for.

import { type ChildProcess, spawn } from 'node:child_process';
import { constants as osConstants } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { cancellation, errorCode } from '../rooted/file-errors.ts';
import { longestTimerMs } from './call-scope.ts';
import { BoundedOutput } from './bounded-output.ts';
import { type CommandPipes, openPipes } from './command-pipes.ts';
import { isGroupAlive, killMarked, signalGroup } from './marked-processes.ts';

/** How long output may still come after the command itself has ended: while others hold it, and while none does. */
const heldOutputMs = 200;
const freeOutputMs = 5_000;
/** How long a killed command may take to be gone. */
const killWaitMs = 5_000;
const maxStatusBytes = 4_096;

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

export interface CommandLimits {
  readonly stdin: Uint8Array | null;
  readonly maxOutputBytes: number;
  readonly timeoutMs: number;
}

export interface CommandOutcome {
  /** 128 plus the signal for a command that a signal ended; null after the time-out. */
  readonly exitCode: number | null;
  readonly stdout: BoundedOutput;
  readonly stderr: BoundedOutput;
  /** What came on descriptor 4. */
  readonly status: string;
  readonly timedOut: boolean;
}

type Ending = 'exited' | 'timed-out' | 'aborted';

/**
 * Runs the plan to its end; onStarted gets the leader of its process group.
 * COMMAND_NOT_FOUND, INVALID_FIELD when the arguments are too long, RUNTIME_UNAVAILABLE when the host cannot start
 * processes, CALL_CANCELLED or the signal's own reason.
 */
export async function runCommand(
  plan: CommandPlan,
  limits: CommandLimits,
  clock: Clock,
  signal: AbortSignal,
  onStarted: (leaderPid: number) => void,
): Promise<CommandOutcome> {
  const pipes = await openPipes(limits.stdin).catch((error: unknown) => {
    throw startFailure(error, plan);
  });
  try {
    const child = await spawnWith(plan, pipes);
    if (child.pid !== undefined) onStarted(child.pid);
    const stdout = collect(pipes.stdout, limits.maxOutputBytes);
    const stderr = collect(pipes.stderr, limits.maxOutputBytes);
    const status = plan.sealedArguments === null ? null : sealedStreams(child, plan.sealedArguments);

    const exit = onExit(child);
    const ending = await firstEnding(exit, limits.timeoutMs, clock, signal);
    if (ending !== 'exited') await killTree(child, plan.marker, exit, clock);
    await drained([pipes.stdout, pipes.stderr, ...(status === null ? [] : [status.stream])], child, clock);
    if (ending === 'aborted') throw cancellation(signal);
    const timedOut = ending === 'timed-out';
    const statusText = status?.output.bytes().toString('utf8') ?? '';
    return { exitCode: timedOut ? null : await exit, stdout, stderr, status: statusText, timedOut };
  } finally {
    pipes.stdout.destroy();
    pipes.stderr.destroy();
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

function collect(stream: Readable, maxBytes: number): BoundedOutput {
  const output = new BoundedOutput(maxBytes);
  stream.on('data', (chunk: Uint8Array) => output.push(chunk));
  stream.on('error', ignoreBrokenPipe);
  return output;
}

function ignoreBrokenPipe(): void {}

function sealedStreams(child: ChildProcess, sealed: Uint8Array): { stream: Readable; output: BoundedOutput } {
  const [, , , input, stream] = child.stdio;
  if (!(input instanceof Writable) || !(stream instanceof Readable))
    throw new TypeError('descriptors 3 and 4 are pipes');
  input.on('error', ignoreBrokenPipe);
  input.end(sealed);
  return { stream, output: collect(stream, maxStatusBytes) };
}

async function onExit(child: ChildProcess): Promise<number> {
  return await new Promise((resolve) => {
    const settle = (code: number | null, signalName: NodeJS.Signals | null): void => {
      resolve(code ?? 128 + (signalName === null ? 0 : osConstants.signals[signalName]));
    };
    if (child.exitCode !== null || child.signalCode !== null) settle(child.exitCode, child.signalCode);
    else child.once('exit', settle);
  });
}

async function firstEnding(
  exit: Promise<unknown>,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Ending> {
  const over = new AbortController();
  const { promise: aborted, resolve } = Promise.withResolvers<Ending>();
  const onAbort = (): void => resolve('aborted');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([
      exit.then((): Ending => 'exited'),
      sleepUntil(clock, Math.min(timeoutMs, longestTimerMs), over.signal).then((): Ending => 'timed-out'),
      aborted,
    ]);
  } finally {
    over.abort();
    signal.removeEventListener('abort', onAbort);
  }
}

async function killTree(child: ChildProcess, marker: string, exit: Promise<unknown>, clock: Clock): Promise<void> {
  if (child.pid !== undefined) signalGroup(child.pid);
  await killMarked(marker);
  await orAfter(exit, killWaitMs, clock);
}

/** Waits until the streams have ended, for a bounded time. */
async function drained(streams: readonly Readable[], child: ChildProcess, clock: Clock): Promise<void> {
  const ends = streams.map(async (stream) => {
    if (stream.closed) return;
    await new Promise<void>((resolve) => stream.once('close', resolve));
  });
  const isHeld = child.pid !== undefined && isGroupAlive(child.pid);
  await orAfter(Promise.all(ends), isHeld ? heldOutputMs : freeOutputMs, clock);
  // Timers come before reads in a late turn of the event loop: what is there already is still taken.
  await nextTurn();
}

async function orAfter(event: Promise<unknown>, limitMs: number, clock: Clock): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([event, sleepUntil(clock, limitMs, over.signal)]);
  } finally {
    over.abort();
  }
}

/** Never rejects: once it is aborted nobody waits for it any more. */
async function sleepUntil(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(delayMs, signal).catch(() => undefined);
}
