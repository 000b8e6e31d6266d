// The files of instances that are all served from the host: of the local runtime and of the fake one.

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
import { cancellation } from './file-errors.ts';
import type { MountedFiles } from './mounted-files.ts';

/** The bound of one call: a signal that aborts with the error the caller is to see. */
export interface FileScope {
  readonly signal: AbortSignal;
  end(): void;
}

export interface HostFileTreeOptions {
  /** Opens the bound of a call; what is the call, for messages. */
  readonly open: (call: CallOptions, what: string) => FileScope;
  /** What serves all these paths of the instance. SANDBOX_LOST, INVALID_PATH. */
  readonly filesOf: (target: InstanceTarget, paths: readonly string[], signal: AbortSignal) => Promise<MountedFiles>;
}

export class HostFileTree implements FileTree {
  readonly #open: HostFileTreeOptions['open'];
  readonly #filesOf: HostFileTreeOptions['filesOf'];

  constructor({ open, filesOf }: HostFileTreeOptions) {
    this.#open = open;
    this.#filesOf = filesOf;
  }

  async *read(target: InstanceTarget, path: string, range: FileRange, call: CallOptions): AsyncGenerator<Uint8Array> {
    yield* this.#stream(target, [path], call, `read of ${path}`, (files, signal) => files.read(path, range, signal));
  }

  async write(
    target: InstanceTarget,
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: FileWriteOptions,
    call: CallOptions,
  ): Promise<FileEntry> {
    return await this.#within(target, [path], call, `write of ${path}`, (files, signal) =>
      files.write(path, content, options, signal),
    );
  }

  async stat(target: InstanceTarget, path: string, options: StatOptions, call: CallOptions): Promise<FileEntry> {
    return await this.#within(target, [path], call, `stat of ${path}`, (files) => files.stat(path, options));
  }

  async list(
    target: InstanceTarget,
    path: string,
    maxEntries: number,
    call: CallOptions,
  ): Promise<readonly FileEntry[]> {
    return await this.#within(target, [path], call, `listing of ${path}`, (files) => files.list(path, maxEntries));
  }

  async change(target: InstanceTarget, change: FileChange, call: CallOptions): Promise<ChangeOutcome> {
    const paths = change.kind === 'move' ? [change.path, change.to] : [change.path];
    return await this.#within(target, paths, call, `${change.kind} of ${change.path}`, (files, signal) =>
      files.change(change, signal),
    );
  }

  async walk(
    target: InstanceTarget,
    path: string,
    request: WalkRequest,
    call: CallOptions,
  ): Promise<readonly FileEntry[]> {
    return await this.#within(target, [path], call, `walk of ${path}`, (files, signal) =>
      files.walk(path, request, signal),
    );
  }

  async *readMany(
    target: InstanceTarget,
    paths: readonly string[],
    maxBytes: number,
    call: CallOptions,
  ): AsyncGenerator<SmallFile> {
    yield* this.#stream(target, paths, call, `read of ${paths.length} files`, (files, signal) =>
      files.readMany(paths, maxBytes, signal),
    );
  }

  async putMany(
    target: InstanceTarget,
    directory: string,
    items: AsyncIterable<TreeItem>,
    options: { readonly overwrite: boolean },
    call: CallOptions,
  ): Promise<void> {
    await this.#within(target, [directory], call, `copy into ${directory}`, (files, signal) =>
      files.putMany(directory, items, options, signal),
    );
  }

  async *watch(
    target: InstanceTarget,
    path: string,
    request: WatchRequest,
    call: CallOptions,
  ): AsyncGenerator<FileEvent> {
    const files = await this.#within(target, [path], call, `watch of ${path}`, (found) => Promise.resolve(found));
    yield* files.watch(path, request, call.signal);
  }

  /** The wait ends with the bound, whether or not the work notices its signal. */
  async #within<T>(
    target: InstanceTarget,
    paths: readonly string[],
    call: CallOptions,
    what: string,
    work: (files: MountedFiles, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const scope = this.#open(call, what);
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => reject(cancellation(scope.signal));
    scope.signal.addEventListener('abort', onAbort, { once: true });
    const working = this.#filesOf(target, paths, scope.signal).then((files) => work(files, scope.signal));
    try {
      return await Promise.race([ended, working]);
    } catch (error) {
      // What is still under way ends with the signal; its failure is not another one.
      working.catch(() => undefined);
      throw scope.signal.aborted ? cancellation(scope.signal) : error;
    } finally {
      scope.signal.removeEventListener('abort', onAbort);
      scope.end();
    }
  }

  async *#stream<T>(
    target: InstanceTarget,
    paths: readonly string[],
    call: CallOptions,
    what: string,
    work: (files: MountedFiles, signal: AbortSignal) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const scope = this.#open(call, what);
    try {
      yield* work(await this.#filesOf(target, paths, scope.signal), scope.signal);
    } catch (error) {
      throw scope.signal.aborted ? cancellation(scope.signal) : error;
    } finally {
      scope.end();
    }
  }
}
