// Files of a sandbox: below a bind mount from the host without the engine, elsewhere out of the container.

import { type SandkeepError, hasReason, invalidField } from '../../domain/errors.ts';
import type { FileEntry, FileRange, FileWriteOptions } from '../../ports/files.ts';
import type { InstanceTarget } from '../../ports/runtime.ts';
import { conflict, fileError } from '../rooted/file-errors.ts';
import { KeyedQueue } from '../rooted/keyed-queue.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import { formatPath, parseVirtualPath } from '../rooted/virtual-path.ts';
import { archiveList, archivePut, archiveRead, archiveStat } from './archive-files.ts';
import { find } from './containers.ts';
import { lost } from './errors.ts';
import { linkedPath } from './link-path.ts';
import { objectAt, textAt } from './json.ts';
import { NoShell, type ShellContext, shellList, shellRead, shellStat, shellWrite } from './shell-files.ts';
import { Spool } from './spool.ts';

export interface FileLimits {
  readonly maxBytes: number;
}

export interface FilesContext extends ShellContext {
  readonly limits: FileLimits;
}

/** Content that is ready to be given to a client at the client's pace. */
export type OpenedFile =
  | { readonly kind: 'spooled'; readonly spool: Spool }
  | { readonly kind: 'mounted'; readonly files: MountedFiles; readonly path: string };

export interface Place {
  readonly containerId: string;
  /** Whether the engine's archive of a path there can be trusted, is second best, or is not of what the sandbox sees. */
  readonly archives: 'exact' | 'fallback' | 'blind';
}

const maxLinks = 8;
/** Nothing in an image compares and renames in one step, so writers that compare take turns. */
const replacements = new KeyedQueue();
const kernelDirectories = ['/dev', '/proc', '/sys'];

/** The mounts of a target as files on the host, and the path in its normal form. INVALID_PATH. */
export function mountedFiles(target: InstanceTarget, path: string): { files: MountedFiles | null; path: string } {
  const normal = formatPath(parseVirtualPath(path));
  const files = new MountedFiles(target.mounts);
  return { files: files.covers(normal) ? files : null, path: normal };
}

/** INVALID_FIELD for a range that is none. */
export function requireRange(range: FileRange): void {
  if (!isCount(range.offset)) throw invalidField('offset', 'must not be negative');
  if (range.limit !== null && !isCount(range.limit)) throw invalidField('limit', 'must not be negative');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Takes the part of the file out of the container; links are followed, also into a mount. */
export async function openRootFile(context: FilesContext, path: string, range: FileRange): Promise<OpenedFile> {
  const spool = await Spool.open(context.engine.spoolDir, context.limits.maxBytes);
  try {
    let current = path;
    for (let links = 0; links <= maxLinks; links += 1) {
      const place = await locate(context, current);
      const entry = await fetchInto(context, place, current, range, spool);
      if (entry.kind !== 'symlink') return { kind: 'spooled', spool };
      const next = mountedFiles(context.target, linkedPath(current, entry.linkTarget));
      if (next.files !== null) {
        await spool.close();
        return { kind: 'mounted', files: next.files, path: next.path };
      }
      current = next.path;
    }
    throw fileError('NOT_A_FILE', path, `it leads through more than ${maxLinks} links`);
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** Writes at the client's pace into the spool and from there into the container. */
export async function writeRootFile(
  context: FilesContext,
  path: string,
  content: AsyncIterable<Uint8Array>,
  options: FileWriteOptions,
): Promise<FileEntry> {
  const place = await locate(context, path);
  const spool = await Spool.open(context.engine.spoolDir, context.limits.maxBytes);
  try {
    await spool.fill(content, context.signal);
    if (options.ifMatch === null) return await putFile(context, place, path, spool, options);
    return await replacements.run(`${place.containerId}:${path}`, async () => {
      const current = await statThroughLinks(context, path);
      if (current?.etag !== options.ifMatch) throw conflict(path);
      return await putFile(context, place, path, spool, options);
    });
  } finally {
    await spool.close();
  }
}

async function putFile(
  context: FilesContext,
  place: Place,
  path: string,
  spool: Spool,
  options: FileWriteOptions,
): Promise<FileEntry> {
  try {
    const written = await shellWrite(context, path, spool, options);
    if (place.archives !== 'exact') return written;
    // Etags of one file come from one source.
    return { ...written, etag: (await statThroughLinks(context, path))?.etag ?? '' };
  } catch (error) {
    if (!(error instanceof NoShell)) throw error;
    return await writeWithoutShell(context, place, path, spool, options);
  }
}

/** What a path leads to, shown as that path; null when it leads to nothing. FILE_NOT_FOUND never. */
async function statThroughLinks(context: FilesContext, path: string): Promise<FileEntry | null> {
  try {
    return await statFollowed(context, path);
  } catch (error) {
    if (hasReason(error, 'FILE_NOT_FOUND')) return null;
    throw error;
  }
}

/** What a path leads to, also in a mount, shown as that path. FILE_NOT_FOUND. */
export async function statFollowed(context: FilesContext, path: string): Promise<FileEntry> {
  let current = path;
  for (let links = 0; links <= maxLinks; links += 1) {
    const { files } = mountedFiles(context.target, current);
    if (files !== null) return { ...(await files.stat(current, { lastLink: 'follow' })), path };
    const entry = await statRootFile(context, current);
    if (entry.kind !== 'symlink') return { ...entry, path };
    current = entry.linkTarget;
  }
  throw fileError('PATH_ESCAPES', path, `it leads through more than ${maxLinks} links`);
}

/** The path itself; links are described, not followed. */
export async function statRootFile(context: FilesContext, path: string): Promise<FileEntry> {
  const place = await locate(context, path);
  const archive = async (): Promise<FileEntry> =>
    await archiveStat(context.engine, place.containerId, path, context.signal);
  if (place.archives === 'exact') return await archive();
  return await shellOr(place, path, shellStat(context, path), archive);
}

export async function listRootFiles(
  context: FilesContext,
  path: string,
  maxEntries: number,
): Promise<readonly FileEntry[]> {
  const place = await locate(context, path);
  const bounds = { maxEntries, maxBytes: context.limits.maxBytes, maxDepth: 1 };
  // An archive of a directory is all that lies below it.
  return await shellOr(place, path, shellList(context, path, maxEntries), async () =>
    archiveList(context.engine, place.containerId, path, bounds, context.signal),
  );
}

export async function locate(context: FilesContext, path: string): Promise<Place> {
  const { engine, target, signal } = context;
  const found = await find(engine, target.ref, signal);
  if (found === null) throw lost(target.ref.name);
  const temporary = Object.keys(objectAt(found.inspection, 'HostConfig', 'Tmpfs'));
  const isHidden = [...kernelDirectories, ...temporary].some(
    (directory) => path === directory || path.startsWith(`${directory}/`),
  );
  const containerId = textAt(found.inspection, 'Id');
  if (engine.capabilities.exactArchives) return { containerId, archives: isHidden ? 'blind' : 'exact' };
  // A name with these would be taken for a pattern, and another file given for it.
  return { containerId, archives: /[*?[\]\\]/.test(path) ? 'blind' : 'fallback' };
}

/** Fills the spool unless the path is a link; what was found there. */
async function fetchInto(
  context: FilesContext,
  place: Place,
  path: string,
  range: FileRange,
  spool: Spool,
): Promise<Pick<FileEntry, 'kind' | 'linkTarget'>> {
  const archive = async (): Promise<FileEntry> =>
    await archiveRead(context.engine, place.containerId, path, range, spool, context.signal);
  if (place.archives === 'exact') return await archive();
  const shell = async (): Promise<Pick<FileEntry, 'kind' | 'linkTarget'>> => {
    await spool.fill(shellRead(context, path, range), context.signal);
    return { kind: 'file', linkTarget: '' };
  };
  return await shellOr(place, path, shell(), archive);
}

/** What the sandbox's shell answers; without a shell, or when nothing runs, what the archive says if it may. */
export async function shellOr<T>(place: Place, path: string, shell: Promise<T>, archive: () => Promise<T>): Promise<T> {
  try {
    return await shell;
  } catch (error) {
    if (!(error instanceof NoShell) && !hasReason(error, 'WRONG_STATE')) throw error;
    if (place.archives !== 'blind') return await archive();
    throw error instanceof NoShell ? notSupported(path) : error;
  }
}

/** Neither atomic nor exclusive against others: nothing in the image could make it so. */
async function writeWithoutShell(
  context: FilesContext,
  place: Place,
  path: string,
  spool: Spool,
  options: FileWriteOptions,
): Promise<FileEntry> {
  if (place.archives === 'blind' || options.append) throw notSupported(path);
  const { engine } = context;
  const { containerId } = place;
  const replaced = await statOrNull(context, place, path);
  if (replaced !== null && options.mustNotExist) throw fileError('FILE_EXISTS', path, 'it exists');
  if (replaced !== null && replaced.kind !== 'file') throw fileError('NOT_A_FILE', path, 'it is not a regular file');
  const components = parseVirtualPath(path);
  for (let depth = components.length - 1; depth >= 0; depth -= 1) {
    const parent = await statOrNull(context, place, formatPath(components.slice(0, depth)));
    if (parent === null && options.createParents) continue;
    if (parent === null) break;
    if (parent.kind === 'file' || parent.kind === 'other')
      throw fileError('NOT_A_DIRECTORY', path, 'a parent is no directory');
    const names = components.slice(depth);
    await archivePut(engine, containerId, parent, names, spool, { ...options, replaced }, context.signal);
    return await archiveStat(engine, containerId, path, context.signal);
  }
  throw fileError('FILE_NOT_FOUND', path, 'its directory does not exist');
}

async function statOrNull(context: FilesContext, place: Place, path: string): Promise<FileEntry | null> {
  try {
    return await archiveStat(context.engine, place.containerId, path, context.signal);
  } catch (error) {
    if (hasReason(error, 'FILE_NOT_FOUND')) return null;
    throw error;
  }
}

export function notSupported(path: string): SandkeepError {
  return fileError('NOT_SUPPORTED', path, 'the image has no shell with stat, cat and mv, which this needs');
}
