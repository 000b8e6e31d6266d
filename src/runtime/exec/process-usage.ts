// What processes of this host use, by /proc. What has ended meanwhile counts for nothing.

import { readdir, readFile } from 'node:fs/promises';

import { type InstanceUsage, unknownUsage } from '../../ports/usage.ts';

const readsAtOnce = 32;
/** Linux counts processor time in hundredths of a second for everybody who reads /proc. */
const nanosecondsPerTick = 10_000_000;
const bytesPerKilobyte = 1024;
// Fields of /proc/PID/stat, counted from the one after the name.
const firstTimeField = 11;
const timeFields = 4;
const groupField = 2;

interface ProcessUsage {
  readonly ticks: number;
  readonly memoryBytes: number;
  readonly threads: number;
  /** null: not ours to look at. */
  readonly blocks: { readonly readBytes: number; readonly writtenBytes: number } | null;
}

/** Their sum, with the time of children they have waited for. Everything is null where there is no /proc. */
export async function usageOfProcesses(pids: readonly number[], takenAtMs: number): Promise<InstanceUsage> {
  if (process.platform !== 'linux') return unknownUsage(takenAtMs);
  const found: ProcessUsage[] = [];
  for (let start = 0; start < pids.length; start += readsAtOnce) {
    const batch = await Promise.all(pids.slice(start, start + readsAtOnce).map(usageOfProcess));
    found.push(...batch.filter((usage) => usage !== null));
  }
  const blocks = found.map((usage) => usage.blocks);
  const areBlocksKnown = !blocks.includes(null);
  return {
    ...unknownUsage(takenAtMs),
    cpuTimeNs: sum(found.map((usage) => usage.ticks)) * nanosecondsPerTick,
    memoryBytes: sum(found.map((usage) => usage.memoryBytes)),
    pids: sum(found.map((usage) => usage.threads)),
    blockReadBytes: areBlocksKnown ? sum(blocks.map((block) => block?.readBytes ?? 0)) : null,
    blockWrittenBytes: areBlocksKnown ? sum(blocks.map((block) => block?.writtenBytes ?? 0)) : null,
  };
}

/** The processes of these groups. */
export async function processesOfGroups(groups: ReadonlySet<number>): Promise<readonly number[]> {
  if (groups.size === 0 || process.platform !== 'linux') return [];
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).map(Number).filter(Number.isInteger)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
    if (groups.has(Number(fieldsOf(stat)[groupField]))) found.push(pid);
  }
  return found;
}

/** null when it is gone. */
async function usageOfProcess(pid: number): Promise<ProcessUsage | null> {
  const [stat, status, io] = await Promise.all(
    ['stat', 'status', 'io'].map(async (name) => await readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => null)),
  );
  if (typeof stat !== 'string' || typeof status !== 'string') return null;
  return {
    ticks: ticksOf(stat),
    // Files that are mapped are cache, and shared.
    memoryBytes: (lineOf(status, 'RssAnon') + lineOf(status, 'RssShmem')) * bytesPerKilobyte,
    threads: lineOf(status, 'Threads'),
    blocks:
      typeof io === 'string' ? { readBytes: lineOf(io, 'read_bytes'), writtenBytes: lineOf(io, 'write_bytes') } : null,
  };
}

/** The name before may hold anything, so the last bracket counts. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Of itself and of children it has waited for. */
function ticksOf(stat: string): number {
  return sum(
    fieldsOf(stat)
      .slice(firstTimeField, firstTimeField + timeFields)
      .map(Number),
  );
}

function lineOf(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
