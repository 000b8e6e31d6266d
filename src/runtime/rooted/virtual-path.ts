// Paths as a sandbox sees them, and which mount serves which of them. Pure text: nothing here touches a disk.

import { invalidField, SandkeepError } from '../../domain/errors.ts';
import type { MountSpec } from '../../domain/runtime-spec.ts';

/** A normalised virtual absolute path: its components from the root; [] is "/". */
export type Components = readonly string[];

const maxPathBytes = 4096;
const maxComponentBytes = 255;

export interface Mount {
  readonly target: Components;
  readonly source: string;
  readonly readOnly: boolean;
  /**
   * A source inside a writable mount's source could be swapped for a link from inside the sandbox, so it is
   * reached from that outer source by a walk that follows no link. Without such a mount: the source itself.
   */
  readonly anchor: string;
  readonly belowAnchor: Components;
}

/** Reads a virtual path. INVALID_PATH when it is not absolute, too long, or holds ".." or NUL. */
export function parseVirtualPath(path: string): Components {
  if (!path.startsWith('/')) throw invalidPath(path, 'is not absolute');
  if (path.includes('\0')) throw invalidPath(path.replaceAll('\0', '?'), 'holds NUL');
  if (!path.isWellFormed()) throw invalidPath(path.toWellFormed(), 'is not valid Unicode');
  if (Buffer.byteLength(path) > maxPathBytes) {
    throw invalidPath(`${path.slice(0, 64)}...`, `is longer than ${maxPathBytes} bytes`);
  }
  const components = splitPath(path);
  for (const component of components) {
    if (component === '..') throw invalidPath(path, 'holds ".."');
    if (Buffer.byteLength(component) > maxComponentBytes) {
      throw invalidPath(`${path.slice(0, 64)}...`, `has a component longer than ${maxComponentBytes} bytes`);
    }
  }
  return components;
}

/** Components without empty ones and "."; ".." stays. */
export function splitPath(path: string): string[] {
  return path.split('/').filter((component) => component !== '' && component !== '.');
}

export function formatPath(components: Components): string {
  return `/${components.join('/')}`;
}

/** The part of path below prefix, "" for prefix itself, null when it is not inside on a segment boundary. */
export function pathBelow(prefix: string, path: string): string | null {
  if (path === prefix) return '';
  const start = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return path.startsWith(start) ? path.slice(start.length) : null;
}

function invalidPath(path: string, why: string): SandkeepError {
  return new SandkeepError('INVALID_PATH', `path ${JSON.stringify(path)} ${why}`, { metadata: { path } });
}

function startsWith(path: Components, prefix: Components): boolean {
  return prefix.length <= path.length && prefix.every((component, index) => component === path[index]);
}

/** The mounts of one sandbox, looked up by virtual path on segment boundaries. Unmapped is denied by the callers. */
export class MountTable {
  /** Longest target first. */
  readonly mounts: readonly Mount[];

  /** INVALID_FIELD when a source or target is not an absolute path, or two mounts have one target. */
  constructor(specs: readonly MountSpec[]) {
    this.mounts = specs
      .map((spec) => toMount(spec, specs))
      .sort((left, right) => right.target.length - left.target.length);
    const targets = new Set(this.mounts.map((mount) => formatPath(mount.target)));
    if (targets.size !== specs.length) throw invalidField('mounts', 'two mounts have the same target');
  }

  /** The mount whose target is exactly this path. */
  at(path: Components): Mount | null {
    return this.mounts.find((mount) => mount.target.length === path.length && startsWith(path, mount.target)) ?? null;
  }

  /** The most specific mount that contains this path. */
  covering(path: Components): Mount | null {
    return this.mounts.find((mount) => startsWith(path, mount.target)) ?? null;
  }

  /** Names directly below this path that lead to a mount further down. */
  childNames(path: Components): readonly string[] {
    const names = new Set<string>();
    for (const { target } of this.mounts) {
      const name = target[path.length];
      if (name !== undefined && startsWith(target, path)) names.add(name);
    }
    return [...names];
  }

  /** A directory that exists only because a mount lies below it, whatever the outer mount holds there. */
  isAboveMount(path: Components): boolean {
    return this.childNames(path).length > 0;
  }

  /** The mount forbids writing, or the place lies in the source of a more specific read-only mount. */
  isReadOnly(mount: Mount, path: Components): boolean {
    if (mount.readOnly) return true;
    const place = this.hostPath(mount, path);
    const inner = this.mounts
      .filter((other) => other.source.length > mount.source.length && pathBelow(other.source, place) !== null)
      .sort((left, right) => right.source.length - left.source.length)[0];
    return inner?.readOnly ?? false;
  }

  /** Where the mount puts this path on the host, by text alone. */
  hostPath(mount: Mount, path: Components): string {
    const below = path.slice(mount.target.length);
    if (below.length === 0) return mount.source;
    return `${mount.source === '/' ? '' : mount.source}/${below.join('/')}`;
  }
}

function toMount(spec: MountSpec, all: readonly MountSpec[]): Mount {
  if (!spec.target.startsWith('/')) throw invalidField('mounts.target', 'must be an absolute path');
  const source = normaliseSource(spec.source);
  const outer = all
    .filter((other) => !other.readOnly && other.source.startsWith('/'))
    .map((other) => normaliseSource(other.source))
    .filter((other) => other !== source && pathBelow(other, source) !== null)
    .sort((left, right) => left.length - right.length)[0];
  const anchor = outer ?? source;
  return {
    target: parseVirtualPath(spec.target),
    source,
    readOnly: spec.readOnly,
    anchor,
    belowAnchor: splitPath(pathBelow(anchor, source) ?? ''),
  };
}

function normaliseSource(source: string): string {
  if (!source.startsWith('/')) throw invalidField('mounts.source', 'must be an absolute path');
  const components = splitPath(source);
  if (components.includes('..')) throw invalidField('mounts.source', 'must not hold ".."');
  return formatPath(components);
}
