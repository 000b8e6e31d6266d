// The packages of this tree. For tests, and for programs that are no tests: nothing here needs vitest.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { version } from '../../scripts/version.ts';

export { version };

export interface Packages {
  readonly directory: string;
  readonly npm: string;
  readonly tarball: string;
  readonly deb: string;
  readonly sbom: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const makeTimeoutMs = 300_000;
const maxOutputBytes = 16 * 1024 * 1024;
const debArchitecture = process.arch === 'x64' ? 'amd64' : 'arm64';

/** Makes them in a directory that is there. */
export async function makePackages(directory: string): Promise<Packages> {
  await command(process.execPath, [path.join(root, 'scripts/package/main.ts'), '--quick', '--to', directory]);
  return packagesIn(directory);
}

export function packagesIn(directory: string): Packages {
  return {
    directory,
    npm: path.join(directory, `sandkeep-${version}.tgz`),
    tarball: path.join(directory, `sandkeep-${version}-linux-${process.arch}.tar.gz`),
    deb: path.join(directory, `sandkeep_${version}_${debArchitecture}.deb`),
    sbom: path.join(directory, `sandkeep-${version}.cdx.json`),
  };
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What it printed; an error with its words when it fails. */
export async function command(
  program: string,
  programArguments: readonly string[],
  { cwd = root, env = {} }: CommandOptions = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...programArguments], {
    cwd,
    env: { ...process.env, ...env },
    timeout: makeTimeoutMs,
    maxBuffer: maxOutputBytes,
  });
  return stdout;
}
