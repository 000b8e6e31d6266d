// A whole command as one answer: a thin use of the streaming exec.

import { isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  CallOptions,
  ExecEnding,
  ExecHandle,
  ExecRequest,
  ExecResult,
  RunningExec,
  StartExecRequest,
} from '../../ports/runtime.ts';

/** How long a command may take to be gone once it is killed. */
const killTimeoutMs = 5_000;
const longestTimerMs = 2 ** 31 - 1;

/** What it takes of a runtime. */
export interface ExecStarter {
  readonly clock: Clock;
  start(request: StartExecRequest, call: CallOptions): Promise<RunningExec>;
  kill(handle: ExecHandle, call: CallOptions): Promise<void>;
  /** Owns what goes on after the caller has left. */
  keep(work: Promise<void>): void;
}

/** A request whose input may also come as it is read. */
export interface StreamExecRequest extends Omit<ExecRequest, 'stdin'> {
  readonly stdin: Uint8Array | AsyncIterable<Uint8Array> | null;
}

/**
 * Runs one command to its end or to its time-out, which kills it whole. Errors of startExec; EXEC_KILL_UNSUPPORTED when
 * its time is over and it cannot be ended.
 */
export async function runToEnd(
  starter: ExecStarter,
  request: StreamExecRequest,
  mark: string,
  call: CallOptions,
): Promise<ExecResult> {
  const { clock } = starter;
  const begunMs = clock.monotonicMs();
  const { argv, environment, workdir, user, stdin } = request;
  const input = stdin === null ? 'none' : stdin instanceof Uint8Array ? stdin : 'stream';
  const handle: ExecHandle = { mark, runtimeId: '', user };
  const killAbandoned = (): void =>
    starter.keep(starter.kill(handle, { signal: new AbortController().signal, timeoutMs: killTimeoutMs }));
  const started = { argv, environment, workdir, user, input, terminal: null, mark } as const;
  const startTimeoutMs = Math.min(call.timeoutMs, request.startTimeoutMs ?? call.timeoutMs);
  const exec = await starter.start(started, { ...call, timeoutMs: startTimeoutMs }).catch((error: unknown) => {
    // The command may have begun although nobody heard of it.
    if (isUnknownOutcome(error)) killAbandoned();
    throw error;
  });
  const kept = { stdout: new Kept(request.maxOutputBytes), stderr: new Kept(request.maxOutputBytes) };
  const reading = readAll(exec, kept);
  const feeding = stdin === null || stdin instanceof Uint8Array ? Promise.resolve() : feed(exec, stdin);
  try {
    const end = await firstEnd(clock, exec, feeding, request.timeoutMs, call.signal);
    if (end === 'timeout') await starter.kill(handle, { signal: call.signal, timeoutMs: killTimeoutMs });
    await orAfter(clock, reading, end === 'timeout' ? killTimeoutMs : null, call.signal);
    return {
      exitCode: end === 'timeout' ? null : end.exitCode,
      stdout: kept.stdout.bytes(),
      stderr: kept.stderr.bytes(),
      stdoutTruncatedBytes: kept.stdout.truncatedBytes,
      stderrTruncatedBytes: kept.stderr.truncatedBytes,
      timedOut: end === 'timeout',
      durationMs: clock.monotonicMs() - begunMs,
    };
  } catch (error) {
    if (call.signal.aborted) killAbandoned();
    throw error;
  } finally {
    exec.detach();
  }
}

/** Bounded: what is beyond is counted, and read to its end so that the command is never blocked. */
class Kept {
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(bytes: Uint8Array): void {
    const room = this.#maxBytes - this.#totalBytes;
    // A copy, because a small slice would hold its whole network buffer.
    if (room > 0) this.#chunks.push(Buffer.from(bytes.subarray(0, room)));
    this.#totalBytes += bytes.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get truncatedBytes(): number {
    return Math.max(this.#totalBytes - this.#maxBytes, 0);
  }
}

/** Never rejects: why the output ended early is told by the ending. */
async function readAll(exec: RunningExec, kept: Readonly<Record<'stdout' | 'stderr', Kept>>): Promise<void> {
  try {
    for await (const { stream, bytes } of exec.output) kept[stream].add(bytes);
  } catch {
    // The ending rejects with the same.
  }
}

async function feed(exec: RunningExec, stdin: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of stdin) await exec.write(piece);
  exec.endInput();
}

/** The ending, or that the time is over first. Throws why the input failed, or the signal's reason. */
async function firstEnd(
  clock: Clock,
  exec: RunningExec,
  feeding: Promise<void>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ExecEnding | 'timeout'> {
  const over = new AbortController();
  const waits = AbortSignal.any([signal, over.signal]);
  const time = clock.sleep(Math.min(timeoutMs, longestTimerMs), waits).then(() => 'timeout' as const);
  const brokenInput = feeding.then(() => new Promise<never>(() => undefined));
  for (const promise of [time, brokenInput]) promise.catch(() => undefined);
  try {
    return await Promise.race([exec.ending, time, brokenInput]);
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    throw error;
  } finally {
    over.abort();
  }
}

/** null: for as long as it takes. */
async function orAfter(clock: Clock, event: Promise<void>, limitMs: number | null, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const waits = AbortSignal.any([signal, over.signal]);
  const limit = clock.sleep(limitMs ?? longestTimerMs, waits);
  limit.catch(() => undefined);
  try {
    await Promise.race([event, limit]);
  } catch {
    throw reasonOf(signal);
  } finally {
    over.abort();
  }
}

function reasonOf(signal: AbortSignal): unknown {
  if (signal.reason instanceof SandkeepError) return signal.reason;
  return new SandkeepError('CALL_CANCELLED', 'the caller cancelled');
}
