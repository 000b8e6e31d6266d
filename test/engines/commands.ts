// Commands run to their end, each with a deadline, and one way to wait for a condition.

import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

export interface CommandOptions {
  workingDirectory?: string;
  environment?: NodeJS.ProcessEnv;
  timeoutMs?: number;
}

/** Runs a command and returns what it printed; a failure carries the command's own words. */
export async function runCommand(
  command: string,
  commandArguments: string[],
  options: CommandOptions = {},
): Promise<string> {
  try {
    const { stdout } = await execFileAsync(command, commandArguments, {
      cwd: options.workingDirectory,
      env: options.environment ?? process.env,
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(-4000) : '';
    throw new Error(`${command} ${commandArguments.join(' ')} failed: ${stderr || String(error)}`, { cause: error });
  }
}

export interface PollOptions {
  timeoutMs: number;
  intervalMs?: number;
}

/** Asks until the answer is true; false when the time is over. */
export async function pollUntil(condition: () => boolean | Promise<boolean>, options: PollOptions): Promise<boolean> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= deadline) return false;
    await delay(options.intervalMs ?? 25);
  }
}
