// Keeps the contract of a release, which later changes must not break: node scripts/release-contract.ts, before its tag.
// Changes that would break a client of the last release are refused here too.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const released = 'test/released/contract.binpb';

function buf(...args: readonly string[]): void {
  execFileSync(path.join(root, 'node_modules/.bin/buf'), args, { cwd: root, stdio: 'inherit' });
}

buf('lint');
buf('breaking', '--against', released);
buf('build', '--exclude-source-info', '-o', released);
