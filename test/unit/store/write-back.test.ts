// What is written reaches the disk while more is written, and a writer that is faster than the disk is told so.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { WriteBack } from '../../../src/store/write-back.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { waitUntil } from '../../support/wait.ts';

const aSync = 4 * 1024 ** 2;

async function writeBackOf(file: string): Promise<WriteBack> {
  const writeBack = await WriteBack.of(file);
  onTestFinished(async () => await writeBack.close());
  return writeBack;
}

test('little is left to gather', async () => {
  const file = path.join(await temporaryDirectory(), 'copy');
  writeFileSync(file, '');
  const writeBack = await writeBackOf(file);
  expect(writeBack.wrote(aSync - 1)).toBe(false);
  expect(writeBack.wrote(0)).toBe(false);
});

test('a writer that is ahead of the disk by a sync is told to wait, until the disk has it', async () => {
  const file = path.join(await temporaryDirectory(), 'copy');
  writeFileSync(file, Buffer.alloc(aSync));
  const writeBack = await writeBackOf(file);
  expect(writeBack.wrote(aSync)).toBe(false);
  expect(writeBack.wrote(aSync)).toBe(true);
  await waitUntil(() => !writeBack.wrote(0), { timeoutMs: 30_000, what: 'the disk has it' });
});

test('what a sync failed with is thrown to the writer', async () => {
  // A device that cannot be synced.
  const writeBack = await writeBackOf('/dev/null');
  writeBack.wrote(aSync);
  await expect(
    waitUntil(
      () => {
        try {
          writeBack.wrote(0);
          return false;
        } catch (error) {
          expect(error).toMatchObject({ syscall: 'fdatasync' });
          return true;
        }
      },
      { timeoutMs: 30_000, what: 'the failure is told' },
    ),
  ).resolves.toBeUndefined();
});
