// Streams that go on after the connection broke: a command at its offsets, a watch after its last event.
import { setTimeout as sleep } from 'node:timers/promises';

import { type ExecCall, type ExecTarget, hasReason, type SandkeepClient, SandkeepRpcError } from 'sandkeep/client';

import type { Event__Output } from '../../../src/gen/sandkeep/v1/Event.ts';
import type { Exec__Output } from '../../../src/gen/sandkeep/v1/Exec.ts';

const resumeAttempts = 20;
const resumeDelayMs = 500;

/** A command with all that was read of its standard output. */
export class Reader {
  outputLost = false;
  started: Exec__Output | undefined;
  readonly #client: SandkeepClient;
  #call: ExecCall;
  #pieces: AsyncIterator<{ stream: string; offset: number; data: Buffer }>;
  #isAtOffsets = false;
  readonly #positions = { stdout: 0, stderr: 0 };
  readonly #stdout: Buffer[] = [];

  constructor(client: SandkeepClient, target: ExecTarget) {
    this.#client = client;
    this.#call = client.exec(target);
    this.#pieces = this.#call.output[Symbol.asyncIterator]();
  }

  get call(): ExecCall {
    return this.#call;
  }

  get stdout(): Buffer {
    return Buffer.concat(this.#stdout);
  }

  async open(): Promise<Exec__Output> {
    this.started = await this.#call.started;
    return this.started;
  }

  async readUntil(text: string): Promise<void> {
    while (!this.stdout.toString().endsWith(text)) {
      if (!(await this.#readPiece())) return;
    }
  }

  async readToEnd(): Promise<Exec__Output> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        while (await this.#readPiece()) attempt = 1;
        return await this.#call.exit;
      } catch (error) {
        const isRefused = this.#isAtOffsets && hasReason(error, 'EXEC_OUTPUT_TRIMMED', 'EXEC_DETACHED');
        if (!isRefused) await waitToResume(attempt, error);
        this.outputLost ||= isRefused;
        this.#attach(isRefused ? {} : this.#offsets());
      }
    }
  }

  async #readPiece(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done) return false;
    const stream = value.stream === 'stdout' ? 'stdout' : 'stderr';
    this.#positions[stream] = value.offset + value.data.length;
    if (stream === 'stdout') this.#stdout.push(value.data);
    return true;
  }

  #offsets(): { stdoutOffset: number; stderrOffset: number } {
    return { stdoutOffset: this.#positions.stdout, stderrOffset: this.#positions.stderr };
  }

  #attach(offsets: object): void {
    this.#isAtOffsets = 'stdoutOffset' in offsets;
    const { sandboxId = '', execId = '' } = this.started ?? {};
    this.#call = this.#client.exec({ attach: { sandboxId, execId, ...offsets } });
    this.#pieces = this.#call.output[Symbol.asyncIterator]();
  }
}

/** Events of one sandbox, each once and in their order. */
export class Watch {
  readonly #client: SandkeepClient;
  readonly #sandboxId: string;
  #fromStart: boolean;
  #seq = '0';
  #frames: ReturnType<SandkeepClient['watchEvents']>;

  constructor(client: SandkeepClient, sandboxId: string, options: { readonly fromStart: boolean }) {
    this.#client = client;
    this.#sandboxId = sandboxId;
    this.#fromStart = options.fromStart;
    this.#frames = this.#watch();
  }

  /** Every event up to this number was given or filtered out. */
  get seq(): number {
    return Number(this.#seq);
  }

  async open(): Promise<void> {
    const { value } = await this.#frames.next();
    if (!value?.ready) throw new Error('the first frame is not ready');
    if (this.#fromStart) return;
    this.#seq = value.ready.currentSeq;
  }

  async next(): Promise<Event__Output> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#readEvent();
      } catch (error) {
        await waitToResume(attempt, error);
        this.#frames = this.#watch();
      }
    }
  }

  async close(): Promise<void> {
    await this.#frames.return();
  }

  async #readEvent(): Promise<Event__Output> {
    for (;;) {
      const { done, value } = await this.#frames.next();
      if (done) throw new Error('the watch ended without a status');
      if (value.keepAlive) this.#seq = value.keepAlive.seq;
      if (!value.event) continue;
      this.#fromStart = false;
      this.#seq = value.event.seq;
      return value.event;
    }
  }

  #watch(): ReturnType<SandkeepClient['watchEvents']> {
    return this.#client.watchEvents({
      filter: { sandboxId: this.#sandboxId },
      ...(this.#fromStart ? { fromStart: true } : { afterSeq: this.#seq }),
    });
  }
}

/** Returns when the stream may be opened again; throws what ends it. */
async function waitToResume(attempt: number, error: unknown): Promise<void> {
  const isBroken = error instanceof SandkeepRpcError && error.status === 'UNAVAILABLE';
  if (!isBroken || attempt >= resumeAttempts) throw error;
  await sleep(resumeDelayMs);
}
