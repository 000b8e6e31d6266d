// Removes a tree that code in a sandbox wrote, so its content is hostile: links, names, depth, permissions.
// The tree moves into a trash directory of our own, and so does each directory found in it. What is looked
// at is therefore never deeper than two names, and nobody else can swap it for a link.

import { createHash, randomBytes } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { chmod, lchmod, lstat, mkdir, open, opendir, rename, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';

import { SandkeepError } from '../domain/errors.ts';
import { errorCode, isAbsent } from './system-errors.ts';

/** The first part says which directory it was, so that a repeated removal knows what it left behind. */
const trashName = /^\.trash-[0-9a-f]{16}-[0-9a-f]{16}$/;
const trashPartBytes = 8;
const ownerOnly = 0o700;
/** Names held at once; a directory may hold millions. */
const batchEntries = 1024;
/** Opens a directory without a right to read it; the value is the same on every Linux that Node runs on. */
const linuxPathOnly = 0x200000;

/** Trash that this process works on: whoever meets it waits for that work instead of doing it too. */
const inWork = new Map<string, Promise<void>>();

/** Absent is success; what an earlier try left behind goes in any case. */
export async function removeDirectory(directory: string): Promise<void> {
  const parent = path.dirname(directory);
  if (parent === directory) throw new SandkeepError('INVALID_PATH', 'the root directory is not removed');
  const prefix = `.trash-${createHash('sha256').update(path.basename(directory)).digest('hex').slice(0, 16)}-`;
  if (!(await isMissing(directory))) {
    const trash = path.join(parent, `${prefix}${randomPart()}`);
    await once(trash, async () => {
      await moveToTrash(directory, trash);
      await emptyTrash(trash);
    });
  }
  for (const name of await trashIn(parent)) {
    const trash = path.join(parent, name);
    if (name.startsWith(prefix)) await once(trash, () => emptyTrash(trash));
    // The trash of others is tidied on the way; its own removal is repeated by whoever began it.
    else if (!inWork.has(trash)) await once(trash, () => emptyTrash(trash)).catch(() => undefined);
  }
}

function once(trash: string, work: () => Promise<void>): Promise<void> {
  const present = inWork.get(trash);
  if (present !== undefined) return present;
  const begun = work().finally(() => inWork.delete(trash));
  inWork.set(trash, begun);
  return begun;
}

async function moveToTrash(directory: string, trash: string): Promise<void> {
  await mkdir(trash, ownerOnly);
  try {
    await move(directory, path.join(trash, randomPart()));
  } catch (error) {
    if (isAbsent(error) && (await isMissing(directory))) return;
    await rmdir(trash).catch(() => undefined);
    throw error;
  }
}

async function isMissing(entry: string): Promise<boolean> {
  try {
    await lstat(entry);
    return false;
  } catch (error) {
    if (isAbsent(error) || errorCode(error) === 'ENOTDIR') return true;
    throw error;
  }
}

async function trashIn(parent: string): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const entry of await opendir(parent)) {
      if (entry.isDirectory() && trashName.test(entry.name)) found.push(entry.name);
    }
  } catch (error) {
    if (!isAbsent(error) && errorCode(error) !== 'ENOTDIR') throw error;
  }
  return found;
}

/** Directories found on the way become further entries of the trash, so this ends when all of them are empty. */
async function emptyTrash(trash: string): Promise<void> {
  while (!(await removedWhenEmpty(trash))) {
    await eachEntry(trash, async (entry) => {
      if (!entry.isDirectory()) return await unlinkEntry(path.join(trash, entry.name));
      await emptyInto(trash, path.join(trash, entry.name));
    });
  }
}

/** When something still writes to the directory, the next look at the trash finds it again. */
async function emptyInto(trash: string, directory: string): Promise<void> {
  if (await removedWhenEmpty(directory)) return;
  const { mode } = await lstat(directory);
  if ((mode & ownerOnly) !== ownerOnly) await unlock(directory);
  await eachEntry(directory, async (entry) => {
    const found = path.join(directory, entry.name);
    if (entry.isDirectory()) await ignoring(['ENOENT'], move(found, path.join(trash, randomPart())));
    else await unlinkEntry(found);
  });
  await removedWhenEmpty(directory);
}

/** Removes a directory that is empty. */
async function removedWhenEmpty(directory: string): Promise<boolean> {
  try {
    await rmdir(directory);
    return true;
  } catch (error) {
    if (isAbsent(error)) return true;
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) return false;
    throw error;
  }
}

/** What was a file a moment ago may be a directory now; it is met again as one. */
async function unlinkEntry(entry: string): Promise<void> {
  await ignoring(['ENOENT', 'EISDIR'], unlink(entry));
}

/** Batch by batch, so the work must make each entry go. */
async function eachEntry(directory: string, work: (entry: Dirent) => Promise<void>): Promise<void> {
  for (;;) {
    const batch = await firstEntries(directory);
    for (const entry of batch) await work(entry);
    if (batch.length < batchEntries) return;
  }
}

async function firstEntries(directory: string): Promise<readonly Dirent[]> {
  const found: Dirent[] = [];
  for await (const entry of await opendir(directory, { bufferSize: batchEntries })) {
    if (found.push(entry) === batchEntries) break;
  }
  return found;
}

/** Never follows a link at the end of `entry`. A directory must be writable to move. */
async function move(entry: string, target: string): Promise<void> {
  try {
    await rename(entry, target);
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    await unlock(entry);
    await rename(entry, target);
  }
}

/** Gives its owner all rights, through no link. Where that fails, the step that needed it says why. */
async function unlock(directory: string): Promise<void> {
  if (process.platform !== 'linux') return await lchmod(directory, ownerOnly).catch(() => undefined);
  const flags = linuxPathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const held = await open(directory, flags).catch(() => null);
  if (held === null) return;
  try {
    await chmod(`/proc/self/fd/${held.fd}`, ownerOnly).catch(() => undefined);
  } finally {
    await held.close();
  }
}

async function ignoring(codes: readonly string[], work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!codes.includes(errorCode(error))) throw error;
  }
}

function randomPart(): string {
  return randomBytes(trashPartBytes).toString('hex');
}
