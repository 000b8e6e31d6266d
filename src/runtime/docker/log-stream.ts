// The log of a container as a stream: from the engine's frames to pieces, at the pace of the reader.

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceRef } from '../../domain/runtime-spec.ts';
import { type LogPiece, logPieceBytes, type LogRequest } from '../../ports/logs.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import type { EngineStream } from './client.ts';
import type { Engine } from './connection.ts';
import { find, withContainerId } from './containers.ts';
import { cancelled } from './deadline.ts';
import { FrameSplitter } from './demux.ts';
import { EngineFailure, hasStatus, lost, saysThat, toSandkeepError } from './errors.ts';

const maxAttempts = 3;
const retryPauseMs = 20;
const nanosecondsPerMs = 1_000_000n;
const fractionDigits = 9;
/** Longer than any time that an engine writes. */
const maxTimeCharacters = 64;
/** Of a line that is too long for one frame, all parts but the last have this size. */
const fullPartBytes = 16 * 1024;
const lineEnd = Buffer.from('\n');

/** Opens a log; what it gives is read by readLog or destroyed. NOT_SUPPORTED, SANDBOX_LOST. */
export interface LogOpening {
  readonly open: () => Promise<EngineStream>;
  readonly frames: LogFrames;
}

/**
 * Opens the log within the signal of the beginning. Where the engine answers with the first output only, that is
 * waited for later, by the signal of the whole call. NOT_SUPPORTED, SANDBOX_LOST.
 */
export async function beginLog(
  engine: Engine,
  ref: InstanceRef,
  request: LogRequest,
  signal: AbortSignal,
  wholeCall: AbortSignal,
): Promise<LogOpening> {
  const lineEnds = engine.capabilities.logDriver === 'local' ? 'restored' : 'kept';
  const frames = new LogFrames(request.timestamps ? 'taken' : 'none', lineEnds);
  if (!request.follow || engine.capabilities.tellsLogBegin) {
    const opened = await openLog(engine, ref, request, signal);
    return { open: async () => opened, frames };
  }
  if ((await find(engine, ref, signal)) === null) throw lost(ref.name);
  return { open: async () => await openLog(engine, ref, request, wholeCall), frames };
}

async function openLog(
  engine: Engine,
  ref: InstanceRef,
  request: LogRequest,
  signal: AbortSignal,
): Promise<EngineStream> {
  const query = {
    stdout: true,
    stderr: true,
    follow: request.follow,
    timestamps: request.timestamps,
    tail: request.tailLines ?? 'all',
    ...(request.sinceNs === null ? {} : { since: secondsText(request.sinceNs) }),
  };
  return await withContainerId(engine, ref, signal, async (id) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await engine.client.stream({ method: 'GET', path: `/containers/${id}/logs`, query }, signal, 'log');
      } catch (error) {
        if (isWithoutLog(error)) {
          throw new SandkeepError('NOT_SUPPORTED', `the log driver of ${ref.name} keeps nothing that can be read`);
        }
        // Podman stumbles over a line that is being written or was cut by a rotation.
        if (attempt === maxAttempts || !saysThat(error, /not a valid container log line/i)) throw error;
        await engine.clock.sleep(retryPauseMs, signal);
      }
    }
  });
}

/** Reads to the end of the log, or until the caller's signal ends it; leaving the loop gives the connection back. */
export async function* readLog(
  { open, frames }: LogOpening,
  ref: InstanceRef,
  request: LogRequest,
  call: CallOptions,
): AsyncGenerator<LogPiece> {
  const what = `logs of ${ref.name}`;
  let opened: EngineStream | null = null;
  const onAbort = (): void => opened?.destroy();
  call.signal.addEventListener('abort', onAbort, { once: true });
  try {
    opened = await open();
    if (call.signal.aborted) throw cancelled(call.signal, what);
    for await (const bytes of opened.body) {
      const pieces = request.timestamps ? frames.push(bytes) : gathered(frames.push(bytes));
      for (const piece of pieces) yield* bounded(piece);
    }
    if (!frames.isComplete) throw new EngineFailure('the log ended in the middle of a line', null, 'ECONNRESET');
  } catch (error) {
    throw call.signal.aborted ? cancelled(call.signal, what) : toSandkeepError(error, what);
  } finally {
    call.signal.removeEventListener('abort', onAbort);
    opened?.destroy();
  }
}

export function isWithoutLog(error: unknown): boolean {
  return (
    hasStatus(error, 501) ||
    saysThat(error, /logging driver does not support reading|cannot read logs|is not logging output/i)
  );
}

/**
 * From frames to pieces: takes the time off the beginning of each, and gives a line its end back that the log driver
 * "local" of older engines forgets when the line was too long for one frame. It holds no more than a time.
 */
export class LogFrames {
  readonly #times: 'taken' | 'none';
  readonly #lineEnds: 'restored' | 'kept';
  readonly #splitter = new FrameSplitter();
  #frame = 0;
  /** Of a frame whose time is not whole yet. */
  #head: Buffer | null = null;
  #headBytes = 0;
  #timeNs: bigint | null = null;

  constructor(times: 'taken' | 'none', lineEnds: 'restored' | 'kept') {
    this.#times = times;
    this.#lineEnds = lineEnds;
  }

  get isComplete(): boolean {
    return this.#splitter.isComplete;
  }

  *push(bytes: Uint8Array): Generator<LogPiece> {
    for (const chunk of this.#splitter.push(bytes)) {
      if (this.#splitter.frames !== this.#frame) this.#beginFrame();
      const rest = this.#head === null ? chunk.bytes : this.#takeTime(this.#head, chunk.bytes);
      if (rest.length > 0) yield { source: chunk.stream, bytes: rest, timeNs: this.#timeNs };
      if (this.#lacksLineEnd(chunk.bytes)) yield { source: chunk.stream, bytes: lineEnd, timeNs: this.#timeNs };
    }
  }

  #beginFrame(): void {
    this.#frame = this.#splitter.frames;
    this.#head = this.#times === 'taken' ? Buffer.alloc(0) : null;
    this.#headBytes = 0;
  }

  /** What comes after the time; nothing while that is not whole. */
  #takeTime(begun: Buffer, more: Buffer): Buffer {
    const head = Buffer.concat([begun, more]);
    const end = head.indexOf(' ');
    if (end === -1 && head.length <= maxTimeCharacters) {
      this.#head = head;
      return Buffer.alloc(0);
    }
    this.#head = null;
    this.#timeNs = end === -1 ? null : parseTimeNs(head.toString('latin1', 0, end));
    // What is no time belongs to the line.
    if (this.#timeNs === null) return head;
    this.#headBytes = end + 1;
    return head.subarray(this.#headBytes);
  }

  #lacksLineEnd(last: Buffer): boolean {
    if (!this.#splitter.isFrameWhole || last.at(-1) === lineEnd[0]) return false;
    return this.#lineEnds === 'restored' && this.#splitter.frameBytes - this.#headBytes < fullPartBytes;
  }
}

/** What follows each other in one stream becomes one piece: a line of a log has a frame of its own. */
function* gathered(pieces: Iterable<LogPiece>): Generator<LogPiece> {
  let source: LogPiece['source'] = 'stdout';
  let run: Uint8Array[] = [];
  for (const piece of pieces) {
    if (piece.source !== source && run.length > 0) {
      yield { source, bytes: Buffer.concat(run), timeNs: null };
      run = [];
    }
    source = piece.source;
    run.push(piece.bytes);
  }
  if (run.length > 0) yield { source, bytes: Buffer.concat(run), timeNs: null };
}

function* bounded({ source, bytes, timeNs }: LogPiece): Generator<LogPiece> {
  for (let start = 0; start < bytes.length; start += logPieceBytes) {
    yield { source, bytes: bytes.subarray(start, start + logPieceBytes), timeNs };
  }
}

/** RFC 3339 to nanoseconds since 1970; null for other text. */
export function parseTimeNs(text: string): bigint | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return null;
  const [, seconds = '', fraction = '', zone = ''] = match;
  const ms = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(ms)) return null;
  return BigInt(ms) * nanosecondsPerMs + BigInt(fraction.padEnd(fractionDigits, '0'));
}

/** As engines take it: seconds with nine digits after the point. */
function secondsText(timeNs: bigint): string {
  const digits = timeNs.toString().padStart(fractionDigits + 1, '0');
  return `${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}
