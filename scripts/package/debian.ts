// The Debian package: the bundle below /usr, and the scripts of packaging/debian.

import {
  copyFileSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { root, run } from './commands.ts';
import type { PackageRequest } from './tarball.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const maintainer = 'Seed 1cf08bcf maintainers <maintainers@users.noreply.h-seed-1cf08bcf.example>';
/** The floor is that of the SQLite module. */
const depends = [
  'libc6 (>= 2.34)',
  'libgcc-s1',
  'libstdc++6',
  'systemd | systemd-standalone-sysusers',
  'systemd | systemd-standalone-tmpfiles',
];
const scripts = ['postinst', 'prerm', 'postrm'];

/** Takes the bundle over: it is moved and changed. */
export function buildDeb({ bundle, destination, version, epochS, effort }: PackageRequest): void {
  const architecture = architectures[process.arch];
  if (architecture === undefined) throw new Error(`Debian has no packages for ${process.arch}`);
  const tree = path.join(path.dirname(bundle), 'deb');
  mkdirSync(path.join(tree, 'DEBIAN'), { recursive: true });
  renameSync(bundle, path.join(tree, 'usr'));
  shapeDocuments(path.join(tree, 'usr/share'));
  const installedKib = Math.ceil(sizeOf(path.join(tree, 'usr')) / 1024);
  writeFileSync(path.join(tree, 'DEBIAN/control'), control(version, architecture, installedKib));
  for (const name of scripts) copyFileSync(path.join(root, 'packaging/debian', name), path.join(tree, 'DEBIAN', name));
  // Umasks of those who build differ.
  run('chmod', ['--recursive', 'u=rwX,go=rX', tree]);
  run('chmod', ['0755', ...scripts.map((name) => path.join(tree, 'DEBIAN', name))]);
  setTimes(tree, epochS);
  const file = path.join(destination, `sandkeep_${version}_${architecture}.deb`);
  // As many threads everywhere: xz cuts its blocks by them.
  const compression = effort === 'best' ? ['-Zxz', '-z6', '--threads-max=2'] : ['-Zgzip', '-z1'];
  run('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, file], {
    env: { SOURCE_DATE_EPOCH: String(epochS) },
  });
}

function control(version: string, architecture: string, installedKib: number): string {
  return `Package: sandkeep
Version: ${version}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${installedKib}
Depends: ${depends.join(', ')}
Pre-Depends: init-system-helpers (>= 1.54~)
Recommends: bubblewrap
Suggests: docker.io | docker-ce | podman
Section: admin
Priority: optional
Description: owner of the agent sandboxes of a host
 sandkeepd makes sandboxes for agents on one machine, in containers or as
 directories of the host, and finds them again after restarts and crashes:
 what it intends is in a database before it is done.
 .
 Clients use it by gRPC on a Unix socket; the command sandkeep is one of them.
 Node.js is inside.
`;
}

/** As Debian's policy has them: a copyright file, and manual and changes compressed. */
function shapeDocuments(share: string): void {
  const documents = path.join(share, 'doc/sandkeep');
  rmSync(path.join(documents, 'LICENSE'));
  writeFileSync(
    path.join(documents, 'copyright'),
    `Sandkeep is licensed under the Apache License, Version 2.0: on Debian systems,
/usr/share/common-licenses/Apache-2.0.

The licences of Node.js and of the npm packages inside are in
/usr/share/doc/sandkeep/THIRD-PARTY-LICENSES, a list of them in
/usr/share/doc/sandkeep/sandkeep.cdx.json.
`,
  );
  renameSync(path.join(documents, 'CHANGELOG.md'), path.join(documents, 'changelog'));
  const pages = readdirSync(path.join(share, 'man'), { recursive: true, withFileTypes: true });
  const files = pages.filter((page) => page.isFile()).map((page) => path.join(page.parentPath, page.name));
  run('gzip', ['--best', '--no-name', path.join(documents, 'changelog'), ...files]);
}

function sizeOf(directory: string): number {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

function setTimes(tree: string, epochS: number): void {
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true });
  for (const entry of entries) lutimesSync(path.join(entry.parentPath, entry.name), epochS, epochS);
  lutimesSync(tree, epochS, epochS);
}
