// Makes the packages, runs their tests, and removes them: main.ts [OPTIONS OF VITEST].

import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { makeDirectory, removeDirectory } from '../support/temporary.ts';
import { makePackages } from './packages.ts';

const directory = await makeDirectory('packages');
try {
  await makePackages(directory);
  const vitest = path.resolve(import.meta.dirname, '../../node_modules/.bin/vitest');
  const { status } = spawnSync(vitest, ['run', 'test/package', ...process.argv.slice(2)], {
    env: { ...process.env, SANDKEEP_TEST_PACKAGES: directory },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  await removeDirectory(directory);
}
