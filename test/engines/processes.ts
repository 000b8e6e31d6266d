// Which processes, cgroups and mounts belong to one engine directory, and how they end. Nothing is matched by name
// alone: a process is ours when an engine program names the directory, when its root file system lies in it, or
// when one of those is its ancestor.

import { readdir, readFile, readlink, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { pollUntil, runCommand } from './commands.ts';

const enginePrograms = new Set([
  'dockerd',
  'docker-proxy',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v2',
  'runc',
  'podman',
  'conmon',
  'netavark',
  'aardvark-dns',
  'registry',
  'versitygw',
]);

export interface OwnedProcess {
  pid: number;
  parentPid: number;
  /** Together with the pid this names one process for good, because pids are used again. */
  startTicks: string;
  inContainer: boolean;
}

async function readOptional(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

async function readLinkOptional(file: string): Promise<string> {
  try {
    return await readlink(file);
  } catch {
    return '';
  }
}

/** The parent and the start time of a process; undefined when it is gone or only waits to be reaped. */
async function readStat(pid: number): Promise<{ parentPid: number; startTicks: string } | undefined> {
  const stat = await readOptional(`/proc/${pid}/stat`);
  // The program name is in parentheses and may hold anything, so the fields are counted from its end.
  const [state, parentPid, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = rest[17];
  if (!parentPid || !startTicks || state === 'Z') return undefined;
  return { parentPid: Number(parentPid), startTicks };
}

export async function startTicksOf(pid: number): Promise<string | undefined> {
  return (await readStat(pid))?.startTicks;
}

async function hasRootIn(pid: number, directory: string, ownMounts: string): Promise<boolean> {
  // Most processes see the same mounts as this one, and are in no container.
  const mountNamespace = await readLinkOptional(`/proc/${pid}/ns/mnt`);
  if (mountNamespace === '' || mountNamespace === ownMounts) return false;
  const mounts = await readOptional(`/proc/${pid}/mountinfo`);
  return mounts.split('\n').some((line) => line.split(' ')[4] === '/' && line.includes(`${directory}/`));
}

async function isEngineProgram(pid: number, directory: string): Promise<boolean> {
  const program = path.basename(await readLinkOptional(`/proc/${pid}/exe`)).replace(' (deleted)', '');
  if (!enginePrograms.has(program)) return false;
  return (await readOptional(`/proc/${pid}/cmdline`)).includes(`${directory}/`);
}

/** Every process that belongs to the engine in this directory. */
export async function processesOf(directory: string): Promise<OwnedProcess[]> {
  const processes = new Map<number, OwnedProcess>();
  const owned = new Map<number, OwnedProcess>();
  const ownMounts = await readLinkOptional('/proc/self/ns/mnt');
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = await readStat(pid);
    if (!stat) continue;
    const inContainer = await hasRootIn(pid, directory, ownMounts);
    const found = { pid, ...stat, inContainer };
    processes.set(pid, found);
    if (inContainer || (await isEngineProgram(pid, directory))) owned.set(pid, found);
  }

  for (let grown = true; grown; ) {
    grown = false;
    for (const found of processes.values()) {
      if (owned.has(found.pid) || !owned.has(found.parentPid)) continue;
      owned.set(found.pid, found);
      grown = true;
    }
  }
  return [...owned.values()];
}

/** Sends a signal unless the process is gone, also when another one has its pid by now. */
export async function signalProcess(
  target: { pid: number; startTicks: string },
  signal: NodeJS.Signals,
): Promise<void> {
  if ((await startTicksOf(target.pid)) !== target.startTicks) return;
  try {
    process.kill(target.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

export async function isRunning(target: { pid: number; startTicks: string }): Promise<boolean> {
  return (await startTicksOf(target.pid)) === target.startTicks;
}

/** The directories of the container cgroups these processes are in: never one that is shared with others. */
async function containerCgroups(processes: OwnedProcess[]): Promise<string[]> {
  const found = new Set<string>();
  for (const { pid, inContainer } of processes) {
    if (!inContainer) continue;
    for (const line of (await readOptional(`/proc/${pid}/cgroup`)).split('\n')) {
      const [, controllers, cgroupPath] = line.split(':');
      const container = /^.*?[0-9a-f]{64}[^/]*/.exec(cgroupPath ?? '')?.[0];
      if (controllers === undefined || !container) continue;
      const hierarchy = controllers.replace('name=', '');
      const roots = hierarchy ? [`/sys/fs/cgroup/${hierarchy}`] : ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'];
      for (const root of roots) found.add(path.join(root, container));
    }
  }
  return [...found];
}

async function thaw(cgroups: string[]): Promise<void> {
  for (const cgroup of cgroups) {
    // A file that is not there belongs to the other cgroup version.
    await writeFile(path.join(cgroup, 'freezer.state'), 'THAWED', { flag: 'r+' }).catch(() => undefined);
    await writeFile(path.join(cgroup, 'cgroup.freeze'), '0', { flag: 'r+' }).catch(() => undefined);
  }
}

async function removeCgroup(cgroup: string): Promise<void> {
  try {
    for (const entry of await readdir(cgroup, { withFileTypes: true })) {
      if (entry.isDirectory()) await removeCgroup(path.join(cgroup, entry.name));
    }
    await rmdir(cgroup);
  } catch {
    // The engine removed it, or it never was in this hierarchy.
  }
}

/** Kills what runs in the engine's containers. A frozen process does not die, so it is thawed first. */
export async function killContainers(directory: string): Promise<string[]> {
  const contained = (await processesOf(directory)).filter((found) => found.inContainer);
  const cgroups = await containerCgroups(contained);
  for (const found of contained) await signalProcess(found, 'SIGKILL');
  await thaw(cgroups);
  return cgroups;
}

/** Kills everything that still belongs to the directory; false when something survives the bound. */
export async function killAll(directory: string, timeoutMs: number): Promise<boolean> {
  return await pollUntil(
    async () => {
      const cgroups = await killContainers(directory);
      const left = await processesOf(directory);
      for (const found of left) await signalProcess(found, 'SIGKILL');
      for (const cgroup of cgroups) await removeCgroup(cgroup);
      return left.length === 0;
    },
    { timeoutMs, intervalMs: 50 },
  );
}

export async function removeCgroups(cgroups: string[]): Promise<void> {
  for (const cgroup of cgroups) await removeCgroup(cgroup);
}

/** Detaches every mount under the directory, the innermost first. */
export async function unmountAll(directory: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((mountPoint) => mountPoint.startsWith(`${directory}/`))
    .toReversed();
  for (const mountPoint of mounts) {
    // The kernel writes blanks as octal numbers.
    const unescaped = mountPoint.replace(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    await runCommand('umount', ['--lazy', unescaped]).catch(() => undefined);
  }
}
