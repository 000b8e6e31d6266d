// The manifest of a snapshot: every entry of the workspace, one a line, as JSON. What is read back is hostile input.

import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';

import type { ObjectContent } from './object-store.ts';

export const formatVersion = 1;
/** Files are stored in pieces of this size, so that no object is too large for a single request or for memory. */
export const partBytes = 8 * 1024 * 1024;
export const maxDepth = 256;
export const maxPathBytes = 4096;
export const maxNameBytes = 255;
export const maxLinkTargetBytes = 4095;
/** Permission bits, and the sticky bit of directories. Set-uid and set-gid are never stored. */
export const fileModeMask = 0o777;
export const directoryModeMask = 0o1777;
/** Lines are put together into pieces of about this size. */
const chunkBytes = 64 * 1024;

interface Common {
  /** From the workspace's root, which itself is "". */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Microseconds since the epoch: the finest that Node can set again. */
  readonly mtimeUs: number;
}

export interface FileEntry extends Common {
  readonly kind: 'file';
  readonly size: number;
  /** SHA-256 of each piece of partBytes; the last one is shorter. Empty for an empty file. */
  readonly parts: readonly string[];
  /** What the host saw of a file that it need not read again while it sees the same; null when it must. */
  readonly seen: string | null;
}

export interface DirectoryEntry extends Common {
  readonly kind: 'directory';
}

export interface LinkEntry extends Common {
  readonly kind: 'symlink';
  /** Text that leads anywhere; nothing is ever reached through it. */
  readonly linkTarget: string;
}

export type ManifestEntry = FileEntry | DirectoryEntry | LinkEntry;

export interface Manifest {
  /** Digest of the entries without what only this host sees of them. */
  readonly snapshotId: string;
  readonly bytes: number;
  /** A directory comes before what is in it; the first one is the root. */
  readonly entries: readonly ManifestEntry[];
}

export async function makeManifest(entries: readonly ManifestEntry[]): Promise<Manifest> {
  let bytes = 0;
  for (const entry of entries) if (entry.kind === 'file') bytes += entry.size;
  return { snapshotId: await snapshotIdOf(entries), bytes, entries };
}

/** The same for the same entries in the same order, whatever host saw them. */
export async function snapshotIdOf(entries: readonly ManifestEntry[]): Promise<string> {
  return await digestOf(inChunks(canonicalLines(entries)));
}

/** The manifest as an object to store. */
export async function manifestContent(manifest: Manifest): Promise<ObjectContent> {
  const chunks = (): Iterable<Uint8Array> => inChunks(linesOf(manifest));
  let length = 0;
  for (const chunk of chunks()) {
    length += chunk.length;
    await breathe();
  }
  return { length, sha256: await digestOf(chunks()), chunks };
}

export function partCount(size: number): number {
  return Math.ceil(size / partBytes);
}

/** Length of the part with this number, which the file has. */
export function partLength(size: number, index: number): number {
  return Math.min(partBytes, size - index * partBytes);
}

/**
 * Whether a file need not be read: its size and what the host sees of it are as they were when it was read, which goes
 * for its mode, owner and time too, and the storage still has all of it.
 */
export function isUnchanged(
  before: FileEntry,
  now: { readonly size: number; readonly seen: string },
  has: (sha256: string, length: number) => boolean,
): boolean {
  if (before.seen !== now.seen || before.size !== now.size) return false;
  return before.parts.every((part, index) => has(part, partLength(before.size, index)));
}

function* linesOf(manifest: Manifest): Generator<string> {
  const { snapshotId, bytes, entries } = manifest;
  const header = JSON.stringify({ version: formatVersion, snapshotId, count: entries.length, bytes, partBytes });
  yield `${header.slice(0, -1)},"entries":[\n`;
  for (const [index, entry] of entries.entries()) {
    yield `${JSON.stringify(entry)}${index === entries.length - 1 ? '' : ','}\n`;
  }
  yield ']}\n';
}

function* canonicalLines(entries: readonly ManifestEntry[]): Generator<string> {
  for (const entry of entries) yield `${canonical(entry)}\n`;
}

function canonical(entry: ManifestEntry): string {
  const { path, kind, mode, uid, gid, mtimeUs } = entry;
  const common = [path, kind, mode, uid, gid, mtimeUs];
  if (kind === 'file') return JSON.stringify([...common, entry.size, entry.parts]);
  return JSON.stringify(kind === 'symlink' ? [...common, entry.linkTarget] : common);
}

function* inChunks(lines: Iterable<string>): Generator<Uint8Array> {
  let pending: string[] = [];
  let length = 0;
  for (const line of lines) {
    pending.push(line);
    length += line.length;
    if (length < chunkBytes) continue;
    yield Buffer.from(pending.join(''));
    pending = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(pending.join(''));
}

/** A manifest may have millions of lines, and the event loop has other things to do. */
async function digestOf(chunks: Iterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for (const chunk of chunks) {
    hash.update(chunk);
    await breathe();
  }
  return hash.digest('hex');
}
