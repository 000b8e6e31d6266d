// FileService: bytes in and out of a sandbox, and the tree they are in.

import { hasReason, invalidField } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { copyIn, copyOut, type CopySummary } from '../../engine/files/file-copy.ts';
import { replaceInFile } from '../../engine/files/file-replace.ts';
import { globFiles, grepFiles } from '../../engine/files/file-search.ts';
import { changeFile, listFiles, readFile, statFile, watchFiles, writeFile } from '../../engine/files/files.ts';
import type { FileChange, FileEntry, FileEvent } from '../../ports/files.ts';
import type { CopyOutResponse } from '../../gen/sandkeep/v1/CopyOutResponse.ts';
import type { FileServiceHandlers } from '../../gen/sandkeep/v1/FileService.ts';
import type { ListFilesRequest__Output } from '../../gen/sandkeep/v1/ListFilesRequest.ts';
import type { ListFilesResponse } from '../../gen/sandkeep/v1/ListFilesResponse.ts';
import type { ReadFileResponse } from '../../gen/sandkeep/v1/ReadFileResponse.ts';
import type { WatchFilesResponse } from '../../gen/sandkeep/v1/WatchFilesResponse.ts';
import type { WriteFileHeader__Output } from '../../gen/sandkeep/v1/WriteFileHeader.ts';
import { decodePageToken, encodePageToken, pageSizeOf, safeNumber, sandboxName } from '../convert.ts';
import {
  chunked,
  countOf,
  dataOf,
  entryMessage,
  excludeOf,
  firstHeader,
  globsOf,
  pathOf,
  patternOf,
} from '../file-messages.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';
import { itemsOfTar, tarOfItems } from '../tar.ts';

const entriesPerPage = 1000;
const maxDepth = 64;
const globResults = 200;
const grepResults = 100;
const maxContextLines = 20;
const maxStripComponents = 64;
const maxCount = 2 ** 31 - 1;
const modeBits = 0o7777;
const permissionBits = 0o777;

export function fileService(context: EngineContext, handlers: Handlers, named: NamedCalls): FileServiceHandlers {
  return {
    ...contentMethods(context, handlers),
    ...treeMethods(context, handlers, named),
    ...searchMethods(context, handlers, named),
    ...copyMethods(context, handlers),

    WatchFiles: handlers.serverStream(
      'WatchFiles',
      async function* (request, { signal }): AsyncGenerator<WatchFilesResponse> {
        const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
        const { recursive } = request;
        for await (const event of watchFiles(context, id, pathOf(request.path), { recursive }, signal)) {
          yield eventMessage(event);
        }
      },
    ),
  };
}

function contentMethods(
  context: EngineContext,
  handlers: Handlers,
): Pick<FileServiceHandlers, 'ReadFile' | 'WriteFile' | 'StatFile' | 'ListFiles'> {
  return {
    ReadFile: handlers.serverStream(
      'ReadFile',
      async function* (request, { signal }): AsyncGenerator<ReadFileResponse> {
        const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
        const limit = safeNumber(request.limit, 'limit');
        const range = { offset: safeNumber(request.offset, 'offset'), limit: limit === 0 ? null : limit };
        for await (const data of chunked(readFile(context, id, pathOf(request.path), range, signal))) yield { data };
      },
    ),

    WriteFile: handlers.clientStream('WriteFile', async (requests, { signal }) => {
      const frames = requests[Symbol.asyncIterator]();
      const header = await firstHeader(frames);
      const { id } = resolveSandbox(context, sandboxName(header.sandboxId));
      const options = {
        mode: header.mode === undefined ? null : header.mode & modeBits,
        createParents: header.createParents,
        append: header.append,
        mustNotExist: header.mustNotExist,
        ifMatch: ifMatchOf(header),
      };
      const entry = await writeFile(context, id, pathOf(header.path), dataOf(frames, signal), options, signal);
      return { entry: entryMessage(entry) };
    }),

    StatFile: handlers.unary('StatFile', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const lastLink = request.followLink ? 'follow' : 'keep';
      return { entry: entryMessage(await statFile(context, id, pathOf(request.path), { lastLink }, signal)) };
    }),

    ListFiles: handlers.unary('ListFiles', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const path = pathOf(request.path);
      const depth = countOf(request.depth, 'depth', 1, maxDepth);
      const exclude = excludeOf(request.exclude);
      const entries = await listFiles(context, id, path, { depth, exclude }, signal);
      return pageOf(entries, request, { id, path, depth, exclude });
    }),
  };
}

function treeMethods(
  context: EngineContext,
  handlers: Handlers,
  named: NamedCalls,
): Pick<FileServiceHandlers, 'MakeDirectory' | 'RemoveFile' | 'MoveFile' | 'ChmodFile'> {
  return {
    MakeDirectory: handlers.unary('MakeDirectory', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const mode = request.mode === undefined ? null : request.mode & permissionBits;
      const { createParents } = request;
      const change = { kind: 'makeDirectory', path: pathOf(request.path), mode, createParents } as const;
      return named.once('MakeDirectory', namespace, request, () => changed(context, id, change, signal));
    }),

    RemoveFile: handlers.unary('RemoveFile', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const change = { kind: 'remove', path: pathOf(request.path), recursive: request.recursive } as const;
      return named.once('RemoveFile', namespace, request, async () => {
        try {
          await changeFile(context, id, change, signal);
          return { removed: true };
        } catch (error) {
          if (request.allowMissing && hasReason(error, 'FILE_NOT_FOUND')) return { removed: false };
          throw error;
        }
      });
    }),

    MoveFile: handlers.unary('MoveFile', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const path = pathOf(request.fromPath, 'from_path');
      const to = pathOf(request.toPath, 'to_path');
      const change = { kind: 'move', path, to, overwrite: request.overwrite } as const;
      return named.once('MoveFile', namespace, request, () => changed(context, id, change, signal));
    }),

    ChmodFile: handlers.unary('ChmodFile', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      if (request.mode > permissionBits) throw invalidField('mode', 'must be at most octal 0777');
      const change = { kind: 'chmod', path: pathOf(request.path), mode: request.mode } as const;
      return named.once('ChmodFile', namespace, request, () => changed(context, id, change, signal));
    }),
  };
}

function searchMethods(
  context: EngineContext,
  handlers: Handlers,
  named: NamedCalls,
): Pick<FileServiceHandlers, 'GlobFiles' | 'GrepFiles' | 'ReplaceInFile'> {
  return {
    GlobFiles: handlers.unary('GlobFiles', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const [pattern = ''] = globsOf([request.pattern], 'pattern');
      const glob = {
        pattern,
        path: pathOf(request.path),
        exclude: excludeOf(request.exclude),
        hidden: request.includeHidden,
        maxResults: countOf(request.limit, 'limit', globResults, maxCount),
      };
      const { entries, truncated } = await globFiles(context, id, glob, signal);
      return { entries: entries.map(entryMessage), truncated };
    }),

    GrepFiles: handlers.unary('GrepFiles', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const grep = {
        pattern: patternOf(request, 'line'),
        path: pathOf(request.path),
        include: globsOf(request.include, 'include'),
        exclude: excludeOf(request.exclude),
        contextLines: countOf(request.contextLines, 'context_lines', 0, maxContextLines),
        maxResults: countOf(request.limit, 'limit', grepResults, maxCount),
      };
      const { matches, truncated } = await grepFiles(context, id, grep, signal);
      return {
        matches: matches.map((match) => ({ ...match, before: [...match.before], after: [...match.after] })),
        truncated,
      };
    }),

    ReplaceInFile: handlers.unary('ReplaceInFile', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const limit = countOf(request.limit, 'limit', 0, maxCount);
      const replace = {
        path: pathOf(request.path),
        pattern: patternOf(request, 'file'),
        replacement: request.replacement,
        maxCount: limit === 0 ? null : limit,
        ifMatch: request.ifMatch === '' ? null : request.ifMatch,
      };
      return named.once('ReplaceInFile', namespace, request, async () => {
        const { entry, count } = await replaceInFile(context, id, replace, signal);
        return { entry: entryMessage(entry), count };
      });
    }),
  };
}

function copyMethods(context: EngineContext, handlers: Handlers): Pick<FileServiceHandlers, 'CopyIn' | 'CopyOut'> {
  return {
    CopyIn: handlers.clientStream('CopyIn', async (requests, { signal }) => {
      const frames = requests[Symbol.asyncIterator]();
      const header = await firstHeader(frames);
      const { id } = resolveSandbox(context, sandboxName(header.sandboxId));
      const { copyMaxEntries, fileTransferMaxBytes } = context.settings().engine;
      const stripComponents = countOf(header.stripComponents, 'strip_components', 0, maxStripComponents);
      const bounds = { maxEntries: copyMaxEntries, maxBytes: fileTransferMaxBytes, stripComponents };
      const items = itemsOfTar(dataOf(frames, signal), bounds);
      const { entries, bytes } = await copyIn(context, id, pathOf(header.path), items, header, signal);
      return { entryCount: entries, sizeBytes: bytes };
    }),

    CopyOut: handlers.serverStream('CopyOut', async function* (request, { signal }): AsyncGenerator<CopyOutResponse> {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      let summary: CopySummary = { entries: 0, skipped: 0 };
      const copied = copyOut(context, id, pathOf(request.path), excludeOf(request.exclude), signal);
      const tar = tarOfItems(copied, (told) => {
        summary = told;
      });
      for await (const data of chunked(tar)) yield { data };
      yield { summary: { entryCount: summary.entries, skippedCount: summary.skipped } };
    }),
  };
}

async function changed(context: EngineContext, id: string, change: FileChange, signal: AbortSignal) {
  const entry = await changeFile(context, id, change, signal);
  return { entry: entry === null ? null : entryMessage(entry) };
}

function ifMatchOf({ ifMatch, append, mustNotExist }: WriteFileHeader__Output): string | null {
  if (ifMatch === '') return null;
  if (append || mustNotExist) throw invalidField('if_match', 'cannot be used with append or must_not_exist');
  return ifMatch;
}

function pageOf(
  entries: readonly FileEntry[],
  request: ListFilesRequest__Output,
  mark: Readonly<Record<string, unknown>>,
): ListFilesResponse {
  const size = pageSizeOf(request.pageSize, entriesPerPage, entriesPerPage);
  const after = decodePageToken(request.pageToken, mark);
  // The token is a path: entries that come or go meanwhile shift nothing.
  const rest = after === null ? entries : entries.filter((entry) => comparePaths(entry.path, String(after)) > 0);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  const nextPageToken = rest.length > size && last !== undefined ? encodePageToken(last.path, mark) : '';
  return { entries: shown.map(entryMessage), nextPageToken };
}

function eventMessage(event: FileEvent): WatchFilesResponse {
  if (event.kind === 'ready') return { ready: {} };
  if (event.kind === 'overflow') return { overflow: {} };
  const kind = `FILE_CHANGE_KIND_${event.kind.toUpperCase() as Uppercase<typeof event.kind>}` as const;
  return { change: { kind, path: event.path } };
}

/** By the names on the way, as the entries come. */
function comparePaths(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a.replaceAll('/', '\0')), Buffer.from(b.replaceAll('/', '\0')));
}
