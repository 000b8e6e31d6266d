// What users install: the packed files, and what the binaries say on a Node.js that is too old.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Makes this very Node.js look like an old one, before the binary looks. */
const asOldNode = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;

describe('the package', () => {
  const listing: unknown = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  );
  const paths = packedPaths(listing);

  test('holds the binaries, the protos and the built daemon', () => {
    for (const path of [
      'bin/sandkeepd.js',
      'bin/sandkeep.js',
      'dist/main.js',
      'dist/cli/main.js',
      'proto/sandkeep/v1/sandbox_service.proto',
      'LICENSE',
    ]) {
      expect(paths).toContain(path);
    }
  });

  test('holds the empty failpoints and not the ones of the tests', () => {
    expect(paths.filter((path) => path.startsWith('test/'))).toEqual([]);
    const failpoint = readFileSync(join(root, 'dist/failpoint.js'), 'utf8');
    expect(failpoint).not.toMatch(/process\.|SANDKEEP_/);
  });

  test.each(['sandkeep', 'sandkeepd'])('%s says in one sentence that Node.js is too old', (name) => {
    const result = spawnSync(process.execPath, ['--import', asOldNode, join(root, 'bin', `${name}.js`), '--version'], {
      encoding: 'utf8',
    });
    expect(result.status).toBe(69);
    expect(result.stdout).toBe('');
    expect(result.stderr.trim()).toMatch(new RegExp(`^${name}: needs Node.js 22.14 or newer, but .* is 20.20.2\\.$`));
  });
});

/** npm prints a list of packages, or since version 12 an object by package name. */
function packedPaths(listing: unknown): string[] {
  const packages = typeof listing === 'object' && listing !== null ? Object.values(listing) : [];
  return packages.flatMap((entry: unknown) => {
    const files = typeof entry === 'object' && entry !== null && 'files' in entry ? entry.files : [];
    if (!Array.isArray(files)) return [];
    return files.flatMap((file: unknown) =>
      typeof file === 'object' && file !== null && 'path' in file && typeof file.path === 'string' ? [file.path] : [],
    );
  });
}
