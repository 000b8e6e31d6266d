// An exec of the fake engine while it runs, as the port shows it.

import type { ClientRequest, IncomingMessage } from 'node:http';

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallOptions, ExecEnding, RunningExec, TerminalSize } from '../../ports/runtime.ts';
import { OutputQueue } from '../exec/output-queue.ts';
import { FrameReader } from './frames.ts';

export interface FakeExecOptions {
  readonly execId: string;
  readonly sent: ClientRequest;
  readonly response: IncomingMessage;
  readonly clock: Clock;
  readonly hasTerminal: boolean;
  /** The engine's word, once the command has ended. */
  wait(): Promise<ExecEnding>;
  resize(size: TerminalSize, call: CallOptions): Promise<void>;
  lost(cause: unknown): SandkeepError;
}

export class FakeExec implements RunningExec {
  readonly runtimeId: string;
  readonly output: OutputQueue;
  readonly ending: Promise<ExecEnding>;
  readonly #options: FakeExecOptions;

  constructor(options: FakeExecOptions) {
    this.#options = options;
    this.runtimeId = options.execId;
    const { response, sent } = options;
    this.output = new OutputQueue(options.clock, {
      pause: () => response.pause(),
      resume: () => response.resume(),
      close: () => {
        response.destroy();
        sent.destroy();
      },
    });
    // A write after the engine has ended the exchange fails; the ending says why it did.
    sent.on('error', () => undefined);
    this.ending = this.#follow();
    // Whoever awaits it sees the failure.
    this.ending.catch(() => undefined);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { sent } = this.#options;
    if (sent.destroyed || sent.writableEnded || sent.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        sent.off('drain', end).off('close', end);
        resolve();
      };
      sent.once('drain', end).once('close', end);
    });
  }

  endInput(): void {
    this.#options.sent.end();
  }

  async resize(size: TerminalSize, call: CallOptions): Promise<void> {
    if (!this.#options.hasTerminal) throw new SandkeepError('NOT_SUPPORTED', 'the command has no terminal');
    await this.#options.resize(size, call);
  }

  detach(): void {
    this.output.end();
  }

  async #follow(): Promise<ExecEnding> {
    this.#readAll().catch((error: unknown) => this.output.fail(this.#options.lost(error)));
    return await this.#options.wait();
  }

  async #readAll(): Promise<void> {
    const { response } = this.#options;
    const frames = new FrameReader();
    await new Promise<void>((resolve, reject) => {
      response.on('data', (piece: Buffer) => {
        for (const { stream, bytes } of frames.push(piece)) this.output.push(stream, bytes);
      });
      response.once('end', () => {
        this.output.end();
        resolve();
      });
      response.once('error', reject);
      response.once('close', () => {
        if (this.output.isEnded) resolve();
        else reject(new Error('the connection broke'));
      });
    });
  }
}
