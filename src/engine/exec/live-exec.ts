// One exec in memory: its output as far as it is kept, who reads it, and its input.

import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ExecRecord } from '../../domain/exec.ts';
import { SandkeepError } from '../../domain/errors.ts';
import type { CallOptions, ExecOutput, RunningExec, TerminalSize } from '../../ports/runtime.ts';
import { chunkBytes, ExecBuffer } from './exec-buffer.ts';

export type ExecStream = ExecOutput['stream'];
type Offsets = Readonly<Record<ExecStream, number>>;

/** What a command meets whose output nobody takes: it waits for a reader, or its oldest output is forgotten. */
export type WhenFull = 'block' | 'trim';

export interface OutputPiece {
  readonly stream: ExecStream;
  readonly offset: number;
  /** Valid until the next piece is asked for. */
  readonly bytes: Uint8Array;
}

/** Turns of the event loop that output waits for more of it, if there is more than a little. */
const maxGatherTurns = 3;
const minGatheredBytes = 4 * 1024;

const streams = ['stdout', 'stderr'] as const;

export class LiveExec {
  record: ExecRecord;
  /** Why it never ran, or why its time is over and it goes on; for whoever waits for it. */
  failure: SandkeepError | null = null;
  /** Bytes of input that were passed on. */
  inputBytes = 0;
  readonly #buffers: Readonly<Record<ExecStream, ExecBuffer>>;
  #whenFull: WhenFull;
  readonly #limitBytes: number;
  /** Offsets of those who read, as far as they have taken what they were given. */
  readonly #readers = new Set<Record<ExecStream, number>>();
  /** Where the last reader stopped. */
  #resumeAt: Offsets = { stdout: 0, stderr: 0 };
  #running: RunningExec | null = null;
  #writing: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();
  #isOver = false;
  #isWanted = true;

  constructor(record: ExecRecord, whenFull: WhenFull, bufferBytes: number) {
    this.record = record;
    this.#whenFull = whenFull;
    this.#limitBytes = Math.max(bufferBytes, 2 * chunkBytes);
    this.#buffers = { stdout: new ExecBuffer(this.#limitBytes), stderr: new ExecBuffer(this.#limitBytes) };
  }

  get isEnded(): boolean {
    return this.record.state === 'ENDED';
  }

  /** Whether its streams are this daemon's. */
  get hasStreams(): boolean {
    return this.#running !== null;
  }

  get keptBytes(): number {
    return this.#buffers.stdout.keptBytes + this.#buffers.stderr.keptBytes;
  }

  get endOffsets(): Offsets {
    return { stdout: this.#buffers.stdout.end, stderr: this.#buffers.stderr.end };
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Takes the output at the pace of its readers, to its end. Rejects when the connection to it is lost. */
  async follow(running: RunningExec): Promise<void> {
    this.#running = running;
    for await (const { stream, bytes } of running.output) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const piece = bytes.subarray(at, at + chunkBytes);
        while (this.#mustWait(stream, piece.length)) await this.#changed.promise;
        this.#buffers[stream].add(piece);
        this.#notify();
      }
    }
  }

  /** Nothing more comes. The readers take what is there, and then see the record or the failure. */
  end(record: ExecRecord): void {
    this.record = record;
    this.#isOver = true;
    this.#notify();
  }

  /** Ends the wait of everybody who waits; the command may go on. */
  fail(failure: SandkeepError): void {
    this.failure = failure;
    this.#notify();
  }

  /** Its time is over: output that nobody takes holds it up no longer. */
  stopWaiting(): void {
    this.#whenFull = 'trim';
    this.#notify();
  }

  /** It was ended on request: output holds its end up for those who read, and not for readers that may yet come. */
  stopWaitingForReaders(): void {
    this.#isWanted = false;
    this.#notify();
  }

  /** The streams are let go; the command goes on. */
  detach(): void {
    this.#isOver = true;
    this.#running?.detach();
    this.#running = null;
    this.#notify();
  }

  /**
   * Output from the offsets on, or from the oldest that is kept, until the end; null where there is nothing now. The
   * reader counts as reading until it is left. EXEC_OUTPUT_TRIMMED, and the failure of the exec.
   */
  async *read(from: Readonly<Record<ExecStream, number | null>>, signal: AbortSignal): AsyncGenerator<OutputPiece> {
    const at = { stdout: this.#first('stdout', from.stdout), stderr: this.#first('stderr', from.stderr) };
    // One for all pieces: a buffer for each of them would cost more than the copy into it.
    const chunk = Buffer.allocUnsafeSlow(chunkBytes);
    const wake = (): void => this.#notify();
    signal.addEventListener('abort', wake, { once: true });
    this.#readers.add(at);
    this.#notify();
    try {
      for (;;) {
        signal.throwIfAborted();
        const changed = this.#changed.promise;
        let hasRead = false;
        for (const stream of streams) {
          const length = this.#buffers[stream].readInto(chunk, at[stream]);
          if (length === 0) continue;
          hasRead = true;
          yield { stream, offset: at[stream], bytes: chunk.subarray(0, length) };
          at[stream] += length;
          this.#notifyWaiting(stream);
        }
        if (hasRead) continue;
        if (this.failure !== null) throw this.failure;
        if (this.#isOver) return;
        await changed;
        await this.#gathered(at);
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#readers.delete(at);
      this.#resumeAt = at;
      this.#notify();
    }
  }

  /** Resolves with the record of its end. Throws the failure, or the signal's reason. */
  async whenEnded(signal: AbortSignal): Promise<ExecRecord> {
    while (!this.isEnded) {
      if (this.failure !== null) throw this.failure;
      if (this.#isOver) throw detached(this.record);
      await untilEither(this.#changed.promise, signal);
    }
    return this.record;
  }

  /** Resolves when more may be written; pieces keep their order. EXEC_ENDED, EXEC_DETACHED. */
  async write(bytes: Uint8Array): Promise<void> {
    const running = this.#requireRunning();
    // One after the other, also those of several writers.
    this.#writing = this.#writing.then(() => running.write(bytes));
    await this.#writing;
    this.inputBytes += bytes.length;
  }

  endInput(): void {
    this.#requireRunning().endInput();
  }

  async resize(size: TerminalSize, call: CallOptions): Promise<void> {
    await this.#requireRunning().resize(size, call);
  }

  /** Much output comes in small pieces that follow each other at once; they go out as one. */
  async #gathered(at: Offsets): Promise<void> {
    for (let turn = 0; turn < maxGatherTurns; turn += 1) {
      await nextTurn();
      const newBytes = this.#buffers.stdout.end - at.stdout + this.#buffers.stderr.end - at.stderr;
      if (newBytes < minGatheredBytes || newBytes >= chunkBytes) return;
    }
  }

  #requireRunning(): RunningExec {
    if (this.isEnded) throw new SandkeepError('EXEC_ENDED', `exec ${this.record.id} has ended`);
    if (this.#running === null) throw detached(this.record);
    return this.#running;
  }

  #first(stream: ExecStream, wanted: number | null): number {
    const buffer = this.#buffers[stream];
    if (wanted === null) return buffer.start;
    // Of what an earlier daemon has read nothing is kept.
    if (wanted < this.record[`${stream}Bytes`] && buffer.end === 0 && !this.hasStreams) buffer.requireKept(-1);
    buffer.requireKept(wanted);
    return wanted;
  }

  /** Half of the buffer is for what is unread, the other half for who attaches again a little before. */
  #mustWait(stream: ExecStream, bytes: number): boolean {
    if (this.#whenFull === 'trim' || this.#isOver) return false;
    if (this.#readers.size === 0 && !this.#isWanted) return false;
    let slowest = this.#readers.size === 0 ? this.#resumeAt[stream] : Number.POSITIVE_INFINITY;
    for (const reader of this.#readers) slowest = Math.min(slowest, reader[stream]);
    return this.#buffers[stream].end - slowest + bytes > this.#limitBytes / 2;
  }

  /** Only a writer that waits has to be told of what was read. */
  #notifyWaiting(stream: ExecStream): void {
    if (this.#whenFull === 'block' && this.#buffers[stream].keptBytes > 0) this.#notify();
  }

  #notify(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    changed.resolve();
  }
}

function detached(record: ExecRecord): SandkeepError {
  return new SandkeepError('EXEC_DETACHED', `the streams of exec ${record.id} belong to no daemon any more`, {
    metadata: { exec_id: record.id },
  });
}

async function untilEither(event: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([event, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
