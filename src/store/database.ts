// Opens the one database connection. Every pragma is read back: a setting that did not take is a reason not to start.

import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { migrations, schemaVersion, type Migration } from './migrations.ts';
import { sqliteCode, StateDirectoryError } from './state-directory.ts';
import { syncFile } from './sync-file.ts';

/** "sand" as a number: tells our database from any other file. */
export const applicationId = 0x73616e64;
const busyTimeoutMs = 250;
const journalSizeLimitBytes = 16 * 1024 * 1024;
/** The library's own default is four times as much, and the system caches the file anyway. */
const cacheKibibytes = 4096;
const autoCheckpointPages = 1000;
const sqliteHeader = 'SQLite format 3\0';

export interface OpenedDatabase {
  readonly database: Database.Database;
  /** Why a fresh database replaced what was there; null when nothing was lost. */
  readonly lost: string | null;
  readonly isNew: boolean;
}

/**
 * Opens or makes the database. `expected` says that this directory had one before, so that a missing
 * or empty file is a loss and not a first start.
 */
export function openDatabase(stateDir: string, expected: 'present' | 'absent', nowMs: number): OpenedDatabase {
  const path = join(stateDir, 'state.db');
  const damage = findDamage(path, expected);
  if (damage !== null) moveAside(path, `damaged-${nowMs}`);
  const isNew = !existsSync(path);
  try {
    return { database: openChecked(path, isNew), lost: damage, isNew };
  } catch (error) {
    if (error instanceof StateDirectoryError) throw error;
    if (!isDamage(error)) {
      throw new StateDirectoryError('unusable', `database ${path} cannot be opened: ${messageOf(error)}`, {
        cause: error,
      });
    }
    moveAside(path, `damaged-${nowMs}`);
    return { database: openChecked(path, true), lost: messageOf(error), isNew: true };
  }
}

/** A file of 0 bytes opens as a valid empty database, so the header is looked at first. */
function findDamage(path: string, expected: 'present' | 'absent'): string | null {
  if (!existsSync(path)) return expected === 'present' ? 'the database file is missing' : null;
  // Without an instance id an empty file is a first start that was cut off.
  if (statSync(path).size === 0) return expected === 'present' ? 'the database file is empty' : null;
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(sqliteHeader.length);
    readSync(file, header, 0, header.length, 0);
    return header.toString('latin1') === sqliteHeader ? null : 'the database file is not a database';
  } finally {
    // The connection is not open yet: closing this descriptor drops no lock of ours.
    closeSync(file);
  }
}

/** Where the database and what belongs to it is then; null when there was nothing. Its file goes last. */
export function moveAside(path: string, label: string): string | null {
  const aside = `${path}.${label}`;
  let moved: string | null = null;
  for (const suffix of ['-wal', '-shm', '']) {
    if (!existsSync(path + suffix)) continue;
    renameSync(path + suffix, aside + suffix);
    moved = aside;
  }
  return moved;
}

function openChecked(path: string, isNew: boolean): Database.Database {
  const database = new Database(path, { timeout: busyTimeoutMs, fileMustExist: !isNew });
  try {
    // EXCLUSIVE comes first: then the write-ahead log needs no shared memory file and no second process can read.
    setPragma(database, 'locking_mode', 'EXCLUSIVE', 'exclusive');
    // Before anything that changes the file: it may be somebody else's.
    if (!isNew) checkIdentity(database, path);
    setPragmas(database);
    migrate(database, path);
    if (!isNew) checkSchema(database);
    checkContent(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setPragmas(database: Database.Database): void {
  setPragma(database, 'auto_vacuum', 'INCREMENTAL', null);
  setPragma(database, 'journal_mode', 'WAL', 'wal');
  setPragma(database, 'synchronous', 'FULL', 2);
  setPragma(database, 'foreign_keys', 'ON', 1);
  setPragma(database, 'fullfsync', 'ON', 1);
  setPragma(database, 'checkpoint_fullfsync', 'ON', 1);
  setPragma(database, 'trusted_schema', 'OFF', 0);
  setPragma(database, 'cell_size_check', 'ON', 1);
  setPragma(database, 'mmap_size', '0', 0);
  setPragma(database, 'cache_size', String(-cacheKibibytes), -cacheKibibytes);
  setPragma(database, 'journal_size_limit', String(journalSizeLimitBytes), journalSizeLimitBytes);
  // A savepoint keeps what it may have to put back: in memory, for its pages are few and a file of them is many calls.
  setPragma(database, 'temp_store', 'MEMORY', 2);
  setPragma(database, 'wal_autocheckpoint', String(autoCheckpointPages), autoCheckpointPages);
}

function setPragma(database: Database.Database, name: string, value: string, expected: string | number | null): void {
  database.pragma(`${name} = ${value}`);
  const actual: unknown = database.pragma(name, { simple: true });
  if (expected !== null && actual !== expected) {
    throw new StateDirectoryError('unusable', `pragma ${name} is ${String(actual)} after being set to ${value}`);
  }
}

function checkIdentity(database: Database.Database, path: string): void {
  const id: unknown = database.pragma('application_id', { simple: true });
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === 0 && id === 0) return;
  if (id !== applicationId) {
    throw new StateDirectoryError(
      'foreign',
      `${path} belongs to another application; set state_dir to another directory`,
    );
  }
  if (version > schemaVersion) {
    throw new StateDirectoryError(
      'newer',
      `${path} has schema ${version}, this sandkeepd knows ${schemaVersion}; install the newer version again`,
    );
  }
}

/** Brings the schema up, each step in a transaction of its own; an older database is copied first. */
function migrate(database: Database.Database, path: string): void {
  const present = Number(database.pragma('user_version', { simple: true }));
  if (present === schemaVersion) return;
  if (present > 0) copyBefore(database, `${path}.before-schema-${schemaVersion}`);
  for (const migration of migrations.slice(present)) applyMigration(database, migration);
}

/** Under its name only when it is whole; one that a start before this one made is of the same schema, and replaced. */
function copyBefore(database: Database.Database, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  database.prepare('VACUUM INTO ?').run(partial);
  syncFile(partial);
  renameSync(partial, copy);
  syncFile(copy);
}

export function applyMigration(database: Database.Database, migration: Migration): void {
  database
    .transaction(() => {
      database.exec(migration.sql);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${migration.version}`);
    })
    .immediate();
}

/** SQLite's own checks look at pages, not at words: a table whose column has another name is whole to them. */
function checkSchema(database: Database.Database): void {
  const reference = new Database(':memory:');
  try {
    for (const migration of migrations) applyMigration(reference, migration);
    const present = new Set(schemaTexts(database));
    if (schemaTexts(reference).every((text) => present.has(text))) return;
    throw new DatabaseDamagedError(`the schema is not that of version ${schemaVersion}`);
  } finally {
    reference.close();
  }
}

function schemaTexts(database: Database.Database): readonly string[] {
  const objects = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
  return objects.map((object) => JSON.stringify(object));
}

function checkContent(database: Database.Database): void {
  const clean = database.prepare('SELECT clean_shutdown FROM meta').pluck().get() === 1;
  const check = String(database.pragma(clean ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }));
  if (check !== 'ok') throw new DatabaseDamagedError(`the database fails its check: ${check}`);
  const broken = database.pragma('foreign_key_check');
  if (Array.isArray(broken) && broken.length > 0) throw new DatabaseDamagedError('the database has broken references');
}

class DatabaseDamagedError extends Error {}

function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return error instanceof DatabaseDamagedError || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
