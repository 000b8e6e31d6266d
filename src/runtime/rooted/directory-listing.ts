// The direct children of a place: what its directory holds, with the mounts below it laid over.

import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { hasReason, type SandkeepError } from '../../domain/errors.ts';
import type { FileEntry } from '../../ports/files.ts';
import { etagOf } from './etag.ts';
import { errorCode, fileError } from './file-errors.ts';
import { closeNode, type HostNode, kindOf } from './host-node.ts';
import { openMountRoot, type Place, readLink } from './rooted-directory.ts';
import { type Components, formatPath, type Mount, type MountTable, splitPath } from './virtual-path.ts';

const virtualDirectoryMode = 0o755;

/** An entry of a directory that only exists because mounts lie below it. */
export function virtualDirectory(path: Components): FileEntry {
  return {
    path: formatPath(path),
    kind: 'directory',
    sizeBytes: 0,
    mode: virtualDirectoryMode,
    uid: 0,
    gid: 0,
    modifiedAtMs: 0,
    linkTarget: '',
    etag: '',
  };
}

export function toEntry(path: Components, stat: Stats, linkTarget: string): FileEntry {
  return {
    path: formatPath(path),
    kind: kindOf(stat),
    sizeBytes: stat.size,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    modifiedAtMs: Math.floor(stat.mtimeMs),
    linkTarget,
    etag: etagOfStat(stat),
  };
}

/** From what a new content changes; a file that is replaced is another inode. */
export function etagOfStat(stat: Stats): string {
  return etagOf(stat.ino, stat.size, stat.mtimeMs);
}

/** The virtual path that a link in directory names, by text; "" when no mount covers it or it is no link any more. */
export async function virtualLinkTarget(
  table: MountTable,
  directory: Components,
  address: string | Buffer,
): Promise<string> {
  const text = await readLink(address);
  if (text === null) return '';
  const path = text.startsWith('/') ? [] : [...directory];
  for (const component of splitPath(text)) {
    if (component === '..') path.pop();
    else path.push(component);
  }
  return table.covering(path) === null ? '' : formatPath(path);
}

/**
 * Children of the place by name in byte order; shown is the path they are listed under.
 * NOT_A_DIRECTORY, FILE_TOO_LARGE when there are more than maxEntries; system errors as they come.
 */
export async function listPlace(
  table: MountTable,
  place: Place,
  shown: Components,
  maxEntries: number,
): Promise<readonly FileEntry[]> {
  // Names are kept as bytes in latin1 text: it loses nothing and its own order is byte order.
  const names = new Set(place.node === null ? [] : await namesIn(place.node, shown, maxEntries));
  for (const name of table.childNames(place.path)) names.add(Buffer.from(name).toString('latin1'));
  if (names.size > maxEntries) throw tooMany(shown, maxEntries);

  const entries: FileEntry[] = [];
  for (const byteName of [...names].sort()) {
    const entry = await childEntry(table, place, shown, Buffer.from(byteName, 'latin1'));
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

async function namesIn(node: HostNode, shown: Components, maxEntries: number): Promise<readonly string[]> {
  if (kindOf(node.stat) !== 'directory') {
    throw fileError('NOT_A_DIRECTORY', formatPath(shown), 'it is not a directory');
  }
  const names: string[] = [];
  for await (const entry of await opendir(node.address, { encoding: 'latin1' })) {
    names.push(entry.name);
    if (names.length > maxEntries) throw tooMany(shown, maxEntries);
  }
  return names;
}

function tooMany(shown: Components, maxEntries: number): SandkeepError {
  return fileError('FILE_TOO_LARGE', formatPath(shown), `it has more than ${maxEntries} entries`);
}

/** null: gone since it was read, or a mount whose source is gone. */
async function childEntry(
  table: MountTable,
  place: Place,
  shown: Components,
  rawName: Buffer,
): Promise<FileEntry | null> {
  const name = rawName.toString('utf8');
  const path = [...place.path, name];
  const shownPath = [...shown, name];
  const mount = table.at(path);
  if (mount !== null) return await mountEntry(mount, shownPath);

  const address = place.node === null ? null : Buffer.concat([Buffer.from(`${place.node.address}/`), rawName]);
  const stat = address === null ? null : await statOrNull(address);
  if (table.isAboveMount(path) && stat?.isDirectory() !== true) return virtualDirectory(shownPath);
  if (stat === null || address === null) return null;
  const linkTarget = stat.isSymbolicLink() ? await virtualLinkTarget(table, place.path, address) : '';
  return toEntry(shownPath, stat, linkTarget);
}

async function mountEntry(mount: Mount, shownPath: Components): Promise<FileEntry | null> {
  try {
    const root = await openMountRoot(mount);
    await closeNode(root);
    return toEntry(shownPath, root.stat, '');
  } catch (error) {
    if (hasReason(error, 'MOUNT_SOURCE_MISSING', 'PATH_ESCAPES')) return null;
    throw error;
  }
}

async function statOrNull(address: Buffer): Promise<Stats | null> {
  try {
    return await lstat(address);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
