// Programs that the packages are made with. Each fails loudly.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export function run(program: string, programArguments: readonly string[], options: RunOptions = {}): void {
  execFileSync(program, [...programArguments], { ...settingsOf(options), stdio: ['ignore', 'inherit', 'inherit'] });
}

export function outputOf(program: string, programArguments: readonly string[], options: RunOptions = {}): string {
  return execFileSync(program, [...programArguments], {
    ...settingsOf(options),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 ** 2,
  }).trim();
}

function settingsOf({ env = {}, cwd = root }: RunOptions): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd, env: { ...process.env, LC_ALL: 'C', ...env } };
}
