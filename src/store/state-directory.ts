// The state directory as a whole: its mode, the lock that keeps a second daemon out, and the files that say
// who this directory is even when the database is lost.

import Database from 'better-sqlite3';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** The state directory cannot be used; the process exits with 74, 75 or 78. */
export class StateDirectoryError extends Error {
  readonly kind: 'unusable' | 'locked' | 'foreign' | 'newer';

  constructor(kind: StateDirectoryError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StateDirectoryError';
    this.kind = kind;
  }
}

export interface InstanceLock {
  release(): void;
}

/** Makes the directory if needed and insists that nobody else may write in it. */
export function prepareStateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const stat = lstatSync(path);
    if (!stat.isDirectory()) {
      throw new StateDirectoryError(
        'unusable',
        `state directory ${path} is not a directory; remove it or set state_dir`,
      );
    }
    const owner = process.getuid?.() ?? stat.uid;
    if (stat.uid !== owner) {
      throw new StateDirectoryError(
        'unusable',
        `state directory ${path} belongs to uid ${stat.uid}, the daemon runs as ${owner}; chown it or set state_dir`,
      );
    }
    chmodSync(path, 0o700);
  } catch (error) {
    if (error instanceof StateDirectoryError) throw error;
    throw new StateDirectoryError('unusable', `state directory ${path} cannot be used: ${describe(error)}`, {
      cause: error,
    });
  }
}

/** A transaction on a file that nobody else opens; the kernel gives it back when the process dies, however it dies. */
export function lockStateDirectory(path: string): InstanceLock {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(join(path, 'daemon.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) {
      throw new StateDirectoryError(
        'locked',
        `another sandkeepd uses the state directory ${path}; stop it, or give this one its own state_dir`,
      );
    }
    throw new StateDirectoryError('unusable', `state directory ${path} cannot be locked: ${describe(error)}`, {
      cause: error,
    });
  }
  const held = lock;
  return { release: () => held.close() };
}

/** Reads a small anchor file; null when it does not exist. */
export function readAnchor(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export function writeAnchor(path: string, text: string): void {
  writeDurably(path, `${text}\n`);
}

/** Writes a small file so that it is old or new after a crash, never torn. */
export function writeDurably(path: string, content: string | Buffer): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  const directory = openSync(join(path, '..'), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

export function sqliteCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
