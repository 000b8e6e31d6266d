// One inode of the host, held so that no later rename can put another in its place.
// Linux: an O_PATH descriptor, addressed through /proc/self/fd, so every further call starts at that inode.
// Elsewhere (macOS): the path itself; opens refuse any link on the way (O_NOFOLLOW_ANY) and are compared with
// the inode seen before, but mkdir, rename and chown go by path and can be raced by whoever may rename there.

import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import type { FileKind } from '../../ports/files.ts';
import { errorCode } from './file-errors.ts';

const pinned = process.platform === 'linux';
// Node names neither constant.
const linuxPathOnly = 0x200000;
const darwinNoFollowAny = 0x20000000;
/** For opening a child by its address: no link is followed, elsewhere than on Linux not even on the way. */
export const noLinks = pinned ? constants.O_NOFOLLOW : darwinNoFollowAny;

export interface HostNode {
  readonly stat: Stats;
  /** A path that leads to this inode; `${address}/${name}` is a child of it. */
  readonly address: string;
  readonly handle: FileHandle | null;
}

export function kindOf(stat: Stats): FileKind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  return stat.isSymbolicLink() ? 'symlink' : 'other';
}

/** Opens a mount's source; its path is the operator's, so links in it are followed. Throws system errors. */
export async function openSource(source: string): Promise<HostNode> {
  if (!pinned) return unpinnedNode(await realpath(source));
  return pinnedNode(await open(source, linuxPathOnly));
}

/** Opens a child without following a link, whatever kind it is; null when there is none. Throws system errors. */
export async function openChild(parent: HostNode, name: string): Promise<HostNode | null> {
  const path = childAddress(parent, name);
  try {
    if (!pinned) return await unpinnedNode(path);
    return await pinnedNode(await open(path, linuxPathOnly | noLinks));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Opens the very inode for reading or writing; only ever called for regular files and directories. Throws system errors. */
export async function reopen(node: HostNode, flags: number): Promise<FileHandle> {
  const handle = await open(node.address, pinned ? flags : flags | constants.O_NONBLOCK | noLinks);
  if (pinned) return handle;
  const stat = await handle.stat();
  if (stat.ino === node.stat.ino && stat.dev === node.stat.dev) return handle;
  await handle.close();
  throw Object.assign(new Error('replaced while it was opened'), { code: 'ELOOP' });
}

export function childAddress(parent: HostNode, name: string): string {
  return `${parent.address}/${name}`;
}

/** The same inode with what is true of it now. Throws system errors. */
export async function refresh(node: HostNode): Promise<HostNode> {
  return { ...node, stat: node.handle === null ? await lstat(node.address) : await node.handle.stat() };
}

export async function closeNode(node: HostNode | null): Promise<void> {
  await node?.handle?.close();
}

async function pinnedNode(handle: FileHandle): Promise<HostNode> {
  try {
    return { stat: await handle.stat(), address: `/proc/self/fd/${handle.fd}`, handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function unpinnedNode(path: string): Promise<HostNode> {
  return { stat: await lstat(path), address: path, handle: null };
}
