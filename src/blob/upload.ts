// Stores a workspace: what the storage does not have is sent first, then the manifest that names it all, and only then
// goes what nothing names any more. A death at any point leaves the old snapshot or the new one, and parts of use.

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { failpointAsync } from '#failpoint';
import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { Uploaded } from '../ports/blob.ts';
import type { BlobContext, TransferJob } from './context.ts';
import { explaining, hasCode, tooLarge } from './errors.ts';
import { DirectoryCursor, type HeldDirectory, nameOf, noLinks, parentOf } from './held-directory.ts';
import {
  type FileEntry,
  isUnchanged,
  makeManifest,
  type Manifest,
  type ManifestEntry,
  manifestContent,
  partBytes,
  partCount,
} from './manifest.ts';
import { readManifest } from './manifest-reader.ts';
import { digestOf } from './object-names.ts';
import { type Pool, withPool } from './pool.ts';
import { inTurns } from './turns.ts';
import { type FileLook, type FoundFile, type LeftOut, lookOf, openWorkspace, walkTree } from './tree.ts';

/** How often a file that changes while it is read is read; then it is stored as it was read last. */
const maxReads = 3;
/** Read and hashed in slices, so that nothing else waits long for the event loop. */
const sliceBytes = 1024 * 1024;
/** A change this soon after another may have the very same time, on file systems that count in seconds. */
const settledAfterMs = 2500;
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | noLinks;

/** What the port's upload says. */
export async function uploadWorkspace(job: TransferJob): Promise<Uploaded> {
  return await new Upload(job).run();
}

class Upload {
  readonly #job: TransferJob;
  /** Length by digest of the parts that the storage has. */
  readonly #present = new Map<string, number>();
  readonly #sending = new Map<string, Promise<void>>();
  #snapshotBefore: string | null = null;
  readonly #filesBefore = new Map<string, FileEntry>();
  #sentFiles = 0;
  #sentBytes = 0;

  constructor(job: TransferJob) {
    this.#job = job;
  }

  async run(): Promise<Uploaded> {
    const { key, directory } = this.#job;
    const root = await openWorkspace(directory, key);
    const cursor = new DirectoryCursor(root);
    try {
      await this.#lookAtStorage();
      const entries = await this.#readAll(root, cursor);
      const manifest = await makeManifest(entries);
      if (manifest.bytes > this.#limits.maxBytes) throw this.#grewTooLarge();
      await this.#putManifest(manifest);
      await this.#dropUnnamed(manifest);
      const { snapshotId, bytes } = manifest;
      const sent = { sentFiles: this.#sentFiles, sentBytes: this.#sentBytes };
      return { snapshotId, bytes, entries: entries.length - 1, ...sent };
    } finally {
      await cursor.close();
    }
  }

  get #limits(): BlobContext['limits'] {
    return this.#job.context.limits;
  }

  async #lookAtStorage(): Promise<void> {
    const { context, names, signal } = this.#job;
    this.#job.note('looking at what is stored');
    await context.objects.sweep(names.base, signal);
    await context.objects.sweep(names.blobs, signal);
    const before = await this.#readBefore();
    this.#snapshotBefore = before?.snapshotId ?? null;
    for await (const entry of inTurns(before?.entries ?? [])) {
      if (entry.kind === 'file') this.#filesBefore.set(entry.path, entry);
    }
    for await (const { name, size } of context.objects.list(names.blobs, signal)) {
      const digest = digestOf(names, name);
      if (digest !== null) this.#present.set(digest, size);
      // What is not remembered here is sent again, which is only slow.
      if (this.#present.size >= maxRemembered(this.#limits)) break;
    }
  }

  /** One that cannot be used is as good as none: it is replaced. */
  async #readBefore(): Promise<Manifest | null> {
    const { context, key, names, signal } = this.#job;
    const options = { key, limits: context.limits };
    try {
      const read = await context.objects.get(names.manifest, signal, (chunks) => readManifest(chunks, options, all));
      return read?.manifest ?? null;
    } catch (error) {
      if (!hasReason(error, 'STORAGE_CORRUPT', 'WORKSPACE_TOO_LARGE')) throw error;
      context.logger.warn({ key, error }, 'the stored manifest cannot be used and is replaced');
      return null;
    }
  }

  async #readAll(root: HeldDirectory, cursor: DirectoryCursor): Promise<readonly ManifestEntry[]> {
    const { context, key, signal } = this.#job;
    this.#job.note('looking through the workspace');
    const { found, leftOut } = await walkTree(root, { key, limits: context.limits, signal });
    await failpointAsync('upload.after_walk');
    const entries: (ManifestEntry | null)[] = [];
    await withPool(context.limits.concurrency, signal, async (pool) => {
      for await (const [index, entry] of inTurns(found.entries())) {
        const known = entry.kind === 'file' ? this.#knownEntry(entry) : entry;
        if (known !== null) entries[index] = known;
        else if (entry.kind === 'file')
          await this.#addRead(pool, cursor, entry.path, (read) => (entries[index] = read));
      }
    });
    const kept = entries.filter((entry) => entry !== null);
    leftOut.vanished += entries.length - kept.length;
    this.#tellLeftOut(leftOut);
    return kept;
  }

  /** Without reading it; null when it must be read. */
  #knownEntry({ path, size, stat }: FoundFile): FileEntry | null {
    if (size === 0) return toEntry(path, stat, [], stat.seen);
    const before = this.#filesBefore.get(path);
    return before !== undefined && isUnchanged(before, { size, seen: stat.seen }, this.#has) ? before : null;
  }

  readonly #has = (digest: string, length: number): boolean => this.#present.get(digest) === length;

  #tellLeftOut(leftOut: LeftOut): void {
    if (leftOut.special + leftOut.unreadableNames + leftOut.vanished === 0) return;
    this.#job.context.logger.warn({ key: this.#job.key, ...leftOut }, 'entries of a workspace were not stored');
  }

  /** `done` is told null when the file is gone, or something else by now. */
  async #addRead(
    pool: Pool,
    cursor: DirectoryCursor,
    path: string,
    done: (entry: FileEntry | null) => void,
  ): Promise<void> {
    const { key } = this.#job;
    const found = await explaining(key, path, async () => await cursor.enter(parentOf(path)).catch(absent));
    if (found === null) return done(null);
    const directory = found.hold();
    const task = async (): Promise<void> => {
      this.#job.note(`storing ${JSON.stringify(path)}`);
      try {
        done(await explaining(key, path, async () => await this.#read(directory, path, pool.signal)));
      } finally {
        await directory.release();
      }
    };
    try {
      await pool.add(task);
    } catch (error) {
      await directory.release();
      throw error;
    }
  }

  async #read(directory: HeldDirectory, path: string, signal: AbortSignal): Promise<FileEntry | null> {
    let hasSent = false;
    for (let reads = 1; ; reads += 1) {
      const handle = await open(directory.child(nameOf(path)), readFlags).catch(absent);
      if (handle === null) return null;
      try {
        const lookedAtMs = this.#job.context.clock.wallMs();
        const stat = await handle.stat({ bigint: true });
        if (!stat.isFile()) return null;
        const before = lookOf(stat);
        if (before.size > this.#limits.maxBytes) throw this.#grewTooLarge();
        const content = await this.#sendParts(handle, before.size, signal);
        if (content.hasSent && !hasSent) this.#sentFiles += 1;
        hasSent ||= content.hasSent;
        const after = lookOf(await handle.stat({ bigint: true }));
        const isStill = after.seen === before.seen && content.size === before.size;
        if (!isStill && reads < maxReads) continue;
        const isSettled = lookedAtMs - before.changedAtMs >= settledAfterMs;
        const seen = isStill && isSettled ? before.seen : null;
        return toEntry(path, { ...before, size: content.size }, content.parts, seen);
      } finally {
        await handle.close();
      }
    }
  }

  /** Reads no further than the size that was seen: what is appended meanwhile belongs to the next snapshot. */
  async #sendParts(
    handle: FileHandle,
    size: number,
    signal: AbortSignal,
  ): Promise<{ readonly size: number; readonly parts: readonly string[]; readonly hasSent: boolean }> {
    const parts: string[] = [];
    let position = 0;
    let hasSent = false;
    while (position < size) {
      const { content, digest } = await readPart(handle, position, Math.min(partBytes, size - position), signal);
      if (content.length === 0) break;
      parts.push(digest);
      position += content.length;
      if (await this.#send(digest, content, signal)) hasSent = true;
      if (content.length < partBytes) break;
    }
    return { size: position, parts, hasSent };
  }

  /** False when the storage had it. Two files with the same content are one object. */
  async #send(digest: string, content: Uint8Array, signal: AbortSignal): Promise<boolean> {
    if (this.#has(digest, content.length)) return false;
    const begun = this.#sending.get(digest);
    if (begun !== undefined) {
      await begun;
      return false;
    }
    const sending = this.#put(digest, content, signal);
    this.#sending.set(digest, sending);
    try {
      await sending;
    } finally {
      this.#sending.delete(digest);
    }
    await failpointAsync('upload.after_blob');
    return true;
  }

  async #put(digest: string, content: Uint8Array, signal: AbortSignal): Promise<void> {
    const { context, names } = this.#job;
    const object = { length: content.length, sha256: digest, chunks: () => [content] };
    await context.objects.put(names.blob(digest), object, signal);
    this.#present.set(digest, content.length);
    this.#sentBytes += content.length;
  }

  async #putManifest(manifest: Manifest): Promise<void> {
    const { context, names, signal } = this.#job;
    this.#job.note('storing the manifest');
    if (this.#sentBytes > 0) await context.objects.settle(names.blobs, signal);
    await failpointAsync('upload.before_manifest');
    if (!this.#isWorthStoring(manifest)) return;
    signal.throwIfAborted();
    await context.objects.put(names.manifest, await manifestContent(manifest), signal);
    await context.objects.settle(names.base, signal);
    await failpointAsync('upload.after_manifest');
  }

  /** Also for the same snapshot, when the next upload would otherwise read files again that it need not. */
  #isWorthStoring(manifest: Manifest): boolean {
    if (this.#snapshotBefore !== manifest.snapshotId) return true;
    const isNews = (entry: ManifestEntry): boolean =>
      entry.kind === 'file' && entry.seen !== null && entry.seen !== this.#filesBefore.get(entry.path)?.seen;
    return manifest.entries.some(isNews);
  }

  /** The snapshot is stored, so a failure here is no failure of the upload; the next one does it. */
  async #dropUnnamed(manifest: Manifest): Promise<void> {
    const { context, key, names, signal } = this.#job;
    this.#job.note('deleting what no snapshot names any more');
    const named = new Set<string>();
    for await (const entry of inTurns(manifest.entries)) {
      if (entry.kind === 'file') for (const part of entry.parts) named.add(part);
    }
    try {
      await withPool(context.limits.concurrency, signal, async (pool) => {
        for (const digest of this.#present.keys()) {
          if (named.has(digest)) continue;
          await pool.add(async () => await context.objects.delete(names.blob(digest), pool.signal));
        }
      });
    } catch (error) {
      context.logger.warn({ key, error }, 'content that no snapshot names any more was not deleted');
    }
  }

  #grewTooLarge(): SandkeepError {
    return tooLarge(this.#job.key, `grew to more than ${this.#limits.maxBytes} bytes (storage.max_bytes)`);
  }
}

const all = (): boolean => true;

/** Twice what one snapshot can name: the last one, and what an upload that was killed had sent. */
function maxRemembered({ maxBytes, maxEntries }: BlobContext['limits']): number {
  return 2 * (maxEntries + partCount(maxBytes));
}

function toEntry(path: string, look: FileLook, parts: readonly string[], seen: string | null): FileEntry {
  const { mode, uid, gid, mtimeUs, size } = look;
  return { kind: 'file', path, mode, uid, gid, mtimeUs, size, parts, seen };
}

/** For catch: null for what is gone or replaced by something that is not followed. */
function absent(error: unknown): null {
  // ENXIO: a socket took its place.
  if (hasCode(error, 'ENOENT', 'ELOOP', 'ENOTDIR', 'ENXIO')) return null;
  throw error;
}

/** Shorter than asked for when the file ends before. */
async function readPart(
  handle: FileHandle,
  position: number,
  length: number,
  signal: AbortSignal,
): Promise<{ readonly content: Uint8Array; readonly digest: string }> {
  const buffer = Buffer.allocUnsafeSlow(length);
  const hash = createHash('sha256');
  let filled = 0;
  while (filled < length) {
    signal.throwIfAborted();
    const wanted = Math.min(sliceBytes, length - filled);
    const { bytesRead } = await handle.read(buffer, filled, wanted, position + filled);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(filled, filled + bytesRead));
    filled += bytesRead;
  }
  return { content: buffer.subarray(0, filled), digest: hash.digest('hex') };
}
