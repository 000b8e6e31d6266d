// One exec while it runs: its connection, what comes over it, and the watch for its end.

import type { Socket } from 'node:net';

import { SandkeepError } from '../../domain/errors.ts';
import type {
  CallOptions,
  ExecEnding,
  ExecOutput,
  InstanceTarget,
  RunningExec,
  StartExecRequest,
  TerminalSize,
} from '../../ports/runtime.ts';
import { OutputQueue } from '../exec/output-queue.ts';
import type { Engine } from './connection.ts';
import { withDeadline } from './deadline.ts';
import { FrameSplitter } from './demux.ts';
import { EngineFailure, connectionFailure, toSandkeepError } from './errors.ts';
import { endingOf, inspectExec } from './exec-ending.ts';
import { looksRefused, refusalInOutput } from './exec-errors.ts';
import { resizeExec } from './exec-resize.ts';
import { flagAt, numberAt, textAt } from './json.ts';

/** An engine's refusal stands at the beginning of the output. */
const headBytes = 1_000;
/** The exit code is there a moment after the output has ended. */
const firstExitPollMs = 2;
/** A background child may hold the output open for ever, so the command itself is looked at too. */
const firstLivenessPollMs = 250;
const longestPollMs = 5_000;

export interface Begun {
  readonly engine: Engine;
  readonly target: InstanceTarget;
  readonly request: StartExecRequest;
  readonly execId: string;
  readonly socket: Socket;
  readonly startedMs: number;
}

export class DockerExec implements RunningExec {
  readonly ending: Promise<ExecEnding>;
  readonly output: OutputQueue;
  readonly #begun: Begun;
  readonly #detached = new AbortController();
  readonly #splitter: FrameSplitter | null;
  readonly #heads: Record<ExecOutput['stream'], Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  /** Output that may be the engine's words; passed on when it is not. */
  #held: ExecOutput[] | null = null;
  #isFirst = true;

  constructor(begun: Begun) {
    this.#begun = begun;
    const { socket, request, engine } = begun;
    this.#splitter = request.terminal === null ? new FrameSplitter() : null;
    this.output = new OutputQueue(engine.clock, {
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close: () => socket.destroy(),
    });
    const outputEnded = this.#readOutput();
    this.ending = this.#watch(outputEnded);
    // Whoever awaits it sees the failure.
    this.ending.catch(() => undefined);
  }

  get runtimeId(): string {
    return this.#begun.execId;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { socket } = this.#begun;
    if (!socket.writable || socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        socket.off('drain', end).off('close', end);
        resolve();
      };
      socket.once('drain', end).once('close', end);
    });
  }

  endInput(): void {
    if (this.#begun.socket.writable) this.#begun.socket.end();
  }

  async resize(size: TerminalSize, call: CallOptions): Promise<void> {
    const { engine, execId, request } = this.#begun;
    if (request.terminal === null) throw new SandkeepError('NOT_SUPPORTED', 'the command has no terminal');
    await withDeadline(engine.clock, call, 'resize', async (signal) => resizeExec(engine, execId, size, signal));
  }

  detach(): void {
    this.#detached.abort(new SandkeepError('CALL_CANCELLED', 'nobody follows the command any more'));
    this.output.end();
  }

  /** Resolves at the end of the output. It is taken as it comes, since a connection that fails drops what is unread. */
  async #readOutput(): Promise<void> {
    const { socket, request } = this.#begun;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on('data', (piece: Buffer) => {
      try {
        if (this.#splitter === null) this.#take({ stream: 'stdout', bytes: piece });
        else for (const chunk of this.#splitter.push(piece)) this.#take(chunk);
      } catch (error) {
        reject(error);
        socket.destroy();
      }
    });
    socket.on('error', (error) => {
      // A command may end without reading its stdin; the engine then closes on us while we write.
      if (request.input !== 'none' && /^(EPIPE|ECONNRESET)$/.test(textAt(error, 'code'))) resolve();
      else reject(connectionFailure(error));
    });
    socket.on('end', resolve);
    socket.on('close', resolve);
    await promise;
    if (this.output.isEnded || this.#splitter === null || this.#splitter.isComplete) return;
    if (request.input !== 'none') return;
    throw new EngineFailure('the output ended in the middle', null, 'ECONNRESET');
  }

  #take(piece: ExecOutput): void {
    this.#keepHead(piece);
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (isFirst && looksRefused(piece)) {
      this.#held = [piece];
      this.#passOnWhenItRuns().catch((error: unknown) => this.output.fail(error));
    } else if (this.#held === null) this.output.push(piece.stream, piece.bytes);
    else this.#held.push(piece);
  }

  #keepHead({ stream, bytes }: ExecOutput): void {
    const head = this.#heads[stream];
    if (head.length < headBytes)
      this.#heads[stream] = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)]);
  }

  /** A command that says what an engine would say is still a command: it has a process. */
  async #passOnWhenItRuns(): Promise<void> {
    const signal = this.#detached.signal;
    for (let pauseMs = firstExitPollMs; ; pauseMs = Math.min(pauseMs * 2, longestPollMs)) {
      const inspection = await inspectExec(this.#begun.engine, this.#begun.execId, signal);
      if (numberAt(inspection, 'Pid')) return this.#passOn();
      if (!flagAt(inspection, 'Running')) return;
      await this.#begun.engine.clock.sleep(pauseMs, signal);
    }
  }

  #passOn(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { stream, bytes } of held) this.output.push(stream, bytes);
  }

  async #watch(outputEnded: Promise<void>): Promise<ExecEnding> {
    const { engine, target } = this.#begun;
    const over = new AbortController();
    const signal = AbortSignal.any([this.#detached.signal, over.signal]);
    const byOutput = outputEnded.then(() => this.#inspectWhenEnded(firstExitPollMs, signal));
    const byLooking = engine.clock
      .sleep(firstLivenessPollMs, signal)
      .then(() => this.#inspectWhenEnded(firstLivenessPollMs, signal));
    for (const end of [byOutput, byLooking]) end.catch(() => undefined);
    try {
      const inspection = await Promise.race([byOutput, byLooking]);
      const ending = await this.#judge(inspection);
      this.#endOutput(outputEnded);
      return ending;
    } catch (error) {
      const shown = this.#detached.signal.aborted ? this.#detached.signal.reason : error;
      const failure = toSandkeepError(shown, `exec in ${target.ref.name}`);
      this.output.fail(failure);
      throw failure;
    } finally {
      over.abort();
    }
  }

  /** COMMAND_NOT_FOUND and others when the command never ran. */
  async #judge(inspection: unknown): Promise<ExecEnding> {
    const { engine, target, request, startedMs } = this.#begun;
    const refusal = refusalInOutput(inspection, this.#heads.stdout, this.#heads.stderr, request, target.ref);
    if (refusal !== null) throw refusal;
    this.#passOn();
    return await endingOf(engine, target, inspection, startedMs, this.#detached.signal);
  }

  #endOutput(outputEnded: Promise<void>): void {
    const end = (): void => this.output.end();
    outputEnded.then(end, end);
    // Has its own bounds; never rejects.
    this.output.endWhenQuiet().catch(() => undefined);
  }

  /** Asks until the command does not run any more; null when the engine has forgotten it. */
  async #inspectWhenEnded(firstPauseMs: number, signal: AbortSignal): Promise<unknown> {
    const { engine, execId } = this.#begun;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPollMs)) {
      const inspection = await inspectExec(engine, execId, signal);
      if (!flagAt(inspection, 'Running')) return inspection;
      await engine.clock.sleep(pauseMs, signal);
    }
  }
}
