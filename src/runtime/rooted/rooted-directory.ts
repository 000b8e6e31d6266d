// The walk from a virtual path to an inode inside the mounts. Each component is opened from the directory before
// it without following links; a link is read and its target walked from the virtual root again, so nothing
// outside the mounts can be reached, whatever is renamed meanwhile.

import { chmod, chown, mkdir, readlink } from 'node:fs/promises';
import { fileError, errorCode, toFileError } from './file-errors.ts';
import { childAddress, closeNode, type HostNode, kindOf, openChild, openSource, refresh } from './host-node.ts';
import { type Components, formatPath, type Mount, type MountTable, splitPath } from './virtual-path.ts';

/** Links followed, and steps repeated because something changed under the walk. */
const maxRestarts = 40;
const maxPendingComponents = 4096;
export const newDirectoryMode = 0o755;

export interface WalkOptions {
  /** "keep" stops at a link in the last component, "follow" walks it. */
  readonly lastLink: 'follow' | 'keep';
  readonly missingParents: 'refuse' | 'create';
}

/** Where a walk ended. Handles live as long as the callback of withPlace. */
export interface Place {
  /** The virtual path after every link. */
  readonly path: Components;
  /** null: a directory that only exists because mounts lie below it. */
  readonly mount: Mount | null;
  /** The directory that holds it; null for a mount's own root and for virtual directories. */
  readonly parent: HostNode | null;
  /** null: nothing there, or a virtual directory. */
  readonly node: HostNode | null;
}

/**
 * Walks to path and hands the place to use; closes every handle after it.
 * INVALID_PATH when no mount covers it, PATH_ESCAPES when a link leaves the mounts, FILE_NOT_FOUND and
 * NOT_A_DIRECTORY for its parents (a missing last component is a place without node), MOUNT_SOURCE_MISSING,
 * READ_ONLY_PATH when parents would be made in a read-only mount, FILE_PERMISSION_DENIED.
 */
export async function withPlace<T>(
  table: MountTable,
  path: Components,
  options: WalkOptions,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const walk = new Walk(table, path, options);
  try {
    await walk.run();
    return await use(walk.place());
  } catch (error) {
    throw toFileError(error, formatPath(path));
  } finally {
    await walk.close();
  }
}

/** READ_ONLY_PATH, or INVALID_PATH when no mount holds the place. */
export function requireWritable(table: MountTable, place: Pick<Place, 'mount' | 'path'>, shown: string): void {
  if (place.mount === null) throw fileError('INVALID_PATH', shown, 'no mount of the sandbox covers it');
  if (table.isReadOnly(place.mount, place.path)) throw fileError('READ_ONLY_PATH', shown, 'is in a read-only mount');
}

/** The mount's own root. MOUNT_SOURCE_MISSING, PATH_ESCAPES when its source was swapped for a link. */
export async function openMountRoot(mount: Mount): Promise<HostNode> {
  const shown = formatPath(mount.target);
  let node: HostNode | null = null;
  try {
    node = await openSource(mount.anchor);
    for (const name of mount.belowAnchor) {
      const child = await openChild(node, name);
      await closeNode(node);
      node = child;
      if (node === null) throw fileError('MOUNT_SOURCE_MISSING', shown, 'the directory behind the mount is gone');
      if (kindOf(node.stat) === 'symlink') throw fileError('PATH_ESCAPES', shown, 'the mount was replaced by a link');
    }
    return node;
  } catch (error) {
    await closeNode(node);
    if (errorCode(error) !== 'ENOENT') throw error;
    throw fileError('MOUNT_SOURCE_MISSING', shown, 'the directory behind the mount is gone');
  }
}

class Walk {
  readonly #table: MountTable;
  readonly #options: WalkOptions;
  readonly #shown: string;
  #pending: string[];
  #path: string[] = [];
  #mount: Mount | null = null;
  #parent: HostNode | null = null;
  #node: HostNode | null = null;
  #restarts = 0;

  constructor(table: MountTable, path: Components, options: WalkOptions) {
    this.#table = table;
    this.#options = options;
    this.#shown = formatPath(path);
    this.#pending = [...path];
  }

  place(): Place {
    return { path: this.#path, mount: this.#mount, parent: this.#parent, node: this.#node };
  }

  async close(): Promise<void> {
    const held = [this.#parent, this.#node];
    this.#parent = null;
    this.#node = null;
    for (const node of held) await closeNode(node);
  }

  async run(): Promise<void> {
    await this.#enterRoot();
    for (;;) {
      const name = this.#pending.shift();
      if (name === undefined) break;
      if (name === '..') {
        await this.#restart(this.#path.slice(0, -1), []);
        continue;
      }
      await this.#step(name);
      if (this.#node === null) await this.#meetNothing();
      else if (kindOf(this.#node.stat) === 'symlink' && !this.#keepsLink()) await this.#follow(name);
    }
    if (this.#mount === null && !this.#isVirtual()) throw this.#unmapped();
  }

  #isVirtual(): boolean {
    return this.#node === null && this.#table.isAboveMount(this.#path);
  }

  #keepsLink(): boolean {
    return this.#options.lastLink === 'keep' && this.#pending.length === 0;
  }

  async #enterRoot(): Promise<void> {
    this.#path = [];
    this.#mount = this.#table.at([]);
    this.#node = this.#mount === null ? null : await openMountRoot(this.#mount);
  }

  async #step(name: string): Promise<void> {
    const path = [...this.#path, name];
    const mount = this.#table.at(path);
    if (mount !== null) {
      const root = await openMountRoot(mount);
      await this.#moveTo(path, mount, null, root);
      return;
    }
    const directory = this.#node;
    if (directory === null) {
      if (!this.#table.isAboveMount(path)) throw this.#unmapped();
      await this.#moveTo(path, null, null, null);
      return;
    }
    if (kindOf(directory.stat) !== 'directory') {
      throw fileError('NOT_A_DIRECTORY', this.#shown, 'a parent of it is not a directory');
    }
    const child = await openChild(directory, name);
    if (this.#table.isAboveMount(path) && (child === null || kindOf(child.stat) !== 'directory')) {
      await closeNode(child);
      await this.#moveTo(path, null, null, null);
      return;
    }
    await this.#moveTo(path, this.#mount, directory, child);
  }

  async #moveTo(path: string[], mount: Mount | null, parent: HostNode | null, node: HostNode | null): Promise<void> {
    const left = [this.#parent, this.#node].filter((held) => held !== parent);
    this.#path = path;
    this.#mount = mount;
    this.#parent = parent;
    this.#node = node;
    for (const held of left) await closeNode(held);
  }

  async #meetNothing(): Promise<void> {
    if (this.#isVirtual() || this.#pending.length === 0) return;
    if (this.#options.missingParents === 'refuse' || this.#pending.includes('..')) {
      throw fileError('FILE_NOT_FOUND', this.#shown, 'a parent directory of it does not exist');
    }
    requireWritable(this.#table, { mount: this.#mount, path: this.#path }, this.#shown);
    await this.#makeDirectory();
  }

  async #makeDirectory(): Promise<void> {
    const parent = this.#parent;
    const name = this.#path.at(-1);
    if (parent === null || name === undefined) throw this.#unmapped();
    const isNew = await makeDirectory(childAddress(parent, name));
    const node = await openChild(parent, name);
    if (node === null || kindOf(node.stat) !== 'directory') {
      // Someone put something else there meanwhile: look again from the start.
      await closeNode(node);
      await this.#restart(this.#path, []);
      return;
    }
    this.#node = node;
    if (!isNew) return;
    await giveToOwner(node.address, node, parent);
    await chmod(node.address, newDirectoryMode);
    this.#node = await refresh(node);
  }

  async #follow(name: string): Promise<void> {
    const parent = this.#parent;
    if (parent === null) throw fileError('PATH_ESCAPES', this.#shown, 'the mount was replaced by a link');
    const target = await readLink(childAddress(parent, name));
    // null: it is no link any more, so the same step is taken again.
    if (target === null) await this.#restart(this.#path, []);
    else await this.#restart(target.startsWith('/') ? [] : this.#path.slice(0, -1), splitPath(target));
  }

  /** Begins again at the virtual root with base (free of links when it was walked), then more, then what is left. */
  async #restart(base: Components, more: Components): Promise<void> {
    this.#restarts += 1;
    if (this.#restarts > maxRestarts) throw fileError('PATH_ESCAPES', this.#shown, 'passes too many symbolic links');
    const path = [...base];
    let skipped = 0;
    while (more[skipped] === '..') {
      path.pop();
      skipped += 1;
    }
    this.#pending = [...path, ...more.slice(skipped), ...this.#pending];
    if (this.#pending.length > maxPendingComponents) {
      throw fileError('PATH_ESCAPES', this.#shown, 'its symbolic links are too long');
    }
    await this.close();
    await this.#enterRoot();
  }

  #unmapped(): Error {
    if (this.#restarts > 0) return fileError('PATH_ESCAPES', this.#shown, 'a link on the way leaves the mounts');
    return fileError('INVALID_PATH', this.#shown, 'no mount of the sandbox covers it');
  }
}

/** False when it was there already. */
export async function makeDirectory(address: string): Promise<boolean> {
  try {
    await mkdir(address, newDirectoryMode);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The link's text; null when it is gone or no link any more. Throws system errors. */
export async function readLink(address: string | Buffer): Promise<string | null> {
  try {
    return await readlink(address);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EINVAL' || code === 'ENOENT') return null;
    throw error;
  }
}

/** New things belong to who owns their directory; without the right to chown they stay the daemon's. */
export async function giveToOwner(address: string, node: HostNode, parent: HostNode): Promise<void> {
  if (node.stat.uid === parent.stat.uid && node.stat.gid === parent.stat.gid) return;
  try {
    await chown(address, parent.stat.uid, parent.stat.gid);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') throw error;
  }
}
