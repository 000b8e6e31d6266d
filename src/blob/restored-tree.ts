// Builds the tree of a manifest in an empty directory of our own.

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lchown, lstat, lutimes, mkdir, open, symlink } from 'node:fs/promises';

import { failpointAsync } from '#failpoint';
import { SandkeepError } from '../domain/errors.ts';
import type { TransferJob } from './context.ts';
import { corrupt, explaining, hasCode } from './errors.ts';
import { DirectoryCursor, HeldDirectory, nameOf, noLinks, parentOf } from './held-directory.ts';
import {
  type DirectoryEntry,
  type FileEntry,
  type LinkEntry,
  type Manifest,
  type ManifestEntry,
  partLength,
} from './manifest.ts';
import { type Pool, withPool } from './pool.ts';

const microsecondsPerSecond = 1e6;
const newDirectoryMode = 0o700;
const newFileMode = 0o600;
const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noLinks;

export class RestoredTree {
  readonly #job: TransferJob;

  /** The job's directory is the empty one. */
  constructor(job: TransferJob) {
    this.#job = job;
  }

  /**
   * Returns when all of it is on the disk. NO_SPACE, STORAGE_CORRUPT, WORKSPACE_OWNER, FILE_PERMISSION_DENIED, and
   * PATH_ESCAPES or FILE_EXISTS when somebody else writes in the directory.
   */
  async build(manifest: Manifest): Promise<void> {
    const cursor = new DirectoryCursor(await HeldDirectory.open(this.#job.directory));
    try {
      const { limits } = this.#job.context;
      await withPool(limits.concurrency, this.#job.signal, async (pool) => {
        for (const entry of manifest.entries) await this.#make(entry, cursor, pool);
      });
      // The other way round, so that nothing is made any more in a directory that gets its mode and time.
      for (const entry of manifest.entries.toReversed()) {
        this.#job.signal.throwIfAborted();
        await explaining(this.#job.key, entry.path, () => this.#finish(entry, cursor));
      }
    } finally {
      await cursor.close();
    }
  }

  async #make(entry: ManifestEntry, cursor: DirectoryCursor, pool: Pool): Promise<void> {
    if (entry.kind === 'symlink' || entry.path === '') return;
    const { key } = this.#job;
    const parent = await explaining(key, entry.path, () => cursor.enter(parentOf(entry.path)));
    if (entry.kind === 'directory') {
      const address = parent.child(nameOf(entry.path));
      return await explaining(key, entry.path, () => mkdir(address, newDirectoryMode));
    }
    parent.hold();
    const task = async (): Promise<void> => {
      try {
        await explaining(key, entry.path, () => this.#makeFile(entry, parent, pool.signal));
      } finally {
        await parent.release();
      }
    };
    try {
      await pool.add(task);
    } catch (error) {
      await parent.release();
      throw error;
    }
  }

  async #finish(entry: ManifestEntry, cursor: DirectoryCursor): Promise<void> {
    if (entry.kind === 'file') return;
    if (entry.kind === 'symlink') return await this.#makeLink(entry, await cursor.enter(parentOf(entry.path)));
    const { handle } = await cursor.enter(entry.path);
    await this.#applyLook(entry, handle);
    await handle.sync();
  }

  async #makeFile(entry: FileEntry, parent: HeldDirectory, signal: AbortSignal): Promise<void> {
    this.#job.note(`restoring ${JSON.stringify(entry.path)}`);
    const handle = await open(parent.child(nameOf(entry.path)), createFlags, newFileMode);
    try {
      let position = 0;
      for (const [index, part] of entry.parts.entries()) {
        const length = partLength(entry.size, index);
        await this.#fetchPart(entry, part, { handle, position, length }, signal);
        position += length;
        await failpointAsync('download.after_blob');
      }
      await this.#applyLook(entry, handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #fetchPart(
    entry: FileEntry,
    digest: string,
    target: { readonly handle: FileHandle; readonly position: number; readonly length: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { context, key, names } = this.#job;
    const problem = (what: string): Error => corrupt(key, `content of ${JSON.stringify(entry.path)} ${what}`);
    const written = await context.objects.get(names.blob(digest), signal, async (chunks) => {
      const hash = createHash('sha256');
      let done = 0;
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        if (done + chunk.length > target.length) throw problem('is longer than it was');
        hash.update(chunk);
        await writeAll(target.handle, chunk, target.position + done);
        done += chunk.length;
      }
      if (done < target.length) throw problem('is shorter than it was');
      if (hash.digest('hex') !== digest) throw problem('is not what it was');
      return done;
    });
    if (written === null) throw problem('is missing');
  }

  async #makeLink(entry: LinkEntry, parent: HeldDirectory): Promise<void> {
    const address = parent.child(nameOf(entry.path));
    await symlink(entry.linkTarget, address);
    const { uid, gid } = await lstat(address);
    if (uid !== entry.uid || gid !== entry.gid) {
      await this.#allowedOwner(entry, lchown(address, entry.uid, entry.gid));
    }
    const seconds = entry.mtimeUs / microsecondsPerSecond;
    await lutimes(address, seconds, seconds);
  }

  /** The mode after the owner, whose change takes bits away; the time last. */
  async #applyLook(entry: FileEntry | DirectoryEntry, handle: FileHandle): Promise<void> {
    const { uid, gid } = await handle.stat();
    if (uid !== entry.uid || gid !== entry.gid) {
      await this.#allowedOwner(entry, handle.chown(entry.uid, entry.gid));
    }
    await handle.chmod(entry.mode);
    const seconds = entry.mtimeUs / microsecondsPerSecond;
    await handle.utimes(seconds, seconds);
  }

  /** A workspace whose files belong to the daemon instead could not be used by those they belong to. */
  async #allowedOwner(entry: ManifestEntry, change: Promise<void>): Promise<void> {
    try {
      await change;
    } catch (error) {
      // EINVAL: the user namespace of the daemon does not know the owner.
      if (!hasCode(error, 'EPERM', 'EINVAL')) throw error;
      const daemon = `${process.geteuid?.() ?? 'unknown'}:${process.getegid?.() ?? 'unknown'}`;
      const owner = `${entry.uid}:${entry.gid}`;
      const what = `the daemon runs as ${daemon} and may not give files of workspace ${this.#job.key} to ${owner}`;
      throw new SandkeepError('WORKSPACE_OWNER', what, { metadata: { daemon, owner }, cause: error });
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}
