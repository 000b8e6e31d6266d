// The files of containers: below a bind mount from the host without the engine, elsewhere out of the container.

import type { Clock } from '../../ports/clock.ts';
import type {
  ChangeOutcome,
  FileChange,
  FileEntry,
  FileEvent,
  FileRange,
  FileTree,
  FileWriteOptions,
  SmallFile,
  StatOptions,
  TreeItem,
  WalkRequest,
  WatchRequest,
} from '../../ports/files.ts';
import type { CallOptions, InstanceTarget } from '../../ports/runtime.ts';
import { fileError } from '../rooted/file-errors.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import { comparePaths, excludedBelow, tooManyBelow } from '../rooted/tree-walk.ts';
import { requireNoMount } from '../rooted/tree-changes.ts';
import { MountTable, parseVirtualPath, pathBelow } from '../rooted/virtual-path.ts';
import type { Engine } from './connection.ts';
import { withDeadline } from './deadline.ts';
import {
  type FileLimits,
  type FilesContext,
  listRootFiles,
  mountedFiles,
  openRootFile,
  requireRange,
  statFollowed,
  statRootFile,
  writeRootFile,
} from './files.ts';
import { changeRoot, putManyIntoRoot, readManyOfRoot, walkRoot } from './root-tree.ts';

export interface DockerFilesOptions {
  readonly clock: Clock;
  readonly limits: FileLimits;
  readonly engine: (signal: AbortSignal) => Promise<Engine>;
  readonly keepBackgroundWork: (work: Promise<void>) => void;
}

export class DockerFiles implements FileTree {
  readonly #options: DockerFilesOptions;

  constructor(options: DockerFilesOptions) {
    this.#options = options;
  }

  async *read(target: InstanceTarget, path: string, range: FileRange, call: CallOptions): AsyncGenerator<Uint8Array> {
    requireRange(range);
    const mounted = mountedFiles(target, path);
    if (mounted.files !== null) return yield* mounted.files.read(mounted.path, range, call.signal);
    // The deadline is the engine's; the client reads what was taken at its own pace.
    const opened = await this.#inRoot(target, path, call, async (context) =>
      openRootFile(context, mounted.path, range),
    );
    if (opened.kind === 'mounted') return yield* opened.files.read(opened.path, range, call.signal);
    try {
      yield* opened.spool.read(call.signal);
    } finally {
      await opened.spool.close();
    }
  }

  async write(
    target: InstanceTarget,
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: FileWriteOptions,
    call: CallOptions,
  ): Promise<FileEntry> {
    const mounted = mountedFiles(target, path);
    const { files } = mounted;
    if (files === null) {
      return await this.#inRoot(target, path, call, async (context) =>
        writeRootFile(context, mounted.path, content, options),
      );
    }
    return await this.#onHost(path, call, async (signal) => files.write(mounted.path, content, options, signal));
  }

  async stat(target: InstanceTarget, path: string, options: StatOptions, call: CallOptions): Promise<FileEntry> {
    const mounted = mountedFiles(target, path);
    if (mounted.files !== null) return await mounted.files.stat(mounted.path, options);
    return await this.#inRoot(target, path, call, async (context) =>
      options.lastLink === 'follow' ? statFollowed(context, mounted.path) : statRootFile(context, mounted.path),
    );
  }

  async list(
    target: InstanceTarget,
    path: string,
    maxEntries: number,
    call: CallOptions,
  ): Promise<readonly FileEntry[]> {
    const mounted = mountedFiles(target, path);
    if (mounted.files !== null) return await mounted.files.list(mounted.path, maxEntries);
    return await this.#inRoot(target, path, call, async (context) => listRootFiles(context, mounted.path, maxEntries));
  }

  async change(target: InstanceTarget, change: FileChange, call: CallOptions): Promise<ChangeOutcome> {
    const { files, path } = mountedFiles(target, change.path);
    const to = change.kind === 'move' ? mountedFiles(target, change.to) : null;
    const guarded = change.kind === 'remove' ? [path] : to === null ? [] : [path, to.path];
    const table = new MountTable(target.mounts);
    for (const each of guarded) requireNoMount(table, parseVirtualPath(each), each);
    if (to !== null && (to.files === null) !== (files === null)) return { kind: 'crosses' };
    if (files !== null) return await this.#onHost(path, call, async (signal) => files.change(change, signal));
    const normal = change.kind === 'move' && to !== null ? { ...change, path, to: to.path } : { ...change, path };
    return await this.#inRoot(target, path, call, async (context) => changeRoot(context, normal));
  }

  async walk(
    target: InstanceTarget,
    path: string,
    request: WalkRequest,
    call: CallOptions,
  ): Promise<readonly FileEntry[]> {
    const mounted = mountedFiles(target, path);
    const { files } = mounted;
    if (files !== null)
      return await this.#onHost(path, call, async (signal) => files.walk(mounted.path, request, signal));
    const own = await this.#inRoot(target, path, call, async (context) => walkRoot(context, mounted.path, request));
    const targets = mountsBelow(target, mounted.path);
    if (targets.length === 0) return [...own].sort(comparePaths);
    const entries = own.filter(
      (entry) => !targets.some((mount) => mount === entry.path || pathBelow(mount, entry.path) !== null),
    );
    const all = new MountedFiles(target.mounts);
    const overlaid = await this.#onHost(path, call, async (signal) => {
      const found: FileEntry[] = [];
      for (const mount of targets) found.push(...(await mountEntries(all, mounted.path, mount, request, signal)));
      return found;
    });
    const together = [...entries, ...overlaid].sort(comparePaths);
    if (together.length > request.maxEntries) throw tooManyBelow(path, request.maxEntries);
    return together;
  }

  async *readMany(
    target: InstanceTarget,
    paths: readonly string[],
    maxBytes: number,
    call: CallOptions,
  ): AsyncGenerator<SmallFile> {
    // Runs of paths that one place serves, so that the order stays.
    for (let start = 0; start < paths.length; ) {
      const { files } = mountedFiles(target, paths[start] ?? '');
      let end = start + 1;
      while (end < paths.length && (mountedFiles(target, paths[end] ?? '').files === null) === (files === null))
        end += 1;
      const run = paths.slice(start, end);
      if (files !== null) yield* files.readMany(run, maxBytes, call.signal);
      else yield* await this.#readRun(target, run, maxBytes, call);
      start = end;
    }
  }

  async putMany(
    target: InstanceTarget,
    directory: string,
    items: AsyncIterable<TreeItem>,
    options: { readonly overwrite: boolean },
    call: CallOptions,
  ): Promise<void> {
    const mounted = mountedFiles(target, directory);
    const { files } = mounted;
    if (files === null) {
      return await this.#inRoot(target, directory, call, async (context) =>
        putManyIntoRoot(context, mounted.path, items, options),
      );
    }
    await this.#onHost(directory, call, async (signal) => files.putMany(mounted.path, items, options, signal));
  }

  async *watch(
    target: InstanceTarget,
    path: string,
    request: WatchRequest,
    call: CallOptions,
  ): AsyncGenerator<FileEvent> {
    const mounted = mountedFiles(target, path);
    if (mounted.files === null) {
      throw fileError('NOT_SUPPORTED', path, 'only mounts of a container can be watched');
    }
    yield* mounted.files.watch(mounted.path, request, call.signal);
  }

  async #readRun(
    target: InstanceTarget,
    paths: readonly string[],
    maxBytes: number,
    call: CallOptions,
  ): Promise<readonly SmallFile[]> {
    return await this.#inRoot(target, paths[0] ?? '', call, async (context) => {
      const files: SmallFile[] = [];
      for await (const file of readManyOfRoot(context, paths, maxBytes)) files.push(file);
      return files;
    });
  }

  async #onHost<T>(path: string, call: CallOptions, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return await withDeadline(this.#options.clock, call, `file ${path}`, body);
  }

  async #inRoot<T>(
    target: InstanceTarget,
    path: string,
    call: CallOptions,
    body: (context: FilesContext) => Promise<T>,
  ): Promise<T> {
    const { clock, engine, keepBackgroundWork, limits } = this.#options;
    const { timeoutMs } = call;
    return await withDeadline(clock, call, `file ${path}`, async (signal) =>
      body({ engine: await engine(signal), target, signal, timeoutMs, keepBackgroundWork, limits }),
    );
  }
}

/** Targets of mounts below a path that is in none, outermost only: those further down belong to them. */
function mountsBelow(target: InstanceTarget, path: string): readonly string[] {
  const targets = target.mounts.map((mount) => mountedFiles(target, mount.target).path);
  const below = targets.filter((mount) => (pathBelow(path, mount) ?? '') !== '');
  return below.filter((mount) => !below.some((other) => other !== mount && pathBelow(other, mount) !== null));
}

async function mountEntries(
  files: MountedFiles,
  root: string,
  mount: string,
  request: WalkRequest,
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const names = parseVirtualPath(pathBelow(root, mount) === null ? '/' : `/${pathBelow(root, mount) ?? ''}`);
  if (names.length > request.maxDepth || excludedBelow(request.exclude, names)) return [];
  const entry = await files.stat(mount, { lastLink: 'keep' });
  const own = request.containing === null ? [entry] : [];
  if (names.length === request.maxDepth || entry.kind !== 'directory') return own;
  const below = await files.walk(mount, { ...request, maxDepth: request.maxDepth - names.length }, signal);
  return [...own, ...below];
}
