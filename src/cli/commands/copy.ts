// Copies between this machine and sandboxes.
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { hasReason } from '../../client/errors.ts';
import type { CopyOutSummary__Output } from '../../gen/sandkeep/v1/CopyOutSummary.ts';
import type { FileEntry__Output } from '../../gen/sandkeep/v1/FileEntry.ts';
import type { Context, Define } from '../context.ts';
import { UsageError } from '../failure.ts';
import { collect, parseCount, present } from '../parse.ts';
import { copyProgress } from '../render/progress.ts';
import { bytesText } from '../render/text.ts';

const STANDARD_STREAM = '-';
const FILE_MODE_BITS = 0o777;

interface CopyOptions {
  readonly recursive?: true;
  readonly overwrite: boolean;
  readonly exclude?: readonly string[];
  readonly strip?: number;
}

interface RemotePath {
  readonly sandboxId: string;
  readonly path: string;
}

export function addCopyCommand(program: Command, define: Define): void {
  const copy = program
    .command('cp <from> <to>')
    .description('copy files in or out; one side is ID:/PATH, and "-" is a tar on standard input or output')
    .option('-r, --recursive', 'a directory with all that is in it')
    .option('--no-overwrite', 'fail when a file is there already')
    .option('--exclude <name>', 'on the way out, leave out by name with all below; may be repeated', collect)
    .option('--strip <count>', 'of a tar on the way in, names to drop from the beginning of paths', parseCount);
  define<CopyOptions>(copy, copyFiles);
}

async function copyFiles(context: Context, [from = '', to = '']: readonly string[], options: CopyOptions) {
  const [source, target] = [remotePath(from), remotePath(to)];
  if ((source === null) === (target === null)) {
    throw new UsageError('one of the two must be in a sandbox', 'Write it as ID:/PATH.');
  }
  if (source !== null) await copyOut(context, source, to, options);
  if (target !== null) await copyIn(context, from, target, options);
  return undefined;
}

function remotePath(text: string): RemotePath | null {
  const [, sandboxId, path] = /^([^/:]+):(\/.*)$/s.exec(text) ?? [];
  return sandboxId === undefined || path === undefined ? null : { sandboxId, path };
}

async function copyIn(context: Context, local: string, target: RemotePath, options: CopyOptions): Promise<void> {
  const { io } = context;
  if (local === STANDARD_STREAM) {
    await sendTree(context, io.stdin, target, options);
    return;
  }
  const source = await localStat(local);
  if (source === null) throw new UsageError(`there is no ${local} here`);
  const place = await placeFor(context, target, basename(local));
  if (!source.isDirectory()) return await sendFile(context, local, source, place, options);
  if (options.recursive !== true) throw new UsageError(`${local} is a directory`, 'Give --recursive.');
  const { packTree } = await import('../local-tree.ts');
  const packed = packTree(local);
  await sendTree(context, packed.tar, place, options);
  await tellSkipped(context, packed.skipped());
}

async function sendTree(
  context: Context,
  tar: AsyncIterable<Uint8Array>,
  { sandboxId, path }: RemotePath,
  options: CopyOptions,
): Promise<void> {
  const { client, call, output } = context;
  const { overwrite } = options;
  const header = { sandboxId, path, overwrite, createParents: true, ...present({ stripComponents: options.strip }) };
  const response = await withProgress(context, tar, null, (counted) => client.copyIn(header, counted, call));
  await output.show('CopyInResponse', response, () => [
    `${path}  ${response.entryCount} entries  ${bytesText(Number(response.sizeBytes))}`,
  ]);
}

async function sendFile(
  context: Context,
  local: string,
  source: Stats,
  { sandboxId, path }: RemotePath,
  options: CopyOptions,
): Promise<void> {
  const { client, call, output } = context;
  const header = { sandboxId, path, mode: source.mode & FILE_MODE_BITS, mustNotExist: !options.overwrite };
  const response = await withProgress(context, createReadStream(local), source.size, (counted) =>
    client.writeFile(header, counted, call),
  );
  await output.show('WriteFileResponse', response, () => [`${path}  ${bytesText(source.size)}`]);
}

async function copyOut(context: Context, source: RemotePath, local: string, options: CopyOptions): Promise<void> {
  const { client, call, output } = context;
  const { entry } = await client.statFile({ ...source, followLink: true }, call);
  if (entry === null) return;
  const isTree = entry.kind === 'FILE_KIND_DIRECTORY';
  if (isTree && options.recursive !== true && local !== STANDARD_STREAM) {
    throw new UsageError(`${source.path} is a directory`, 'Give --recursive.');
  }
  if (local !== STANDARD_STREAM && !isTree) return await receiveFile(context, source, entry, local, options);
  const summary: { value: CopyOutSummary__Output | null } = { value: null };
  const tar = dataOf(context, source, options, summary);
  if (local === STANDARD_STREAM) {
    for await (const piece of tar) await output.bytes(piece);
  } else {
    const directory = (await localStat(local))?.isDirectory() === true ? join(local, basename(source.path)) : local;
    const { unpackTree } = await import('../local-tree.ts');
    const count = await withProgress(context, tar, null, (counted) => unpackTree(counted, directory));
    const { value } = summary;
    if (value !== null) await output.show('CopyOutSummary', value, () => [`${directory}  ${count} entries`]);
  }
  await tellSkipped(context, Number(summary.value?.skippedCount ?? 0));
}

async function* dataOf(
  { client, call }: Context,
  source: RemotePath,
  options: CopyOptions,
  summary: { value: CopyOutSummary__Output | null },
): AsyncGenerator<Uint8Array> {
  const exclude = [...(options.exclude ?? [])];
  for await (const frame of client.copyOut({ ...source, exclude }, call)) {
    if (frame.data) yield frame.data;
    if (frame.summary) summary.value = frame.summary;
  }
}

async function receiveFile(
  context: Context,
  source: RemotePath,
  entry: FileEntry__Output,
  local: string,
  options: CopyOptions,
): Promise<void> {
  const { client, call, output } = context;
  const isInto = (await localStat(local))?.isDirectory() === true;
  const place = isInto ? join(local, basename(source.path)) : local;
  const chunks = (async function* () {
    for await (const { data } of client.readFile(source, call)) yield data;
  })();
  await withProgress(context, chunks, Number(entry.sizeBytes), (counted) =>
    pipeline(counted, createWriteStream(place, { flags: options.overwrite ? 'w' : 'wx' })),
  );
  await output.show('FileEntry', entry, () => [`${place}  ${bytesText(Number(entry.sizeBytes))}`]);
}

/** In a directory that is there under its own name, as cp does. */
async function placeFor({ client, call }: Context, target: RemotePath, name: string): Promise<RemotePath> {
  try {
    const { entry } = await client.statFile({ ...target, followLink: true }, call);
    if (entry?.kind !== 'FILE_KIND_DIRECTORY') return target;
    return { ...target, path: `${target.path.replace(/\/+$/, '')}/${name}` };
  } catch (error) {
    if (hasReason(error, 'FILE_NOT_FOUND')) return target;
    throw error;
  }
}

/** Shows on a terminal how far it is. */
async function withProgress<T>(
  { io, output }: Context,
  bytes: AsyncIterable<Uint8Array>,
  totalBytes: number | null,
  work: (counted: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  if (io.stderr.isTTY !== true || output.isJson) return await work(bytes);
  const view = copyProgress(io.stderr.columns ?? 80, totalBytes);
  const counted = (async function* () {
    for await (const piece of bytes) {
      await output.errorBytes(view.add(piece.length));
      yield piece;
    }
  })();
  try {
    return await work(counted);
  } finally {
    await output.errorBytes(view.end());
  }
}

async function tellSkipped({ output }: Context, count: number): Promise<void> {
  if (count > 0) await output.notice(`${count} were left out: special files, or links that lead out.`);
}

async function localStat(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
