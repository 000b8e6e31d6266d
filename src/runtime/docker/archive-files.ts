// Files of a container's root through the engine's archive calls: they need nothing of the image. An archive that
// is not read blocks the container's other calls, so everything is drained at once or dropped.

import { Readable } from 'node:stream';

import { SandkeepError } from '../../domain/errors.ts';
import type { FileEntry, FileKind, FileWriteOptions } from '../../ports/files.ts';
import { etagOf } from '../rooted/etag.ts';
import { fileError } from '../rooted/file-errors.ts';
import type { EngineStream } from './client.ts';
import type { Engine } from './connection.ts';
import { EngineFailure, connectionFailure, hasStatus, isMissingContainer, saysThat } from './errors.ts';
import { linkedPath } from './link-path.ts';
import { numberAt, parseJson, textAt } from './json.ts';
import { type Spool, tooLarge } from './spool.ts';
import { readTar, type TarHeader, writeTar } from './tar.ts';

const permissionMask = 0o7777;
const newFileMode = 0o644;
const newDirectoryMode = 0o755;
const goLinkBit = 2 ** 27;
const linkMode = 0o777;
const statHeader = 'x-docker-container-path-stat';

const kindByTarType: Readonly<Record<string, FileKind>> = {
  file: 'file',
  'contiguous-file': 'file',
  // A second name of a file that came before it in the archive.
  link: 'file',
  directory: 'directory',
  symlink: 'symlink',
};

interface FirstEntry {
  readonly entry: FileEntry;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Describes the path itself, links not followed. FILE_NOT_FOUND, NOT_A_DIRECTORY. */
export async function archiveStat(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<FileEntry> {
  // Only the archive tells the owner; it begins with it, and the rest is dropped.
  try {
    return await withArchive(engine, containerId, path, signal, async (first) => first.entry);
  } catch (error) {
    const dangling = error instanceof SandkeepError ? linkOfRefusal(error.details.cause, path) : null;
    if (dangling !== null) return dangling;
    throw error;
  }
}

/** Takes a part of a regular file into the spool. RANGE_NOT_SATISFIABLE, NOT_A_FILE, FILE_TOO_LARGE, FILE_NOT_FOUND. */
export async function archiveRead(
  engine: Engine,
  containerId: string,
  path: string,
  range: { readonly offset: number; readonly limit: number | null },
  spool: Spool,
  signal: AbortSignal,
): Promise<FileEntry> {
  return await withArchive(engine, containerId, path, signal, async ({ entry, body }) => {
    if (entry.kind === 'symlink') return entry;
    if (entry.kind !== 'file') throw fileError('NOT_A_FILE', path, 'it is not a regular file');
    if (range.offset > entry.sizeBytes) {
      throw fileError('RANGE_NOT_SATISFIABLE', path, `the file has ${entry.sizeBytes} bytes`);
    }
    const wantedBytes = Math.min(entry.sizeBytes - range.offset, range.limit ?? Number.POSITIVE_INFINITY);
    if (wantedBytes > spool.maxBytes) throw tooLarge(spool.maxBytes);
    await spool.fill(part(body, range.offset, range.limit), signal);
    return entry;
  });
}

/** Puts a file into an existing directory, without a temporary one. READ_ONLY_PATH, NO_SPACE, FILE_NOT_FOUND. */
export async function archivePut(
  engine: Engine,
  containerId: string,
  directory: FileEntry,
  /** Names below the directory; all but the last are directories to make. */
  names: readonly string[],
  content: Spool,
  options: Pick<FileWriteOptions, 'mode'> & { readonly replaced: FileEntry | null },
  signal: AbortSignal,
): Promise<void> {
  const owner = options.replaced ?? directory;
  const base = { uid: owner.uid, gid: owner.gid, mtime: new Date(engine.clock.wallMs()) };
  const directories = names.slice(0, -1).map((_, index) => ({
    ...base,
    name: `${names.slice(0, index + 1).join('/')}/`,
    mode: newDirectoryMode,
  }));
  const mode = options.mode ?? options.replaced?.mode ?? newFileMode;
  const file = { ...base, name: names.join('/'), mode, size: content.sizeBytes };
  const query = { path: directory.path, noOverwriteDirNonDir: true };
  const path = `${directory.path}/${names.join('/')}`;
  try {
    const upload = writeTar(directories, file, content.read(signal));
    await engine.client.slowJson({ method: 'PUT', path: `/containers/${containerId}/archive`, query, upload }, signal);
  } catch (error) {
    throw archiveError(error, path);
  }
}

/** Puts a tar that is ready into an existing directory. READ_ONLY_PATH, NO_SPACE, FILE_NOT_FOUND. */
export async function archiveExtract(
  engine: Engine,
  containerId: string,
  path: string,
  tar: Spool,
  signal: AbortSignal,
): Promise<void> {
  const query = { path, noOverwriteDirNonDir: true };
  const upload = Readable.from(tar.read(signal), { objectMode: false });
  try {
    await engine.client.slowJson({ method: 'PUT', path: `/containers/${containerId}/archive`, query, upload }, signal);
  } catch (error) {
    throw archiveError(error, path);
  }
}

/**
 * What lies below a directory, out of its whole archive: only for images without a shell. NOT_A_DIRECTORY,
 * FILE_TOO_LARGE.
 */
export async function archiveList(
  engine: Engine,
  containerId: string,
  path: string,
  bounds: { readonly maxEntries: number; readonly maxBytes: number; readonly maxDepth: number },
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const children: FileEntry[] = [];
  const archive = await openArchive(engine, containerId, path, signal);
  try {
    const prefix = path === '/' ? '/' : `${path}/`;
    let isFirst = true;
    for await (const { header, skip } of readTar(bounded(archive.body, bounds.maxBytes))) {
      skip();
      if (isFirst && header.type !== 'directory') throw fileError('NOT_A_DIRECTORY', path, 'it is not a directory');
      isFirst = false;
      // The first component is the directory itself, except for the root.
      const below = trimSlashes(header.name)
        .split('/')
        .slice(path === '/' ? 0 : 1);
      const name = below.join('/');
      if (below.length > bounds.maxDepth || name === '') continue;
      if (children.length >= bounds.maxEntries) {
        throw fileError('FILE_TOO_LARGE', path, 'it has more entries than asked for');
      }
      children.push(toEntry(`${prefix}${name}`, header));
    }
  } catch (error) {
    throw archiveError(error, path);
  } finally {
    archive.destroy();
  }
  return children.sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
}

async function withArchive<T>(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
  use: (first: FirstEntry) => Promise<T>,
): Promise<T> {
  const archive = await openArchive(engine, containerId, path, signal);
  try {
    for await (const { header, body } of readTar(archive.body)) {
      const entry = toEntry(path, header);
      const described = linkIn(archive.headers, path, entry) ?? entry;
      return await use({ entry: { ...described, etag: etagIn(archive.headers) }, body });
    }
    throw fileError('FILE_NOT_FOUND', path, 'the engine sent an empty archive');
  } catch (error) {
    throw archiveError(error, path);
  } finally {
    archive.destroy();
  }
}

async function openArchive(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<EngineStream> {
  const request = { method: 'GET', path: `/containers/${containerId}/archive`, query: { path } } as const;
  try {
    return await engine.client.stream(request, signal);
  } catch (error) {
    throw archiveError(error, path);
  }
}

/** The engine's refusals of a path; a missing container stays a 404 for the caller to look into. */
function archiveError(error: unknown, path: string): unknown {
  if (error instanceof SandkeepError) return error;
  if (!(error instanceof EngineFailure)) return connectionFailure(error);
  if (isMissingContainer(error)) return error;
  if (saysThat(error, /not a directory/i)) return fileError('NOT_A_DIRECTORY', path, 'a parent is no directory');
  if (saysThat(error, /read-only|readonly/i)) return fileError('READ_ONLY_PATH', path, 'its file system is read-only');
  if (saysThat(error, /no space left|quota exceeded/i))
    return fileError('NO_SPACE', path, 'no space left on the engine');
  const isMissing = hasStatus(error, 404) || saysThat(error, /no such file|could not (find|be found)|not found/i);
  if (!isMissing) return error;
  return new SandkeepError('FILE_NOT_FOUND', `${path}: it does not exist`, { metadata: { path }, cause: error });
}

async function* part(
  body: AsyncIterable<Uint8Array>,
  offset: number,
  limit: number | null,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  const end = limit === null ? Number.POSITIVE_INFINITY : offset + limit;
  for await (const bytes of body) {
    const from = Math.max(offset - position, 0);
    const wanted = bytes.subarray(from, Math.max(end - position, from));
    position += bytes.length;
    if (wanted.length > 0) yield wanted;
    if (position >= end) return;
  }
}

async function* bounded(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const piece of bytes) {
    total += piece.length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

function toEntry(path: string, header: TarHeader): FileEntry {
  return {
    path,
    kind: kindByTarType[header.type] ?? 'other',
    sizeBytes: header.size,
    mode: header.mode & permissionMask,
    uid: header.uid,
    gid: header.gid,
    modifiedAtMs: Math.floor(header.mtime.getTime() / 1000) * 1000,
    linkTarget: header.type === 'symlink' ? linkedPath(path, header.linkname) : '',
    etag: '',
  };
}

/** Podman refuses a link that leads nowhere, and describes it all the same. */
function linkOfRefusal(cause: unknown, path: string): FileEntry | null {
  return cause instanceof EngineFailure ? linkIn(cause.headers, path, { uid: 0, gid: 0 }) : null;
}

/** From what the engine says of the path itself: it has no inode, but a time to the nanosecond. */
function etagIn(headers: EngineStream['headers']): string {
  const header = headers[statHeader];
  if (typeof header !== 'string') return '';
  const stat = parseJson(Buffer.from(header, 'base64').toString('utf8'));
  return etagOf(numberAt(stat, 'size') ?? 0, numberAt(stat, 'mode') ?? 0, textAt(stat, 'mtime'));
}

/** The link that the engine found at the path, by the header of its answer; Podman's archive is of what it leads to. */
function linkIn(
  headers: EngineStream['headers'],
  path: string,
  owned: Pick<FileEntry, 'uid' | 'gid'>,
): FileEntry | null {
  const header = headers[statHeader];
  if (typeof header !== 'string') return null;
  const stat = parseJson(Buffer.from(header, 'base64').toString('utf8'));
  // A bit of Go's file mode; JavaScript's own bit operations would take it for a sign further up.
  if (Math.floor((numberAt(stat, 'mode') ?? 0) / goLinkBit) % 2 === 0) return null;
  const seconds = Math.floor(Date.parse(textAt(stat, 'mtime')) / 1000);
  return {
    path,
    kind: 'symlink',
    sizeBytes: numberAt(stat, 'size') ?? 0,
    mode: linkMode,
    uid: owned.uid,
    gid: owned.gid,
    modifiedAtMs: Number.isNaN(seconds) ? 0 : seconds * 1000,
    linkTarget: linkedPath(path, textAt(stat, 'linkTarget')),
    etag: '',
  };
}

function trimSlashes(name: string): string {
  return name.replace(/^(\.?\/)+|\/+$/g, '');
}
