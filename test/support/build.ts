// Builds dist once per run of the tests, so that daemons in processes of their own run what src says.

import { execFile } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { waitUntil } from './wait.ts';

const root = path.resolve(import.meta.dirname, '../..');
const compiler = path.join(root, 'node_modules/.bin/tsc');
/** Beside dist, not in it: it must exist before the first build. */
const lockFile = path.join(root, 'node_modules/.sandkeep-build.lock');
const stampFile = path.join(root, 'node_modules/.sandkeep-build.stamp');
const buildTimeoutMs = 120_000;

/** The globalSetup of vitest. */
export default async function setup(): Promise<void> {
  await ensureBuilt();
}

/** Builds if dist is older than src. Of several processes one builds and the others wait. */
export async function ensureBuilt(): Promise<void> {
  if (await isFresh()) return;
  await waitUntil(takeLock, { timeoutMs: buildTimeoutMs, what: `the lock ${lockFile} is free` });
  try {
    if (!(await isFresh())) await build();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

async function build(): Promise<void> {
  const begun = new Date();
  try {
    await promisify(execFile)(compiler, ['-p', 'tsconfig.build.json'], { cwd: root, timeout: buildTimeoutMs });
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`dist could not be built:\n${output}`, { cause: error });
  }
  // An unchanged file is not written again, so the time of the build is kept apart from dist.
  writeFileSync(stampFile, '');
  utimesSync(stampFile, begun, begun);
}

async function isFresh(): Promise<boolean> {
  if (modifiedMs(path.join(root, 'dist/main.js')) === 0) return false;
  const builtMs = Math.max(modifiedMs(stampFile), modifiedMs(path.join(root, 'dist/.tsbuildinfo')));
  const entries = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return sources.every((source) => modifiedMs(source) <= builtMs);
}

function takeLock(): boolean {
  try {
    const file = openSync(lockFile, 'wx');
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // The lock of a run that was killed.
    if (!isAlive(Number(readFileSync(lockFile, 'utf8')))) rmSync(lockFile, { force: true });
    return false;
  }
}

/** An empty lock is being written by its owner. */
function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
