// The files of one sandbox. Paths are absolute, as the sandbox sees them.
import { randomUUID } from 'node:crypto';
import type { ChmodFileRequest } from '../../gen/sandkeep/v1/ChmodFileRequest.ts';
import type { CopyInHeader } from '../../gen/sandkeep/v1/CopyInHeader.ts';
import type { CopyInResponse__Output } from '../../gen/sandkeep/v1/CopyInResponse.ts';
import type { FileEntry__Output } from '../../gen/sandkeep/v1/FileEntry.ts';
import type { GlobFilesRequest } from '../../gen/sandkeep/v1/GlobFilesRequest.ts';
import type { GlobFilesResponse__Output } from '../../gen/sandkeep/v1/GlobFilesResponse.ts';
import type { GrepFilesRequest } from '../../gen/sandkeep/v1/GrepFilesRequest.ts';
import type { GrepFilesResponse__Output } from '../../gen/sandkeep/v1/GrepFilesResponse.ts';
import type { ListFilesRequest } from '../../gen/sandkeep/v1/ListFilesRequest.ts';
import type { MakeDirectoryRequest } from '../../gen/sandkeep/v1/MakeDirectoryRequest.ts';
import type { MoveFileRequest } from '../../gen/sandkeep/v1/MoveFileRequest.ts';
import type { RemoveFileRequest } from '../../gen/sandkeep/v1/RemoveFileRequest.ts';
import type { ReplaceInFileRequest } from '../../gen/sandkeep/v1/ReplaceInFileRequest.ts';
import type { ReplaceInFileResponse__Output } from '../../gen/sandkeep/v1/ReplaceInFileResponse.ts';
import type { WatchFilesRequest } from '../../gen/sandkeep/v1/WatchFilesRequest.ts';
import type { WatchFilesResponse__Output } from '../../gen/sandkeep/v1/WatchFilesResponse.ts';
import type { WriteFileHeader } from '../../gen/sandkeep/v1/WriteFileHeader.ts';
import type { SandkeepClient } from '../client.ts';
import { hasReason } from '../errors.ts';
import { again } from './resume.ts';

/** What a request takes beside what the method says by itself. */
type Options<Request, Named extends string = never> = Omit<Request, 'sandboxId' | 'path' | 'requestId' | Named>;

export interface ByteRange {
  /** Position of the first byte; 0 is the start. */
  readonly offset?: number;
  /** Bytes at most; 0 reads to the end. */
  readonly limit?: number;
}

export class Files {
  readonly #calls: SandkeepClient;
  readonly #sandboxId: string;

  constructor(calls: SandkeepClient, sandboxId: string) {
    this.#calls = calls;
    this.#sandboxId = sandboxId;
  }

  /** A file in memory. Fails with FILE_NOT_FOUND, NOT_A_FILE or FILE_TOO_LARGE. */
  async readBytes(path: string, range: ByteRange = {}): Promise<Buffer> {
    return await again(async () => {
      const pieces: Buffer[] = [];
      for await (const piece of this.readStream(path, range)) pieces.push(piece);
      return Buffer.concat(pieces);
    });
  }

  /** The same as UTF-8. */
  async readText(path: string): Promise<string> {
    return (await this.readBytes(path)).toString();
  }

  /** A file in pieces. It is not read again when it breaks off: the caller knows where it stood. */
  async *readStream(path: string, range: ByteRange = {}): AsyncGenerator<Buffer, void, undefined> {
    for await (const { data } of this.#calls.readFile({ ...this.#at(path), ...range })) yield data;
  }

  /** Replaces a file, or appends to it; never in part. What is sent is sent again while the daemon is away, but no append. */
  async writeBytes(path: string, data: Uint8Array, options: Options<WriteFileHeader> = {}): Promise<FileEntry__Output> {
    const write = async () => await this.writeStream(path, once(data), options);
    return options.append ? await write() : await again(write);
  }

  /** The same with text as UTF-8. */
  async writeText(path: string, text: string, options: Options<WriteFileHeader> = {}): Promise<FileEntry__Output> {
    return await this.writeBytes(path, Buffer.from(text), options);
  }

  /** The same from pieces of any size, which are read once. */
  async writeStream(
    path: string,
    data: AsyncIterable<Uint8Array>,
    options: Options<WriteFileHeader> = {},
  ): Promise<FileEntry__Output> {
    return there((await this.#calls.writeFile({ ...options, ...this.#at(path) }, data)).entry);
  }

  /** Fails with FILE_NOT_FOUND. */
  async stat(path: string, options: { readonly followLink?: boolean } = {}): Promise<FileEntry__Output> {
    return there((await this.#calls.statFile({ ...this.#at(path), ...options }, { retry: true })).entry);
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.stat(path);
      return true;
    } catch (error) {
      if (hasReason(error, 'FILE_NOT_FOUND')) return false;
      throw error;
    }
  }

  /** What lies below a directory, by path; asks by page. */
  async *list(path: string, options: Options<ListFilesRequest, 'pageToken'> = {}): AsyncGenerator<FileEntry__Output> {
    for (let pageToken = ''; ; ) {
      const request = { ...options, ...this.#at(path), pageToken };
      const { entries, nextPageToken } = await this.#calls.listFiles(request, { retry: true });
      yield* entries;
      if (nextPageToken === '') return;
      pageToken = nextPageToken;
    }
  }

  async makeDirectory(path: string, options: Options<MakeDirectoryRequest> = {}): Promise<FileEntry__Output> {
    const request = { ...options, ...this.#at(path), requestId: randomUUID() };
    return there((await this.#calls.makeDirectory(request, { retry: true })).entry);
  }

  /** Whether there was something to remove. */
  async remove(path: string, options: Options<RemoveFileRequest> = {}): Promise<boolean> {
    const request = { ...options, ...this.#at(path), requestId: randomUUID() };
    return (await this.#calls.removeFile(request, { retry: true })).removed;
  }

  async move(
    fromPath: string,
    toPath: string,
    options: Options<MoveFileRequest, 'fromPath' | 'toPath'> = {},
  ): Promise<FileEntry__Output> {
    const request = { ...options, sandboxId: this.#sandboxId, fromPath, toPath, requestId: randomUUID() };
    return there((await this.#calls.moveFile(request, { retry: true })).entry);
  }

  async chmod(path: string, mode: number): Promise<FileEntry__Output> {
    const request: ChmodFileRequest = { ...this.#at(path), mode, requestId: randomUUID() };
    return there((await this.#calls.chmodFile(request, { retry: true })).entry);
  }

  async glob(
    path: string,
    pattern: string,
    options: Options<GlobFilesRequest, 'pattern'> = {},
  ): Promise<GlobFilesResponse__Output> {
    return await this.#calls.globFiles({ ...options, ...this.#at(path), pattern }, { retry: true });
  }

  async grep(
    path: string,
    pattern: string,
    options: Options<GrepFilesRequest, 'pattern'> = {},
  ): Promise<GrepFilesResponse__Output> {
    return await this.#calls.grepFiles({ ...options, ...this.#at(path), pattern }, { retry: true });
  }

  async replace(
    path: string,
    pattern: string,
    replacement: string,
    options: Options<ReplaceInFileRequest, 'pattern' | 'replacement'> = {},
  ): Promise<ReplaceInFileResponse__Output> {
    const request = { ...options, ...this.#at(path), pattern, replacement, requestId: randomUUID() };
    return await this.#calls.replaceInFile(request, { retry: true });
  }

  /** Unpacks a plain tar into a directory, in pieces of any size. */
  async copyIn(
    path: string,
    tar: AsyncIterable<Uint8Array>,
    options: Options<CopyInHeader> = {},
  ): Promise<CopyInResponse__Output> {
    return await this.#calls.copyIn({ ...options, ...this.#at(path) }, tar);
  }

  /** Packs a directory, or one file, into a plain tar. */
  async *copyOut(path: string): AsyncGenerator<Buffer, void, undefined> {
    for await (const { data } of this.#calls.copyOut(this.#at(path))) if (data) yield data;
  }

  /** Tells what changes in a directory, until the loop is left; the first frame says that it has begun. */
  watch(path: string, options: Options<WatchFilesRequest> = {}): AsyncGenerator<WatchFilesResponse__Output> {
    return this.#calls.watchFiles({ ...options, ...this.#at(path) });
  }

  #at(path: string): { readonly sandboxId: string; readonly path: string } {
    return { sandboxId: this.#sandboxId, path };
  }
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}

function there(entry: FileEntry__Output | null): FileEntry__Output {
  if (entry === null) throw new Error('the daemon answered without the entry');
  return entry;
}
