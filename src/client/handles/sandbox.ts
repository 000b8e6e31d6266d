// One sandbox, and what is done with it.
import { randomUUID } from 'node:crypto';
import type { Endpoint__Output } from '../../gen/sandkeep/v1/Endpoint.ts';
import type { ExecSpec } from '../../gen/sandkeep/v1/ExecSpec.ts';
import type { ExplainSandboxResponse__Output } from '../../gen/sandkeep/v1/ExplainSandboxResponse.ts';
import type { HeartbeatRequest } from '../../gen/sandkeep/v1/HeartbeatRequest.ts';
import type { ReleaseSandboxRequest } from '../../gen/sandkeep/v1/ReleaseSandboxRequest.ts';
import type { RunExecRequest } from '../../gen/sandkeep/v1/RunExecRequest.ts';
import type { Sandbox__Output } from '../../gen/sandkeep/v1/Sandbox.ts';
import type { SandkeepClient } from '../client.ts';
import { durationFromMs } from '../convert.ts';
import { localError } from '../status-details.ts';
import { status } from '@grpc/grpc-js';
import { Command } from './command.ts';
import { Files } from './files.ts';
import { Keeper } from './keeper.ts';
import { shortEnum } from './short-enum.ts';

/** Text for "sh -c", or a program with its arguments. */
export type CommandLine = string | readonly string[];

export interface RunOptions
  extends Omit<RunExecRequest, 'sandboxId' | 'argv' | 'shell' | 'stdin' | 'timeout' | 'requestId'> {
  readonly stdin?: Uint8Array | string;
  /** Ends the command with its process tree; `timedOut` says so. */
  readonly timeoutMs?: number;
}

export interface ExecOptions extends Omit<ExecSpec, 'sandboxId' | 'argv' | 'shell' | 'timeout'> {
  /** Ends the command with its process tree. */
  readonly timeoutMs?: number;
}

export interface CommandResult {
  /** null when it is not known, or when its time-out ended it. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
}

export interface HeartbeatOptions extends Omit<HeartbeatRequest, 'session'> {
  /** Between two heartbeats; absent: a third of the time that the session has. */
  readonly everyMs?: number;
}

/** What an answer tells of it. */
export interface SandboxAnswer {
  readonly sandbox: Sandbox__Output | null;
  readonly endpoint?: Endpoint__Output | null;
  readonly token?: string;
  readonly outcome?: string | number;
}

/** In an `await using` it is released at the end of the block, unless it was detached or released before. */
export class Sandbox implements AsyncDisposable {
  readonly files: Files;
  /** Bearer token that the software inside expects. Secret; empty unless it was acquired or created. */
  readonly token: string;
  /** How Acquire came to it, without prefix, such as "REUSED"; empty unless it was acquired. */
  readonly outcome: string;
  readonly #calls: SandkeepClient;
  readonly #holder: string;
  readonly #keepers = new Set<Keeper>();
  #info: Sandbox__Output;
  #endpoint: Endpoint__Output | null;
  #isLeft = false;

  constructor(calls: SandkeepClient, answer: SandboxAnswer, holder = '') {
    this.#calls = calls;
    this.#info = there(answer.sandbox);
    this.#endpoint = answer.endpoint ?? null;
    this.#holder = holder;
    this.token = answer.token ?? '';
    this.outcome = shortEnum(answer.outcome ?? '', 'ACQUIRE_OUTCOME_');
    this.files = new Files(calls, this.id);
  }

  get id(): string {
    return this.#info.id;
  }

  /** As the daemon last told of it. */
  get info(): Sandbox__Output {
    return this.#info;
  }

  /** Without its prefix; "UNSPECIFIED" for one that this package is too old to know. */
  get state(): string {
    return shortEnum(this.#info.state, 'SANDBOX_STATE_');
  }

  /** Of its first port; empty without ports. */
  get url(): string {
    return this.#endpoint?.url ?? '';
  }

  /** Runs a short command to its end. One that fails is no error. Safe over a restart of the daemon. */
  async run(command: CommandLine, { stdin, timeoutMs, ...options }: RunOptions = {}): Promise<CommandResult> {
    const request: RunExecRequest = {
      ...options,
      ...commandOf(command),
      ...timeoutOf(timeoutMs),
      sandboxId: this.id,
      stdin: Buffer.from(stdin ?? ''),
      requestId: randomUUID(),
    };
    const { exitCode = null, stdout, stderr, timedOut } = await this.#calls.runExec(request, { retry: true });
    return { exitCode, stdout, stderr, timedOut };
  }

  /** Starts a command and streams: input, output, signals, the end with its cause. */
  async exec(command: CommandLine, { timeoutMs, ...options }: ExecOptions = {}): Promise<Command> {
    // Under a name of ours the start may be sent again.
    const named = { execId: options.execId || randomUUID(), sandboxId: this.id };
    const start: ExecSpec = { ...options, ...commandOf(command), ...timeoutOf(timeoutMs), ...named };
    return await Command.open(this.#calls, { start });
  }

  /** Goes on with a command that was started before; without offsets, with the oldest output that is kept. */
  async attach(
    execId: string,
    offsets: { readonly stdoutOffset?: number; readonly stderrOffset?: number } = {},
  ): Promise<Command> {
    return await Command.open(this.#calls, { attach: { sandboxId: this.id, execId, ...offsets } });
  }

  /** Keeps its session alive in the background, until it is stopped or this sandbox is released. */
  async heartbeats({ everyMs, ...options }: HeartbeatOptions = {}): Promise<Keeper> {
    const { session } = this.#info;
    if (session === null) throw localError(status.FAILED_PRECONDITION, 'an anonymous sandbox has no session to keep');
    const keeper = await Keeper.start(this.#calls, { ...options, session }, everyMs);
    this.#keepers.add(keeper);
    return keeper;
  }

  /** Reads it again; with `live` the engine is asked as well. */
  async refresh({ live = false }: { readonly live?: boolean } = {}): Promise<this> {
    const view = live ? 'SANDBOX_VIEW_LIVE' : 'SANDBOX_VIEW_RECORDED';
    return this.#seen(await this.#calls.getSandbox({ sandboxId: this.id, view }, { retry: true }));
  }

  async start(): Promise<this> {
    return this.#seen(await this.#calls.startSandbox(this.#named(), { retry: true }));
  }

  async stop(): Promise<this> {
    return this.#seen(await this.#calls.stopSandbox(this.#named(), { retry: true }));
  }

  async pause(): Promise<this> {
    return this.#seen(await this.#calls.pauseSandbox(this.#named(), { retry: true }));
  }

  async resume(): Promise<this> {
    return this.#seen(await this.#calls.resumeSandbox(this.#named(), { retry: true }));
  }

  async restore(): Promise<this> {
    return this.#seen(await this.#calls.restoreSandbox(this.#named(), { retry: true }));
  }

  /** Counts as activity. */
  async touch(): Promise<void> {
    await this.#calls.keepAliveSandbox({ sandboxId: this.id }, { retry: true });
  }

  async explain(): Promise<ExplainSandboxResponse__Output> {
    return await this.#calls.explainSandbox({ sandboxId: this.id }, { retry: true });
  }

  /** Lets it go, and ends its heartbeats; its files stay. */
  async release(options: Omit<ReleaseSandboxRequest, 'sandboxId' | 'requestId' | 'holder'> = {}): Promise<this> {
    const request = { ...options, ...this.#named(), holder: this.#holder };
    const { sandbox } = await this.#calls.releaseSandbox(request, { retry: true });
    this.detach();
    for (const keeper of this.#keepers) keeper.stop();
    return sandbox === null ? this : this.#seen({ sandbox });
  }

  /** Leaves it running at the end of an `await using`. */
  detach(): this {
    this.#isLeft = true;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const keeper of this.#keepers) keeper.stop();
    if (!this.#isLeft) await this.release();
  }

  #named(): { readonly sandboxId: string; readonly requestId: string } {
    return { sandboxId: this.id, requestId: randomUUID() };
  }

  #seen({ sandbox, endpoint }: SandboxAnswer): this {
    this.#info = there(sandbox);
    if (endpoint !== undefined) this.#endpoint = endpoint;
    return this;
  }
}

function commandOf(command: CommandLine): { readonly shell: string } | { readonly argv: string[] } {
  return typeof command === 'string' ? { shell: command } : { argv: [...command] };
}

function timeoutOf(timeoutMs: number | undefined): { readonly timeout?: ReturnType<typeof durationFromMs> } {
  return timeoutMs === undefined ? {} : { timeout: durationFromMs(timeoutMs) };
}

function there(sandbox: Sandbox__Output | null): Sandbox__Output {
  if (sandbox === null) throw localError(status.INTERNAL, 'the daemon answered without the sandbox');
  return sandbox;
}
