// Between streams that push and one reader that pulls. It holds a bounded number of bytes: beyond it the streams are
// paused, and with them the command that writes.

import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../../ports/clock.ts';
import type { ExecOutput } from '../../ports/runtime.ts';

const highWaterBytes = 256 * 1024;
/** Output that is still on its way when the command has ended, and how long a child that goes on writing is read. */
const quietMs = 100;
const longestDrainMs = 2_000;

export interface OutputSource {
  pause(): void;
  resume(): void;
  /** Nothing more is taken. */
  close(): void;
}

export class OutputQueue implements AsyncIterable<ExecOutput> {
  /** Resolves when nothing more comes; what is queued may still be unread. */
  readonly ended: Promise<void>;
  readonly #markEnded: () => void;
  readonly #clock: Clock;
  readonly #source: OutputSource;
  #pieces: ExecOutput[] = [];
  #queuedBytes = 0;
  #isPaused = false;
  #isEnded = false;
  #error: unknown = null;
  #lastPushMs = 0;
  #wake: (() => void) | null = null;

  constructor(clock: Clock, source: OutputSource) {
    this.#clock = clock;
    this.#source = source;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#markEnded = resolve;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  push(stream: ExecOutput['stream'], bytes: Uint8Array): void {
    if (this.#isEnded || bytes.length === 0) return;
    this.#pieces.push({ stream, bytes });
    this.#queuedBytes += bytes.length;
    this.#lastPushMs = this.#clock.monotonicMs();
    if (!this.#isPaused && this.#queuedBytes >= highWaterBytes) {
      this.#isPaused = true;
      this.#source.pause();
    }
    this.#wake?.();
  }

  /** What is queued is still read. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#source.close();
    this.#markEnded();
    this.#wake?.();
  }

  /** As end, and then the reader gets the error. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#error = error;
    this.end();
  }

  /** Ends although somebody still holds the streams: the command is over, and what it wrote has been read. */
  async endWhenQuiet(): Promise<void> {
    const never = new AbortController().signal;
    let idleMs = 0;
    while (!this.#isEnded) {
      await this.#clock.sleep(quietMs, never);
      // Timers come before reads in a late turn of the event loop: what is there already is still taken.
      await nextTurn();
      // A slow reader is not hurried: the streams are paused for it.
      if (this.#queuedBytes > 0) continue;
      idleMs += quietMs;
      if (this.#clock.monotonicMs() - this.#lastPushMs >= quietMs || idleMs >= longestDrainMs) this.end();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ExecOutput> {
    try {
      for (;;) {
        const pieces = this.#pieces;
        this.#pieces = [];
        this.#queuedBytes = 0;
        // Not yield*, which makes promises of its own for every piece.
        for (const piece of pieces) yield piece;
        if (this.#pieces.length > 0) continue;
        if (this.#isEnded) break;
        this.#resume();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
      }
      if (this.#error !== null) throw this.#error;
    } finally {
      this.#pieces = [];
      this.end();
    }
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#source.resume();
  }
}
