// A root file system of Debian with the named packages, made once by debootstrap. It is only read: whoever uses it lays
// an overlay over it.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { fillOnce, unpackedDebianPackages } from './cache.ts';
import { runCommand } from './commands.ts';

const suite = 'bookworm';
const mirror = 'http://deb.debian.org/debian';
const makeTimeoutMs = 10 * 60_000;

/** The directory of the root. A minute when it is not there yet. */
export async function debianRoot(name: string, packages: readonly string[]): Promise<string> {
  const directory = await fillOnce(`root-${name}`, [suite, packages], async (unfinished) => {
    const unpacked = await unpackedDebianPackages('debootstrap', ['debootstrap']);
    const target = path.join(unfinished, 'root');
    await mkdir(target);
    const debootstrap = [
      path.join(unpacked, 'usr/sbin/debootstrap'),
      '--variant=minbase',
      ...(packages.length > 0 ? [`--include=${packages.join(',')}`] : []),
      suite,
      target,
      mirror,
    ];
    // What it mounts is gone with it, also when it is killed.
    await runCommand('unshare', ['--mount', '--propagation', 'private', ...debootstrap], {
      environment: { ...process.env, DEBOOTSTRAP_DIR: path.join(unpacked, 'usr/share/debootstrap') },
      timeoutMs: makeTimeoutMs,
    });
  });
  return path.join(directory, 'root');
}

/** That of the machines in test/systemd: what a Debian host has whose users have services of their own. */
export async function systemdRoot(): Promise<string> {
  return await debianRoot('systemd', ['systemd', 'dbus', 'libpam-systemd', 'dbus-user-session', 'bubblewrap']);
}
