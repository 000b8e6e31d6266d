import { statfsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { createHostResources } from '../../../src/host/host-resources.ts';
import { ManualClock } from '../../support/clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const plentyBytes = Number.MAX_SAFE_INTEGER;

/** What others write meanwhile moves it a little. */
function expectNear(bytes: number, wanted: number): void {
  expect(bytes / wanted).toBeGreaterThan(0.5);
  expect(bytes / wanted).toBeLessThan(2);
}

describe('what is left of the host', () => {
  test('is memory that can be had and the free disk of the directory', async () => {
    const directory = await temporaryDirectory('host');
    const { availableMemoryBytes, freeDiskBytes } = createHostResources(directory, new ManualClock()).read();
    const { bavail, bsize } = statfsSync(directory);
    expectNear(freeDiskBytes, bavail * bsize);
    expect(availableMemoryBytes).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(availableMemoryBytes).toBeLessThan(plentyBytes);
  });

  test('is asked about on the disk that a directory will be on before it is there', async () => {
    const directory = await temporaryDirectory('host');
    const { bavail, bsize } = statfsSync(directory);
    const missing = path.join(directory, 'not', 'yet', 'there');
    expectNear(createHostResources(missing, new ManualClock()).read().freeDiskBytes, bavail * bsize);
  });

  test('refuses nobody where it cannot be asked about', () => {
    const below = path.join(process.execPath, 'a-file-is-no-directory');
    expect(createHostResources(below, new ManualClock()).read().freeDiskBytes).toBe(plentyBytes);
  });

  test('is read once for a burst of questions, and again after a while', async () => {
    const clock = new ManualClock();
    const resources = createHostResources(await temporaryDirectory('host'), clock);
    const first = resources.read();
    clock.advance(500);
    expect(resources.read()).toBe(first);
    clock.advance(1);
    expect(resources.read()).not.toBe(first);
  });
});
