// Warm pools: sandboxes that are ready before anybody asks.
import { Argument, type Command } from 'commander';
import { durationToMs } from '../../client/convert.ts';
import type { Pool__Output } from '../../gen/sandkeep/v1/Pool.ts';
import type { Context, Define } from '../context.ts';
import type { Output } from '../output.ts';
import { parseCount, present } from '../parse.ts';
import type { BlockRow } from '../render/sandbox.ts';
import type { Column, Style } from '../render/table.ts';
import { agoText, dueText, enumWord, printable, spanText } from '../render/text.ts';

interface PrewarmOptions {
  readonly wait?: true;
}

const statusStyles: Readonly<Record<string, Style>> = {
  POOL_STATUS_FULL: 'green',
  POOL_STATUS_FILLING: 'cyan',
  POOL_STATUS_PAUSED: 'yellow',
  POOL_STATUS_BACKING_OFF: 'yellow',
  POOL_STATUS_NO_ROOM: 'yellow',
  POOL_STATUS_FAILED: 'red',
};

export function addPoolCommands(program: Command, define: Define): void {
  const pool = program.command('pool').description('see and steer the pools of warm sandboxes');
  define(pool.command('ls').description('list the pools'), listPools);
  define(pool.command('get [template]').description("show one pool; otherwise the default template's"), getPool);
  const pause = pool.command('pause <template>').description('stop refilling it until it is resumed');
  define(pause, pausePool);
  const resume = pool.command('resume <template>').description('refill it again, also after too many failures');
  define(resume, resumePool);
  define(pool.command('drain <template>').description('pause it and release what is warm'), drainPool);
  const prewarm = pool
    .command('prewarm <template>')
    .addArgument(new Argument('<count>', 'how many should be warm').argParser(parseCount))
    .description('have at least so many warm sandboxes once, beyond its size if need be')
    .option('--wait', 'wait until they are');
  define<PrewarmOptions>(prewarm, prewarmPool);
}

async function listPools({ client, call, output }: Context) {
  const { pools } = await client.listPools({}, call);
  await output.list({
    key: 'pools',
    messageName: 'Pool',
    rows: pools,
    columns: poolColumns(new Date()),
    whenEmpty: 'No pools. Set pool.size of a template, or "sandkeep pool prewarm TEMPLATE COUNT".',
  });
  return undefined;
}

function poolColumns(now: Date): readonly Column<Pool__Output>[] {
  return [
    { header: 'TEMPLATE', cell: ({ template }) => template, shrinks: true },
    { header: 'STATUS', cell: ({ status }) => statusWord(status), style: ({ status }) => statusStyles[status] },
    { header: 'TARGET', cell: ({ target }) => String(target), align: 'right' },
    { header: 'WARM', cell: ({ warm }) => String(warm), align: 'right' },
    { header: 'CREATING', cell: ({ creating }) => String(creating), align: 'right' },
    { header: 'HITS', cell: ({ hits }) => hits, align: 'right' },
    { header: 'MISSES', cell: ({ misses }) => misses, align: 'right' },
    { header: 'CLAIM', cell: claimText, align: 'right' },
    { header: 'RETRY', cell: ({ retryTime }) => dueText(retryTime, now) },
    { header: 'LAST FAILURE', cell: ({ lastFailure }) => lastFailure || '-', shrinks: true },
  ];
}

function poolRows(pool: Pool__Output, now: Date): readonly BlockRow[] {
  return [
    ['template', pool.template],
    ['status', statusWord(pool.status)],
    ['target', String(pool.target)],
    ['warm', String(pool.warm)],
    ['creating', String(pool.creating)],
    ['claims', `${pool.hits} warm, ${pool.misses} cold`],
    ['claim time', claimText(pool)],
    ['failures', pool.failures === 0 ? '' : `${pool.failures} in a row`],
    ['last failure', pool.lastFailure],
    ['failed at', agoText(pool.lastFailureTime, now)],
    ['retry', dueText(pool.retryTime, now)],
    ['evidence', pool.failedSandboxIds.join(', ')],
  ];
}

function statusWord(status: Pool__Output['status']): string {
  return enumWord(status, 'POOL_STATUS_');
}

function claimText({ claimWait }: Pool__Output): string {
  return claimWait === null ? '-' : spanText(durationToMs(claimWait));
}

async function getPool({ client, call, output }: Context, [template]: readonly string[]) {
  const response = await client.getPool(present({ template }), call);
  const { pool } = response;
  await output.show('GetPoolResponse', response, () => (pool === null ? [] : output.block(poolRows(pool, new Date()))));
  return undefined;
}

async function pausePool({ client, call, output }: Context, [template = '']: readonly string[]) {
  const response = await client.pausePool({ template }, call);
  await output.show('PausePoolResponse', response, () => poolLines(response.pool, output));
  return undefined;
}

async function resumePool({ client, call, output }: Context, [template = '']: readonly string[]) {
  const response = await client.resumePool({ template }, call);
  await output.show('ResumePoolResponse', response, () => poolLines(response.pool, output));
  return undefined;
}

async function drainPool({ client, call, output }: Context, [template = '']: readonly string[]) {
  const response = await client.drainPool({ template }, call);
  await output.show('DrainPoolResponse', response, () =>
    poolLines(response.pool, output, `${response.released} released`),
  );
  return undefined;
}

async function prewarmPool(context: Context, [template = '', count = '']: readonly string[], options: PrewarmOptions) {
  const { client, call, output } = context;
  const request = { template, count: parseCount(count), wait: options.wait === true };
  const response = await client.prewarmPool(request, call);
  await output.show('PrewarmPoolResponse', response, () => poolLines(response.pool, output));
  return undefined;
}

function poolLines(pool: Pool__Output | null, output: Output, more?: string): readonly string[] {
  if (pool === null) return [];
  const style = statusStyles[pool.status];
  const status = style === undefined ? statusWord(pool.status) : output.paint(style, statusWord(pool.status));
  const counts = [`${pool.warm} of ${pool.target} warm`, pool.creating > 0 ? `${pool.creating} creating` : '', more];
  return [`${printable(pool.template)}  ${status}  ${counts.filter(Boolean).join(', ')}`];
}
