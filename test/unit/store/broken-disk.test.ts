import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

import { openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const run = promisify(execFile);
const writer = path.join(import.meta.dirname, 'write-store.ts');
/** Room for the first few writes. */
const maxFileBytes = 1_000_000;

const hasLimits = canLimit();
if (!hasLimits) process.stderr.write('skipped: failing writes are made by prlimit, which is not here\n');

function canLimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasLimits)('a write that the disk refuses', () => {
  test('ends the daemon, once, and the next start has every acknowledged row', async () => {
    const stateDir = path.join(await temporaryDirectory('store'), 'state');
    const { stdout } = await run('prlimit', [
      `--fsize=${maxFileBytes}`,
      process.execPath,
      '--conditions=sandkeep-source',
      writer,
      stateDir,
    ]);
    const told = JSON.parse(stdout) as { reason: string; fatal: string[]; acknowledged: number };
    expect(told).toMatchObject({ reason: 'STORE_FAILED', fatal: ['the state database failed: nothing was changed'] });
    expect(told.acknowledged).toBeGreaterThan(0);
    const { store } = await openTestStore({ stateDir });
    expect(store.recoveryModes()).toEqual({});
    expect(store.listSandboxes({}, 0, 1000)).toHaveLength(told.acknowledged);
  });
});
