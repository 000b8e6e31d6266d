// The live table of what sandboxes use: drawn over itself, sorted by a key, and gone without a trace.
import { setTimeout as sleep } from 'node:timers/promises';
import { durationToMs, timestampToDate } from '../client/convert.ts';
import { RETRY_ATTEMPTS, RETRY_MAX_DELAY_MS } from '../client/retry.ts';
import type { StreamStatsRequest } from '../gen/sandkeep/v1/StreamStatsRequest.ts';
import type { StreamStatsResponse__Output } from '../gen/sandkeep/v1/StreamStatsResponse.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { isResumable } from './failure.ts';
import type { CliTerminal } from './io.ts';
import { onOwnScreen } from './live-screen.ts';
import { type SortName, sortStats, statsColumns } from './render/stats.ts';
import { renderTable } from './render/table.ts';
import { printable, spanText } from './render/text.ts';

const KEYS_HELP = 'q quit   sort by: c cpu  m memory  p pids  n net  i idle';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
/** Everything around the rows of the table: head, empty line, headings, empty line, foot. */
const FRAME_LINES = 5;

const sortKeys: Readonly<Record<string, SortName>> = { c: 'cpu', m: 'memory', p: 'pids', n: 'net', i: 'idle' };

interface View {
  measured: StreamStatsResponse__Output | undefined;
  sort: SortName;
  /** Why nothing new comes; empty while it does. */
  problem: string;
}

/** Until a key, a signal or the daemon ends it; the exit code. */
export async function watchLive(
  context: Context,
  terminal: CliTerminal,
  request: StreamStatsRequest,
  sort: SortName,
): Promise<number> {
  const view: View = { measured: undefined, sort, problem: '' };
  const over = new AbortController();
  let exitCode: number = exitCodes.ok;
  const end = (code: number): void => {
    if (over.signal.aborted) return;
    exitCode = code;
    over.abort();
  };
  const signal = AbortSignal.any([over.signal, context.signal]);
  return await onOwnScreen(terminal, context.output, async (screen) => {
    const draw = async (): Promise<void> => await screen.draw(linesOf(context, terminal, view));
    const stops = [
      terminal.onResize(() => void screen.clear().then(draw, () => undefined)),
      terminal.onTerminate(() => end(exitCodes.terminated)),
    ];
    const onKey = (key: string): void => {
      if (key === 'q' || key === CTRL_D) return end(exitCodes.ok);
      if (key === CTRL_C) return end(exitCodes.interrupted);
      const wanted = sortKeys[key];
      if (wanted === undefined) return;
      view.sort = wanted;
      draw().catch(() => undefined);
    };
    // A terminal that is gone sends no more keys.
    void eachKey(context.io.stdin, onKey).then(() => end(exitCodes.ok));
    try {
      await draw();
      await follow({ ...context, signal }, request, view, draw);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      for (const stop of stops) stop();
    }
    return exitCode;
  });
}

async function follow(
  { client, call, signal }: Context,
  request: StreamStatsRequest,
  view: View,
  draw: () => Promise<void>,
): Promise<void> {
  for (let failures = 0; ; ) {
    try {
      for await (const measured of client.streamStats(request, { ...call, signal })) {
        failures = 0;
        view.measured = measured;
        view.problem = '';
        await draw();
      }
      return;
    } catch (error) {
      failures += 1;
      if (signal.aborted || !isResumable(error) || failures > RETRY_ATTEMPTS) throw error;
      view.problem = error.message;
      await draw();
      await sleep(RETRY_MAX_DELAY_MS, undefined, { signal });
    }
  }
}

async function eachKey(stdin: AsyncIterable<Uint8Array>, onKey: (key: string) => void): Promise<void> {
  try {
    for await (const piece of stdin) for (const key of Buffer.from(piece).toString('latin1')) onKey(key);
  } catch {
    // It was closed, as at the end of the command.
  }
}

function linesOf({ output }: Context, terminal: CliTerminal, view: View): readonly string[] {
  const { columns: width, rows: height } = terminal.size();
  const { measured } = view;
  if (measured === undefined) return [view.problem === '' ? 'measuring ...' : printable(view.problem)];
  const rows = sortStats(measured.stats, view.sort);
  const room = Math.max(1, height - FRAME_LINES);
  const shown = rows.slice(0, room);
  const now = measured.time === null ? new Date() : timestampToDate(measured.time);
  const table = renderTable(shown, statsColumns(shown, now), { width, paint: output.paint });
  const hidden = rows.length - shown.length + measured.omittedCount;
  const foot = [hidden > 0 ? `${hidden} more   ` : '', KEYS_HELP].join('');
  return [headOf(measured, view), '', ...table, '', output.paint('dim', foot)];
}

function headOf({ stats, interval, omittedCount }: StreamStatsResponse__Output, { sort, problem }: View): string {
  const count = stats.length + omittedCount;
  const every = interval === null ? '' : `, every ${spanText(durationToMs(interval))}`;
  const state = problem === '' ? '' : `   ${printable(problem)}`;
  return `sandkeep top: ${count} ${count === 1 ? 'sandbox' : 'sandboxes'} by ${sort}${every}${state}`;
}
