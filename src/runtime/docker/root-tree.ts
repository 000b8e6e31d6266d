// Trees of a container's own root, by its shell where it has one: one command for a whole tree, not one for a file.

import { randomBytes } from 'node:crypto';

import { hasReason } from '../../domain/errors.ts';
import type { ChangeOutcome, FileChange, FileEntry, SmallFile, TreeItem, WalkRequest } from '../../ports/files.ts';
import { fileError } from '../rooted/file-errors.ts';
import { excludes } from '../rooted/name-patterns.ts';
import { isWanted, tooManyBelow } from '../rooted/tree-walk.ts';
import { archiveExtract, archiveList } from './archive-files.ts';
import { type FilesContext, locate, notSupported, openRootFile, shellOr, statFollowed, statRootFile } from './files.ts';
import { linkedPath } from './link-path.ts';
import { entryOf, NoShell, runScript, textOf } from './shell-files.ts';
import { entriesFromRecords, linksFromFields } from './shell-records.ts';
import { Spool } from './spool.ts';
import { writeTree } from './tar.ts';
import {
  chmodScript,
  existingScript,
  extractScript,
  makeDirectoryScript,
  moveScript,
  readManyScript,
  removeScript,
  searchScript,
  walkScript,
} from './tree-script.ts';

/** What one command may print about a tree. */
const maxWalkBytes = 64 * 1024 * 1024;
/** What one command reads of many files; what does not fit is read by the next. */
const readManyBytes = 16 * 1024 * 1024;
const readManyFiles = 64;
const markBytes = 16;
/** No set-uid, set-gid or sticky bit is ever set. */
const modeMask = 0o777;

/** Entries below a directory of the root, mounts not entered. NOT_A_DIRECTORY, FILE_NOT_FOUND, FILE_TOO_LARGE. */
export async function walkRoot(
  context: FilesContext,
  path: string,
  request: WalkRequest,
): Promise<readonly FileEntry[]> {
  const place = await locate(context, path);
  const found = await shellOr(place, path, shellWalk(context, path, request), async () => {
    const bounds = { maxEntries: request.maxEntries, maxBytes: context.limits.maxBytes, maxDepth: request.maxDepth };
    const isExcluded = excludes(request.exclude);
    const entries = await archiveList(context.engine, place.containerId, path, bounds, context.signal);
    return entries.filter((entry) => !entry.path.slice(path.length).split('/').some(isExcluded));
  });
  if (found.length > request.maxEntries) throw tooManyBelow(path, request.maxEntries);
  return found.filter((entry) => isWanted(entry, request));
}

/** Regular files of the root, in the order given; links and what is gone are left out. */
export async function* readManyOfRoot(
  context: FilesContext,
  paths: readonly string[],
  maxBytes: number,
): AsyncGenerator<SmallFile> {
  let rest = paths;
  while (rest.length > 0) {
    const batch = rest.slice(0, readManyFiles);
    const read = await readBatch(context, batch, maxBytes);
    yield* read.files;
    rest = rest.slice(read.doneCount);
  }
}

/** NOT_SUPPORTED without a shell. */
export async function changeRoot(context: FilesContext, change: FileChange): Promise<ChangeOutcome> {
  const { path } = change;
  try {
    switch (change.kind) {
      case 'makeDirectory':
        return await one(context, path, makeDirectoryScript, [
          path,
          modeText(change.mode),
          yesNo(change.createParents),
        ]);
      case 'remove':
        await runScript(context, path, removeScript, [path, yesNo(change.recursive)]);
        return { kind: 'done', entry: null };
      case 'chmod':
        return await one(context, path, chmodScript, [path, modeText(change.mode)]);
      case 'move': {
        const { stdout } = await runScript(context, path, moveScript, [path, change.to, yesNo(change.overwrite)]);
        const [record = '', linkTarget = ''] = textOf(stdout).split('\0');
        const entry = { ...entryOf(record, change.to), linkTarget: linkedPath(change.to, linkTarget) };
        return { kind: 'done', entry };
      }
    }
  } catch (error) {
    throw error instanceof NoShell ? notSupported(path) : error;
  }
}

/** Spools the items as a tar, looks for what is in the way, and lets the container unpack it. */
export async function putManyIntoRoot(
  context: FilesContext,
  directory: string,
  items: AsyncIterable<TreeItem>,
  options: { readonly overwrite: boolean },
): Promise<void> {
  const place = await locate(context, directory);
  const found = await statFollowed(context, directory);
  if (found.kind !== 'directory') throw fileError('NOT_A_DIRECTORY', directory, 'it is not a directory');
  const kinds = new Map<string, TreeItem['kind']>();
  const spool = await Spool.open(context.engine.spoolDir, context.limits.maxBytes);
  try {
    const owner = { uid: found.uid, gid: found.gid, mtime: new Date(context.engine.clock.wallMs()) };
    await spool.fill(writeTree(noting(items, kinds), owner), context.signal);
    await shellOr(place, directory, shellExtract(context, directory, spool, kinds, options), async () => {
      requireRoom(directory, await archiveExisting(context, directory, kinds), kinds, options);
      await archiveExtract(context.engine, place.containerId, directory, spool, context.signal);
    });
  } finally {
    await spool.close();
  }
}

async function shellWalk(context: FilesContext, path: string, request: WalkRequest): Promise<readonly FileEntry[]> {
  const { containing, exclude } = request;
  const depth = String(request.maxDepth);
  const result =
    containing === null
      ? await runScript(context, path, walkScript, [path, depth, ...exclude], null, maxWalkBytes)
      : await runScript(
          context,
          path,
          searchScript,
          [path, depth, String(containing.maxFileBytes + 1), grepOptions(containing), containing.pattern, ...exclude],
          null,
          maxWalkBytes,
        );
  if (result.stdoutTruncatedBytes > 0) throw tooManyBelow(path, request.maxEntries);
  const [records = '', ...links] = textOf(result.stdout).split('\0');
  const prefix = path === '/' ? '/' : `${path}/`;
  const linkTargets = linksFromFields(links);
  return entriesFromRecords(records, (name) => `${prefix}${name.slice('./'.length)}`).map((entry) => {
    const linkTarget = linkTargets.get(`./${entry.path.slice(prefix.length)}`) ?? '';
    return { ...entry, linkTarget: linkedPath(entry.path, linkTarget), etag: '' };
  });
}

function grepOptions({ kind, ignoreCase }: NonNullable<WalkRequest['containing']>): string {
  return `-l${kind === 'literal' ? 'F' : 'E'}${ignoreCase ? 'i' : ''}`;
}

async function readBatch(
  context: FilesContext,
  batch: readonly string[],
  maxBytes: number,
): Promise<{ readonly files: readonly SmallFile[]; readonly doneCount: number }> {
  const mark = randomBytes(markBytes).toString('hex');
  const room = Math.max(readManyBytes, 2 * maxBytes);
  try {
    const scriptArguments = [mark, String(maxBytes), ...batch];
    const result = await runScript(context, batch[0] ?? '/', readManyScript, scriptArguments, null, room);
    const files = filesBetween(Buffer.from(result.stdout), mark, maxBytes);
    if (result.stdoutTruncatedBytes === 0) return { files, doneCount: batch.length };
    const last = files.at(-1)?.path ?? batch[0] ?? '';
    return { files, doneCount: batch.indexOf(last) + 1 };
  } catch (error) {
    if (!(error instanceof NoShell)) throw error;
    const path = batch[0] ?? '/';
    return { files: await readOne(context, path, maxBytes), doneCount: 1 };
  }
}

/** Without a shell a file at a time. */
async function readOne(context: FilesContext, path: string, maxBytes: number): Promise<readonly SmallFile[]> {
  const opened = await openRootFile(context, path, { offset: 0, limit: maxBytes });
  if (opened.kind === 'mounted') return [];
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.spool.read(context.signal)) pieces.push(piece);
    return [{ path, bytes: Buffer.concat(pieces) }];
  } finally {
    await opened.spool.close();
  }
}

/** Pure: each file stands between two marks, which no file can hold; one whose end was cut off has no second mark. */
export function filesBetween(output: Buffer, mark: string, maxBytes: number): readonly SmallFile[] {
  const files: SmallFile[] = [];
  let start = output.indexOf(mark);
  while (start >= 0) {
    const end = output.indexOf(mark, start + mark.length);
    if (end < 0) return files;
    const file = output.subarray(start + mark.length, end);
    const nul = file.indexOf(0);
    // A copy, because a small slice would hold the whole output.
    const bytes = Buffer.from(file.subarray(nul + 1, nul + 1 + maxBytes));
    if (nul > 0) files.push({ path: file.toString('utf8', 0, nul), bytes });
    start = end;
  }
  return files;
}

async function shellExtract(
  context: FilesContext,
  directory: string,
  tar: Spool,
  kinds: ReadonlyMap<string, TreeItem['kind']>,
  options: { readonly overwrite: boolean },
): Promise<void> {
  requireRoom(directory, await shellExisting(context, directory, [...kinds.keys()]), kinds, options);
  await runScript(context, directory, extractScript, [directory], tar.read(context.signal));
}

interface Existing {
  readonly name: string;
  readonly isDirectory: boolean;
}

function requireRoom(
  directory: string,
  existing: readonly Existing[],
  kinds: ReadonlyMap<string, TreeItem['kind']>,
  { overwrite }: { readonly overwrite: boolean },
): void {
  for (const { name, isDirectory } of existing) {
    const path = pathIn(directory, name);
    const wantsDirectory = kinds.get(name) === 'directory';
    if (wantsDirectory !== isDirectory) throw fileError('FILE_EXISTS', path, 'it exists as another kind of file');
    if (!overwrite && !wantsDirectory) throw fileError('FILE_EXISTS', path, 'it exists already');
  }
}

function pathIn(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

/** Without a shell the engine is asked name by name; what lies below a name that is not there is not asked for. */
async function archiveExisting(
  context: FilesContext,
  directory: string,
  kinds: ReadonlyMap<string, TreeItem['kind']>,
): Promise<readonly Existing[]> {
  const isDirectoryByName = new Map<string, boolean | null>();
  for (const name of kinds.keys()) {
    const names = name.split('/');
    for (let depth = 1; depth <= names.length; depth += 1) {
      const part = names.slice(0, depth).join('/');
      const known = isDirectoryByName.get(part);
      const isDirectory = known === undefined ? await isDirectoryInRoot(context, pathIn(directory, part)) : known;
      isDirectoryByName.set(part, isDirectory);
      if (isDirectory !== true) break;
    }
  }
  return [...isDirectoryByName].flatMap(([name, isDirectory]) =>
    kinds.has(name) && isDirectory !== null ? [{ name, isDirectory }] : [],
  );
}

/** null: there is nothing. */
async function isDirectoryInRoot(context: FilesContext, path: string): Promise<boolean | null> {
  try {
    return (await statRootFile(context, path)).kind === 'directory';
  } catch (error) {
    if (hasReason(error, 'FILE_NOT_FOUND')) return null;
    throw error;
  }
}

async function shellExisting(
  context: FilesContext,
  directory: string,
  names: readonly string[],
): Promise<readonly Existing[]> {
  if (names.length === 0) return [];
  const stdin = Buffer.from(names.map((name) => `${name}\0`).join(''));
  const { stdout } = await runScript(context, directory, existingScript, [directory], stdin, maxWalkBytes);
  const found = textOf(stdout).split('\0').filter(Boolean);
  return found.map((text) => ({ name: text.slice(1), isDirectory: text.startsWith('d') }));
}

async function* noting(items: AsyncIterable<TreeItem>, kinds: Map<string, TreeItem['kind']>): AsyncGenerator<TreeItem> {
  for await (const item of items) {
    kinds.set(item.name, item.kind);
    yield item;
  }
}

async function one(
  context: FilesContext,
  path: string,
  script: string,
  scriptArguments: readonly string[],
): Promise<ChangeOutcome> {
  const { stdout } = await runScript(context, path, script, scriptArguments);
  return { kind: 'done', entry: entryOf(textOf(stdout), path) };
}

function modeText(mode: number | null): string {
  return mode === null ? '' : (mode & modeMask).toString(8);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
