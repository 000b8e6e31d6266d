// Execs through the fake engine.

import { randomBytes } from 'node:crypto';

import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  CallOptions,
  ExecEnding,
  ExecHandle,
  ExecRequest,
  ExecResult,
  ExecSignal,
  FoundExec,
  InstanceTarget,
  RunningExec,
  StartExecRequest,
} from '../../ports/runtime.ts';
import { runToEnd } from '../exec/run-to-end.ts';
import { withDeadline } from './deadline.ts';
import { type EngineClient, type EngineRequest, isRefusal, unavailable } from './engine-client.ts';
import { FakeExec } from './fake-exec.ts';
import { createdSchema, type ExecView, execViewSchema } from './protocol.ts';

const markBytes = 16;
const longestRunMs = 2 ** 31 - 1;
const killedExitCode = 137;

interface Logger {
  warn(fields: object, message: string): void;
}

type IdOf = (ref: InstanceRef, signal: AbortSignal) => Promise<string>;

export class FakeExecs {
  readonly #client: EngineClient;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #idOf: IdOf;
  readonly #background = new Set<Promise<void>>();

  constructor(client: EngineClient, clock: Clock, logger: Logger, idOf: IdOf) {
    this.#client = client;
    this.#clock = clock;
    this.#logger = logger;
    this.#idOf = idOf;
  }

  async run(target: InstanceTarget, request: ExecRequest, signal: AbortSignal): Promise<ExecResult> {
    const starter = {
      clock: this.#clock,
      start: (started: StartExecRequest, call: CallOptions) =>
        withDeadline(this.#clock, call, `exec in ${target.ref.name}`, async (bounded) =>
          this.start(target, started, bounded),
        ),
      kill: (handle: ExecHandle, call: CallOptions) =>
        withDeadline(this.#clock, call, 'kill', async (bounded) => this.signal(target, handle, 'SIGKILL', bounded)),
      keep: (work: Promise<void>) => this.#keep(work),
    };
    const mark = randomBytes(markBytes).toString('hex');
    return await runToEnd(starter, request, mark, { signal, timeoutMs: longestRunMs });
  }

  async start(target: InstanceTarget, request: StartExecRequest, signal: AbortSignal): Promise<RunningExec> {
    const containerId = await this.#idOf(target.ref, signal);
    const { argv, environment, terminal, mark } = request;
    const body = { argv, environment, workdir: request.workdir ?? target.workdir, terminal, mark };
    const path = `/containers/${containerId}/exec`;
    const { id: execId } = await this.#client.ask({ method: 'POST', path, body }, createdSchema, signal);
    const startRequest: EngineRequest = { method: 'POST', path: `/execs/${execId}/start`, isLong: true };
    const { sent, response } = await this.#client.exchange(startRequest, signal);
    if (request.input !== 'stream') sent.end(request.input === 'none' ? undefined : request.input);
    return new FakeExec({
      execId,
      sent,
      response,
      clock: this.#clock,
      hasTerminal: terminal !== null,
      wait: () => this.#wait(execId),
      resize: (size, call) =>
        withDeadline(this.#clock, call, 'resize', async (bounded) =>
          this.#client.tell({ method: 'POST', path: `/execs/${execId}/resize`, body: size }, bounded),
        ),
      lost: (cause) => unavailable(startRequest, 'the connection to the command was lost', cause),
    });
  }

  async find(target: InstanceTarget, handle: ExecHandle, signal: AbortSignal): Promise<FoundExec> {
    await this.#idOf(target.ref, signal);
    if (handle.runtimeId === '') return { kind: 'forgotten' };
    try {
      const path = `/execs/${handle.runtimeId}`;
      const view = await this.#client.ask({ method: 'GET', path }, execViewSchema, signal);
      return view.running ? { kind: 'running' } : { kind: 'ended', ending: endingOf(view) };
    } catch (error) {
      if (!isRefusal(error, 'no-such-exec')) throw error;
      return { kind: 'forgotten' };
    }
  }

  async signal(target: InstanceTarget, handle: ExecHandle, name: ExecSignal, signal: AbortSignal): Promise<void> {
    const containerId = await this.#idOf(target.ref, signal);
    const path = `/containers/${containerId}/signal?mark=${handle.mark}&signal=${name}`;
    await this.#client.tell({ method: 'POST', path }, signal);
  }

  /** Resolves when kills of abandoned commands are over. */
  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  async #wait(execId: string): Promise<ExecEnding> {
    const request: EngineRequest = { method: 'GET', path: `/execs/${execId}/wait`, isLong: true };
    try {
      return endingOf(await this.#client.ask(request, execViewSchema, new AbortController().signal));
    } catch (error) {
      // It was removed together with its container.
      if (!isRefusal(error, 'no-such-exec')) throw error;
      return { exitCode: null, signal: null, cause: 'sandbox_gone' };
    }
  }

  #keep(work: Promise<void>): void {
    const owned = work
      .catch((error: unknown) => this.#logger.warn({ error: String(error) }, 'an exec could not be ended'))
      .finally(() => this.#background.delete(owned));
    this.#background.add(owned);
  }
}

function endingOf({ exitCode, isSandboxGone }: ExecView): ExecEnding {
  const isGone = isSandboxGone && (exitCode === null || exitCode === killedExitCode);
  return { exitCode, signal: null, cause: isGone ? 'sandbox_gone' : 'exited' };
}
