// Temporary directories that go away with the test, or with the suite when made in a beforeAll hook.

import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

const removeAttempts = 5;

/** The caller removes it, with removeDirectory. The real path, because the system's own may be a link. */
export async function makeDirectory(label = 'test'): Promise<string> {
  return await realpath(await mkdtemp(path.join(tmpdir(), `sandkeep-${label}-`)));
}

/** Removed when the running test ends. */
export async function temporaryDirectory(label = 'test'): Promise<string> {
  const directory = await makeDirectory(label);
  onTestFinished(async () => await removeDirectory(directory));
  return directory;
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: removeAttempts });
}
