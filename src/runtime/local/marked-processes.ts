// Processes of commands, found by the marker in their environment (Linux). A process group misses those that made
// a session of their own, and it is forgotten when the daemon restarts; the marker is neither.

import { readdir, readFile } from 'node:fs/promises';

import { markerName } from './command-environment.ts';

/** A process can fork while the others are being killed; each round finds the children of the one before. */
const maxRounds = 5;
const readsAtOnce = 64;

export function signalGroup(leaderPid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-leaderPid, signal);
  } catch {
    // No such group any more, or only zombies of it.
  }
}

export function isGroupAlive(leaderPid: number): boolean {
  try {
    process.kill(-leaderPid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Kills every process whose marker begins with this text. Does nothing where there is no /proc. */
export async function killMarked(markerStart: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let round = 0; round < maxRounds; round += 1) {
    const pids = await findMarked(markerStart);
    if (pids.length === 0) return;
    for (const pid of pids) signalProcess(pid);
  }
}

/** Sends the signal to every process whose marker begins with this text; how many there were. */
export async function signalMarked(markerStart: string, signal: NodeJS.Signals): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const pids = await findMarked(markerStart);
  for (const pid of pids) signalProcess(pid, signal);
  return pids.length;
}

/** Whether any process has a marker that begins with this text. */
export async function isAnyMarked(markerStart: string): Promise<boolean> {
  return process.platform === 'linux' && (await findMarked(markerStart)).length > 0;
}

/**
 * The processes of every instance by its name, found in one look at all that run: as dear as looking for those of one.
 * A marker is the name of the instance, a slash, and the mark of the command.
 */
export async function markedProcesses(): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>();
  if (process.platform !== 'linux') return found;
  const wanted = `\0${markerName}=`;
  for (const { pid, environment } of await readEnvironments()) {
    const start = environment.indexOf(wanted);
    if (start === -1) continue;
    const marker = environment.slice(start + wanted.length).split('\0', 1)[0] ?? '';
    const name = marker.slice(0, marker.indexOf('/'));
    found.set(name, [...(found.get(name) ?? []), pid]);
  }
  return found;
}

async function findMarked(markerStart: string): Promise<readonly number[]> {
  const wanted = `\0${markerName}=${markerStart}`;
  const all = await readEnvironments();
  return all.filter(({ environment }) => environment.includes(wanted)).map(({ pid }) => pid);
}

async function readEnvironments(): Promise<readonly { readonly pid: number; readonly environment: string }[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found: { pid: number; environment: string }[] = [];
  for (let start = 0; start < pids.length; start += readsAtOnce) {
    const batch = pids.slice(start, start + readsAtOnce);
    const environments = await Promise.all(batch.map(environmentOf));
    for (const [index, pid] of batch.entries()) found.push({ pid, environment: environments[index] ?? '' });
  }
  return found;
}

/** With a NUL before every variable. The daemon may not look into a foreign process, and does not need to. */
async function environmentOf(pid: number): Promise<string> {
  return `\0${await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')}`;
}

function signalProcess(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
