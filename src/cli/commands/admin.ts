// The daemon itself.
import type { Command } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { DegradedMode__Output } from '../../gen/sandkeep/v1/DegradedMode.ts';
import type { GetInfoResponse__Output } from '../../gen/sandkeep/v1/GetInfoResponse.ts';
import type { RuntimeStatus__Output } from '../../gen/sandkeep/v1/RuntimeStatus.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import type { Output } from '../output.ts';
import { parseDurationMs } from '../parse.ts';
import { type Column, renderTable } from '../render/table.ts';
import { agoText, bytesText, enumWord, printable } from '../render/text.ts';
import { loopColumns } from './loops.ts';

interface DrainOptions {
  readonly undo?: true;
  readonly wait?: number;
}

interface ReloadOptions {
  readonly dryRun?: true;
}

export function addAdminCommands(program: Command, define: Define): void {
  define(
    program.command('info').description('show the daemon, its runtimes and loops, and what is degraded'),
    showInfo,
  );
  define(program.command('metrics').description('print what the daemon measures, as Prometheus reads it'), showMetrics);
  define(program.command('backup').description('copy the state database while the daemon runs'), backUp);
  const drain = program
    .command('drain')
    .description('refuse new work and wait for what is under way')
    .option('--undo', 'accept new work again')
    .option('--wait <time>', 'wait at most this long, 0 not at all', parseDurationMs);
  define<DrainOptions>(drain, drainDaemon);
  const reload = program.command('reload').description('read the config again').option('--dry-run', 'only check it');
  define<ReloadOptions>(reload, reloadConfig);
}

async function showInfo({ client, call, output }: Context) {
  const response = await client.getInfo({}, call);
  await output.show('GetInfoResponse', response, () => infoLines(response, client.socketPath, output));
  return undefined;
}

async function backUp({ client, call, output }: Context) {
  const response = await client.backup({}, call);
  await output.show('BackupResponse', response, () => [
    `${response.path}  ${bytesText(Number(response.bytes))}`,
    ...response.removed.map((path) => `deleted ${path}`),
  ]);
  await output.notice('sandkeep: keep secret.key of the state directory too, in another place than the copies');
  return undefined;
}

async function showMetrics({ client, call, output }: Context) {
  const response = await client.getMetrics({}, call);
  await output.show('GetMetricsResponse', response, () => [response.text.trimEnd()]);
  return undefined;
}

function infoLines(info: GetInfoResponse__Output, socketPath: string, output: Output): readonly string[] {
  const now = new Date();
  const summary = output.block([
    ['status', enumWord(info.status, 'DAEMON_STATUS_')],
    ['version', info.version],
    ['socket', socketPath],
    ['instance', info.instanceId],
    ['started', `${agoText(info.startTime, now)}, process ${info.processId}, epoch ${info.epoch}`],
    ['memory', bytesText(Number(info.residentBytes))],
    ['sandboxes', sandboxCounts(info.sandboxes)],
    ['default template', info.defaultTemplate],
    ['newest event', info.eventSeq],
    ['schema', String(info.schemaVersion)],
  ]);
  const tables = [
    ...(info.runtimes.length > 0 ? ['', ...renderTable(info.runtimes, runtimeColumns, output.layout)] : []),
    ...(info.loops.length > 0 ? ['', ...renderTable(info.loops, loopColumns(now), output.layout)] : []),
  ];
  return [...summary, ...tables, ...degradedLines(info.degraded, output)];
}

function sandboxCounts(counts: Readonly<Record<string, string>>): string {
  const texts = Object.entries(counts)
    .filter(([, count]) => count !== '0')
    .map(([state, count]) => `${count} ${enumWord(state, 'SANDBOX_STATE_')}`);
  return texts.join(', ') || 'none';
}

const runtimeColumns: readonly Column<RuntimeStatus__Output>[] = [
  { header: 'RUNTIME', cell: ({ name }) => name },
  {
    header: 'AVAILABLE',
    cell: ({ available }) => (available ? 'yes' : 'no'),
    style: ({ available }) => (available ? 'green' : 'red'),
  },
  { header: 'ENGINE', cell: ({ engine, version }) => [engine, version].filter((part) => part !== '').join(' ') || '-' },
  { header: 'API', cell: ({ apiVersion }) => apiVersion || '-' },
  { header: 'CAN', cell: ({ capabilities, message }) => message || capabilities.join(' ') || '-', shrinks: true },
];

function degradedLines(modes: readonly DegradedMode__Output[], output: Output): readonly string[] {
  return modes.flatMap(({ subject, reason, message, remedy }) => [
    '',
    `${output.paint('yellow', 'degraded')}: ${printable(`${subject}: ${message} (${reason})`)}`,
    ...(remedy ? [`  ends with: ${printable(remedy)}`] : []),
  ]);
}

async function drainDaemon(context: Context, _args: readonly string[], { undo, wait }: DrainOptions) {
  const { client, call, output } = context;
  const timeout = wait === undefined ? {} : { timeout: durationFromMs(wait) };
  const response = await client.drain({ undo: undo === true, requestId: newRequestId(), ...timeout }, call);
  await output.show('DrainResponse', response, () => [
    response.draining ? `draining: ${response.operations} operations under way` : 'not draining: new work is accepted',
  ]);
  return undefined;
}

async function reloadConfig({ client, call, output }: Context, _args: readonly string[], { dryRun }: ReloadOptions) {
  const response = await client.reload({ dryRun: dryRun === true }, call);
  const { applied, restartRequired, outdatedSandboxes } = response;
  await output.show('ReloadResponse', response, () => [
    ...applied.map((key) => `${dryRun ? 'would apply' : 'applied'} ${printable(key)}`),
    ...restartRequired.map((key) => `needs a restart: ${printable(key)}`),
    ...(applied.length + restartRequired.length === 0 ? ['nothing has changed'] : []),
    ...(outdatedSandboxes > 0 ? [`${outdatedSandboxes} sandboxes run with an older template`] : []),
  ]);
  return undefined;
}
