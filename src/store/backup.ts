// A copy of the database while it is in use: some pages a turn, checked in a child before it gets its name.

import type Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SandkeepError } from '../domain/errors.ts';
import type { BackupOptions, BackupResult } from '../ports/store.ts';
import { isStorageError } from './group-commit.ts';
import { WriteBack } from './write-back.ts';

/** 256 KiB: less than a millisecond of the event loop. */
const pagesPerTurn = 64;
const fileMode = 0o600;
const checkTimeoutMs = 600_000;
const maxCheckOutputBytes = 65_536;
const names = /^state-\d{8}T\d{6}Z-\d+\.db$/;
const checkFile = fileURLToPath(new URL(`./check-copy${extname(import.meta.url)}`, import.meta.url));
const run = promisify(execFile);

export interface BackupSource {
  readonly database: Database.Database;
  readonly epoch: number;
  readonly nowMs: number;
}

/** Keeps the newest copies only. BACKUP_FAILED; then no copy has a name of ours that was not checked. */
export async function backUp(source: BackupSource, options: BackupOptions): Promise<BackupResult> {
  const { directory, keep, signal } = options;
  const path = join(directory, nameOf(source));
  const partial = `${path}.partial`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    await copyPages(source.database, partial, signal);
    await checkInChild(partial, signal);
    await sync(partial);
    renameSync(partial, path);
    await sync(directory);
    return { path, bytes: statSync(path).size, removed: removeOldest(directory, keep) };
  } catch (error) {
    removeLeftOvers(partial);
    throw failureOf(error, directory);
  }
}

/** While the disk is behind, turns copy nothing: the loop serves others then as well. */
async function copyPages(database: Database.Database, path: string, signal: AbortSignal): Promise<void> {
  closeSync(openSync(path, 'wx', fileMode));
  const writeBack = await WriteBack.of(path);
  const bytesPerTurn = pagesPerTurn * Number(database.pragma('page_size', { simple: true }));
  let copied = 0;
  try {
    await database.backup(path, {
      progress: () => {
        signal.throwIfAborted();
        const isBehind = writeBack.wrote(copied);
        copied = isBehind ? 0 : bytesPerTurn;
        return isBehind ? 0 : pagesPerTurn;
      },
    });
  } finally {
    await writeBack.close();
  }
}

/** In a thread: a busy disk takes its time. */
async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}

/** What stands in the way of this stood in the way of the backup, and is told as that. */
function removeLeftOvers(partial: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    try {
      rmSync(partial + suffix, { force: true });
    } catch {
      return;
    }
  }
}

/** In the order of time, and apart for two of one second. */
function nameOf({ nowMs, epoch }: BackupSource): string {
  const time = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `state-${time}-${epoch}.db`;
}

async function checkInChild(path: string, signal: AbortSignal): Promise<void> {
  await run(process.execPath, [checkFile, path], {
    signal,
    timeout: checkTimeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: maxCheckOutputBytes,
    env: {},
  });
}

function removeOldest(directory: string, keep: number): readonly string[] {
  const copies = readdirSync(directory)
    .filter((name) => names.test(name))
    .sort();
  const old = copies.slice(0, Math.max(0, copies.length - keep)).map((name) => join(directory, name));
  for (const path of old) rmSync(path, { force: true });
  return old;
}

function failureOf(error: unknown, directory: string): SandkeepError {
  if (error instanceof SandkeepError) return error;
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const message = error instanceof Error ? error.message : String(error);
  const why = isStorageError(error) ? `the disk of ${directory} failed or is full: ${message}` : output || message;
  return new SandkeepError('BACKUP_FAILED', `the backup into ${directory} was given up: ${why}`, { cause: error });
}
