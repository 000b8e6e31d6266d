// Commands in a running container. The engine has no call that ends one, so every command carries a mark in its
// environment that all its children inherit, and a second exec kills whatever carries it.

import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

import type { ExecRequest, ExecResult, InstanceTarget } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { withContainerId } from './containers.ts';
import { FrameSplitter } from './demux.ts';
import { EngineFailure, connectionFailure, hasStatus, saysThat } from './errors.ts';
import { execRefusal, notRunning, refusalInOutput } from './exec-errors.ts';
import { killMarked, markVariable } from './exec-kill.ts';
import { flagAt, numberAt, textAt } from './json.ts';
import { createdId } from './observe.ts';

const markBytes = 16;
/** An engine's refusal stands at the beginning of the output. */
const headBytes = 1_000;
/** The exit code is there a moment after the output has ended. */
const firstExitPollMs = 2;
/** A background child may hold the output open for ever, so the command itself is looked at too. */
const firstLivenessPollMs = 250;
const longestPollMs = 1_000;
/** Output that is still on its way when the command has ended. */
const quietMs = 100;
const longestDrainMs = 2_000;

/** Bounded: what is beyond is counted, and read to its end so that the command is never blocked. */
class Kept {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(bytes: Buffer): void {
    const room = Math.max(this.#maxBytes, headBytes) - this.#totalBytes;
    // A copy, because a small slice would hold its whole network buffer.
    if (room > 0) this.#chunks.push(Buffer.from(bytes.subarray(0, room)));
    this.#totalBytes += bytes.length;
  }

  bytes(): Buffer {
    return this.#all().subarray(0, this.#maxBytes);
  }

  /** The beginning, also when less may be passed on. */
  head(): Buffer {
    return this.#all().subarray(0, headBytes);
  }

  get truncatedBytes(): number {
    return Math.max(this.#totalBytes - this.#maxBytes, 0);
  }

  #all(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

interface Running {
  readonly engine: Engine;
  readonly containerId: string;
  readonly execId: string;
  readonly socket: Socket;
  readonly stdout: Kept;
  readonly stderr: Kept;
  readonly mark: string;
  lastOutputMs: number;
}

/** A request whose input may also come as it is read. */
export interface StreamExecRequest extends Omit<ExecRequest, 'stdin'> {
  readonly stdin: Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** What exec needs of its owner: work that goes on after the caller has left. */
export type KeepBackgroundWork = (work: Promise<void>) => void;

/** Runs one command to its end or to its time-out. COMMAND_NOT_FOUND, FILE_NOT_FOUND, INVALID_FIELD, WRONG_STATE, SANDBOX_LOST. */
export async function runExec(
  engine: Engine,
  target: InstanceTarget,
  request: StreamExecRequest,
  signal: AbortSignal,
  keepBackgroundWork: KeepBackgroundWork,
): Promise<ExecResult> {
  const startedMs = engine.clock.monotonicMs();
  const running = await begin(engine, target, request, signal, keepBackgroundWork);
  try {
    const end = await untilEnd(running, request, signal);
    if (end === 'timeout') {
      await killMarked(engine, running.containerId, running.mark, request.user, signal);
      await drain(running, signal);
    }
    return {
      exitCode: end === 'timeout' ? null : exitCodeIn(end.inspection, running, request, target),
      stdout: running.stdout.bytes(),
      stderr: withoutEngineWords(running.stderr.bytes(), engine),
      stdoutTruncatedBytes: running.stdout.truncatedBytes,
      stderrTruncatedBytes: running.stderr.truncatedBytes,
      timedOut: end === 'timeout',
      durationMs: engine.clock.monotonicMs() - startedMs,
    };
  } catch (error) {
    if (signal.aborted) {
      keepBackgroundWork(killAbandoned(engine, running.containerId, running.mark, request.user));
    }
    throw error;
  } finally {
    running.socket.destroy();
  }
}

async function begin(
  engine: Engine,
  target: InstanceTarget,
  request: StreamExecRequest,
  signal: AbortSignal,
  keepBackgroundWork: KeepBackgroundWork,
): Promise<Running> {
  const mark = randomBytes(markBytes).toString('hex');
  return await withContainerId(engine, target.ref, signal, async (containerId) => {
    const execId = await createExec(engine, target, containerId, request, mark, signal);
    const abandon = (): void => keepBackgroundWork(killAbandoned(engine, containerId, mark, request.user));
    const socket = await startExec(engine, target, request, execId, signal, abandon);
    // The modem's request is over; from here the connection itself has to hear the signal.
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    const kept = { stdout: new Kept(request.maxOutputBytes), stderr: new Kept(request.maxOutputBytes) };
    if (request.stdin !== null) feed(socket, request.stdin);
    return { engine, containerId, execId, socket, ...kept, mark, lastOutputMs: engine.clock.monotonicMs() };
  });
}

/** Gives the command its input. A failure destroys the connection, which the reader of the output sees. */
function feed(socket: Socket, stdin: Uint8Array | AsyncIterable<Uint8Array>): void {
  if (stdin instanceof Uint8Array) socket.end(stdin);
  else
    Readable.from(stdin, { objectMode: false })
      .on('error', (error) => socket.destroy(error))
      .pipe(socket);
}

async function createExec(
  engine: Engine,
  target: InstanceTarget,
  containerId: string,
  request: StreamExecRequest,
  mark: string,
  signal: AbortSignal,
): Promise<string> {
  const workdir = request.workdir ?? target.workdir;
  const body = {
    Cmd: request.argv,
    Env: [...Object.entries(request.environment).map(([name, value]) => `${name}=${value}`), `${markVariable}=${mark}`],
    AttachStdin: request.stdin !== null,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    ...(workdir === null ? {} : { WorkingDir: workdir }),
    ...(request.user === null ? {} : { User: request.user }),
  };
  try {
    return createdId(
      await engine.client.json({ method: 'POST', path: `/containers/${containerId}/exec`, body }, signal),
    );
  } catch (error) {
    throw execRefusal(error, target.ref, request);
  }
}

async function startExec(
  engine: Engine,
  target: InstanceTarget,
  request: StreamExecRequest,
  execId: string,
  signal: AbortSignal,
  abandon: () => void,
): Promise<Socket> {
  const body = { Detach: false, Tty: false };
  try {
    return await engine.client.hijack({ method: 'POST', path: `/exec/${execId}/start`, body }, signal);
  } catch (error) {
    // The command may have begun although nobody heard of it.
    if (signal.aborted) abandon();
    // Execs are forgotten when their container stops.
    if (hasStatus(error, 404)) throw notRunning(target.ref, error);
    throw execRefusal(error, target.ref, request);
  }
}

/** Waits for the end of the command or of its time. Without an answer of the engine about it the inspection is null. */
async function untilEnd(
  running: Running,
  request: StreamExecRequest,
  signal: AbortSignal,
): Promise<'timeout' | { readonly inspection: unknown }> {
  const waits = new AbortController();
  const waitSignal = AbortSignal.any([signal, waits.signal]);
  const ends = [
    running.engine.clock.sleep(request.timeoutMs, waitSignal).then(() => 'timeout' as const),
    watchOutput(running, request.stdin !== null, waitSignal),
    watchCommand(running, waitSignal),
  ];
  for (const end of ends) end.catch(() => undefined);
  try {
    return await Promise.race(ends);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    waits.abort();
  }
}

/** The usual end: the output, and a moment later the command. A command may also close its output and go on. */
async function watchOutput(
  running: Running,
  hasStdin: boolean,
  signal: AbortSignal,
): Promise<{ readonly inspection: unknown }> {
  await readOutput(running, hasStdin);
  return { inspection: await inspectWhenEnded(running, firstExitPollMs, signal) };
}

/** The other end: the command, while a child of it holds the output open. */
async function watchCommand(running: Running, signal: AbortSignal): Promise<{ readonly inspection: unknown }> {
  await running.engine.clock.sleep(firstLivenessPollMs, signal);
  const inspection = await inspectWhenEnded(running, firstLivenessPollMs, signal);
  await drain(running, signal);
  return { inspection };
}

/** Asks until the command does not run any more; null when the engine has forgotten it. */
async function inspectWhenEnded(running: Running, firstPauseMs: number, signal: AbortSignal): Promise<unknown> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPollMs)) {
    const inspection = await inspectExec(running, signal);
    if (!flagAt(inspection, 'Running')) return inspection;
    await running.engine.clock.sleep(pauseMs, signal);
  }
}

/** Resolves at the end of the output. It is read at once, since a connection that fails drops what is not. */
async function readOutput(running: Running, hasStdin: boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { socket } = running;
  const splitter = new FrameSplitter();
  socket.on('data', (piece: Buffer) => {
    try {
      for (const { stream, bytes } of splitter.push(piece)) running[stream].add(bytes);
      running.lastOutputMs = running.engine.clock.monotonicMs();
    } catch (error) {
      reject(error);
    }
  });
  socket.on('error', (error) => {
    // A command may end without reading its stdin; the engine then closes on us while we write.
    if (hasStdin && /^(EPIPE|ECONNRESET)$/.test(textAt(error, 'code'))) resolve();
    else reject(connectionFailure(error));
  });
  socket.on('end', resolve);
  socket.on('close', resolve);
  await promise;
  if (!hasStdin && !splitter.isComplete) throw new EngineFailure('the output ended in the middle', null, 'ECONNRESET');
}

/** Waits until nothing has come for a while; a child that goes on writing does not hold it up for ever. */
async function drain(running: Running, signal: AbortSignal): Promise<void> {
  const { clock } = running.engine;
  const startedMs = clock.monotonicMs();
  while (!running.socket.readableEnded && !running.socket.destroyed) {
    const nowMs = clock.monotonicMs();
    if (nowMs - Math.max(running.lastOutputMs, startedMs) >= quietMs || nowMs - startedMs >= longestDrainMs) return;
    await clock.sleep(quietMs, signal);
  }
}

/** The engine's word on how the command ended; null when it has none. COMMAND_NOT_FOUND. */
function exitCodeIn(
  inspection: unknown,
  running: Running,
  request: StreamExecRequest,
  target: InstanceTarget,
): number | null {
  const refusal = refusalInOutput(inspection, running.stdout.head(), running.stderr.head(), request, target.ref);
  if (refusal !== null) throw refusal;
  return numberAt(inspection, 'ExitCode');
}

async function inspectExec(running: Running, signal: AbortSignal): Promise<unknown> {
  try {
    return await running.engine.client.json({ method: 'GET', path: `/exec/${running.execId}/json` }, signal);
  } catch (error) {
    if (hasStatus(error, 404) || saysThat(error, /no such exec|no exec session/i)) return null;
    throw error;
  }
}

/** Podman adds a line of its own when a command ends without having read its input. */
function withoutEngineWords(stderr: Buffer, engine: Engine): Buffer {
  if (engine.capabilities.engine !== 'podman') return stderr;
  const tail = stderr.subarray(-headBytes).toString('latin1');
  const words = /Error: read unixpacket [^\n]*connection reset by peer\n$/.exec(tail)?.[0] ?? '';
  return stderr.subarray(0, stderr.length - words.length);
}

/** Has its own bound: the caller has left. */
async function killAbandoned(engine: Engine, containerId: string, mark: string, user: string | null): Promise<void> {
  await killMarked(engine, containerId, mark, user, new AbortController().signal);
}
