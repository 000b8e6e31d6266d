// Changes of the tree at places that a walk has found. Every step starts at a directory that is held, and takes a
// name in it without following a link.

import { chmod, link, opendir, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { cancellation, errorCode, fileError } from './file-errors.ts';
import { childAddress, closeNode, type HostNode, kindOf, openChild, refresh } from './host-node.ts';
import { giveToOwner, makeDirectory, newDirectoryMode, type Place, requireWritable } from './rooted-directory.ts';
import { type Components, formatPath, type Mount, type MountTable } from './virtual-path.ts';

/** No set-uid, set-gid or sticky bit is ever set. */
const modeMask = 0o777;
/** One descriptor is held for each level. */
const maxRemovalDepth = 256;
/** Names read before they are removed, so that a huge directory does not have to fit into memory. */
const removalBatch = 1000;

/** A directory at a place that has none yet. FILE_EXISTS for anything else there, READ_ONLY_PATH. */
export async function makeDirectoryAt(
  table: MountTable,
  place: Place,
  shown: string,
  mode: number | null,
): Promise<HostNode | null> {
  if (place.mount === null) return null;
  if (place.node !== null) {
    if (kindOf(place.node.stat) === 'directory') return place.node;
    throw fileError('FILE_EXISTS', shown, 'it exists and is no directory');
  }
  requireWritable(table, place, shown);
  const { parent, name } = ownName(place, shown);
  const isNew = await makeDirectory(childAddress(parent, name));
  const node = await openChild(parent, name);
  try {
    if (node === null || kindOf(node.stat) !== 'directory') throw fileError('FILE_EXISTS', shown, 'it was replaced');
    if (!isNew) return await detached(node);
    await giveToOwner(node.address, node, parent);
    await chmod(node.address, (mode ?? newDirectoryMode) & modeMask);
    return await detached(node);
  } finally {
    await closeNode(node);
  }
}

/** A symbolic link with this text in the place of nothing, or of a file or link when it may. FILE_EXISTS. */
export async function makeLinkAt(
  table: MountTable,
  place: Place,
  shown: string,
  text: string,
  existing: 'refuse' | 'replace',
): Promise<void> {
  requireWritable(table, place, shown);
  const { parent, name } = ownName(place, shown);
  if (place.node !== null) {
    if (existing === 'refuse' || kindOf(place.node.stat) === 'directory') {
      throw fileError('FILE_EXISTS', shown, 'it exists already');
    }
    await unlink(childAddress(parent, name));
  }
  await symlink(text, childAddress(parent, name));
}

/** Sets the permission bits, without set-id and sticky ones. */
export async function chmodAt(table: MountTable, place: Place, shown: string, mode: number): Promise<HostNode> {
  if (place.mount === null) throw fileError('READ_ONLY_PATH', shown, 'it is a directory above the mounts');
  if (place.node === null) throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
  requireWritable(table, place, shown);
  await chmod(place.node.address, mode & modeMask);
  return await refresh(place.node);
}

/** Removes what is there, a link itself. FILE_NOT_FOUND, DIRECTORY_NOT_EMPTY, FILE_TOO_LARGE when nested too deep. */
export async function removeAt(
  table: MountTable,
  place: Place,
  shown: string,
  depth: 'single' | 'recursive',
  signal: AbortSignal,
): Promise<void> {
  requireNoMount(table, place.path, shown);
  if (place.node === null) throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
  requireWritable(table, place, shown);
  const { parent, name } = ownName(place, shown);
  if (kindOf(place.node.stat) !== 'directory') return await unlink(childAddress(parent, name));
  if (depth === 'recursive' && place.mount !== null) {
    await new Removal(table, place.mount, shown, signal).empty(place.node, place.path, 1);
  }
  await rmdir(childAddress(parent, name));
}

/** Renames; "crosses" when the two are not on one file system. FILE_EXISTS, INVALID_PATH when it would hold itself. */
export async function moveTo(
  table: MountTable,
  from: Place,
  to: Place,
  shown: { readonly from: string; readonly to: string },
  existing: 'refuse' | 'replace',
): Promise<'done' | 'crosses'> {
  requireNoMount(table, from.path, shown.from);
  if (from.node === null) throw fileError('FILE_NOT_FOUND', shown.from, 'it does not exist');
  requireWritable(table, from, shown.from);
  requireNoMount(table, to.path, shown.to);
  requireWritable(table, to, shown.to);
  const source = ownName(from, shown.from);
  const target = ownName(to, shown.to);
  const isDirectory = kindOf(from.node.stat) === 'directory';
  if (to.node !== null) {
    if (to.node.stat.ino === from.node.stat.ino && to.node.stat.dev === from.node.stat.dev) return 'done';
    if (existing === 'refuse' || isDirectory || kindOf(to.node.stat) === 'directory') {
      throw fileError('FILE_EXISTS', shown.to, 'it exists already');
    }
  }
  const [old, fresh] = [childAddress(source.parent, source.name), childAddress(target.parent, target.name)];
  try {
    if (existing === 'replace' || isDirectory) await rename(old, fresh);
    else await renameToNothing(old, fresh);
    return 'done';
  } catch (error) {
    if (errorCode(error) === 'EXDEV') return 'crosses';
    throw error;
  }
}

/** A rename would replace what came there meanwhile; a hard link refuses it. */
async function renameToNothing(old: string, fresh: string): Promise<void> {
  await link(old, fresh);
  await unlink(old);
}

/** FILE_PERMISSION_DENIED for a mount, what holds one, and the root. */
export function requireNoMount(table: MountTable, path: Components, shown: string): void {
  if (path.length > 0 && table.at(path) === null && !table.isAboveMount(path)) return;
  throw fileError('FILE_PERMISSION_DENIED', shown, 'it is a mount of the sandbox, or holds one');
}

class Removal {
  readonly #table: MountTable;
  readonly #mount: Mount;
  readonly #shown: string;
  readonly #signal: AbortSignal;

  constructor(table: MountTable, mount: Mount, shown: string, signal: AbortSignal) {
    this.#table = table;
    this.#mount = mount;
    this.#shown = shown;
    this.#signal = signal;
  }

  /** Ends with the signal at the latest: a process of the sandbox may make files as fast as they go. */
  async empty(directory: HostNode, path: Components, depth: number): Promise<void> {
    if (depth > maxRemovalDepth) {
      throw fileError('FILE_TOO_LARGE', this.#shown, `it is nested deeper than ${maxRemovalDepth} directories`);
    }
    for (;;) {
      const names = await this.#someNames(directory);
      if (names.length === 0) return;
      for (const name of names) await this.#removeChild(directory, [...path, name.toString('utf8')], name, depth);
    }
  }

  async #someNames(directory: HostNode): Promise<readonly Buffer[]> {
    const names: Buffer[] = [];
    for await (const entry of await opendir(directory.address, { encoding: 'latin1' })) {
      names.push(Buffer.from(entry.name, 'latin1'));
      if (names.length === removalBatch) break;
    }
    return names;
  }

  async #removeChild(directory: HostNode, path: Components, name: Buffer, depth: number): Promise<void> {
    if (this.#signal.aborted) throw cancellation(this.#signal);
    const shown = formatPath(path);
    requireNoMount(this.#table, path, shown);
    requireWritable(this.#table, { mount: this.#mount, path }, shown);
    const address = Buffer.concat([Buffer.from(`${directory.address}/`), name]);
    // A name that is no UTF-8 cannot be opened by text: such a directory is removed only when it is empty.
    const child = await openChild(directory, name.toString('utf8'));
    try {
      if (child !== null && kindOf(child.stat) === 'directory') {
        await this.empty(child, path, depth + 1);
        await ignoringMissing(rmdir(address));
      } else await removeName(address);
    } finally {
      await closeNode(child);
    }
  }
}

async function removeName(address: Buffer): Promise<void> {
  try {
    await unlink(address);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EISDIR' || code === 'EPERM') await rmdir(address);
    else if (code !== 'ENOENT') throw error;
  }
}

async function ignoringMissing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** What is true of it now, for a description after its handle is closed. */
async function detached(node: HostNode): Promise<HostNode> {
  return { ...(await refresh(node)), handle: null };
}

function ownName(place: Place, shown: string): { readonly parent: HostNode; readonly name: string } {
  const name = place.path.at(-1);
  if (place.parent !== null && name !== undefined) return { parent: place.parent, name };
  throw fileError('FILE_PERMISSION_DENIED', shown, 'it is a mount of the sandbox, or holds one');
}
