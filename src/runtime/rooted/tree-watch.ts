// What happens below a directory of the mounts, by the host's own notices. Each directory is watched at the inode
// that a walk has found, so a link that comes into its place later shows nothing of where it leads.

import { type FSWatcher, watch } from 'node:fs';
import { hasReason } from '../../domain/errors.ts';
import type { FileEvent, WatchRequest } from '../../ports/files.ts';
import { cancellation, errorCode, fileError, toFileError } from './file-errors.ts';
import { kindOf } from './host-node.ts';
import { type WalkOptions, withPlace } from './rooted-directory.ts';
import { walkTree } from './tree-walk.ts';
import { type Components, formatPath, type MountTable } from './virtual-path.ts';

const kept: WalkOptions = { lastLink: 'keep', missingParents: 'refuse' };
const followed: WalkOptions = { lastLink: 'follow', missingParents: 'refuse' };
const maxDepth = 256;
/** What is looked through for directories to watch. */
const maxEntries = 1_000_000;

interface Notice {
  readonly directory: Components;
  readonly name: string;
  readonly kind: 'rename' | 'change';
}

interface Watched {
  readonly watcher: FSWatcher;
  /** What the host calls the directory itself in a notice about it. */
  readonly ownName: string;
}

/** First "ready", then events until the signal fires or the directory is gone. FILE_TOO_LARGE, TOO_MANY_REQUESTS. */
export async function* watchTree(
  table: MountTable,
  root: Components,
  request: WatchRequest,
  signal: AbortSignal,
): AsyncGenerator<FileEvent> {
  const watching = new TreeWatch(table, root, request, signal);
  try {
    await watching.watchAll(root, 'follow');
    yield { kind: 'ready' };
    for (;;) {
      const events = await watching.next();
      yield* events;
      if (watching.isOver) return;
    }
  } finally {
    watching.close();
  }
}

class TreeWatch {
  isOver = false;
  readonly #table: MountTable;
  readonly #root: Components;
  readonly #request: WatchRequest;
  readonly #signal: AbortSignal;
  readonly #watched = new Map<string, Watched>();
  #notices: Notice[] = [];
  #isBehind = false;
  #failure: unknown = null;
  #wake: () => void = () => undefined;

  constructor(table: MountTable, root: Components, request: WatchRequest, signal: AbortSignal) {
    this.#table = table;
    this.#root = root;
    this.#request = request;
    this.#signal = signal;
  }

  close(): void {
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  /** The directory and, when asked for, all below it; those that are watched already stay. */
  async watchAll(directory: Components, lastLink: 'follow' | 'keep'): Promise<void> {
    await this.#watchOne(directory, lastLink);
    if (!this.#request.recursive) return;
    const all = { maxDepth, maxEntries, exclude: [], containing: null };
    for (const entry of await walkTree(this.#table, directory, all, this.#signal)) {
      if (entry.kind === 'directory') await this.#watchOne(entry.path.split('/').slice(1), 'keep');
    }
  }

  /** Waits for a notice; what it means, which may be nothing. */
  async next(): Promise<readonly FileEvent[]> {
    while (this.#notices.length === 0 && !this.#isBehind && this.#failure === null) await this.#untilWoken();
    if (this.#failure !== null) throw toFileError(this.#failure, formatPath(this.#root));
    if (this.#isBehind) {
      this.#notices = [];
      this.#isBehind = false;
      await this.watchAll(this.#root, 'follow');
      return [{ kind: 'overflow' }];
    }
    const notice = this.#notices.shift();
    return notice === undefined ? [] : await this.#meaningOf(notice);
  }

  async #untilWoken(): Promise<void> {
    if (this.#signal.aborted) throw cancellation(this.#signal);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const onAbort = (): void => resolve();
    this.#signal.addEventListener('abort', onAbort, { once: true });
    await promise;
    this.#signal.removeEventListener('abort', onAbort);
    if (this.#signal.aborted) throw cancellation(this.#signal);
  }

  async #meaningOf({ directory, name, kind }: Notice): Promise<readonly FileEvent[]> {
    const path = [...directory, name];
    const shown = formatPath(path);
    const found = await this.#kindAt(path);
    if (found === null) {
      if (this.#watched.get(formatPath(directory))?.ownName === name) return await this.#aboutItself(directory);
      this.#forgetBelow(shown);
      return kind === 'rename' ? [{ kind: 'removed', path: shown }] : [];
    }
    if (kind === 'change') return [{ kind: 'changed', path: shown }];
    if (found !== 'directory' || !this.#request.recursive) return [{ kind: 'created', path: shown }];
    return [{ kind: 'created', path: shown }, ...(await this.#enterNew(path, shown))];
  }

  /** What was made in a new directory before it was watched. */
  async #enterNew(path: Components, shown: string): Promise<readonly FileEvent[]> {
    this.#forgetBelow(shown);
    try {
      await this.watchAll(path, 'keep');
    } catch (error) {
      if (hasReason(error, 'FILE_NOT_FOUND', 'NOT_A_DIRECTORY', 'PATH_ESCAPES')) return [];
      throw error;
    }
    const request = { maxDepth, maxEntries: this.#request.maxQueued, exclude: [], containing: null };
    try {
      const entries = await walkTree(this.#table, path, request, this.#signal);
      return entries.map((entry) => ({ kind: 'created', path: entry.path }));
    } catch (error) {
      if (hasReason(error, 'FILE_TOO_LARGE')) return [{ kind: 'overflow' }];
      if (hasReason(error, 'FILE_NOT_FOUND', 'NOT_A_DIRECTORY', 'PATH_ESCAPES')) return [];
      throw error;
    }
  }

  async #aboutItself(directory: Components): Promise<readonly FileEvent[]> {
    if ((await this.#kindAt(directory)) !== null) return [];
    this.#forgetBelow(formatPath(directory));
    if (directory.length !== this.#root.length) return [];
    this.isOver = true;
    return [{ kind: 'removed', path: formatPath(this.#root) }];
  }

  async #kindAt(path: Components): Promise<string | null> {
    try {
      return await withPlace(this.#table, path, kept, (place) =>
        Promise.resolve(place.node === null ? (place.mount === null ? 'directory' : null) : kindOf(place.node.stat)),
      );
    } catch (error) {
      if (hasReason(error, 'FILE_NOT_FOUND', 'NOT_A_DIRECTORY', 'PATH_ESCAPES', 'FILE_PERMISSION_DENIED')) return null;
      throw error;
    }
  }

  async #watchOne(directory: Components, lastLink: 'follow' | 'keep'): Promise<void> {
    const shown = formatPath(directory);
    if (this.#watched.has(shown)) return;
    await withPlace(this.#table, directory, { ...(lastLink === 'keep' ? kept : followed) }, async ({ node, mount }) => {
      if (node === null) {
        if (mount === null) return;
        if (lastLink === 'follow') throw fileError('FILE_NOT_FOUND', shown, 'it does not exist');
        return;
      }
      if (kindOf(node.stat) !== 'directory') {
        if (lastLink === 'follow') throw fileError('NOT_A_DIRECTORY', shown, 'it is not a directory');
        return;
      }
      if (this.#watched.size >= this.#request.maxDirectories) {
        throw fileError('FILE_TOO_LARGE', shown, `more than ${this.#request.maxDirectories} directories to watch`);
      }
      const ownName = node.address.slice(node.address.lastIndexOf('/') + 1);
      this.#watched.set(shown, { watcher: this.#open(node.address, directory, shown), ownName });
    });
  }

  #open(address: string, directory: Components, shown: string): FSWatcher {
    try {
      const watcher = watch(address, { persistent: false }, (kind, name) => {
        if (name !== null) this.#note({ directory, name, kind });
      });
      watcher.on('error', (error) => {
        this.#failure = error;
        this.#wake();
      });
      return watcher;
    } catch (error) {
      // The host's word for its own bound, not for a disk.
      if (errorCode(error) !== 'ENOSPC') throw error;
      throw fileError('TOO_MANY_REQUESTS', shown, 'the host has no room for more watched directories');
    }
  }

  #note(notice: Notice): void {
    const last = this.#notices.at(-1);
    const isSame = last?.name === notice.name && last.kind === notice.kind && last.directory === notice.directory;
    if (isSame) return;
    if (this.#notices.length >= this.#request.maxQueued) this.#isBehind = true;
    else this.#notices.push(notice);
    this.#wake();
  }

  #forgetBelow(shown: string): void {
    for (const [path, { watcher }] of this.#watched) {
      if (path !== shown && !path.startsWith(`${shown}/`)) continue;
      watcher.close();
      this.#watched.delete(path);
    }
  }
}
