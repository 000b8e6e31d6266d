// Directories of workspaces: made with the owner that a template asks for, and removed without following links.

import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { SandkeepError } from '../domain/errors.ts';
import type { WorkspaceOwner } from '../domain/template.ts';
import type { DirectoryRequest, HostDirectories } from '../ports/host.ts';
import { directoryError, errorCode, isAbsent } from './system-errors.ts';
import { removeDirectory } from './directory-removal.ts';

/** A user inside a container must get through the parents of its bind source, whatever the umask of the daemon. */
const parentMode = 0o755;
/** Mode of a directory between mkdir and its owner and mode: a crash in between is seen and made good. */
const unfinishedMode = 0o1700;
const permissionBits = 0o7777;
const noFollow = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

interface Look {
  readonly mode: number;
  readonly owner: WorkspaceOwner | null;
}

export const hostDirectories: HostDirectories = {
  ensure: (request) => explained('making a directory', () => ensure(request)),
  exists: (directory) => explained('looking for a directory', () => exists(directory)),
  remove: (directory) => explained('removing a directory', () => removeDirectory(directory)),
  realPath: (directory) => explained('resolving a path', () => realPath(directory)),
};

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw directoryError(error, what);
  }
}

async function ensure(request: DirectoryRequest): Promise<void> {
  const leafLook: Look = { mode: request.mode, owner: request.owner };
  if (request.within !== undefined) {
    const names = path.relative(request.within, request.path).split(path.sep);
    if (names.includes('..'))
      throw new SandkeepError('PATH_ESCAPES', 'a directory is not inside the one it belongs to');
    return await makeEach(request.within, noFollow, names, () => leafLook);
  }
  const { base, names } = await deepestExisting(request.path);
  const leaf = names.length - 1;
  await makeEach(base, constants.O_RDONLY | constants.O_DIRECTORY, names, (index) =>
    index === leaf ? leafLook : { mode: parentMode, owner: null },
  );
}

/** Where making begins: above the first name that is missing or unfinished. The last name is never part of the base. */
async function deepestExisting(directory: string): Promise<{ base: string; names: string[] }> {
  const names = [path.basename(directory)];
  let base = path.dirname(directory);
  for (;;) {
    const found = await statOrNull(base);
    if (found !== null && !found.isDirectory()) throw notADirectory();
    if (found !== null && !isUnfinished(found)) return { base, names };
    names.unshift(path.basename(base));
    base = path.dirname(base);
  }
}

async function makeEach(
  base: string,
  baseFlags: number,
  names: readonly string[],
  lookOf: (index: number) => Look,
): Promise<void> {
  let parent = await open(base, baseFlags);
  let parentPath = base;
  try {
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      const entry = path.join(anchor(parent, parentPath), name);
      if (isLast && (await isFinished(entry))) return;
      const made = await makeOne(entry, lookOf(index));
      await parent.close();
      parent = made;
      parentPath = path.join(parentPath, name);
    }
  } finally {
    await parent.close();
  }
}

/** Linux reaches entries through the open parent, so nobody can swap it for a link in between. */
function anchor(parent: FileHandle, parentPath: string): string {
  return process.platform === 'linux' ? `/proc/self/fd/${parent.fd}` : parentPath;
}

async function isFinished(entry: string): Promise<boolean> {
  try {
    const found = await lstat(entry);
    if (found.isSymbolicLink()) throw linkRefused();
    if (!found.isDirectory()) throw notADirectory();
    return !isUnfinished(found);
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** The open directory, made when it is missing. */
async function makeOne(entry: string, look: Look): Promise<FileHandle> {
  try {
    await mkdir(entry, unfinishedMode);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const directory = await openEntry(entry);
  try {
    const found = await directory.stat();
    if (isUnfinished(found)) await finish(directory, found, look);
    return directory;
  } catch (error) {
    await directory.close();
    throw error;
  }
}

async function openEntry(entry: string): Promise<FileHandle> {
  try {
    return await open(entry, noFollow);
  } catch (error) {
    const isLink = (await lstat(entry).catch(() => null))?.isSymbolicLink() ?? false;
    throw isLink ? linkRefused() : error;
  }
}

/** The mode comes last: it ends the mark. */
async function finish(directory: FileHandle, found: Stats, look: Look): Promise<void> {
  if (look.owner !== null) await setOwner(directory, found, look.owner);
  await directory.chmod(look.mode);
}

async function setOwner(directory: FileHandle, found: Stats, owner: WorkspaceOwner): Promise<void> {
  if (found.uid === owner.uid && found.gid === owner.gid) return;
  try {
    await directory.chown(owner.uid, owner.gid);
  } catch (error) {
    // EINVAL: the user namespace of the daemon does not know the owner.
    if (!['EPERM', 'EINVAL'].includes(errorCode(error))) throw error;
    const self = `${process.geteuid?.() ?? 'unknown'}:${process.getegid?.() ?? 'unknown'}`;
    const wanted = `${owner.uid}:${owner.gid}`;
    throw new SandkeepError('WORKSPACE_OWNER', `the daemon runs as ${self} and may not give a directory to ${wanted}`, {
      metadata: { daemon: self, owner: wanted },
      cause: error,
    });
  }
}

function isUnfinished(found: Stats): boolean {
  return (found.mode & permissionBits) === unfinishedMode && found.uid === process.geteuid?.();
}

function linkRefused(): SandkeepError {
  return new SandkeepError('PATH_ESCAPES', 'a link is where a directory belongs');
}

function notADirectory(): SandkeepError {
  return new SandkeepError('NOT_A_DIRECTORY', 'a file is where a directory belongs');
}

async function exists(directory: string): Promise<boolean> {
  return (await statOrNull(directory)) !== null;
}

async function statOrNull(directory: string): Promise<Stats | null> {
  try {
    return await stat(directory);
  } catch (error) {
    if (isAbsent(error) || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

async function realPath(directory: string): Promise<string | null> {
  try {
    return await realpath(directory);
  } catch (error) {
    if (isAbsent(error) || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
