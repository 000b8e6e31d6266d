// Suites that need the packages of this tree.

import { describe, test } from 'vitest';

import { type Packages, packagesIn } from './packages.ts';

/** Defines the suite where packages were made for it, and says that they were not where they were not. */
export function describePackages(title: string, clauses: (packages: Packages) => void): void {
  const directory = process.env['SANDKEEP_TEST_PACKAGES'];
  if (directory === undefined) {
    console.warn(`${title} skipped: "npm run test:package" runs it`);
    describe.skip(title, () => {
      test('needs packages', () => {});
    });
    return;
  }
  describe(title, () => clauses(packagesIn(directory)));
}
