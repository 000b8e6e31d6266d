import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';

import { SandkeepError } from '../../../src/domain/errors.ts';
import { insertRunning, newSandbox, noSecrets, openTestStore, why } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const mebibyte = 1024 * 1024;
const canMount = process.getuid?.() === 0 && process.platform === 'linux';
if (!canMount) process.stderr.write('skipped: a full disk is tested on a tmpfs, and only root can mount one\n');

/** A disk of its own. The tests fill it, so it is small. */
async function smallDisk(): Promise<string> {
  const directory = await temporaryDirectory('disk');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory]);
  // Before the directory is removed, whose own end was registered earlier.
  onTestFinished(() => void execFileSync('umount', [directory]));
  return directory;
}

/** Takes what is left of the disk. */
function fill(directory: string): string {
  const file = path.join(directory, 'filler');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
  return file;
}

/** Writes until the disk is full; the error of the first write that failed. */
async function writeUntilFull(store: Awaited<ReturnType<typeof openTestStore>>['store']): Promise<unknown> {
  const annotations = { filler: 'x'.repeat(64 * 1024) };
  for (let written = 0; written < 1000; written += 1) {
    try {
      await store.write((tx) => tx.insertSandbox(newSandbox({ annotations }), noSecrets));
    } catch (error) {
      return error;
    }
  }
  throw new Error('the disk never filled up');
}

describe.skipIf(!canMount)('a full disk', () => {
  test('is a typed error that changes nothing, and the daemon need not end', async () => {
    const stateDir = path.join(await smallDisk(), 'state');
    const { store, fatal } = await openTestStore({ stateDir, ballastBytes: mebibyte });
    const failure = await writeUntilFull(store);
    expect(failure).toBeInstanceOf(SandkeepError);
    expect(failure).toMatchObject({ reason: 'STORE_FULL', message: expect.stringContaining('nothing was changed') });
    expect(store.health()).toMatchObject({ writable: false, message: expect.stringContaining('is full') });
    expect(fatal).toEqual([]);
  });

  test('gives the ballast back, so that releases are still recorded', async () => {
    const disk = await smallDisk();
    const stateDir = path.join(disk, 'state');
    const { store } = await openTestStore({ stateDir, ballastBytes: mebibyte });
    const id = await insertRunning(store);
    await writeUntilFull(store);
    expect(existsSync(path.join(stateDir, 'ballast'))).toBe(false);
    await store.write((tx) => tx.move({ id, from: 'RUNNING', generation: 1, to: 'RELEASING', ...why }));
    expect(store.getSandbox(id)?.state).toBe('RELEASING');
  });

  test('is over when there is room again, and the database is whole', async () => {
    const disk = await smallDisk();
    const stateDir = path.join(disk, 'state');
    const { store } = await openTestStore({ stateDir, ballastBytes: mebibyte / 2 });
    const id = await insertRunning(store);
    const filler = fill(disk);
    await writeUntilFull(store);
    fill(path.dirname(filler));
    store.relieve();
    expect(store.health().writable).toBe(false);
    rmSync(filler);
    store.relieve();
    expect(store.health()).toEqual({ writable: true, message: 'ok' });
    expect(existsSync(path.join(stateDir, 'ballast'))).toBe(true);
    await store.write((tx) => tx.insertSandbox(newSandbox(), noSecrets));
    store.close();
    const database = new Database(path.join(stateDir, 'state.db'));
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('SELECT state FROM sandboxes WHERE id = ?').pluck().get(id)).toBe('RUNNING');
    database.close();
  });

  test('at the start leaves the store without ballast but usable', async () => {
    const stateDir = path.join(await smallDisk(), 'state');
    const { store } = await openTestStore({ stateDir, ballastBytes: 64 * mebibyte });
    expect(existsSync(path.join(stateDir, 'ballast'))).toBe(false);
    expect(await insertRunning(store)).not.toBe('');
  });
});
