import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { StateDirectoryError } from '../../../src/store/state-directory.ts';
import { openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const holder = path.join(import.meta.dirname, 'hold-store.ts');

/** Another process that has opened the store. */
async function holdInAnotherProcess(stateDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=sandkeep-source', holder, stateDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the holder ended with ${code}`)));
  });
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}

test('a directory that another process has open is refused, and free again when that one was killed', async () => {
  const stateDir = await temporaryDirectory('store');
  const other = await holdInAnotherProcess(stateDir);
  const refused = await openTestStore({ stateDir }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StateDirectoryError);
  expect(refused).toMatchObject({ kind: 'locked', message: expect.stringContaining('another sandkeepd uses') });
  await killed(other);
  const { store } = await openTestStore({ stateDir });
  expect(store.epoch).toBe(2);
  expect(store.recoveryModes()).toEqual({});
});

test('a directory that this process has open is refused too, and free after the close', async () => {
  const { store, stateDir } = await openTestStore();
  await expect(openTestStore({ stateDir })).rejects.toMatchObject({ kind: 'locked' });
  store.close();
  expect((await openTestStore({ stateDir })).store.epoch).toBe(2);
});

test('a path that is a file, or a link to a directory, is no state directory', async () => {
  const directory = await temporaryDirectory('store');
  const file = path.join(directory, 'file');
  writeFileSync(file, '');
  await expect(openTestStore({ stateDir: file })).rejects.toMatchObject({ kind: 'unusable' });
  const link = path.join(directory, 'link');
  symlinkSync(directory, link);
  await expect(openTestStore({ stateDir: link })).rejects.toMatchObject({ kind: 'unusable' });
});

test('a key of the wrong length is not used', async () => {
  const { store, stateDir } = await openTestStore();
  store.close();
  writeFileSync(path.join(stateDir, 'secret.key'), 'short');
  await expect(openTestStore({ stateDir })).rejects.toMatchObject({
    kind: 'unusable',
    message: expect.stringContaining('secret key has 5 bytes'),
  });
});
