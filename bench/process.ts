// Processes to measure, started as users start them, and what the system says of them.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
export const daemonProgram = path.join(root, 'bin/sandkeepd.js');
/** Those of the daemon's first line; a process that is compared with it has them too. */
export const nodeFlags = ['--max-semi-space-size=1', '--optimize-for-size'];
const nodeEnvironment = { MALLOC_ARENA_MAX: '1' };
const startTimeoutMs = 120_000;
const maxKeptOutputCharacters = 20_000;

export interface Started {
  readonly pid: number;
  /** From the spawn to the line that was waited for. */
  readonly tookMs: number;
  /** Resident, in MB of 1024 * 1024 bytes. */
  residentMb(): number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a Node.js program and waits until its output holds the text. */
export async function startProgram(programArguments: readonly string[], until: string): Promise<Started> {
  const begunMs = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, ...programArguments], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`no ${until} in ${startTimeoutMs} ms: ${output}`)), startTimeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output = (output + text).slice(-maxKeptOutputCharacters);
        if (!output.includes(until)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once('close', () => {
      running.delete(child);
      clearTimeout(timer);
      reject(new Error(`${programArguments[0]} ended: ${output}`));
    });
  });
  const tookMs = performance.now() - begunMs;
  const { pid } = child;
  if (pid === undefined) throw new Error('a process without an id');
  return {
    pid,
    tookMs,
    residentMb: () => residentMb(pid),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Of the tests and the shell nothing may reach a daemon that is measured. */
function environment(): NodeJS.ProcessEnv {
  const dropped = /^(SANDKEEP_|NODE_OPTIONS$|NOTIFY_SOCKET$|WATCHDOG_|LISTEN_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !dropped.test(name));
  return { ...Object.fromEntries(inherited), ...nodeEnvironment };
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`no VmRSS of process ${pid}`);
  return Number(kilobytes) / 1024;
}
