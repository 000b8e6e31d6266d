// What may be mounted where. Pure text: a caller that resolves links checks the result again.

import { invalidField, SandkeepError } from './errors.ts';
import type { Settings } from './settings.ts';

/** Places in a container that the kernel or the engine fills. */
export const systemMountTargets: readonly string[] = [
  '/proc',
  '/sys',
  '/dev',
  '/etc/hosts',
  '/etc/hostname',
  '/etc/resolv.conf',
];

/** Where the templates put what belongs to a session. */
export const sessionMountTargets: readonly string[] = ['/mnt/user-data', '/mnt/acp-workspace', '/mnt/skills'];

/** Never a source, nor anything above or below them: "/" is above them all. */
export const systemMountSources: readonly string[] = [
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var/run',
  '/etc',
  '/boot',
  '/private/etc',
  '/private/var/run',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
];

/** Of a home directory, never a source. */
export const secretHomeDirectories: readonly string[] = ['.ssh', '.gnupg', '.aws', '.kube', '.docker'];

export interface MountRules {
  /** Empty denies every source (R12). */
  readonly allowedSources: readonly string[];
  readonly deniedSources: readonly string[];
  /** What lies in it is denied only by what lies in it too, not for lying in the state directory. */
  readonly dataDir: string;
  readonly reservedTargets: readonly string[];
}

export function mountRules(
  settings: Pick<Settings, 'allowedHostMounts' | 'deniedMountSources' | 'reservedMountTargets' | 'paths'>,
): MountRules {
  return {
    allowedSources: settings.allowedHostMounts,
    deniedSources: settings.deniedMountSources,
    dataDir: settings.paths.dataDir,
    reservedTargets: settings.reservedMountTargets,
  };
}

/** At the prefix or below it, on a segment boundary. */
export function isAtOrBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix === '/' ? '/' : `${prefix}/`);
}

/** One contains the other, or they are the same. */
export function pathsOverlap(left: string, right: string): boolean {
  return isAtOrBelow(left, right) || isAtOrBelow(right, left);
}

/** Absolute, and already in the form a file system would print: no "..", ".", doubled or trailing slashes. */
export function isNormalisedPath(path: string): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/') || path.includes('\0') || !path.isWellFormed()) return false;
  const segments = path.slice(1).split('/');
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** INVALID_FIELD when something cannot be mounted there at all. */
export function checkMountTarget(target: string, reservedTargets: readonly string[], field = 'mounts.target'): void {
  if (!target.startsWith('/')) {
    throw invalidField(field, `container path ${quote(target)} is relative; name an absolute one`);
  }
  if (!isNormalisedPath(target)) {
    throw invalidField(field, `container path ${quote(target)} must hold no "..", ".", NUL, doubled or trailing slash`);
  }
  const covered = ['/', ...reservedTargets].find((reserved) => coversReserved(target, reserved));
  if (covered === undefined) return;
  throw invalidField(field, `container path ${quote(target)} would cover the reserved ${covered}; choose another one`);
}

/** INVALID_FIELD for a source that is no absolute path, MOUNT_DENIED for one that is not allowed. */
export function checkMountSource(source: string, rules: MountRules, field = 'mounts.source'): void {
  if (!source.startsWith('/')) {
    throw invalidField(field, `host path ${quote(source)} is relative; name an absolute one`);
  }
  if (!isNormalisedPath(source)) {
    throw invalidField(field, `host path ${quote(source)} must hold no "..", ".", NUL, doubled or trailing slash`);
  }
  const denied = deniedBy(source, rules);
  if (denied !== null) {
    throw refuseSource(source, field, `it is, holds or lies in ${denied}, which is never mounted`, denied);
  }
  if (!rules.allowedSources.some((root) => isAtOrBelow(source, root))) {
    throw refuseSource(source, field, 'it is not below a directory of allowed_host_mounts');
  }
}

/** INVALID_FIELD when two mounts have one container path. */
export function checkDistinctTargets(targets: readonly string[], field = 'mounts'): void {
  const repeated = targets.find((target, index) => targets.indexOf(target) !== index);
  if (repeated !== undefined) throw invalidField(field, `two mounts have the container path ${quote(repeated)}`);
}

/** WORKSPACE_DENIED for a directory of a request that is not below an allowed one; none allowed denies (R12). */
export function checkWorkspaceDir(
  directory: string,
  rules: MountRules,
  allowedWorkspaceDirs: readonly string[],
  field = 'workspace_dir',
): void {
  if (!isNormalisedPath(directory)) {
    throw invalidField(field, `${quote(directory)} is not an absolute path without "..", ".", NUL and doubled slashes`);
  }
  const denied = deniedBy(directory, rules);
  const isAllowed = denied === null && allowedWorkspaceDirs.some((root) => isAtOrBelow(directory, root));
  if (isAllowed) return;
  const why = denied === null ? 'is not below a directory of allowed_workspace_dirs' : `is, holds or lies in ${denied}`;
  throw new SandkeepError('WORKSPACE_DENIED', `${field}: ${quote(directory)} ${why}`, {
    fieldViolations: [{ field, description: `${quote(directory)} ${why}` }],
    metadata: { field, path: directory },
  });
}

function deniedBy(path: string, rules: MountRules): string | null {
  const isOurs = path !== rules.dataDir && isAtOrBelow(path, rules.dataDir);
  const counts = (denied: string): boolean => !isOurs || isAtOrBelow(denied, rules.dataDir);
  return rules.deniedSources.find((denied) => counts(denied) && pathsOverlap(path, denied)) ?? null;
}

/** Below "/" is everything, so only "/" itself covers it. */
function coversReserved(target: string, reserved: string): boolean {
  return reserved === '/' ? target === '/' : pathsOverlap(target, reserved);
}

function refuseSource(source: string, field: string, why: string, deniedBy: string | null = null): SandkeepError {
  const description = `host path ${quote(source)} is denied: ${why}`;
  const metadata = { field, source, ...(deniedBy === null ? {} : { denied_by: deniedBy }) };
  return new SandkeepError('MOUNT_DENIED', `${field}: ${description}`, {
    fieldViolations: [{ field, description }],
    metadata,
  });
}

function quote(path: string): string {
  return JSON.stringify(path);
}
