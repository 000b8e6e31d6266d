// What lies below a directory, without following links. A directory is reached by a walk of its own each time, so
// what is renamed meanwhile may be missed or seen twice, but nothing outside of the mounts is ever seen.

import { hasReason } from '../../domain/errors.ts';
import type { FileEntry, WalkRequest } from '../../ports/files.ts';
import { listPlace } from './directory-listing.ts';
import { cancellation, fileError } from './file-errors.ts';
import { excludes } from './name-patterns.ts';
import { type WalkOptions, withPlace } from './rooted-directory.ts';
import { type Components, formatPath, type MountTable } from './virtual-path.ts';

const kept: WalkOptions = { lastLink: 'keep', missingParents: 'refuse' };
const followed: WalkOptions = { lastLink: 'follow', missingParents: 'refuse' };

/** Entries by path, each directory before what it holds. NOT_A_DIRECTORY, FILE_NOT_FOUND, FILE_TOO_LARGE. */
export async function walkTree(
  table: MountTable,
  root: Components,
  request: WalkRequest,
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const walk = new TreeWalk(table, root, request, signal);
  await walk.enter(root, 1);
  return walk.found;
}

class TreeWalk {
  readonly found: FileEntry[] = [];
  readonly #table: MountTable;
  readonly #root: Components;
  readonly #request: WalkRequest;
  readonly #signal: AbortSignal;
  readonly #isExcluded: (name: string) => boolean;
  #seen = 0;

  constructor(table: MountTable, root: Components, request: WalkRequest, signal: AbortSignal) {
    this.#table = table;
    this.#root = root;
    this.#request = request;
    this.#signal = signal;
    this.#isExcluded = excludes(request.exclude);
  }

  async enter(directory: Components, depth: number): Promise<void> {
    if (this.#signal.aborted) throw cancellation(this.#signal);
    for (const entry of await this.#children(directory, depth)) {
      const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
      if (this.#isExcluded(name)) continue;
      this.#count();
      if (isWanted(entry, this.#request)) this.found.push(entry);
      if (entry.kind === 'directory' && depth < this.#request.maxDepth)
        await this.enter([...directory, name], depth + 1);
    }
  }

  async #children(directory: Components, depth: number): Promise<readonly FileEntry[]> {
    try {
      return await withPlace(this.#table, directory, depth === 1 ? followed : kept, async (place) => {
        if (place.node === null && place.mount !== null) {
          throw fileError('FILE_NOT_FOUND', formatPath(directory), 'it does not exist');
        }
        return await listPlace(this.#table, place, directory, this.#request.maxEntries);
      });
    } catch (error) {
      // Only the directory that was asked for has to be there.
      const isPassing = hasReason(error, 'FILE_NOT_FOUND', 'NOT_A_DIRECTORY', 'FILE_PERMISSION_DENIED', 'PATH_ESCAPES');
      if (depth > 1 && isPassing) return [];
      throw error;
    }
  }

  #count(): void {
    this.#seen += 1;
    if (this.#seen > this.#request.maxEntries) throw tooManyBelow(formatPath(this.#root), this.#request.maxEntries);
  }
}

/** What FILE_TOO_LARGE says when a walk finds more than it may. */
export function tooManyBelow(path: string, maxEntries: number): Error {
  return fileError('FILE_TOO_LARGE', path, `more than ${maxEntries} entries lie below it; ask for a part of it`);
}

/** In byte order of the names on the way, each directory before what it holds. */
export function comparePaths(left: { readonly path: string }, right: { readonly path: string }): number {
  return Buffer.compare(Buffer.from(left.path.replaceAll('/', '\0')), Buffer.from(right.path.replaceAll('/', '\0')));
}

/** Whether one of the names on the way is left out. */
export function excludedBelow(patterns: readonly string[], names: Components): boolean {
  return names.some(excludes(patterns));
}

export function isWanted(entry: FileEntry, { containing }: WalkRequest): boolean {
  return containing === null || (entry.kind === 'file' && entry.sizeBytes <= containing.maxFileBytes);
}
