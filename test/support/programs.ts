// Programs of the host that tests need. SANDKEEP_TEST_PROGRAMS=required makes their absence a failure; otherwise the
// suite is skipped, with the reason. "node test/engines/cli.ts programs" prints a directory that has them.

import { execFileSync } from 'node:child_process';

import { describe, test } from 'vitest';

const probeTimeoutMs = 10_000;

export function succeeds(program: string, argv: readonly string[]): boolean {
  try {
    execFileSync(program, [...argv], { stdio: 'ignore', timeout: probeTimeoutMs });
    return true;
  } catch {
    return false;
  }
}

/** null where commands can run in bubblewrap here, else why they cannot. */
export function bubblewrapMissing(): string | null {
  const argv = ['--ro-bind', '/', '/', '--unshare-pid', '--proc', '/proc', '--dev', '/dev', 'true'];
  return succeeds('bwrap', argv) ? null : 'bubblewrap is not installed or cannot run here';
}

/** Defines the suite where nothing is missing, and says what is where something is. */
export function describeWithProgram(title: string, missing: string | null, clauses: () => void): void {
  if (missing === null) {
    describe(title, clauses);
    return;
  }
  if (process.env['SANDKEEP_TEST_PROGRAMS'] === 'required') {
    test(`${title}: its programs are there`, () => {
      throw new Error(`SANDKEEP_TEST_PROGRAMS=required, but ${missing}`);
    });
    return;
  }
  console.warn(`${title} skipped: ${missing}`);
  describe.skip(`${title}: ${missing}`, () => {
    test('needs it', () => {});
  });
}
