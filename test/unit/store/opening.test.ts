import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';

import { applicationId, applyMigration, openDatabase } from '../../../src/store/database.ts';
import { migrations, schemaVersion } from '../../../src/store/migrations.ts';
import { openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

async function openFresh(): Promise<Database.Database> {
  return openDatabase(await temporaryDirectory('store'), 'absent', 0).database;
}

function permissions(file: string): number {
  return statSync(file).mode & 0o777;
}

describe('the connection', () => {
  test.each([
    ['locking_mode', 'exclusive'],
    ['journal_mode', 'wal'],
    ['auto_vacuum', 2],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['fullfsync', 1],
    ['checkpoint_fullfsync', 1],
    ['trusted_schema', 0],
    ['cell_size_check', 1],
    ['mmap_size', 0],
    ['journal_size_limit', 16 * 1024 * 1024],
    ['wal_autocheckpoint', 1000],
  ])('has pragma %s at %s', async (name, expected) => {
    const database = await openFresh();
    expect(database.pragma(name, { simple: true })).toBe(expected);
    database.close();
  });

  test('has the same pragmas when it opens what is there already', async () => {
    const directory = await temporaryDirectory('store');
    openDatabase(directory, 'absent', 0).database.close();
    const { database, lost, isNew } = openDatabase(directory, 'present', 0);
    expect({ lost, isNew }).toEqual({ lost: null, isNew: false });
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('auto_vacuum', { simple: true })).toBe(2);
    database.close();
  });

  test('leaves no shared memory file that a second process could read through', async () => {
    const { store, stateDir } = await openTestStore();
    await store.write((tx) => tx.setLoopPaused('idle', 'paused'));
    expect(readdirSync(stateDir).filter((name) => name.endsWith('-shm'))).toEqual([]);
  });
});

describe('the files', () => {
  test('are 0600 in a directory of 0700', async () => {
    const directory = path.join(await temporaryDirectory('store'), 'deep', 'state');
    const { stateDir } = await openTestStore({ stateDir: directory, ballastBytes: 4096 });
    expect(permissions(stateDir)).toBe(0o700);
    const modes = Object.fromEntries(
      readdirSync(stateDir).map((name) => [name, permissions(path.join(stateDir, name))]),
    );
    expect(new Set(Object.values(modes))).toEqual(new Set([0o600]));
    for (const name of ['state.db', 'daemon.lock', 'instance-id', 'epoch', 'secret.key', 'ballast']) {
      expect(modes).toHaveProperty([name]);
    }
  });
});

describe('migrations', () => {
  test('are numbered from one without a gap', () => {
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_migration, index) => index + 1));
  });

  test('bring an empty database to the schema of today', async () => {
    const database = await openFresh();
    expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion);
    expect(database.pragma('application_id', { simple: true })).toBe(applicationId);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });

  test('version 1 makes every table strict', () => {
    const database = new Database(':memory:');
    for (const migration of migrations.slice(0, 1)) applyMigration(database, migration);
    const tables = database.pragma('table_list') as { name: string; strict: number }[];
    const own = tables.filter(({ name }) => !name.startsWith('sqlite_'));
    expect(own.map(({ name }) => name).sort()).toEqual([
      'engines',
      'events',
      'generations',
      'holders',
      'meta',
      'operations',
      'orphans',
      'paused_loops',
      'ports',
      'recovery_modes',
      'requests',
      'sandboxes',
      'workspaces',
    ]);
    expect(own.filter(({ strict }) => strict !== 1)).toEqual([]);
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    database.close();
  });

  test('leave nothing behind when one of them fails', () => {
    const database = new Database(':memory:');
    const broken = {
      version: 1,
      name: 'broken',
      sql: 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE half (b TEXT);',
    };
    expect(() => applyMigration(database, broken)).toThrow(/already exists/);
    expect(database.pragma('user_version', { simple: true })).toBe(0);
    expect(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    database.close();
  });
});

describe('the schema', () => {
  test.each([
    ['text for a number', `INSERT INTO ports VALUES ('many', 'x', 1)`, 'SQLITE_MISMATCH'],
    ['text for an integer column', `INSERT INTO holders VALUES ('a', 'b', 'late')`, 'SQLITE_CONSTRAINT_DATATYPE'],
    ['nothing for a primary key', `INSERT INTO paused_loops VALUES (NULL)`, 'SQLITE_CONSTRAINT_NOTNULL'],
    [
      'an unknown state',
      `INSERT INTO generations VALUES ('a', 1, 'fake', 'n', NULL, 'SOMEWHERE')`,
      'SQLITE_CONSTRAINT_CHECK',
    ],
    ['a second meta row', `INSERT INTO meta VALUES (2, 'x', 1, 0, 0)`, 'SQLITE_CONSTRAINT_CHECK'],
  ])('refuses %s', async (_what, sql, code) => {
    const database = await openFresh();
    expect(() => database.exec(sql)).toThrow(expect.objectContaining({ code }));
    database.close();
  });
});
