// A machine that systemd runs as PID 1, made of namespaces, a cgroup and an overlay over a Debian root; the host needs
// no systemd and no engine, only root. The built package of this tree is in it at /usr/lib/sandkeep, as a package would
// install it. It has the host's network, so that its daemon reaches what tests start beside it.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { pollUntil } from '../engines/commands.ts';
import { systemdRoot } from '../engines/debianRoot.ts';
import {
  createOwnedDirectory,
  destroyOwnedDirectory,
  startOwnedProcess,
  sweepAbandonedDirectories,
} from '../engines/ownedDirectory.ts';
import { removeCgroups } from '../engines/processes.ts';

const project = path.resolve(import.meta.dirname, '../..');
const bootScript = path.join(import.meta.dirname, 'boot.sh');
const bootTimeoutMs = 60_000;
const cgroupTimeoutMs = 10_000;
const commandTimeoutMs = 120_000;
const maxOutputBytes = 16 * 1024 * 1024;
const packageInMachine = '/usr/lib/sandkeep';
/** The programs of the package, where the unit expects them. */
const links: Readonly<Record<string, string>> = {
  '/usr/bin/node': 'node_modules/node/bin/node',
  '/usr/bin/sandkeepd': 'bin/sandkeepd.js',
  '/usr/bin/sandkeep': 'bin/sandkeep.js',
};
const copies: Readonly<Record<string, string>> = {
  '/usr/lib/systemd/system/sandkeepd.service': 'systemd/sandkeepd.service',
  '/usr/lib/systemd/system/sandkeepd.socket': 'systemd/sandkeepd.socket',
  '/usr/lib/sysusers.d/sandkeep.conf': 'systemd/sandkeep.sysusers.conf',
  '/usr/lib/tmpfiles.d/sandkeep.conf': 'systemd/sandkeep.tmpfiles.conf',
};

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  /** On the host; `share` in it is /share of the machine. */
  readonly directory: string;
  /** Where the host sees a path of the machine, also one on a file system that only the machine has. */
  readonly seenAt: (pathInMachine: string) => string;
  /** Runs a command to its end, whatever its exit code. */
  readonly run: (argv: readonly string[]) => Promise<Answer>;
  /** What it printed; an error with its words when it fails. */
  readonly ok: (...argv: string[]) => Promise<string>;
  readonly write: (pathInMachine: string, text: string) => Promise<void>;
  readonly remove: (pathInMachine: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Booted; with the program of this tree installed and its units not started, unless it is to be a bare Debian. */
export async function startMachine(contents: 'sandkeep' | 'bare' = 'sandkeep'): Promise<Machine> {
  const lower = await systemdRoot();
  await sweepAbandonedDirectories();
  const directory = await createOwnedDirectory();
  // The name says that it is a container's, for whoever cleans up after a test that was killed.
  const cgroup = path.join(cgroupRoot(), `sandkeep-${randomBytes(32).toString('hex')}`);
  await mkdir(path.join(directory, 'share'));
  await mkdir(cgroup);
  const service = await startOwnedProcess(directory, {
    program: '/bin/sh',
    programArguments: [
      '-c',
      'echo $$ >"$0/cgroup.procs" && exec unshare --mount --pid --ipc --uts --cgroup --fork --kill-child "$@"',
      cgroup,
      '--propagation=private',
      bootScript,
      lower,
      directory,
      contents === 'bare' ? '' : project,
    ],
    environment: {},
  });
  const stop = async (): Promise<void> => {
    await destroyOwnedDirectory(directory, [service]);
    // A process that was killed is in its cgroup for a moment still.
    const isGone = async (): Promise<boolean> => {
      await removeCgroups([cgroup]);
      return !existsSync(cgroup);
    };
    await pollUntil(isGone, { timeoutMs: cgroupTimeoutMs });
  };
  try {
    let init: number | undefined;
    await service.waitUntil(async () => (init = await childOf(service.pid)) !== undefined, bootTimeoutMs);
    if (init === undefined) throw new Error('the machine has no first process');
    const machine = machineOf(directory, init, stop);
    await service.waitUntil(async () => await isBooted(machine), bootTimeoutMs);
    if (contents === 'sandkeep') await install(machine);
    return machine;
  } catch (error) {
    await stop();
    throw error;
  }
}

function machineOf(directory: string, init: number, stop: () => Promise<void>): Machine {
  const seenAt = (pathInMachine: string): string => path.join(`/proc/${init}/root`, pathInMachine);
  const run = async (argv: readonly string[]): Promise<Answer> => await runIn(init, argv);
  return {
    directory,
    seenAt,
    run,
    stop,
    ok: async (...argv) => {
      const { exitCode, stdout, stderr } = await run(argv);
      if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${stderr || stdout}`);
      return stdout;
    },
    write: async (pathInMachine, text) => {
      await mkdir(seenAt(path.dirname(pathInMachine)), { recursive: true });
      await writeFile(seenAt(pathInMachine), text);
    },
    remove: async (pathInMachine) => await rm(seenAt(pathInMachine), { recursive: true, force: true }),
  };
}

async function install(machine: Machine): Promise<void> {
  for (const [place, part] of Object.entries(links)) {
    await machine.ok('ln', '--symbolic', path.join(packageInMachine, part), place);
  }
  for (const [place, part] of Object.entries(copies)) {
    await machine.ok('cp', path.join(packageInMachine, part), place);
  }
  await machine.ok('systemd-sysusers');
  await machine.ok('systemd-tmpfiles', '--create', 'sandkeep.conf');
  await machine.ok('systemctl', 'daemon-reload');
}

async function isBooted(machine: Machine): Promise<boolean> {
  const { stdout } = await machine.run(['systemctl', 'is-system-running']);
  return ['running', 'degraded'].includes(stdout.trim());
}

/** In every namespace of the machine, with an environment of its own. */
async function runIn(init: number, argv: readonly string[]): Promise<Answer> {
  const environment = ['PATH=/usr/sbin:/usr/bin', 'LANG=C.UTF-8', 'HOME=/root', 'SYSTEMD_PAGER=', 'SYSTEMD_COLORS=0'];
  const command = ['--target', String(init), '--all', '/usr/bin/env', '-i', ...environment, ...argv];
  return await new Promise((resolve, reject) => {
    const settings = { timeout: commandTimeoutMs, killSignal: 'SIGKILL', maxBuffer: maxOutputBytes } as const;
    execFile('nsenter', command, settings, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** The process that the namespaces begin with. */
async function childOf(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const [first] = children.trim().split(' ').filter(Boolean);
  return first === undefined ? undefined : Number(first);
}

/** Of the newer kind of cgroups, wherever a host of the older kind has them beside the others. */
function cgroupRoot(): string {
  return existsSync('/sys/fs/cgroup/unified') ? '/sys/fs/cgroup/unified' : '/sys/fs/cgroup';
}
