// How late the event loop of a process was, told by the module that is loaded into it.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { waitUntil } from '../test/support/wait.ts';
import type { Started } from './process.ts';

const preload = path.join(import.meta.dirname, 'loop-delay.js');
const waitTimeoutMs = 30_000;

/** What the process has to import. */
export function latenessImport(file: string, figure: 'p99' | 'max'): string {
  const url = pathToFileURL(preload);
  url.searchParams.set('out', file);
  url.searchParams.set('figure', figure);
  return url.href;
}

/** In ms, since it was asked last. */
export async function lateness(measured: Started, file: string): Promise<number> {
  rmSync(file, { force: true });
  process.kill(measured.pid, 'SIGUSR2');
  await waitUntil(() => existsSync(file), { timeoutMs: waitTimeoutMs, what: 'the process tells how late it was' });
  return Number(readFileSync(file, 'utf8'));
}
