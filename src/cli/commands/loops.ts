// The loops that work in the background.
import { Argument, type Command } from 'commander';
import { durationToMs } from '../../client/convert.ts';
import type { LoopStatus__Output } from '../../gen/sandkeep/v1/LoopStatus.ts';
import type { Context, Define } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseCount, present } from '../parse.ts';
import type { Column } from '../render/table.ts';
import { ageText, spanText, timeoutText } from '../render/text.ts';

interface SweepOptions {
  readonly maxItems?: number;
}

interface ReconcileOptions {
  readonly runtime?: string;
}

export function addLoopCommands(program: Command, define: Define): void {
  const sweep = program
    .command('sweep')
    .addArgument(new Argument('<loop>', 'idle, pool, released, reconcile or events'))
    .description('run one loop once, now')
    .option('--max-items <count>', 'at most this many', parseCount);
  define<SweepOptions>(sweep, runSweep);
  const reconcile = program
    .command('reconcile')
    .description('compare records and containers now')
    .option('--runtime <name>', 'only of this runtime');
  define<ReconcileOptions>(reconcile, runReconcile);
  const loops = program.command('loops').description('see, pause and resume the loops');
  define(loops.command('ls').description('show the loops'), listLoops);
  define(loops.command('pause <name>').description('stop a loop until it is resumed, also after a restart'), pauseLoop);
  define(loops.command('resume <name>').description('let a loop run again'), resumeLoop);
}

async function runSweep(context: Context, [loop = '']: readonly string[], { maxItems }: SweepOptions) {
  const { client, call, output } = context;
  const response = await client.runSweep({ loop, ...present({ maxItems }) }, call);
  await output.show('RunSweepResponse', response, () => [`${loop}: ${countersText(response.counters)}`]);
  return undefined;
}

async function runReconcile({ client, call, output }: Context, _args: readonly string[], options: ReconcileOptions) {
  const response = await client.reconcile(present({ runtime: options.runtime }), call);
  await output.show('ReconcileResponse', response, () => [`reconcile: ${countersText(response.counters)}`]);
  if (response.unavailable.length === 0) return undefined;
  await output.notice(`sandkeep: did not answer: ${response.unavailable.join(', ')}`);
  return exitCodes.unavailable;
}

export function countersText(counters: Readonly<Record<string, string>>): string {
  const texts = Object.entries(counters).map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`);
  return texts.join(', ') || 'nothing to do';
}

async function listLoops({ client, call, output }: Context) {
  const { loops } = await client.getInfo({}, call);
  await output.list({
    key: 'loops',
    messageName: 'LoopStatus',
    rows: loops,
    columns: loopColumns(new Date()),
    whenEmpty: 'No loops.',
  });
  return undefined;
}

export function loopColumns(now: Date): readonly Column<LoopStatus__Output>[] {
  return [
    { header: 'LOOP', cell: ({ name }) => name },
    { header: 'EVERY', cell: ({ interval }) => timeoutText(interval), align: 'right' },
    { header: 'LAST', cell: ({ lastRunTime }) => ageText(lastRunTime, now), align: 'right' },
    { header: 'TOOK', cell: tookText, align: 'right' },
    { header: 'RUNS', cell: ({ runs }) => runs, align: 'right' },
    { header: 'ERRORS', cell: ({ errors }) => errors, align: 'right', style: errorStyle },
    { header: 'STATUS', cell: loopWords, shrinks: true },
  ];
}

function tookText({ lastDuration }: LoopStatus__Output): string {
  return lastDuration === null ? '-' : spanText(durationToMs(lastDuration));
}

function errorStyle({ errors }: LoopStatus__Output): 'red' | undefined {
  return errors === '0' ? undefined : 'red';
}

function loopWords({ paused, lastError }: LoopStatus__Output): string {
  return [paused ? 'paused' : '', lastError].filter((part) => part !== '').join(': ') || '-';
}

async function pauseLoop({ client, call, output }: Context, [loop = '']: readonly string[]) {
  const response = await client.pauseLoop({ loop }, call);
  await output.show('PauseLoopResponse', response, () => [`${loop} is paused`]);
  return undefined;
}

async function resumeLoop({ client, call, output }: Context, [loop = '']: readonly string[]) {
  const response = await client.resumeLoop({ loop }, call);
  await output.show('ResumeLoopResponse', response, () => [`${loop} runs again`]);
  return undefined;
}
