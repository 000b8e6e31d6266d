// Whole trees in and out of a sandbox, and from one of its file systems to another.

import { SandkeepError } from '../../domain/errors.ts';
import type { FileChange, FileEntry, SmallFile, TreeItem } from '../../ports/files.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { use, useStream, type Use } from '../data-plane.ts';
import { nameBelow } from './file-search.ts';

/** Files up to this size are read many at a time. */
const smallFileBytes = 256 * 1024;
const batchFiles = 64;
const maxWalkDepth = 2048;
const permissionBits = 0o777;

export interface CopySummary {
  readonly entries: number;
  /** Devices, sockets, pipes, links that lead out of what is copied, and what could not be read. */
  readonly skipped: number;
}

export type CopiedItem =
  | { readonly kind: 'item'; readonly item: TreeItem }
  /** Last. */
  | { readonly kind: 'summary'; readonly summary: CopySummary };

/** What lies below a directory, or one file, with names below it; the summary last. FILE_TOO_LARGE above the bounds. */
export function copyOut(
  context: EngineContext,
  id: string,
  path: string,
  exclude: readonly string[],
  signal: AbortSignal,
): AsyncIterable<CopiedItem> {
  return useStream(context, id, signal, (used) => treeItems(context, used, path, exclude, signal));
}

/** Puts items into a directory, which is made when it is missing and wanted. Resolves with their number. */
export async function copyIn(
  context: EngineContext,
  id: string,
  directory: string,
  items: AsyncIterable<TreeItem>,
  options: { readonly overwrite: boolean; readonly createParents: boolean },
  signal: AbortSignal,
): Promise<{ readonly entries: number; readonly bytes: number }> {
  return await use(context, id, signal, async ({ runtime, target }) => {
    const call = runtimeCall(context, signal, context.settings().engine.copyTimeoutMs);
    if (options.createParents) {
      await runtime.files.change(
        target,
        { kind: 'makeDirectory', path: directory, mode: null, createParents: true },
        call,
      );
    }
    const counted = { entries: 0, bytes: 0 };
    await runtime.files.putMany(target, directory, counting(items, counted), options, call);
    return counted;
  });
}

/** What a rename cannot do. The source is removed only when all of it is at its new place. */
export async function moveAcross(
  context: EngineContext,
  used: Use,
  change: Extract<FileChange, { kind: 'move' }>,
  signal: AbortSignal,
): Promise<FileEntry> {
  const { runtime, target } = used;
  const { path, to, overwrite } = change;
  const call = runtimeCall(context, signal, context.settings().engine.copyTimeoutMs);
  const source = await runtime.files.stat(target, path, { lastLink: 'keep' }, call);
  const name = nameOf(to);
  const directory = to.slice(0, to.lastIndexOf('/')) || '/';
  await requireFree(context, used, source, to, overwrite, signal);
  await runtime.files.putMany(target, directory, movedItems(context, used, source, name, signal), { overwrite }, call);
  await runtime.files.change(target, { kind: 'remove', path, recursive: source.kind === 'directory' }, call);
  return await runtime.files.stat(target, to, { lastLink: 'keep' }, call);
}

/** A directory is never replaced, nor merged. FILE_EXISTS. */
async function requireFree(
  context: EngineContext,
  { runtime, target }: Use,
  source: FileEntry,
  to: string,
  overwrite: boolean,
  signal: AbortSignal,
): Promise<void> {
  const directory = to.slice(0, to.lastIndexOf('/')) || '/';
  const request = {
    maxDepth: 1,
    maxEntries: context.settings().engine.fileWalkMaxEntries,
    exclude: [],
    containing: null,
  };
  const siblings = await runtime.files.walk(target, directory, request, runtimeCall(context, signal));
  const there = siblings.find((entry) => nameOf(entry.path) === nameOf(to));
  if (there === undefined || (overwrite && there.kind !== 'directory' && source.kind !== 'directory')) return;
  throw new SandkeepError('FILE_EXISTS', `${to}: it exists already`, { metadata: { path: to } });
}

async function* movedItems(
  context: EngineContext,
  used: Use,
  source: FileEntry,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<TreeItem> {
  if (source.kind === 'directory') {
    yield { name, kind: 'directory', mode: source.mode & permissionBits, sizeBytes: 0, linkTarget: '', content: null };
    for await (const copied of treeItems(context, used, source.path, [], signal)) {
      if (copied.kind === 'item') yield { ...copied.item, name: `${name}/${copied.item.name}` };
      else if (copied.summary.skipped > 0) throw unmovable(source.path);
    }
    return;
  }
  if (source.kind !== 'file') throw unmovable(source.path);
  yield { ...largeItem(context, used, source, name, signal) };
}

function unmovable(path: string): SandkeepError {
  const why = 'it is, or holds, what only a rename can move: a device, a socket, or a link that leads out of it';
  return new SandkeepError('NOT_SUPPORTED', `${path}: ${why}`, { metadata: { path } });
}

async function* treeItems(
  context: EngineContext,
  used: Use,
  path: string,
  exclude: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<CopiedItem> {
  const { runtime, target } = used;
  const { copyMaxEntries, fileTransferMaxBytes, copyTimeoutMs } = context.settings().engine;
  const call = runtimeCall(context, signal, copyTimeoutMs);
  const root = await runtime.files.stat(target, path, { lastLink: 'follow' }, call);
  if (root.kind !== 'directory') {
    if (root.kind !== 'file')
      throw new SandkeepError('NOT_A_FILE', `${path}: it is a special file`, { metadata: { path } });
    yield { kind: 'item', item: largeItem(context, used, root, nameOf(path), signal) };
    yield { kind: 'summary', summary: { entries: 1, skipped: 0 } };
    return;
  }
  const request = { maxDepth: maxWalkDepth, maxEntries: copyMaxEntries, exclude, containing: null };
  const entries = await runtime.files.walk(target, path, request, call);
  const totalBytes = entries.reduce((total, entry) => total + (entry.kind === 'file' ? entry.sizeBytes : 0), 0);
  if (totalBytes > fileTransferMaxBytes) {
    throw new SandkeepError('FILE_TOO_LARGE', `${path}: it holds more than ${fileTransferMaxBytes} bytes`, {
      metadata: { path, max_bytes: String(fileTransferMaxBytes) },
    });
  }
  let count = 0;
  for await (const item of itemsOf(context, used, path, entries, signal)) {
    count += 1;
    yield { kind: 'item', item };
  }
  yield { kind: 'summary', summary: { entries: count, skipped: entries.length - count } };
}

/** Directories and links at once, small files by the batch, large ones one by one. */
async function* itemsOf(
  context: EngineContext,
  used: Use,
  root: string,
  entries: readonly FileEntry[],
  signal: AbortSignal,
): AsyncGenerator<TreeItem> {
  for (const entry of entries) {
    const name = nameBelow(root, entry.path);
    const base = { name, mode: entry.mode & permissionBits, sizeBytes: 0, linkTarget: '', content: null };
    if (entry.kind === 'directory') yield { ...base, kind: 'directory' };
    const linkTarget = entry.kind === 'symlink' ? relativeLink(root, entry) : null;
    if (linkTarget !== null) yield { ...base, kind: 'symlink', linkTarget };
  }
  const files = entries.filter((entry) => entry.kind === 'file');
  yield* smallItems(
    context,
    used,
    root,
    files.filter((entry) => entry.sizeBytes <= smallFileBytes),
    signal,
  );
  for (const entry of files) {
    if (entry.sizeBytes > smallFileBytes) yield largeItem(context, used, entry, nameBelow(root, entry.path), signal);
  }
}

async function* smallItems(
  context: EngineContext,
  used: Use,
  root: string,
  entries: readonly FileEntry[],
  signal: AbortSignal,
): AsyncGenerator<TreeItem> {
  const { runtime, target } = used;
  for (let start = 0; start < entries.length; start += batchFiles) {
    const batch = new Map(entries.slice(start, start + batchFiles).map((entry) => [entry.path, entry]));
    const call = runtimeCall(context, signal);
    // All at once: the deadline is for the reading, not for who takes the items.
    const read: SmallFile[] = [];
    for await (const file of runtime.files.readMany(target, [...batch.keys()], smallFileBytes + 1, call)) {
      read.push(file);
    }
    for (const { path, bytes } of read) {
      const name = nameBelow(root, path);
      const mode = (batch.get(path)?.mode ?? 0) & permissionBits;
      if (bytes.length <= smallFileBytes) {
        yield { name, kind: 'file', mode, sizeBytes: bytes.length, linkTarget: '', content: pieces(bytes) };
        continue;
      }
      // It has grown meanwhile.
      const grown = await runtime.files.stat(target, path, { lastLink: 'keep' }, runtimeCall(context, signal));
      yield largeItem(context, used, grown, name, signal);
    }
  }
}

function largeItem(
  context: EngineContext,
  { runtime, target }: Use,
  entry: FileEntry,
  name: string,
  signal: AbortSignal,
): TreeItem {
  const { sizeBytes } = entry;
  const call = runtimeCall(context, signal, context.settings().engine.copyTimeoutMs);
  const bytes = runtime.files.read(target, entry.path, { offset: 0, limit: sizeBytes }, call);
  const content = exactly(bytes, sizeBytes);
  return { name, kind: 'file', mode: entry.mode & permissionBits, sizeBytes, linkTarget: '', content };
}

/** A file that shrinks while it is read is filled up with zeros: its size was told before. */
async function* exactly(bytes: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let missing = sizeBytes;
  for await (const piece of bytes) {
    const wanted = piece.subarray(0, missing);
    missing -= wanted.length;
    if (wanted.length > 0) yield wanted;
  }
  while (missing > 0) {
    const zeros = new Uint8Array(Math.min(missing, smallFileBytes));
    missing -= zeros.length;
    yield zeros;
  }
}

/** The text of a link relative to where it is; null when it leads out of the root, or nowhere that is known. */
export function relativeLink(root: string, { path, linkTarget }: FileEntry): string | null {
  const prefix = root === '/' ? '/' : `${root.replace(/\/+$/, '')}/`;
  if (!linkTarget.startsWith(prefix)) return null;
  const from = path.slice(prefix.length).split('/').slice(0, -1);
  const to = linkTarget.slice(prefix.length).split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

async function* counting(
  items: AsyncIterable<TreeItem>,
  counted: { entries: number; bytes: number },
): AsyncGenerator<TreeItem> {
  for await (const item of items) {
    counted.entries += 1;
    counted.bytes += item.kind === 'file' ? item.sizeBytes : 0;
    yield item;
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
