// The tarball: unpacked anywhere, it runs.

import path from 'node:path';

import { run } from './commands.ts';

export interface PackageRequest {
  readonly bundle: string;
  readonly destination: string;
  readonly version: string;
  readonly epochS: number;
  /** Of compression. */
  readonly effort: 'quick' | 'best';
}

export function buildTarball({ bundle, destination, version, epochS, effort }: PackageRequest): void {
  const name = `sandkeep-${version}-linux-${process.arch}`;
  const archive = path.join(destination, `${name}.tar`);
  run('tar', [
    '--create',
    '--format=gnu',
    '--sort=name',
    `--mtime=@${epochS}`,
    '--owner=root:0',
    '--group=root:0',
    '--mode=u=rwX,go=rX',
    `--transform=s,^\\.,${name},`,
    `--file=${archive}`,
    `--directory=${bundle}`,
    '.',
  ]);
  // Without the name and the time of the file in its header.
  run('gzip', [effort === 'best' ? '--best' : '--fast', '--no-name', archive]);
}
