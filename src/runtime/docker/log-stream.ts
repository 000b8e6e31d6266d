// The log of a container as a stream: from the engine's frames to pieces, at the pace of the reader.

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceRef } from '../../domain/runtime-spec.ts';
import { type LogPiece, logPieceBytes, type LogRequest } from '../../ports/logs.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import type { EngineStream } from './client.ts';
import type { Engine } from './connection.ts';
import { withContainerId } from './containers.ts';
import { cancelled } from './deadline.ts';
import { FrameSplitter, type OutputChunk } from './demux.ts';
import { EngineFailure, hasStatus, saysThat, toSandkeepError } from './errors.ts';

const maxAttempts = 3;
const retryPauseMs = 20;
const nanosecondsPerMs = 1_000_000n;
const fractionDigits = 9;
/** Longer than any time that an engine writes. */
const maxTimeCharacters = 64;

/** The answer of the engine, which its owner reads or destroys. NOT_SUPPORTED, SANDBOX_LOST. */
export async function openLog(
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
  opened: EngineStream,
  ref: InstanceRef,
  request: LogRequest,
  call: CallOptions,
): AsyncGenerator<LogPiece> {
  const what = `logs of ${ref.name}`;
  const onAbort = (): void => opened.destroy();
  call.signal.addEventListener('abort', onAbort, { once: true });
  const splitter = new FrameSplitter();
  const timed = request.timestamps ? new TimedFrames(splitter) : null;
  try {
    if (call.signal.aborted) throw cancelled(call.signal, what);
    for await (const bytes of opened.body) {
      const pieces = timed === null ? gathered(splitter.push(bytes)) : timed.push(bytes);
      for (const piece of pieces) yield* bounded(piece);
    }
    if (!splitter.isComplete) throw new EngineFailure('the log ended in the middle of a line', null, 'ECONNRESET');
  } catch (error) {
    throw call.signal.aborted ? cancelled(call.signal, what) : toSandkeepError(error, what);
  } finally {
    call.signal.removeEventListener('abort', onAbort);
    opened.destroy();
  }
}

export function isWithoutLog(error: unknown): boolean {
  return (
    hasStatus(error, 501) ||
    saysThat(error, /logging driver does not support reading|cannot read logs|is not logging output/i)
  );
}

/** Takes the time off the beginning of each frame. It holds no more than a time. */
class TimedFrames {
  readonly #splitter: FrameSplitter;
  #frame = 0;
  /** Of a frame whose time is not whole yet. */
  #head: Buffer | null = null;
  #timeNs: bigint | null = null;

  constructor(splitter: FrameSplitter) {
    this.#splitter = splitter;
  }

  *push(bytes: Uint8Array): Generator<LogPiece> {
    for (const chunk of this.#splitter.push(bytes)) {
      if (this.#splitter.frames !== this.#frame) {
        this.#frame = this.#splitter.frames;
        this.#head = Buffer.alloc(0);
      }
      const rest = this.#head === null ? chunk.bytes : this.#takeTime(this.#head, chunk.bytes);
      if (rest.length > 0) yield { source: chunk.stream, bytes: rest, timeNs: this.#timeNs };
    }
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
    return this.#timeNs === null ? head : head.subarray(end + 1);
  }
}

/** What follows each other in one stream becomes one piece: a line of a log has a frame of its own. */
function* gathered(chunks: Iterable<OutputChunk>): Generator<LogPiece> {
  let source: LogPiece['source'] = 'stdout';
  let run: Buffer[] = [];
  for (const { stream, bytes } of chunks) {
    if (stream !== source && run.length > 0) {
      yield { source, bytes: Buffer.concat(run), timeNs: null };
      run = [];
    }
    source = stream;
    run.push(bytes);
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
