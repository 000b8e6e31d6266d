// FileService: bytes in and out of a sandbox.

import { invalidField, SandkeepError } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { listFiles, readFile, statFile, writeFile } from '../../engine/data-plane.ts';
import type { FileEntry } from '../../ports/runtime.ts';
import type { FileEntry as FileEntryMessage } from '../../gen/sandkeep/v1/FileEntry.ts';
import type { FileServiceHandlers } from '../../gen/sandkeep/v1/FileService.ts';
import type { ReadFileResponse } from '../../gen/sandkeep/v1/ReadFileResponse.ts';
import type { WriteFileHeader__Output } from '../../gen/sandkeep/v1/WriteFileHeader.ts';
import type { WriteFileRequest__Output } from '../../gen/sandkeep/v1/WriteFileRequest.ts';
import { decodePageToken, encodePageToken, pageSizeOf, safeNumber, sandboxName, toTimestamp } from '../convert.ts';
import type { Handlers } from '../handler.ts';

const maxChunkBytes = 256 * 1024;
const maxPathBytes = 4096;
const entriesPerPage = 1000;
const modeBits = 0o7777;

export function fileService(context: EngineContext, handlers: Handlers): FileServiceHandlers {
  return {
    ReadFile: handlers.serverStream(
      'ReadFile',
      async function* (request, { signal }): AsyncGenerator<ReadFileResponse> {
        const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
        const limit = safeNumber(request.limit, 'limit');
        const range = { offset: safeNumber(request.offset, 'offset'), limit: limit === 0 ? null : limit };
        for await (const chunk of readFile(context, id, pathOf(request.path), range, signal)) {
          for (let at = 0; at < chunk.length; at += maxChunkBytes)
            yield { data: chunk.subarray(at, at + maxChunkBytes) };
        }
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
      };
      const entry = await writeFile(context, id, pathOf(header.path), dataOf(frames, signal), options, signal);
      return { entry: entryMessage(entry) };
    }),

    StatFile: handlers.unary('StatFile', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      return { entry: entryMessage(await statFile(context, id, pathOf(request.path), signal)) };
    }),

    ListFiles: handlers.unary('ListFiles', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const path = pathOf(request.path);
      const mark = { id, path };
      const size = pageSizeOf(request.pageSize, entriesPerPage, entriesPerPage);
      const after = decodePageToken(request.pageToken, mark);
      const entries = await listFiles(context, id, path, signal);
      // The token is a name: entries that come or go meanwhile shift nothing.
      const rest = after === null ? entries : entries.filter((entry) => compareBytes(entry.path, String(after)) > 0);
      const shown = rest.slice(0, size);
      const last = shown.at(-1);
      const nextPageToken = rest.length > size && last !== undefined ? encodePageToken(last.path, mark) : '';
      return { entries: shown.map(entryMessage), nextPageToken };
    }),
  };
}

async function firstHeader(frames: AsyncIterator<WriteFileRequest__Output>): Promise<WriteFileHeader__Output> {
  const first = await frames.next();
  const header = first.done === true ? null : first.value.header;
  if (header === null || header === undefined) throw invalidField('header', 'must be the first frame');
  return header;
}

/** The content until the client half-closes; a stream that is cut off is an error, not an end. */
async function* dataOf(
  frames: AsyncIterator<WriteFileRequest__Output>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const frame = await frames.next();
    signal.throwIfAborted();
    if (frame.done === true) return;
    const data = frame.value.data;
    if (data === undefined) throw invalidField('header', 'must be sent once, first');
    if (data.length > maxChunkBytes) {
      throw new SandkeepError('MESSAGE_TOO_LARGE', `a chunk of ${data.length} bytes is longer than ${maxChunkBytes}`);
    }
    yield data;
  }
}

function pathOf(path: string): string {
  if (!path.startsWith('/') || path.includes('\0') || Buffer.byteLength(path) > maxPathBytes) {
    throw new SandkeepError('INVALID_PATH', `path must be absolute, without NUL and at most ${maxPathBytes} bytes`, {
      fieldViolations: [{ field: 'path', description: 'must be an absolute path' }],
    });
  }
  return path;
}

function entryMessage(entry: FileEntry): FileEntryMessage {
  return {
    path: entry.path,
    kind: `FILE_KIND_${entry.kind.toUpperCase() as Uppercase<FileEntry['kind']>}`,
    sizeBytes: entry.sizeBytes,
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    modifyTime: toTimestamp(entry.modifiedAtMs),
    linkTarget: entry.linkTarget,
  };
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
