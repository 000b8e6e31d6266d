// Copies of the state database beside the work that goes on, and the way back to one.

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';

import { temporary } from '../support/daemon.ts';
import { acquire, getSandbox, refusalOf, type Scene, startScene } from '../support/scene.ts';

const run = promisify(execFile);
const program = path.resolve(import.meta.dirname, '../../bin/sandkeepd.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function restore({ daemon }: Scene, copy: string): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(process.execPath, [program, '--config', daemon.configPath, '--restore', copy]);
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

function backupsOf({ daemon }: Scene): string[] {
  return readdirSync(path.join(daemon.stateDir, 'backups')).sort();
}

describe('a backup', () => {
  test('is one checked file that holds what was answered before it, while others go on', async () => {
    const scene = await startScene();
    const before = await acquire(scene, 'before');
    const working = Promise.all(
      Array.from({ length: 20 }, async (_, index) => await acquire(scene, `during-${index}`)),
    );
    const { path: copy, bytes } = await scene.client.backup({});
    await working;
    expect(backupsOf(scene)).toEqual([path.basename(copy)]);
    expect(readFileSync(copy)).toHaveLength(Number(bytes));
    const database = new Database(copy, { readonly: true });
    onTestFinished(() => void database.close());
    expect(database.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(database.prepare('SELECT state FROM sandboxes WHERE id = ?').pluck().get(before.id)).toBe('RUNNING');
  });

  test('that was asked for by several is one, and older ones than are kept go', async () => {
    const scene = await startScene({ config: { backup: { keep: 1 } } });
    const [first, second] = await Promise.all([scene.client.backup({}), scene.client.backup({})]);
    expect(first.path).toBe(second.path);
    const kept = path.join(scene.daemon.stateDir, 'backups', 'state-20200101T000000Z-1.db');
    const foreign = path.join(scene.daemon.stateDir, 'backups', 'notes.txt');
    renameSync(first.path, kept);
    writeFileSync(foreign, 'mine');
    const third = await scene.client.backup({});
    expect(third.removed).toEqual([kept]);
    expect(backupsOf(scene)).toEqual(['notes.txt', path.basename(third.path)]);
  });

  test('that cannot be made says why and leaves nothing', async () => {
    const scene = await startScene();
    const directory = path.join(scene.directory, 'file');
    writeFileSync(directory, 'no directory');
    await scene.daemon.restart({ config: scene.config({ backup: { directory } }) });
    const refusal = await refusalOf(scene.client.backup({}));
    expect(refusal).toMatchObject({ reason: 'BACKUP_FAILED', message: expect.stringContaining(directory) });
    expect(readFileSync(directory, 'utf8')).toBe('no directory');
    await acquire(scene);
  });

  test('is made by its loop too', async () => {
    const scene = await startScene({ config: { backup: { interval: '1h' } } });
    const { counters } = await scene.client.runSweep({ loop: 'backup' });
    expect(Number(counters['bytes'])).toBeGreaterThan(0);
    expect(backupsOf(scene)).toHaveLength(1);
  });
});

describe('a restore', () => {
  test('brings back what the copy knows, and nothing is removed that it does not know', async () => {
    const scene = await startScene();
    const known = await acquire(scene, 'known');
    const { path: copy } = await scene.client.backup({});
    await acquire(scene, 'unknown');
    await scene.daemon.stop();
    const ended = await restore(scene, copy);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('sandkeep recover show');
    await scene.daemon.start();
    expect(await getSandbox(scene, known.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING' });
    const { items } = await scene.client.recover({ action: 'RECOVER_ACTION_SHOW' });
    expect(items.map(({ mode }) => mode)).toEqual(['database_restored']);
    await scene.client.reconcile({});
    expect(await scene.engine.containers()).toHaveLength(2);
    expect(readdirSync(scene.daemon.stateDir).filter((name) => name.startsWith('state.db.replaced-'))).not.toEqual([]);
  });

  test('is refused while a daemon runs, and of what is no copy of this installation', async () => {
    const scene = await startScene();
    const other = await startScene();
    await acquire(scene);
    const { path: copy } = await scene.client.backup({});
    const { path: foreign } = await other.client.backup({});
    expect(await restore(scene, copy)).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('another sandkeepd'),
    });
    await scene.daemon.stop();
    const present = readFileSync(path.join(scene.daemon.stateDir, 'state.db'));

    expect(await restore(scene, foreign)).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('of another installation'),
    });
    const directory = temporary();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const damaged = path.join(directory, 'damaged.db');
    const bytes = readFileSync(copy);
    bytes.fill(0xff, 8192, 40_960);
    writeFileSync(damaged, bytes);
    expect(await restore(scene, damaged)).toMatchObject({ code: 74, stderr: expect.stringContaining('nothing was') });
    expect(await restore(scene, path.join(directory, 'missing.db'))).toMatchObject({ code: 74 });

    mkdirSync(path.join(directory, 'away'));
    renameSync(path.join(scene.daemon.stateDir, 'secret.key'), path.join(directory, 'away', 'secret.key'));
    expect(await restore(scene, copy)).toMatchObject({ code: 74, stderr: expect.stringContaining('secret.key') });
    expect(readFileSync(path.join(scene.daemon.stateDir, 'state.db'))).toEqual(present);
  });

  test('of a newer schema is refused with the version to install', async () => {
    const scene = await startScene();
    const { path: copy } = await scene.client.backup({});
    await scene.daemon.stop();
    const database = new Database(copy);
    database.pragma('user_version = 999');
    database.close();
    const ended = await restore(scene, copy);
    expect(ended).toMatchObject({ code: 74, stderr: expect.stringContaining('install the newer version') });
  });
});
