// The files of one sandbox as it sees them, served from the host directories behind its mounts.
// What no mount covers does not exist here: default deny. Errors name virtual paths only.

import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { invalidField } from '../../domain/errors.ts';
import type { MountSpec } from '../../domain/runtime-spec.ts';
import type { FileEntry, FileWriteOptions } from '../../ports/runtime.ts';
import { listPlace, toEntry, virtualDirectory, virtualLinkTarget } from './directory-listing.ts';
import { cancellation, fileError, toFileError } from './file-errors.ts';
import { childAddress, type HostNode, kindOf, reopen } from './host-node.ts';
import { writeToPlace } from './file-writer.ts';
import { type Place, requireWritable, type WalkOptions, withPlace } from './rooted-directory.ts';
import { formatPath, MountTable, parseVirtualPath } from './virtual-path.ts';

const chunkBytes = 65_536;
const existing: WalkOptions = { lastLink: 'follow', missingParents: 'refuse' };

export interface ReadRange {
  readonly offset: number;
  /** null: to the end. */
  readonly limit: number | null;
}

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
   * The bytes of a regular file in chunks of 64 KiB, up to the size it had when it was opened.
   * INVALID_PATH, FILE_NOT_FOUND, NOT_A_FILE, NOT_A_DIRECTORY, PATH_ESCAPES, RANGE_NOT_SATISFIABLE,
   * FILE_PERMISSION_DENIED, MOUNT_SOURCE_MISSING, CALL_CANCELLED or the signal's own reason.
   */
  async *read(path: string, range: ReadRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
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
   * What is at the path; a last link is described itself, its target virtual, or "" when it leaves the mounts.
   * INVALID_PATH, FILE_NOT_FOUND, NOT_A_DIRECTORY, PATH_ESCAPES for a parent, MOUNT_SOURCE_MISSING.
   */
  async stat(path: string): Promise<FileEntry> {
    const components = parseVirtualPath(path);
    const kept: WalkOptions = { lastLink: 'keep', missingParents: 'refuse' };
    return await withPlace(this.#table, components, kept, async (place) => {
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

  async #linkTarget(place: Place, node: HostNode): Promise<string> {
    const name = place.path.at(-1);
    if (kindOf(node.stat) !== 'symlink' || place.parent === null || name === undefined) return '';
    return await virtualLinkTarget(this.#table, place.path.slice(0, -1), childAddress(place.parent, name));
  }
}

async function openFile(place: Place, shown: string): Promise<{ handle: FileHandle; sizeBytes: number }> {
  if (place.node === null && place.mount !== null) throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
  // Only a regular file is ever opened for reading: opening a FIFO or a device has effects of its own.
  if (place.node === null || kindOf(place.node.stat) !== 'file') {
    throw fileError('NOT_A_FILE', shown, 'it is not a regular file');
  }
  const handle = await reopen(place.node, constants.O_RDONLY | constants.O_NONBLOCK);
  return { handle, sizeBytes: place.node.stat.size };
}

async function* chunksBetween(
  handle: FileHandle,
  offset: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let position = offset;
  while (position < end) {
    if (signal.aborted) throw cancellation(signal);
    const buffer = new Uint8Array(Math.min(chunkBytes, end - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function requireRange(range: ReadRange): void {
  if (!Number.isSafeInteger(range.offset) || range.offset < 0) throw invalidField('offset', 'must not be negative');
  if (range.limit === null) return;
  if (!Number.isSafeInteger(range.limit) || range.limit < 0) throw invalidField('limit', 'must not be negative');
}
