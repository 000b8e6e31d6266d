// What sandboxes use, as a table and as a block.
import { durationToMs } from '../../client/convert.ts';
import type { SandboxStats__Output } from '../../gen/sandkeep/v1/SandboxStats.ts';
import { type BlockRow, stateStyle, stateWord } from './sandbox.ts';
import type { Column } from './table.ts';
import { bytesText, dueText, ownerText, shortId, spanText, timeText } from './text.ts';

export const sortNames = ['cpu', 'memory', 'pids', 'net', 'idle', 'id'] as const;
export type SortName = (typeof sortNames)[number];

type Row = SandboxStats__Output;

/** What is most first; who is idle soonest first; what is not known last. */
const ranks: Readonly<Record<Exclude<SortName, 'id'>, (row: Row) => number | undefined>> = {
  cpu: ({ cpuPercent }) => cpuPercent,
  memory: ({ memoryBytes }) => numberOf(memoryBytes),
  pids: ({ pids }) => numberOf(pids),
  net: ({ networkReceivedBytes: received, networkSentBytes: sent }) =>
    received === undefined && sent === undefined ? undefined : Number(received ?? 0) + Number(sent ?? 0),
  idle: ({ idleTime }) => (idleTime === null ? undefined : -Number(idleTime.seconds ?? 0)),
};

export function sortStats(rows: readonly Row[], by: SortName): readonly Row[] {
  const rank = by === 'id' ? () => 0 : ranks[by];
  return [...rows].sort((a, b) => {
    const difference = (rank(b) ?? Number.NEGATIVE_INFINITY) - (rank(a) ?? Number.NEGATIVE_INFINITY);
    // Two that are not known differ by no number.
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    return a.sandboxId < b.sandboxId ? -1 : 1;
  });
}

export function statsColumns(rows: readonly Row[], now: Date): readonly Column<Row>[] {
  const columns: Column<Row>[] = [
    { header: 'ID', cell: ({ sandboxId }) => shortId(sandboxId) },
    { header: 'STATE', cell: ({ state }) => stateWord(state), style: ({ state }) => stateStyle(state) },
    { header: 'TEMPLATE', cell: ({ template }) => template, shrinks: true },
    { header: 'SESSION', cell: ({ session }) => ownerText(session), shrinks: true },
    { header: 'CPU %', cell: ({ cpuPercent }) => percentText(cpuPercent), align: 'right' },
    { header: 'MEMORY', cell: memoryText, align: 'right' },
    { header: 'PIDS', cell: pidsText, align: 'right' },
    { header: 'NET IN / OUT', cell: netText, align: 'right' },
    { header: 'IDLE', cell: ({ idleTime }) => dueText(idleTime, now), align: 'right' },
  ];
  if (!rows.some(({ problem }) => problem !== '')) return columns;
  return [...columns, { header: 'NOTE', cell: ({ problem }) => problem || '-', shrinks: true }];
}

export function statsRows(stats: Row, now: Date): readonly BlockRow[] {
  const { disk } = stats;
  const tooLarge = disk?.workspaceTooLarge ? 'too large to be measured' : undefined;
  return [
    ['id', stats.sandboxId],
    ['state', stateWord(stats.state)],
    ['session', ownerText(stats.session)],
    ['template', stats.template],
    ['runtime', stats.runtime],
    ['measured', timeText(stats.time)],
    ['cpu', percentText(stats.cpuPercent)],
    ['cpu time', stats.cpuTime === null ? undefined : spanText(durationToMs(stats.cpuTime))],
    ['memory', memoryText(stats)],
    ['pids', pidsText(stats)],
    ['net in / out', netText(stats)],
    ['block read / written', pairText(stats.blockReadBytes, stats.blockWrittenBytes)],
    ['written over image', sizeText(disk?.writableLayerBytes)],
    ['workspace', tooLarge ?? sizeText(disk?.workspaceBytes)],
    ['idle', dueText(stats.idleTime, now)],
  ];
}

function percentText(percent: number | undefined): string {
  return percent === undefined ? '-' : percent.toFixed(1);
}

function memoryText({ memoryBytes, memoryLimitBytes }: Row): string {
  return memoryLimitBytes === undefined ? sizeText(memoryBytes) : pairText(memoryBytes, memoryLimitBytes);
}

function pidsText({ pids, pidsLimit }: Row): string {
  return pidsLimit === undefined ? (pids ?? '-') : `${pids ?? '-'} / ${pidsLimit}`;
}

function netText({ networkReceivedBytes, networkSentBytes }: Row): string {
  return pairText(networkReceivedBytes, networkSentBytes);
}

function pairText(left: string | undefined, right: string | undefined): string {
  return left === undefined && right === undefined ? '-' : `${sizeText(left)} / ${sizeText(right)}`;
}

function sizeText(bytes: string | undefined): string {
  return bytes === undefined ? '-' : bytesText(Number(bytes));
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
