// Putting bytes at a place that a walk has found: a replacement is whole or not at all, an append goes to the real file.

import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import type { FileWriteOptions } from '../../ports/files.ts';
import { chunksOf } from './content.ts';
import { etagOfStat } from './directory-listing.ts';
import { conflict, errorCode, fileError } from './file-errors.ts';
import { childAddress, type HostNode, kindOf, noLinks, reopen } from './host-node.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { Place } from './rooted-directory.ts';

const defaultMode = 0o644;
/** No set-uid, set-gid or sticky bit is ever written. */
const modeMask = 0o777;
const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Of all sandboxes: two may have one directory, and one may have it under two paths. */
const replacements = new KeyedQueue();

export interface WriteJob {
  readonly place: Place;
  /** Virtual path for messages. */
  readonly shown: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly options: FileWriteOptions;
  readonly signal: AbortSignal;
}

/**
 * Writes the job's content and returns what the file then is.
 * FILE_EXISTS, NOT_A_FILE, CONFLICT, NOT_SUPPORTED for replacing a mount that is one file; system errors as they come.
 */
export async function writeToPlace(job: WriteJob): Promise<Stats> {
  const { node } = job.place;
  if (node !== null && job.options.mustNotExist) throw fileError('FILE_EXISTS', job.shown, 'it exists already');
  if (node !== null && kindOf(node.stat) !== 'file') {
    throw fileError('NOT_A_FILE', job.shown, 'it is not a regular file');
  }
  if (job.options.ifMatch !== null && (node === null || etagOfStat(node.stat) !== job.options.ifMatch)) {
    throw conflict(job.shown);
  }
  if (!job.options.append) return await replace(job, parentOf(job));
  if (node !== null) return await appendTo(await reopen(node, O_WRONLY | O_APPEND | O_NONBLOCK), job, job.options.mode);
  return await appendToNew(job, parentOf(job));
}

function parentOf(job: WriteJob): { readonly directory: HostNode; readonly name: string } {
  const name = job.place.path.at(-1);
  if (job.place.parent !== null && name !== undefined) return { directory: job.place.parent, name };
  throw fileError('NOT_SUPPORTED', job.shown, 'a mount that is a single file can be appended to, not replaced');
}

async function appendToNew(job: WriteJob, at: { directory: HostNode; name: string }): Promise<Stats> {
  const address = childAddress(at.directory, at.name);
  const handle = await openToAppend(address, job.options);
  return await appendTo(handle, job, job.options.mode ?? defaultMode, at.directory);
}

/** Two appends may both find nothing: the one that loses the race appends to the winner's file. */
async function openToAppend(address: string, options: FileWriteOptions): Promise<FileHandle> {
  const flags = O_WRONLY | O_APPEND | O_NONBLOCK | noLinks;
  try {
    return await open(address, flags | O_CREAT | O_EXCL, defaultMode);
  } catch (error) {
    if (options.mustNotExist || errorCode(error) !== 'EEXIST') throw error;
    return await open(address, flags);
  }
}

async function appendTo(
  handle: FileHandle,
  job: WriteJob,
  mode: number | null,
  newIn: HostNode | null = null,
): Promise<Stats> {
  try {
    const before = await handle.stat();
    if (!before.isFile()) throw fileError('NOT_A_FILE', job.shown, 'it is not a regular file');
    if (newIn !== null) await giveTo(handle, before, newIn.stat);
    if (mode !== null) await handle.chmod(mode & modeMask);
    await pour(handle, job);
    await handle.sync();
    return await handle.stat();
  } finally {
    await handle.close();
  }
}

async function replace(job: WriteJob, at: { directory: HostNode; name: string }): Promise<Stats> {
  const temporary = childAddress(at.directory, `.sandkeep-${randomBytes(8).toString('hex')}.tmp`);
  const handle = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | noLinks, 0o600);
  let isPlaced = false;
  try {
    await pour(handle, job);
    const replaced = job.place.node?.stat ?? null;
    await giveTo(handle, await handle.stat(), replaced ?? at.directory.stat);
    await handle.chmod((job.options.mode ?? replaced?.mode ?? defaultMode) & modeMask);
    await handle.sync();
    const stat = await handle.stat();
    isPlaced = await putInPlace(temporary, at, job);
    await syncDirectory(at.directory);
    return stat;
  } finally {
    await handle.close();
    // The write has failed with its own error already, which says more than this one.
    if (!isPlaced) await unlink(temporary).catch(() => undefined);
  }
}

/** False when the temporary name still exists. A hard link refuses an existing name in one step, a rename never does. */
async function putInPlace(
  temporary: string,
  { directory, name }: { readonly directory: HostNode; readonly name: string },
  { options, shown }: WriteJob,
): Promise<boolean> {
  const final = childAddress(directory, name);
  if (options.mustNotExist) {
    await link(temporary, final);
    return false;
  }
  // Nothing renames and compares in one step, so all writers of the daemon take turns.
  await replacements.run(`${directory.stat.dev}:${directory.stat.ino}/${name}`, async () => {
    if (options.ifMatch !== null && (await etagAt(final)) !== options.ifMatch) throw conflict(shown);
    await rename(temporary, final);
  });
  return true;
}

async function etagAt(address: string): Promise<string | null> {
  try {
    return etagOfStat(await lstat(address));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function pour(handle: FileHandle, job: WriteJob): Promise<void> {
  for await (const chunk of chunksOf(job.content, job.signal)) {
    let written = 0;
    while (written < chunk.byteLength) {
      written += (await handle.write(chunk, written, chunk.byteLength - written, null)).bytesWritten;
    }
  }
}

/** New files belong to who owns their directory; without the right to chown they stay the daemon's. */
async function giveTo(handle: FileHandle, own: Stats, owner: Stats): Promise<void> {
  if (own.uid === owner.uid && own.gid === owner.gid) return;
  try {
    await handle.chown(owner.uid, owner.gid);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') throw error;
  }
}

async function syncDirectory(directory: HostNode): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await reopen(directory, O_RDONLY | O_DIRECTORY);
  } catch (error) {
    // A directory that may be written but not read cannot be synced; the file itself is.
    if (errorCode(error) === 'EACCES') return;
    throw error;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
