// Processes of commands, found by the marker in their environment (Linux). A process group misses those that made
// a session of their own, and it is forgotten when the daemon restarts; the marker is neither.

import { readdir, readFile } from 'node:fs/promises';

import { markerName } from './command-environment.ts';

/** A process can fork while the others are being killed; each round finds the children of the one before. */
const maxRounds = 5;

export function signalGroup(leaderPid: number): void {
  try {
    process.kill(-leaderPid, 'SIGKILL');
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

async function findMarked(markerStart: string): Promise<readonly number[]> {
  const wanted = `\0${markerName}=${markerStart}`;
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    // The daemon may not look into a foreign process, and does not need to.
    const environment = await readFile(`/proc/${entry}/environ`, 'latin1').catch(() => '');
    if (`\0${environment}`.includes(wanted)) found.push(pid);
  }
  return found;
}

function signalProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
