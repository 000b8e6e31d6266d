// Commands inside bubblewrap: the mounts are where the sandbox says they are, the rest is the host's system
// directories, read-only. Everything but the command itself goes through a descriptor, so that neither values nor
// host paths are in the process list.

import type { MountSpec } from '../../domain/runtime-spec.ts';
import { pathBelow } from '../rooted/virtual-path.ts';

const systemDirectories = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** Names, certificates and the dynamic linker; nothing that holds secrets. */
const systemFiles = [
  '/etc/alternatives',
  '/etc/ca-certificates',
  '/etc/group',
  '/etc/hosts',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/localtime',
  '/etc/mime.types',
  '/etc/nsswitch.conf',
  '/etc/passwd',
  '/etc/pki',
  '/etc/protocols',
  '/etc/resolv.conf',
  '/etc/services',
  '/etc/ssl',
];
const kernelDirectories = ['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'];
const argumentsDescriptor = '3';
const statusDescriptor = '4';

export interface IsolatedCommand {
  readonly argv: readonly string[];
  readonly mounts: readonly MountSpec[];
  /** Virtual directory it starts in. */
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly network: 'shared' | 'none';
  /** A terminal that is the command's alone is its controlling one; any other is kept from it. */
  readonly terminal: 'own' | 'none';
}

export interface BubblewrapCall {
  readonly arguments: readonly string[];
  /** For descriptor 3. */
  readonly sealedArguments: Uint8Array;
}

export function bubblewrapCall(command: IsolatedCommand): BubblewrapCall {
  const sealed = [
    '--unshare-all',
    ...(command.network === 'shared' ? ['--share-net'] : []),
    '--die-with-parent',
    ...(command.terminal === 'own' ? [] : ['--new-session']),
    ...[...systemDirectories, ...systemFiles].flatMap((place) => ['--ro-bind-try', place, place]),
    ...kernelDirectories,
    ...outermostFirst(command.mounts).flatMap((mount) => [
      mount.readOnly ? '--ro-bind' : '--bind',
      mount.source,
      mount.target,
    ]),
    '--remount-ro',
    '/',
    '--chdir',
    command.workdir,
    '--clearenv',
    ...Object.entries(command.environment).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
  return {
    arguments: ['--args', argumentsDescriptor, '--json-status-fd', statusDescriptor, '--', ...command.argv],
    sealedArguments: Buffer.from(sealed.map((argument) => `${argument}\0`).join('')),
  };
}

/** Whether a directory is there in bubblewrap although no mount covers it. */
export function isSystemPath(path: string): boolean {
  if (path === '/') return true;
  return [...systemDirectories, '/tmp', '/proc', '/dev'].some((directory) => pathBelow(directory, path) !== null);
}

/** The command's exit code as bubblewrap reports it; null when it never ran the command to an end. */
export function exitCodeIn(status: string): number | null {
  const match = /"exit-code"\s*:\s*(\d+)/.exec(status);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Whether this may be bubblewrap that speaks, and not the command. */
export function isOwnWords(stderr: Uint8Array): boolean {
  return Buffer.from(stderr.buffer, stderr.byteOffset, stderr.byteLength).toString('latin1', 0, 7) === 'bwrap: ';
}

/** Bubblewrap ended by itself and says so in stderr: whether because the command is not there. */
export function isMissingCommand(stderr: string): boolean {
  return /^bwrap: execvp .*: (No such file or directory|Permission denied|Not a directory|Exec format error)$/m.test(
    stderr,
  );
}

function outermostFirst(mounts: readonly MountSpec[]): MountSpec[] {
  return [...mounts].sort((left, right) => left.target.length - right.target.length);
}
