// Single files of a sandbox and its directories. Every call keeps it in use while it runs (R7).

import { SandkeepError } from '../../domain/errors.ts';
import type { FileChange, FileEntry, FileEvent, FileRange, FileWriteOptions, StatOptions } from '../../ports/files.ts';
import type { CallOptions } from '../../ports/runtime.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { use, useStream } from '../data-plane.ts';
import { moveAcross } from './file-copy.ts';

/** FILE_TOO_LARGE when more would come than may be transferred at once. */
export function readFile(
  context: EngineContext,
  id: string,
  path: string,
  range: FileRange,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  return useStream(context, id, signal, ({ runtime, target }) =>
    bounded(context, path, runtime.files.read(target, path, range, transferCall(context, signal))),
  );
}

/** FILE_TOO_LARGE as for a read; then the file is as it was before. */
export async function writeFile(
  context: EngineContext,
  id: string,
  path: string,
  content: AsyncIterable<Uint8Array>,
  options: FileWriteOptions,
  signal: AbortSignal,
): Promise<FileEntry> {
  return await use(context, id, signal, ({ runtime, target }) =>
    runtime.files.write(target, path, bounded(context, path, content), options, transferCall(context, signal)),
  );
}

export async function statFile(
  context: EngineContext,
  id: string,
  path: string,
  options: StatOptions,
  signal: AbortSignal,
): Promise<FileEntry> {
  return await use(context, id, signal, ({ runtime, target }) =>
    runtime.files.stat(target, path, options, runtimeCall(context, signal)),
  );
}

/** Children of a directory, or what lies below it down to a depth, each directory before what it holds. */
export async function listFiles(
  context: EngineContext,
  id: string,
  path: string,
  options: { readonly depth: number; readonly exclude: readonly string[] },
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const { listFilesMaxEntries, fileWalkMaxEntries } = context.settings().engine;
  const { depth, exclude } = options;
  return await use(context, id, signal, async ({ runtime, target }) => {
    const call = runtimeCall(context, signal);
    if (depth === 1 && exclude.length === 0) return await runtime.files.list(target, path, listFilesMaxEntries, call);
    const request = { maxDepth: depth, maxEntries: fileWalkMaxEntries, exclude, containing: null };
    return await runtime.files.walk(target, path, request, call);
  });
}

/** null after a removal. A move between file systems is a copy, and then a removal. */
export async function changeFile(
  context: EngineContext,
  id: string,
  change: FileChange,
  signal: AbortSignal,
): Promise<FileEntry | null> {
  return await use(context, id, signal, async (used) => {
    const { runtime, target } = used;
    // What lies below can be a lot.
    const isLong = change.kind === 'remove' || change.kind === 'move';
    const call = runtimeCall(context, signal, isLong ? context.settings().engine.copyTimeoutMs : undefined);
    const outcome = await runtime.files.change(target, change, call);
    if (outcome.kind === 'done') return outcome.entry;
    if (change.kind !== 'move') throw new Error(`a ${change.kind} cannot cross file systems`);
    return await moveAcross(context, used, change, signal);
  });
}

/** TOO_MANY_REQUESTS when too many watch already. */
export function watchFiles(
  context: EngineContext,
  id: string,
  path: string,
  options: { readonly recursive: boolean },
  signal: AbortSignal,
): AsyncIterable<FileEvent> {
  const { watchMaxDirectories, watchMaxQueuedEvents } = context.settings().engine;
  const request = { ...options, maxDirectories: watchMaxDirectories, maxQueued: watchMaxQueuedEvents };
  return useStream(context, id, signal, async function* ({ runtime, target }) {
    const leave = await context.fileWatches.take(signal);
    try {
      yield* runtime.files.watch(target, path, request, runtimeCall(context, signal));
    } finally {
      leave();
    }
  });
}

async function* bounded(
  context: EngineContext,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { fileTransferMaxBytes } = context.settings().engine;
  let totalBytes = 0;
  for await (const piece of bytes) {
    totalBytes += piece.length;
    if (totalBytes > fileTransferMaxBytes) {
      throw new SandkeepError('FILE_TOO_LARGE', `${path}: it is larger than ${fileTransferMaxBytes} bytes`, {
        metadata: { path, max_bytes: String(fileTransferMaxBytes) },
      });
    }
    yield piece;
  }
}

/** A large file takes longer than a call to an engine may; a client that falls silent is ended sooner. */
function transferCall(context: EngineContext, signal: AbortSignal): CallOptions {
  return runtimeCall(context, signal, context.settings().engine.copyTimeoutMs);
}
