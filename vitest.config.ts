import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['sandkeep-source'] },
  ssr: {
    resolve: {
      conditions: ['sandkeep-source', 'node', 'development|production'],
      externalConditions: ['sandkeep-source', 'node'],
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    passWithNoTests: false,
    // A busy machine may starve a process past a bound of patience; what fails twice is broken.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
