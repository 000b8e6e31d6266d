// What sandboxes use: one of them, and all of them live.
import { type Command, Option } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { StreamStatsRequest } from '../../gen/sandkeep/v1/StreamStatsRequest.ts';
import type { StreamStatsResponse__Output } from '../../gen/sandkeep/v1/StreamStatsResponse.ts';
import type { Context, Define } from '../context.ts';
import { addFilterOptions, type FilterOptions, filterOf } from '../filter.ts';
import { parseDurationMs } from '../parse.ts';
import { sortNames, type SortName, sortStats, statsColumns, statsRows } from '../render/stats.ts';
import { watchLive } from '../top.ts';

const CPU_INTERVAL_MS = 500;
const ONCE_INTERVAL_MS = 1000;
/** With the second measurement the share of the processor is known. */
const MEASUREMENTS_ONCE = 2;

interface TopOptions extends FilterOptions {
  readonly interval?: number;
  readonly once?: true;
  readonly sort: SortName;
}

export function addStatsCommands(program: Command, define: Define): void {
  const stats = program
    .command('stats <id>')
    .description('show what one sandbox uses')
    .option('--disk', 'its disk usage too, which can take a while');
  define<{ readonly disk?: true }>(stats, showStats);
  const top = program
    .command('top [id]')
    .description('watch what sandboxes use, until "q"; without a terminal, show it once')
    .option('--once', 'show one table and end')
    .option('--interval <time>', 'time between two measurements (default: 2s)', parseDurationMs)
    .addOption(new Option('--sort <column>', 'what is most first').choices(sortNames).default('cpu'));
  define<TopOptions>(addFilterOptions(top), showTop);
}

async function showStats(context: Context, [sandboxId = '']: readonly string[], options: { readonly disk?: true }) {
  const { client, call, output } = context;
  const cpuInterval = durationFromMs(CPU_INTERVAL_MS);
  const response = await client.getStats({ sandboxId, cpuInterval, includeDisk: options.disk === true }, call);
  const { stats } = response;
  await output.show('GetStatsResponse', response, () =>
    stats === null ? [] : output.block(statsRows(stats, new Date())),
  );
  return undefined;
}

async function showTop(context: Context, [sandboxId]: readonly string[], options: TopOptions) {
  const { io, output } = context;
  const request = {
    ...(sandboxId === undefined ? { filter: filterOf(options, context.namespace) } : { sandboxId }),
    ...(options.interval !== undefined && { interval: durationFromMs(options.interval) }),
  };
  const isLive = io.terminal !== undefined && !options.once && !output.isJson;
  if (isLive) return await watchLive(context, io.terminal, request, options.sort);
  const once = { ...request, interval: durationFromMs(options.interval ?? ONCE_INTERVAL_MS) };
  await showOnce(context, once, options.sort);
  return undefined;
}

async function showOnce(context: Context, request: StreamStatsRequest, sort: SortName): Promise<void> {
  const { output } = context;
  const measured = await measureOnce(context, request);
  if (measured === undefined) return;
  const stats = [...sortStats(measured.stats, sort)];
  if (output.isJson) await output.show('StreamStatsResponse', { ...measured, stats }, () => []);
  else {
    const columns = statsColumns(stats, new Date());
    const whenEmpty = 'No sandbox runs. "sandkeep acquire SESSION" makes one.';
    await output.list({ key: 'stats', messageName: 'SandboxStats', rows: stats, columns, whenEmpty });
  }
}

async function measureOnce(
  { client, call }: Context,
  request: StreamStatsRequest,
): Promise<StreamStatsResponse__Output | undefined> {
  let count = 0;
  for await (const measured of client.streamStats(request, call)) {
    count += 1;
    if (count === MEASUREMENTS_ONCE || measured.stats.length === 0) return measured;
  }
  return undefined;
}
