// The log of a container of the fake engine, as the port shows it.

import type { Clock } from '../../ports/clock.ts';
import { type LogPiece, logPieceBytes, type LogRequest } from '../../ports/logs.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import { cancelled, withDeadline } from './deadline.ts';
import { logLineSchema } from './protocol.ts';

export interface LogSource {
  readonly clock: Clock;
  readonly what: string;
  /** Opens the route with its query; the signal ends what it gives. */
  open(path: string, signal: AbortSignal): Promise<AsyncGenerator>;
}

/** At the pace of the reader; leaving the loop ends the engine's answer. */
export async function* readLog(source: LogSource, request: LogRequest, call: CallOptions): AsyncGenerator<LogPiece> {
  const over = new AbortController();
  const end = (): void => over.abort();
  call.signal.addEventListener('abort', end, { once: true });
  try {
    const lines = await withDeadline(source.clock, call, source.what, async () =>
      source.open(`log-stream?${queryOf(request)}`, over.signal),
    );
    for await (const line of lines) yield* piecesOf(line, request);
  } catch (error) {
    throw call.signal.aborted ? cancelled(call.signal, source.what) : error;
  } finally {
    call.signal.removeEventListener('abort', end);
    over.abort();
  }
}

function queryOf({ tailLines, sinceNs, follow }: LogRequest): string {
  return new URLSearchParams({
    ...(tailLines === null ? {} : { tail: String(tailLines) }),
    ...(sinceNs === null ? {} : { since: sinceNs.toString() }),
    ...(follow ? { follow: '1' } : {}),
  }).toString();
}

function* piecesOf(line: unknown, request: LogRequest): Generator<LogPiece> {
  const { source, text, timeNs } = logLineSchema.parse(line);
  const bytes = Buffer.from(text, 'latin1');
  for (let start = 0; start < bytes.length; start += logPieceBytes) {
    const piece = bytes.subarray(start, start + logPieceBytes);
    yield { source, bytes: piece, timeNs: request.timestamps ? BigInt(timeNs) : null };
  }
}
