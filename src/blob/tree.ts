// Looks through a workspace that code in a sandbox wrote. No link is followed, not even one that is put in the place of
// a directory meanwhile; what is no file, directory or link is left out, and so is what has no name in UTF-8.

import type { BigIntStats } from 'node:fs';
import { lstat, opendir, readlink } from 'node:fs/promises';

import type { StorageLimits } from '../domain/settings.ts';
import { fileError, hasCode, ignoring, toFileError, tooLarge } from './errors.ts';
import { HeldDirectory } from './held-directory.ts';
import {
  type DirectoryEntry,
  directoryModeMask,
  fileModeMask,
  type LinkEntry,
  maxDepth,
  maxPathBytes,
} from './manifest.ts';

/** Entries of a directory that are looked at together. */
const lookBatch = 32;
/** How often an entry that changes its kind while it is looked at is looked at again. */
const maxLooks = 3;
const nanosecondsPerMicrosecond = 1000n;
const plainAscii = /^[\x20-\x7e]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file that was seen, not read. */
export interface FoundFile {
  readonly kind: 'file';
  readonly path: string;
  readonly size: number;
  readonly stat: FileLook;
}

/** What one look at a file tells. */
export interface FileLook {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeUs: number;
  /** Inode and exact times; with the size it is another one after every change, also where the mtime was set back. */
  readonly seen: string;
  /** When it was changed last, by the clock of its file system. */
  readonly changedAtMs: number;
}

export type Found = FoundFile | DirectoryEntry | LinkEntry;

export interface LeftOut {
  /** Sockets, pipes and devices. */
  special: number;
  /** Names or link targets that are no UTF-8. */
  unreadableNames: number;
  /** Gone, or something else, before they could be read. */
  vanished: number;
}

export interface Walked {
  /** A directory before what is in it; the root is first. */
  readonly found: readonly Found[];
  readonly leftOut: LeftOut;
}

export interface WalkOptions {
  /** For messages. */
  readonly key: string;
  readonly limits: Pick<StorageLimits, 'maxBytes' | 'maxEntries'>;
  readonly signal: AbortSignal;
}

/**
 * Everything below the root, in an order that is the same for the same names.
 * WORKSPACE_TOO_LARGE, FILE_PERMISSION_DENIED, and the signal's reason.
 */
export async function walkTree(root: HeldDirectory, options: WalkOptions): Promise<Walked> {
  const walk = new Walk(options);
  await walk.enter(root, '', 0);
  return walk;
}

/** True as soon as there is a file or link; also when there are too many directories to look through. */
export async function holdsFiles(root: HeldDirectory, maxDirectories: number, signal: AbortSignal): Promise<boolean> {
  let looked = 0;
  const look = async (directory: HeldDirectory, depth: number): Promise<boolean> => {
    looked += 1;
    if (looked > maxDirectories || depth > maxDepth) return true;
    for await (const entry of await opendir(directory.address, { encoding: 'latin1' })) {
      signal.throwIfAborted();
      if (entry.isFile() || entry.isSymbolicLink()) return true;
      if (!entry.isDirectory()) continue;
      const name = decodeName(entry.name);
      // What cannot be named here cannot be looked into; nothing is lost by leaving it alone.
      if (name === null) return true;
      // Whatever took its place meanwhile was put there by somebody, and is theirs.
      const child = await directory.openChild(name).catch(ignoring('ELOOP', 'ENOTDIR', 'ENOENT'));
      if (child === null) return true;
      try {
        if (await look(child, depth + 1)) return true;
      } finally {
        await child.release();
      }
    }
    return false;
  };
  return await look(root, 0);
}

export function lookOf(stat: BigIntStats): FileLook {
  return {
    mode: Number(stat.mode) & fileModeMask,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: Number(stat.size),
    mtimeUs: microseconds(stat.mtimeNs),
    seen: `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs}`,
    changedAtMs: Number(stat.ctimeMs),
  };
}

class Walk implements Walked {
  readonly found: Found[] = [];
  readonly leftOut: LeftOut = { special: 0, unreadableNames: 0, vanished: 0 };
  readonly #options: WalkOptions;
  #bytes = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  async enter(directory: HeldDirectory, path: string, depth: number): Promise<void> {
    const { key, signal } = this.#options;
    if (depth > maxDepth) throw tooLarge(key, `has directories more than ${maxDepth} deep`);
    this.#add(directoryEntry(path, await directory.handle.stat({ bigint: true })));
    const names = await this.#namesIn(directory, path);
    for (let begin = 0; begin < names.length; begin += lookBatch) {
      signal.throwIfAborted();
      const batch = names.slice(begin, begin + lookBatch);
      const stats = await Promise.all(batch.map(async (name) => await this.#look(directory, name, path)));
      for (const [index, name] of batch.entries()) {
        await this.#take(directory, name, join(path, name), stats[index] ?? null, depth);
      }
    }
  }

  async #namesIn(directory: HeldDirectory, path: string): Promise<readonly string[]> {
    const names: string[] = [];
    try {
      // Bytes as latin1 lose nothing.
      for await (const entry of await opendir(directory.address, { encoding: 'latin1' })) {
        const name = decodeName(entry.name);
        if (name === null) this.leftOut.unreadableNames += 1;
        else names.push(name);
        this.#checkEntries(names.length);
      }
    } catch (error) {
      throw this.#explained(error, path);
    }
    return names.sort();
  }

  async #look(directory: HeldDirectory, name: string, parent: string): Promise<BigIntStats | null> {
    try {
      return await lstat(directory.child(name), { bigint: true });
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw this.#explained(error, join(parent, name));
    }
  }

  async #take(
    directory: HeldDirectory,
    name: string,
    path: string,
    first: BigIntStats | null,
    depth: number,
  ): Promise<void> {
    let stat = first;
    for (let looks = 0; looks < maxLooks && stat !== null; looks += 1) {
      if (await this.#takeAs(stat, directory, name, path, depth)) return;
      stat = await this.#look(directory, name, path);
    }
    this.leftOut.vanished += 1;
  }

  /** False when it is no longer what it was. */
  async #takeAs(
    stat: BigIntStats,
    directory: HeldDirectory,
    name: string,
    path: string,
    depth: number,
  ): Promise<boolean> {
    if (stat.isFile()) return this.#add({ kind: 'file', path, size: Number(stat.size), stat: lookOf(stat) });
    if (stat.isDirectory()) return await this.#descend(directory, name, path, depth);
    if (stat.isSymbolicLink()) return await this.#takeLink(stat, directory.child(name), path);
    this.leftOut.special += 1;
    return true;
  }

  async #descend(parent: HeldDirectory, name: string, path: string, depth: number): Promise<boolean> {
    let child: HeldDirectory;
    try {
      child = await parent.openChild(name);
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ELOOP', 'ENOTDIR')) return false;
      throw this.#explained(error, path);
    }
    try {
      await this.enter(child, path, depth + 1);
      return true;
    } finally {
      await child.release();
    }
  }

  async #takeLink(stat: BigIntStats, address: string, path: string): Promise<boolean> {
    let target: Buffer;
    try {
      target = await readlink(address, { encoding: 'buffer' });
    } catch (error) {
      if (hasCode(error, 'EINVAL', 'ENOENT')) return false;
      throw this.#explained(error, path);
    }
    const linkTarget = decode(target);
    if (linkTarget === null) this.leftOut.unreadableNames += 1;
    else this.#add({ kind: 'symlink', path, linkTarget, ...common(stat, fileModeMask) });
    return true;
  }

  #add(entry: Found): true {
    const { key, limits } = this.#options;
    if (Buffer.byteLength(entry.path) > maxPathBytes) throw tooLarge(key, `has paths over ${maxPathBytes} bytes`);
    this.found.push(entry);
    this.#checkEntries(0);
    if (entry.kind === 'file') this.#bytes += entry.size;
    if (this.#bytes > limits.maxBytes) {
      throw tooLarge(key, `has more than ${limits.maxBytes} bytes (storage.max_bytes)`);
    }
    return true;
  }

  #checkEntries(more: number): void {
    const { key, limits } = this.#options;
    // The root is no entry of its own to whoever set the limit.
    if (this.found.length - 1 + more <= limits.maxEntries) return;
    throw tooLarge(key, `has more than ${limits.maxEntries} entries (storage.max_entries)`);
  }

  #explained(error: unknown, path: string): unknown {
    return toFileError(error, this.#options.key, path);
  }
}

/** FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_PERMISSION_DENIED. */
export async function openWorkspace(directory: string, key: string): Promise<HeldDirectory> {
  try {
    return await HeldDirectory.open(directory);
  } catch (error) {
    if (!hasCode(error, 'ELOOP', 'ENOTDIR')) throw toFileError(error, key, '');
    throw fileError('NOT_A_DIRECTORY', key, '', 'something else is where its directory belongs', { cause: error });
  }
}

function directoryEntry(path: string, stat: BigIntStats): DirectoryEntry {
  return { kind: 'directory', path, ...common(stat, directoryModeMask) };
}

function common(
  stat: BigIntStats,
  modeMask: number,
): { readonly mode: number; readonly uid: number; readonly gid: number; readonly mtimeUs: number } {
  return {
    mode: Number(stat.mode) & modeMask,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtimeUs: microseconds(stat.mtimeNs),
  };
}

/** To the nearest, so that a time that Node sets again, which may be off by some hundred nanoseconds, is the same. */
function microseconds(nanoseconds: bigint): number {
  const half = nanoseconds < 0n ? -nanosecondsPerMicrosecond / 2n : nanosecondsPerMicrosecond / 2n;
  const rounded = Number((nanoseconds + half) / nanosecondsPerMicrosecond);
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, rounded));
}

function decodeName(latin1: string): string | null {
  return plainAscii.test(latin1) ? latin1 : decode(Buffer.from(latin1, 'latin1'));
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
