// What sandboxes write.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { RETRY_ATTEMPTS, RETRY_MAX_DELAY_MS } from '../../client/retry.ts';
import type { Timestamp } from '../../gen/google/protobuf/Timestamp.ts';
import type { StreamLogsRequest } from '../../gen/sandkeep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse__Output } from '../../gen/sandkeep/v1/StreamLogsResponse.ts';
import type { Context, Define } from '../context.ts';
import { isResumable } from '../failure.ts';
import { parseCount, parseDurationMs, present } from '../parse.ts';

const NANOS_PER_MS = 1_000_000;
const FRACTION_DIGITS = 9;

interface LogOptions {
  readonly follow?: true;
  readonly tail?: number;
  readonly since?: Timestamp;
  readonly timestamps?: true;
}

export function addLogCommand(program: Command, define: Define): void {
  const logs = program
    .command('logs <id>')
    .description('show what the first process of a sandbox has written, its standard error on standard error')
    .option('-f, --follow', 'go on with what comes, through restarts of the daemon')
    .option('--tail <lines>', 'begin with so many last lines', parseCount)
    .option('--since <time>', 'leave out what is older, for example 5m, or 2026-01-31T12:00:00Z', parseSince)
    .option('-t, --timestamps', 'show when each line was written');
  define<LogOptions>(logs, showLogs);
}

/** A time of the day, or so long ago. */
export function parseSince(text: string, _previous?: unknown, now = Date.now()): Timestamp {
  const isDate = /^\d{4}-\d\d-\d\d/.test(text);
  const ms = isDate ? Date.parse(text) : now - parseDurationMs(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Give a time such as 5m, 2026-01-31 or 2026-01-31T12:00:00Z.');
  const seconds = Math.floor(Math.max(ms, 0) / 1000);
  return { seconds, nanos: Math.round(Math.max(ms, 0) - seconds * 1000) * NANOS_PER_MS };
}

async function showLogs(context: Context, [sandboxId = '']: readonly string[], options: LogOptions) {
  const follow = options.follow === true;
  const place = new Place();
  let request: StreamLogsRequest = {
    sandboxId,
    follow,
    // Where an interrupted one goes on is known by its times.
    timestamps: follow || options.timestamps === true,
    ...present({ tailLines: options.tail, sinceTime: options.since }),
  };
  for (let failures = 0; ; ) {
    try {
      for await (const piece of context.client.streamLogs(request, context.call)) {
        failures = 0;
        if (place.isNew(piece)) await showPiece(context, piece, options.timestamps ? place.timeOf(piece) : '');
      }
      return undefined;
    } catch (error) {
      failures += 1;
      if (!follow || !isResumable(error) || failures > RETRY_ATTEMPTS) throw error;
      await context.output.notice(`sandkeep: ${error.message}; going on where it was`);
      await sleep(RETRY_MAX_DELAY_MS, undefined, { signal: context.signal });
      request = place.next(request);
    }
  }
}

/** How far a log was shown: the time of the last piece, and how many pieces of that time. */
class Place {
  #time: Timestamp | null = null;
  #shown = 0;
  #toSkip = 0;
  readonly #isLineOpen = { LOG_SOURCE_STDOUT: false, LOG_SOURCE_STDERR: false };

  /** Asks for what comes after the place; the pieces of its very time come again. */
  next(request: StreamLogsRequest): StreamLogsRequest {
    if (this.#time === null) return request;
    this.#toSkip = this.#shown;
    const { tailLines: _tail, ...rest } = request;
    return { ...rest, sinceTime: this.#time };
  }

  isNew({ time }: StreamLogsResponse__Output): boolean {
    if (time === null) return true;
    const isSameTime = this.#time?.seconds === time.seconds && this.#time.nanos === time.nanos;
    if (isSameTime && this.#toSkip > 0) {
      this.#toSkip -= 1;
      return false;
    }
    this.#toSkip = 0;
    this.#shown = isSameTime ? this.#shown + 1 : 1;
    this.#time = time;
    return true;
  }

  /** What stands before the piece: a long line comes in several, and has its time once. */
  timeOf({ source, data, time }: StreamLogsResponse__Output): string {
    const key = source === 'LOG_SOURCE_STDERR' ? source : 'LOG_SOURCE_STDOUT';
    const isContinued = this.#isLineOpen[key];
    this.#isLineOpen[key] = data.at(-1) !== '\n'.charCodeAt(0);
    return isContinued || time === null ? '' : `${timeText(time)} `;
  }
}

/** With all its digits, as the engine has noted it. */
function timeText({ seconds, nanos }: Timestamp): string {
  const whole = new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, '');
  return `${whole}.${String(nanos ?? 0).padStart(FRACTION_DIGITS, '0')}Z`;
}

async function showPiece({ output }: Context, piece: StreamLogsResponse__Output, before: string): Promise<void> {
  if (output.isJson) return await output.show('StreamLogsResponse', piece, () => []);
  for (const bytes of [before, piece.data]) {
    await (piece.source === 'LOG_SOURCE_STDERR' ? output.errorBytes(bytes) : output.bytes(bytes));
  }
}
