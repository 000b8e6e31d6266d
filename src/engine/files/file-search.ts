// Finding files by name and by content. Only what a runtime cannot leave out itself is read, and no more of it than
// the answer needs.

import { extendedHint } from '../../domain/line-hint.ts';
import type { ContentHint, FileEntry, SmallFile } from '../../ports/files.ts';
import type { LineMatch, TextPattern } from '../../ports/text-matcher.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { use, type Use } from '../data-plane.ts';

/** Files and their bytes that are read and matched at once. */
const batchFiles = 64;
const batchBytes = 8 * 1024 * 1024;
/** Text of one answer, which has to fit into one message. */
const maxAnswerCharacters = 1024 * 1024;

export interface GlobRequest {
  /** Matches paths below the root. */
  readonly pattern: string;
  readonly path: string;
  readonly exclude: readonly string[];
  /** Whether names that begin with a dot match wildcards. */
  readonly hidden: boolean;
  readonly maxResults: number;
}

export interface GrepRequest {
  readonly pattern: TextPattern;
  /** A directory, or one file. */
  readonly path: string;
  /** Only files whose path below the root matches one of these globs; empty for all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly contextLines: number;
  readonly maxResults: number;
}

/** Entries by path; truncated says exactly whether there are more. Links match by their own name only. INVALID_FIELD. */
export async function globFiles(
  context: EngineContext,
  id: string,
  request: GlobRequest,
  signal: AbortSignal,
): Promise<{ readonly entries: readonly FileEntry[]; readonly truncated: boolean }> {
  const { globMaxResults, fileWalkMaxEntries } = context.settings().engine;
  const most = Math.min(request.maxResults, globMaxResults);
  return await use(context, id, signal, async ({ runtime, target }) => {
    const { path, exclude, pattern, hidden } = request;
    const walk = { maxDepth: depthOf(pattern), maxEntries: fileWalkMaxEntries, exclude, containing: null };
    const entries = await runtime.files.walk(target, path, walk, runtimeCall(context, signal));
    const byName = new Map(entries.map((entry) => [nameBelow(path, entry.path), entry]));
    const names = await context.matcher.glob([pattern], [...byName.keys()], { hidden }, signal);
    const found = names.flatMap((name) => byName.get(name) ?? []);
    return { entries: found.slice(0, most), truncated: found.length > most };
  });
}

/** Lines by path and number; truncated says exactly whether there are more. Binary and large files have none. INVALID_FIELD. */
export async function grepFiles(
  context: EngineContext,
  id: string,
  request: GrepRequest,
  signal: AbortSignal,
): Promise<{ readonly matches: readonly LineMatch[]; readonly truncated: boolean }> {
  const { grepMaxResults, grepMaxLineCharacters, grepMaxFileBytes } = context.settings().engine;
  const most = Math.min(request.maxResults, grepMaxResults);
  return await use(context, id, signal, async (used) => {
    const matches: LineMatch[] = [];
    let characters = 0;
    for (const batch of batchesOf(await candidates(context, used, request, signal))) {
      const files = await readBatch(context, used, batch, grepMaxFileBytes, signal);
      // One more than is shown says whether there are more.
      const query = {
        pattern: request.pattern,
        contextLines: request.contextLines,
        maxMatches: most + 1 - matches.length,
        maxLineCharacters: grepMaxLineCharacters,
      };
      for (const match of await context.matcher.grep(query, files, signal)) {
        characters += charactersOf(match);
        if (matches.length === most || characters > maxAnswerCharacters) return { matches, truncated: true };
        matches.push(match);
      }
    }
    return { matches, truncated: false };
  });
}

/** Regular files that may hold a match, by path. */
async function candidates(
  context: EngineContext,
  { runtime, target }: Use,
  request: GrepRequest,
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const { fileWalkMaxEntries, grepMaxFileBytes } = context.settings().engine;
  const { path, include, exclude, pattern } = request;
  const call = runtimeCall(context, signal);
  const root = await runtime.files.stat(target, path, { lastLink: 'follow' }, call);
  if (root.kind === 'file') return root.sizeBytes <= grepMaxFileBytes ? [root] : [];
  const containing = hintOf(pattern, grepMaxFileBytes);
  const walk = { maxDepth: maxWalkDepth, maxEntries: fileWalkMaxEntries, exclude, containing };
  const entries = await runtime.files.walk(target, path, walk, call);
  if (include.length === 0) return entries;
  const byName = new Map(entries.map((entry) => [nameBelow(path, entry.path), entry]));
  const names = await context.matcher.glob(include, [...byName.keys()], { hidden: true }, signal);
  return names.flatMap((name) => byName.get(name) ?? []);
}

async function readBatch(
  context: EngineContext,
  { runtime, target }: Use,
  batch: readonly FileEntry[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<readonly SmallFile[]> {
  const paths = batch.map((entry) => entry.path);
  const files: SmallFile[] = [];
  for await (const file of runtime.files.readMany(target, paths, maxBytes, runtimeCall(context, signal))) {
    files.push(file);
  }
  return files;
}

function* batchesOf(entries: readonly FileEntry[]): Generator<readonly FileEntry[]> {
  let batch: FileEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (batch.length === batchFiles || (batch.length > 0 && bytes + entry.sizeBytes > batchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}

/** Deep enough for any path that can be named. */
const maxWalkDepth = 2048;

/** A glob without "**", alternatives and groups reaches as deep as it has components. */
function depthOf(pattern: string): number {
  return /\*\*|[{}()]/.test(pattern) ? maxWalkDepth : pattern.split('/').length;
}

function hintOf({ text, kind, ignoreCase }: TextPattern, maxFileBytes: number): ContentHint {
  const isAscii = /^[\x20-\x7e\t]*$/.test(text);
  // In the C locale only ASCII has another case. A pattern that is empty matches every line.
  const everything = { pattern: '', kind: 'literal', ignoreCase: false, maxFileBytes } as const;
  if (kind === 'literal')
    return ignoreCase && !isAscii ? everything : { pattern: text, kind, ignoreCase, maxFileBytes };
  const pattern = extendedHint(text, ignoreCase);
  return pattern === null ? everything : { pattern, kind: 'extended', ignoreCase, maxFileBytes };
}

/** The path below the root, without a slash in front. */
export function nameBelow(root: string, path: string): string {
  const prefix = root.replace(/\/+$/, '');
  return path.slice(prefix.length + 1);
}

function charactersOf({ path, line, before, after }: LineMatch): number {
  const shown = [path, line, ...before, ...after];
  return shown.reduce((total, text) => total + text.length, 0);
}
