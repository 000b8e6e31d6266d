// Commands in a running container, as streams. The engine has no call that ends one, so every command carries a mark in
// its environment that all its children inherit, and a second exec signals whatever carries it.

import { randomBytes } from 'node:crypto';

import { SandkeepError } from '../../domain/errors.ts';
import type {
  CallOptions,
  ExecHandle,
  ExecResult,
  ExecSignal,
  FoundExec,
  InstanceTarget,
  RunningExec,
  StartExecRequest,
} from '../../ports/runtime.ts';
import { runToEnd, type StreamExecRequest } from '../exec/run-to-end.ts';
import type { Engine } from './connection.ts';
import { inspectContainer, withContainerId } from './containers.ts';
import { withDeadline } from './deadline.ts';
import { hasStatus, toSandkeepError } from './errors.ts';
import { endingOf, inspectExec } from './exec-ending.ts';
import { execRefusal, notRunning } from './exec-errors.ts';
import { markVariable, signalTree } from './exec-kill.ts';
import { resizeNew } from './exec-resize.ts';
import { flagAt } from './json.ts';
import { createdId } from './observe.ts';
import { DockerExec } from './running-exec.ts';

export type { StreamExecRequest } from '../exec/run-to-end.ts';

const markBytes = 16;
/** Bound of file commands, whose callers have their own, and of kills after the caller has left. */
const longestRunMs = 2 ** 31 - 1;
const tailBytes = 1_000;

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
  const keep = (work: Promise<void>): void =>
    keepBackgroundWork(
      work.catch((error: unknown) => {
        engine.logger.warn({ name: target.ref.name, error: String(error) }, 'an exec could not be ended');
      }),
    );
  const starter = {
    clock: engine.clock,
    start: (started: StartExecRequest, call: CallOptions) =>
      withDeadline(engine.clock, call, `exec in ${target.ref.name}`, async (bounded) =>
        startExec(engine, target, started, bounded),
      ),
    kill: (handle: ExecHandle, call: CallOptions) =>
      withDeadline(engine.clock, call, `kill of an exec in ${target.ref.name}`, async (bounded) =>
        signalExec(engine, target, handle, 'SIGKILL', bounded),
      ),
    keep,
  };
  const mark = randomBytes(markBytes).toString('hex');
  const result = await runToEnd(starter, request, mark, { signal, timeoutMs: longestRunMs });
  return { ...result, stderr: withoutEngineWords(result.stderr, engine) };
}

/** Starts a command and gives its streams; the signal is of the start alone. */
export async function startExec(
  engine: Engine,
  target: InstanceTarget,
  request: StartExecRequest,
  signal: AbortSignal,
): Promise<RunningExec> {
  return await withContainerId(engine, target.ref, signal, async (containerId) => {
    const startedMs = engine.clock.wallMs();
    const execId = await createExec(engine, target, containerId, request, signal);
    const body = { Detach: false, Tty: request.terminal !== null, ...consoleSize(request) };
    const socket = await engine.client
      .hijack({ method: 'POST', path: `/exec/${execId}/start`, body }, signal)
      .catch((error: unknown) => {
        // Execs are forgotten when their container stops.
        throw hasStatus(error, 404) ? notRunning(target.ref, error) : execRefusal(error, target.ref, request);
      });
    const exec = new DockerExec({ engine, target, request, execId, socket, startedMs });
    if (request.input instanceof Uint8Array) socket.end(request.input);
    if (request.terminal !== null) await resizeNew(engine, execId, request.terminal, signal);
    return exec;
  });
}

/** The engine's word on an exec; it forgets ended ones after some minutes. */
export async function findExec(
  engine: Engine,
  target: InstanceTarget,
  handle: ExecHandle,
  signal: AbortSignal,
): Promise<FoundExec> {
  const inspection = handle.runtimeId === '' ? null : await inspectExec(engine, handle.runtimeId, signal);
  if (inspection !== null && flagAt(inspection, 'Running')) {
    const found = await inspectContainer(engine, target.ref, signal);
    if (found.kind === 'present' && (found.instance.phase === 'running' || found.instance.phase === 'paused')) {
      return { kind: 'running' };
    }
    return { kind: 'ended', ending: { exitCode: null, signal: null, cause: 'sandbox_gone' } };
  }
  const ending = await endingOf(engine, target, inspection, null, signal);
  return ending.cause === 'unknown' ? { kind: 'forgotten' } : { kind: 'ended', ending };
}

/** EXEC_KILL_UNSUPPORTED, SANDBOX_LOST, WRONG_STATE. */
export async function signalExec(
  engine: Engine,
  target: InstanceTarget,
  handle: ExecHandle,
  execSignal: ExecSignal,
  signal: AbortSignal,
): Promise<void> {
  await withContainerId(engine, target.ref, signal, async (containerId) => {
    try {
      await signalTree(engine, containerId, handle, execSignal, signal);
    } catch (error) {
      if (error instanceof SandkeepError) throw error;
      const refused = execRefusal(error, target.ref, { argv: ['/bin/sh'], environment: {}, user: handle.user });
      throw toSandkeepError(refused, `signal to an exec in ${target.ref.name}`);
    }
  });
}

async function createExec(
  engine: Engine,
  target: InstanceTarget,
  containerId: string,
  request: StartExecRequest,
  signal: AbortSignal,
): Promise<string> {
  const workdir = request.workdir ?? target.workdir;
  const environment = Object.entries(request.environment).map(([name, value]) => `${name}=${value}`);
  const body = {
    Cmd: request.argv,
    Env: [...environment, `${markVariable}=${request.mark}`],
    AttachStdin: request.input !== 'none',
    AttachStdout: true,
    AttachStderr: true,
    Tty: request.terminal !== null,
    ...consoleSize(request),
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

/** Engines before API 1.42 ignore it, and have the size a moment after the command has begun. */
function consoleSize({ terminal }: StartExecRequest): { readonly ConsoleSize?: readonly [number, number] } {
  return terminal === null ? {} : { ConsoleSize: [terminal.rows, terminal.columns] };
}

/** Podman adds a line of its own when a command ends without having read its input. */
function withoutEngineWords(stderr: Uint8Array, engine: Engine): Uint8Array {
  if (engine.capabilities.engine !== 'podman') return stderr;
  const tail = Buffer.from(stderr.subarray(-tailBytes)).toString('latin1');
  const words = /Error: read unixpacket [^\n]*connection reset by peer\n$/.exec(tail)?.[0] ?? '';
  return stderr.subarray(0, stderr.length - words.length);
}
