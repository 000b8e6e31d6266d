// A temporary directory with the processes that live in it. It names the test process that owns it, so that what a
// killed test run left behind is found and removed by the next one.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { releaseBridges } from './bridges.ts';
import { pollUntil, runCommand } from './commands.ts';
import {
  isRunning,
  killAll,
  killContainers,
  removeCgroups,
  signalProcess,
  startTicksOf,
  unmountAll,
} from './processes.ts';
import type { EngineCommand } from './recipe.ts';

const directoryPrefix = 'sk-eng-';
const ownerFile = 'owner.json';
// The deepest socket an engine makes is 54 bytes further down, and no socket path may be longer than 103 bytes.
const longestParentBytes = 49;
const teardownFile = 'teardown.json';
const teardownTimeoutMs = 30_000;
const terminateTimeoutMs = 15_000;
const killTimeoutMs = 10_000;
const endTimeoutMs = 30_000;

export interface OwnedProcessHandle {
  pid: number;
  startTicks: string;
  logPath: string;
  /** Waits for a condition; fails with the end of the log when the process ends first or the time is over. */
  waitUntil(condition: () => Promise<boolean>, timeoutMs: number): Promise<void>;
}

/** The real path, because that is what the kernel shows in mounts and arguments are compared with. */
async function parentDirectory(): Promise<string> {
  const temporary = await realpath(tmpdir());
  return Buffer.byteLength(temporary) <= longestParentBytes ? temporary : '/tmp';
}

export async function createOwnedDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(await parentDirectory(), directoryPrefix));
  const startTicks = await startTicksOf(process.pid);
  await writeFile(path.join(directory, ownerFile), JSON.stringify({ pid: process.pid, startTicks }));
  return directory;
}

export async function startOwnedProcess(directory: string, spec: EngineCommand): Promise<OwnedProcessHandle> {
  const logPath = path.join(directory, `${path.basename(spec.program)}.log`);
  const log = await open(logPath, 'a');
  let child: ChildProcess;
  try {
    child = spawn(spec.program, spec.programArguments, {
      env: { ...process.env, ...spec.environment },
      cwd: directory,
      // A group of its own: the terminal's Ctrl-C is for the tests, which then stop it in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
  child.unref();

  const pid = child.pid ?? 0;
  const startTicks = (await startTicksOf(pid)) ?? '';
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    startTicks,
    logPath,
    waitUntil: async (condition, timeoutMs) => {
      const settled = await pollUntil(async () => hasEnded() || (await condition()), { timeoutMs });
      if (settled && !hasEnded()) return;
      const reason = hasEnded()
        ? `ended with ${child.exitCode ?? child.signalCode}`
        : `was not ready after ${timeoutMs} ms`;
      throw new Error(`${path.basename(spec.program)} ${reason}:\n${(await readFile(logPath, 'utf8')).slice(-3000)}`);
    },
  };
}

/** In order, with time to end its containers; an error when it does not end. */
export async function endOwnedProcess(service: OwnedProcessHandle, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  await signalProcess(service, signal);
  const hasEnded = await pollUntil(async () => !(await isRunning(service)), { timeoutMs: endTimeoutMs });
  if (!hasEnded) throw new Error(`process ${service.pid} does not end`);
}

/** Keeps a command that runs before the directory goes, also when the process that started the engine is gone. */
export async function rememberTeardown(directory: string, teardown: EngineCommand): Promise<void> {
  await writeFile(path.join(directory, teardownFile), JSON.stringify(teardown), { mode: 0o600 });
}

async function runTeardown(directory: string): Promise<void> {
  try {
    const teardown = JSON.parse(await readFile(path.join(directory, teardownFile), 'utf8')) as EngineCommand;
    await runCommand(teardown.program, teardown.programArguments, {
      environment: { ...process.env, ...teardown.environment },
      timeoutMs: teardownTimeoutMs,
    });
  } catch {
    // Most engines need none; where one fails, the killing that follows still ends the engine.
  }
}

/**
 * Ends everything in the directory and removes it: the containers first, so that the engine has nothing to wait for,
 * then the services, the last started first.
 */
export async function destroyOwnedDirectory(
  directory: string,
  services: { pid: number; startTicks: string }[],
): Promise<void> {
  const cgroups = await killContainers(directory);
  await runTeardown(directory);
  for (const service of services.toReversed()) {
    await signalProcess(service, 'SIGTERM');
    const hasEnded = async (): Promise<boolean> => {
      // A container with a restart policy comes back until its engine has heard the signal.
      await killContainers(directory);
      return !(await isRunning(service));
    };
    await pollUntil(hasEnded, { timeoutMs: terminateTimeoutMs, intervalMs: 50 });
  }
  const allGone = await killAll(directory, killTimeoutMs);
  await removeCgroups(cgroups);
  await unmountAll(directory);
  await releaseBridges(directory);
  if (!allGone) throw new Error(`processes of ${directory} do not die`);
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes the directories whose owner is dead. */
export async function sweepAbandonedDirectories(): Promise<void> {
  const parent = await parentDirectory();
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(directoryPrefix)) continue;
    const directory = path.join(parent, entry);
    if (await isOwned(directory)) continue;
    try {
      await destroyOwnedDirectory(directory, []);
    } catch {
      // Another process sweeps the same directory, or a later sweep gets further; neither concerns the new engine.
    }
  }
}

async function isOwned(directory: string): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(path.join(directory, ownerFile), 'utf8')) as {
      pid: number;
      startTicks: string;
    };
    return await isRunning(owner);
  } catch {
    // The directory is being made or removed by someone else right now.
    return true;
  }
}
