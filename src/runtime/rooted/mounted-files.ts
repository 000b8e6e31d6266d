// The files of one sandbox as it sees them, served from the host directories behind its mounts.
// What no mount covers does not exist here: default deny. Errors name virtual paths only.

import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { hasReason, invalidField } from '../../domain/errors.ts';
import type { MountSpec } from '../../domain/runtime-spec.ts';
import type {
  ChangeOutcome,
  FileChange,
  FileEntry,
  FileEvent,
  FileRange,
  FileWriteOptions,
  SmallFile,
  StatOptions,
  TreeItem,
  WalkRequest,
  WatchRequest,
} from '../../ports/files.ts';
import { listPlace, toEntry, virtualDirectory, virtualLinkTarget } from './directory-listing.ts';
import { cancellation, fileError, toFileError } from './file-errors.ts';
import { childAddress, type HostNode, kindOf, reopen } from './host-node.ts';
import { writeToPlace } from './file-writer.ts';
import { type Place, requireWritable, type WalkOptions, withPlace } from './rooted-directory.ts';
import { chmodAt, makeDirectoryAt, makeLinkAt, moveTo, removeAt } from './tree-changes.ts';
import { walkTree } from './tree-walk.ts';
import { watchTree } from './tree-watch.ts';
import { type Components, formatPath, MountTable, parseVirtualPath } from './virtual-path.ts';

const chunkBytes = 256 * 1024;
const existing: WalkOptions = { lastLink: 'follow', missingParents: 'refuse' };
const kept: WalkOptions = { lastLink: 'keep', missingParents: 'refuse' };
/** Refusals of a path that is gone, or was never a plain file. */
const passing = ['FILE_NOT_FOUND', 'NOT_A_FILE', 'NOT_A_DIRECTORY', 'PATH_ESCAPES', 'FILE_PERMISSION_DENIED'] as const;

export class MountedFiles {
  readonly #table: MountTable;

  /** INVALID_FIELD when a mount's source or target is not an absolute path, or two mounts have one target. */
  constructor(mounts: readonly MountSpec[]) {
    this.#table = new MountTable(mounts);
  }

  /** Whether the path is at or below a mount's target, by text alone. INVALID_PATH. */
  covers(path: string): boolean {
    return this.#table.covering(parseVirtualPath(path)) !== null;
  }

  /** Where the path would be on the host, by text alone; null when no mount covers it. Never for clients. INVALID_PATH. */
  hostPath(path: string): string | null {
    const components = parseVirtualPath(path);
    const mount = this.#table.covering(components);
    return mount === null ? null : this.#table.hostPath(mount, components);
  }

  /**
   * The bytes of a regular file in chunks, up to the size it had when it was opened.
   * INVALID_PATH, FILE_NOT_FOUND, NOT_A_FILE, NOT_A_DIRECTORY, PATH_ESCAPES, RANGE_NOT_SATISFIABLE,
   * FILE_PERMISSION_DENIED, MOUNT_SOURCE_MISSING, CALL_CANCELLED or the signal's own reason.
   */
  async *read(path: string, range: FileRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    requireRange(range);
    const components = parseVirtualPath(path);
    if (signal.aborted) throw cancellation(signal);
    const opened = await withPlace(this.#table, components, existing, (place) =>
      openFile(place, formatPath(components)),
    );
    // An abort while the reader is away must not keep the descriptor.
    const closeEarly = (): void => void opened.handle.close().catch(() => undefined);
    signal.addEventListener('abort', closeEarly, { once: true });
    try {
      if (range.offset > opened.sizeBytes) {
        throw fileError('RANGE_NOT_SATISFIABLE', path, `the file has ${opened.sizeBytes} bytes`);
      }
      const end = range.limit === null ? opened.sizeBytes : Math.min(opened.sizeBytes, range.offset + range.limit);
      yield* chunksBetween(opened.handle, range.offset, end, signal);
    } catch (error) {
      throw signal.aborted ? cancellation(signal) : toFileError(error, formatPath(components));
    } finally {
      signal.removeEventListener('abort', closeEarly);
      await opened.handle.close();
    }
  }

  /**
   * Replaces the file in one step, or appends to it; a failed append keeps what was written. New files get
   * mode 0644 and the owner of their directory, replaced ones keep both. Resolves once it is on disk.
   * READ_ONLY_PATH, FILE_EXISTS, NO_SPACE, NOT_SUPPORTED for replacing a mount that is one file, and those of
   * read; an error of the content itself is passed on.
   */
  async write(
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: FileWriteOptions,
    signal: AbortSignal,
  ): Promise<FileEntry> {
    const components = parseVirtualPath(path);
    const shown = formatPath(components);
    if (signal.aborted) throw cancellation(signal);
    const walk: WalkOptions = {
      lastLink: options.mustNotExist ? 'keep' : 'follow',
      missingParents: options.createParents ? 'create' : 'refuse',
    };
    return await withPlace(this.#table, components, walk, async (place) => {
      if (place.mount === null) throw fileError('INVALID_PATH', shown, 'it is a directory above the mounts');
      requireWritable(this.#table, place, shown);
      const stat = await writeToPlace({ place, shown, content, options, signal });
      return toEntry(components, stat, '');
    });
  }

  /**
   * What is at the path. A last link is described itself, unless it is to be followed: its target virtual, or "" when
   * it leaves the mounts. INVALID_PATH, FILE_NOT_FOUND, NOT_A_DIRECTORY, PATH_ESCAPES, MOUNT_SOURCE_MISSING.
   */
  async stat(path: string, { lastLink }: StatOptions = { lastLink: 'keep' }): Promise<FileEntry> {
    const components = parseVirtualPath(path);
    return await withPlace(this.#table, components, { ...kept, lastLink }, async (place) => {
      if (place.mount === null) return virtualDirectory(components);
      if (place.node === null) throw fileError('FILE_NOT_FOUND', formatPath(components), 'it does not exist');
      return toEntry(components, place.node.stat, await this.#linkTarget(place, place.node));
    });
  }

  /**
   * The host directory behind the path, after every link; for commands that start there. Never for clients.
   * INVALID_PATH, FILE_NOT_FOUND, NOT_A_DIRECTORY, PATH_ESCAPES, MOUNT_SOURCE_MISSING.
   */
  async hostDirectory(path: string): Promise<string> {
    const components = parseVirtualPath(path);
    const shown = formatPath(components);
    return await withPlace(this.#table, components, existing, async (place) => {
      if (place.mount === null) throw fileError('INVALID_PATH', shown, 'it is a directory above the mounts');
      if (place.node === null) throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
      if (kindOf(place.node.stat) !== 'directory') throw fileError('NOT_A_DIRECTORY', shown, 'it is not a directory');
      return this.#table.hostPath(place.mount, place.path);
    });
  }

  /** Walks to the source of every mount. MOUNT_SOURCE_MISSING, PATH_ESCAPES when one was swapped for a link. */
  async requireSources(): Promise<void> {
    for (const mount of this.#table.mounts) {
      await withPlace(this.#table, mount.target, existing, () => Promise.resolve());
    }
  }

  /**
   * Direct children by name in byte order, with mounts laid over; links are shown, not followed.
   * INVALID_PATH, FILE_NOT_FOUND, NOT_A_DIRECTORY, PATH_ESCAPES, FILE_PERMISSION_DENIED, MOUNT_SOURCE_MISSING,
   * FILE_TOO_LARGE when there are more than maxEntries.
   */
  async list(path: string, maxEntries: number): Promise<readonly FileEntry[]> {
    const components = parseVirtualPath(path);
    return await withPlace(this.#table, components, existing, async (place) => {
      if (place.node === null && place.mount !== null) {
        throw fileError('FILE_NOT_FOUND', formatPath(components), 'it does not exist');
      }
      return await listPlace(this.#table, place, components, maxEntries);
    });
  }

  /** Below a directory, without following links; see the port. Those of list, CALL_CANCELLED or the signal's reason. */
  async walk(path: string, request: WalkRequest, signal: AbortSignal): Promise<readonly FileEntry[]> {
    return await walkTree(this.#table, parseVirtualPath(path), request, signal);
  }

  /** Regular files, at most maxBytes of each; links and what is gone are left out. */
  async *readMany(paths: readonly string[], maxBytes: number, signal: AbortSignal): AsyncGenerator<SmallFile> {
    for (const path of paths) {
      if (signal.aborted) throw cancellation(signal);
      const bytes = await this.#readStart(path, maxBytes);
      if (bytes !== null) yield { path, bytes };
    }
  }

  /** A change of the tree; see the port for its errors. */
  async change(change: FileChange, signal: AbortSignal): Promise<ChangeOutcome> {
    const components = parseVirtualPath(change.path);
    if (signal.aborted) throw cancellation(signal);
    switch (change.kind) {
      case 'makeDirectory':
        return { kind: 'done', entry: await this.#makeDirectory(components, change) };
      case 'remove':
        await withPlace(this.#table, components, kept, async (place) => {
          const depth = change.recursive ? 'recursive' : 'single';
          await removeAt(this.#table, place, formatPath(components), depth, signal);
        });
        return { kind: 'done', entry: null };
      case 'chmod': {
        const entry = await withPlace(this.#table, components, existing, async (place) => {
          const node = await chmodAt(this.#table, place, formatPath(components), change.mode);
          return toEntry(components, node.stat, '');
        });
        return { kind: 'done', entry };
      }
      case 'move':
        return await this.#move(components, parseVirtualPath(change.to), change.overwrite ? 'replace' : 'refuse');
    }
  }

  /** Puts items below a directory; see the port. */
  async putMany(
    directory: string,
    items: AsyncIterable<TreeItem>,
    options: { readonly overwrite: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const root = parseVirtualPath(directory);
    const found = await this.stat(directory, { lastLink: 'follow' });
    if (found.kind !== 'directory') throw fileError('NOT_A_DIRECTORY', formatPath(root), 'it is not a directory');
    // At the end: a directory that forbids writing is to be filled first.
    const modes: { readonly path: string; readonly mode: number }[] = [];
    for await (const item of items) {
      if (signal.aborted) throw cancellation(signal);
      const path = formatPath([...root, ...parseVirtualPath(`/${item.name}`)]);
      await this.#putItem(path, item, options.overwrite, signal);
      if (item.kind === 'directory') modes.push({ path, mode: item.mode });
    }
    for (const { path, mode } of modes.toReversed()) await this.change({ kind: 'chmod', path, mode }, signal);
  }

  /** What happens below a directory, until the signal fires; see the port. */
  async *watch(path: string, request: WatchRequest, signal: AbortSignal): AsyncGenerator<FileEvent> {
    yield* watchTree(this.#table, parseVirtualPath(path), request, signal);
  }

  async #putItem(path: string, item: TreeItem, overwrite: boolean, signal: AbortSignal): Promise<void> {
    const components = parseVirtualPath(path);
    const parents: WalkOptions = { lastLink: 'keep', missingParents: 'create' };
    if (item.kind === 'directory') {
      await this.change({ kind: 'makeDirectory', path, mode: null, createParents: true }, signal);
      return;
    }
    if (item.kind === 'symlink') {
      await withPlace(this.#table, components, parents, async (place) => {
        await makeLinkAt(this.#table, place, path, item.linkTarget, overwrite ? 'replace' : 'refuse');
      });
      return;
    }
    const content = item.content ?? noContent();
    const options = { mode: item.mode, createParents: true, append: false, ifMatch: null };
    // The link is replaced, not what it leads to.
    if (overwrite) await this.#removeLink(components, signal);
    await this.write(path, content, { ...options, mustNotExist: !overwrite }, signal);
  }

  async #removeLink(components: Components, signal: AbortSignal): Promise<void> {
    await withPlace(this.#table, components, { lastLink: 'keep', missingParents: 'create' }, async (place) => {
      if (place.node === null || kindOf(place.node.stat) !== 'symlink') return;
      await removeAt(this.#table, place, formatPath(components), 'single', signal);
    });
  }

  async #makeDirectory(
    components: Components,
    change: Extract<FileChange, { kind: 'makeDirectory' }>,
  ): Promise<FileEntry> {
    const walk: WalkOptions = { lastLink: 'follow', missingParents: change.createParents ? 'create' : 'refuse' };
    return await withPlace(this.#table, components, walk, async (place) => {
      const node = await makeDirectoryAt(this.#table, place, formatPath(components), change.mode);
      return node === null ? virtualDirectory(components) : toEntry(components, node.stat, '');
    });
  }

  async #move(from: Components, to: Components, overwriting: 'refuse' | 'replace'): Promise<ChangeOutcome> {
    const shown = { from: formatPath(from), to: formatPath(to) };
    const moved = await withPlace(this.#table, from, kept, (source) =>
      withPlace(this.#table, to, kept, (target) => moveTo(this.#table, source, target, shown, overwriting)),
    );
    return moved === 'crosses' ? { kind: 'crosses' } : { kind: 'done', entry: await this.stat(shown.to) };
  }

  /** null for what is no plain file, or not there any more. */
  async #readStart(path: string, maxBytes: number): Promise<Uint8Array | null> {
    const components = parseVirtualPath(path);
    try {
      return await withPlace(this.#table, components, kept, async (place) => {
        const { handle, sizeBytes } = await openFile(place, formatPath(components));
        try {
          const buffer = new Uint8Array(Math.min(sizeBytes, maxBytes));
          const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, 0);
          return buffer.subarray(0, bytesRead);
        } finally {
          await handle.close();
        }
      });
    } catch (error) {
      if (hasReason(error, ...passing)) return null;
      throw error;
    }
  }

  async #linkTarget(place: Place, node: HostNode): Promise<string> {
    const name = place.path.at(-1);
    if (kindOf(node.stat) !== 'symlink' || place.parent === null || name === undefined) return '';
    return await virtualLinkTarget(this.#table, place.path.slice(0, -1), childAddress(place.parent, name));
  }
}

async function* noContent(): AsyncGenerator<Uint8Array> {}

async function openFile(place: Place, shown: string): Promise<{ handle: FileHandle; sizeBytes: number }> {
  if (place.node === null && place.mount !== null) throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
  // Only a regular file is ever opened for reading: opening a FIFO or a device has effects of its own.
  if (place.node === null || kindOf(place.node.stat) !== 'file') {
    throw fileError('NOT_A_FILE', shown, 'it is not a regular file');
  }
  const handle = await reopen(place.node, constants.O_RDONLY | constants.O_NONBLOCK);
  return { handle, sizeBytes: place.node.stat.size };
}

/** The next chunk is read while the reader has this one. */
async function* chunksBetween(
  handle: FileHandle,
  offset: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let position = offset;
  let reading = chunkAt(handle, position, end);
  for (;;) {
    const chunk = await reading;
    if (signal.aborted) throw cancellation(signal);
    if (chunk.length === 0) return;
    position += chunk.length;
    reading = chunkAt(handle, position, end);
    // Whoever leaves early does not see its failure.
    reading.catch(() => undefined);
    yield chunk;
  }
}

/** Empty at the end. */
async function chunkAt(handle: FileHandle, position: number, end: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - position));
  if (buffer.length === 0) return buffer;
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

function requireRange(range: FileRange): void {
  if (!Number.isSafeInteger(range.offset) || range.offset < 0) throw invalidField('offset', 'must not be negative');
  if (range.limit === null) return;
  if (!Number.isSafeInteger(range.limit) || range.limit < 0) throw invalidField('limit', 'must not be negative');
}
