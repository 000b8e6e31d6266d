import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';

import { applicationId } from '../../../src/store/database.ts';
import { insertRunning, openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const fileOf = (stateDir: string): string => path.join(stateDir, 'state.db');
const damagedFiles = (stateDir: string): string[] => readdirSync(stateDir).filter((name) => name.includes('.damaged-'));

/** A state directory that was used once and closed in order. */
async function usedDirectory(): Promise<{ stateDir: string; instanceId: string; sandboxId: string }> {
  const { store, stateDir } = await openTestStore();
  const sandboxId = await insertRunning(store);
  store.close();
  return { stateDir, instanceId: store.instanceId, sandboxId };
}

describe('a lost database', () => {
  test.each<[string, (file: string) => void]>([
    ['empty', (file) => truncateSync(file, 0)],
    ['missing', (file) => rmSync(file)],
    ['not a database', (file) => writeFileSync(file, 'certainly not a database, but long enough to look at')],
    [
      'damaged after its header',
      (file) => writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8192, 0x5a)])),
    ],
    ['damaged in its pages', (file) => writeFileSync(file, withGarbageAfter(readFileSync(file), 4096))],
  ])('that is %s gives way to a new one with the same instance id, and says so', async (_what, damage) => {
    const { stateDir, instanceId } = await usedDirectory();
    damage(fileOf(stateDir));
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({ database_lost: expect.stringMatching(/; a new database was begun$/) });
    expect(store.instanceId).toBe(instanceId);
    expect(store.epoch).toBe(2);
    expect(store.countLive()).toBe(0);
  });

  test('is set aside whole, for whoever can still read it', async () => {
    const { stateDir } = await usedDirectory();
    const bytes = Buffer.from('certainly not a database, but long enough to look at');
    writeFileSync(fileOf(stateDir), bytes);
    await openTestStore({ stateDir });
    const [aside = '', ...more] = damagedFiles(stateDir);
    expect(more).toEqual([]);
    expect(readFileSync(path.join(stateDir, aside))).toEqual(bytes);
  });

  test('keeps its mode over the next starts until somebody ends it', async () => {
    const { stateDir } = await usedDirectory();
    rmSync(fileOf(stateDir));
    const second = await openTestStore({ stateDir });
    second.store.close();
    const third = await openTestStore({ stateDir });
    expect(Object.keys(third.store.recoveryModes())).toEqual(['database_lost']);
    await third.store.write((tx) => tx.setRecoveryMode('database_lost', null));
    third.store.close();
    expect((await openTestStore({ stateDir })).store.recoveryModes()).toEqual({});
  });
});

describe('a first start', () => {
  test('is no loss', async () => {
    const { store } = await openTestStore();
    expect(store.recoveryModes()).toEqual({});
    expect(store.epoch).toBe(1);
  });

  test('that was cut off before the first page was written is begun again', async () => {
    const stateDir = await temporaryDirectory('store');
    writeFileSync(fileOf(stateDir), '');
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({});
    expect(damagedFiles(stateDir)).toEqual([]);
  });

  test('that was cut off between the schema and the identity is begun again', async () => {
    const { stateDir } = await usedDirectory();
    const database = new Database(fileOf(stateDir));
    database.exec('DELETE FROM meta');
    database.close();
    rmSync(path.join(stateDir, 'instance-id'));
    rmSync(path.join(stateDir, 'epoch'));
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({});
    expect(readFileSync(path.join(stateDir, 'instance-id'), 'utf8').trim()).toBe(store.instanceId);
  });
});

describe('a database of somebody else', () => {
  test('is refused by its application id, and not a byte of it is changed', async () => {
    const stateDir = await temporaryDirectory('store');
    const foreign = new Database(fileOf(stateDir));
    foreign.exec('CREATE TABLE theirs (a TEXT)');
    foreign.pragma(`application_id = ${applicationId + 1}`);
    foreign.close();
    const before = readFileSync(fileOf(stateDir));
    await expect(openTestStore({ stateDir })).rejects.toMatchObject({ kind: 'foreign' });
    expect(readFileSync(fileOf(stateDir))).toEqual(before);
    expect(damagedFiles(stateDir)).toEqual([]);
  });

  test('with another instance id is refused', async () => {
    const { stateDir } = await usedDirectory();
    writeFileSync(path.join(stateDir, 'instance-id'), 'b0b0b0b0-0000-4000-8000-000000000000\n');
    await expect(openTestStore({ stateDir })).rejects.toMatchObject({ kind: 'foreign' });
  });

  test('of a newer schema is refused and kept', async () => {
    const { stateDir } = await usedDirectory();
    const newer = new Database(fileOf(stateDir));
    newer.pragma('user_version = 9999');
    newer.close();
    const before = readFileSync(fileOf(stateDir));
    await expect(openTestStore({ stateDir })).rejects.toMatchObject({
      kind: 'newer',
      message: expect.stringContaining('schema 9999'),
    });
    expect(readFileSync(fileOf(stateDir))).toEqual(before);
  });

  test('that is refused leaves the directory unlocked', async () => {
    const { stateDir, instanceId } = await usedDirectory();
    writeFileSync(path.join(stateDir, 'instance-id'), 'another\n');
    await expect(openTestStore({ stateDir })).rejects.toMatchObject({ kind: 'foreign' });
    writeFileSync(path.join(stateDir, 'instance-id'), `${instanceId}\n`);
    expect((await openTestStore({ stateDir })).store.instanceId).toBe(instanceId);
  });
});

describe('the epoch', () => {
  test('rises with each open', async () => {
    const { stateDir } = await usedDirectory();
    const epochs: number[] = [];
    for (let start = 0; start < 3; start += 1) {
      const { store } = await openTestStore({ stateDir });
      epochs.push(store.epoch);
      store.close();
    }
    expect(epochs).toEqual([2, 3, 4]);
    expect(readFileSync(path.join(stateDir, 'epoch'), 'utf8')).toBe('4\n');
  });

  test('of the file ahead of the database means that the database was restored from an older copy', async () => {
    const { stateDir } = await usedDirectory();
    const backup = path.join(await temporaryDirectory('backup'), 'state.db');
    cpSync(fileOf(stateDir), backup);
    for (let start = 0; start < 2; start += 1) (await openTestStore({ stateDir })).store.close();
    cpSync(backup, fileOf(stateDir));
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({
      database_restored: 'the database is of start 1, the directory has seen start 3',
    });
    expect(store.epoch).toBe(4);
  });

  test('of a start that was cut off before its file was written is no restore', async () => {
    const { stateDir } = await usedDirectory();
    writeFileSync(path.join(stateDir, 'epoch'), '0\n');
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({});
    expect(store.epoch).toBe(2);
  });
});

describe('a stop that was none', () => {
  test('leaves every committed row for the next start', async () => {
    const { store, stateDir } = await openTestStore();
    const id = await insertRunning(store);
    // The files as a process leaves them that dies now: the database and its log, open.
    const copy = path.join(await temporaryDirectory('store'), 'state');
    cpSync(stateDir, copy, { recursive: true });
    expect(existsSync(path.join(copy, 'state.db-wal'))).toBe(true);
    const after = await openTestStore({ stateDir: copy });
    expect(after.store.recoveryModes()).toEqual({});
    expect(after.store.getSandbox(id)?.state).toBe('RUNNING');
  });

  test('has the whole database checked: damage that the quick check does not see is found', async () => {
    const damaged = async (clean: number): Promise<string> => {
      const { stateDir } = await usedDirectory();
      const edit = (...statements: readonly string[]): void => {
        const database = new Database(fileOf(stateDir));
        database.unsafeMode(true);
        database.pragma('writable_schema = ON');
        for (const sql of statements) database.exec(sql);
        database.close();
      };
      // An index that holds something else than its definition says: only the full check compares it with the table.
      const sql = `(SELECT sql FROM sqlite_schema WHERE name = 'sandboxes_state')`;
      const other = 'CREATE INDEX sandboxes_state ON sandboxes (template)';
      edit(`CREATE TABLE kept AS SELECT ${sql} AS sql`);
      edit(`UPDATE sqlite_schema SET sql = '${other}' WHERE name = 'sandboxes_state'`);
      edit('REINDEX sandboxes_state');
      edit(
        `UPDATE sqlite_schema SET sql = (SELECT sql FROM kept) WHERE name = 'sandboxes_state'`,
        `UPDATE meta SET clean_shutdown = ${clean}`,
      );
      return stateDir;
    };
    const afterCrash = await openTestStore({ stateDir: await damaged(0) });
    expect(Object.keys(afterCrash.store.recoveryModes())).toEqual(['database_lost']);
    const afterStop = await openTestStore({ stateDir: await damaged(1) });
    expect(afterStop.store.recoveryModes()).toEqual({});
  });
});

function withGarbageAfter(bytes: Buffer, start: number): Buffer {
  return Buffer.concat([bytes.subarray(0, start), Buffer.alloc(bytes.length - start, 0x5a)]);
}
