// A bounded place on the daemon's own disk, so that neither a slow client nor a slow engine holds the other up.

import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import path from 'node:path';

import { SandkeepError } from '../../domain/errors.ts';

const chunkBytes = 64 * 1024;
const nameBytes = 16;

/** One transfer on its way. It has no name on the disk, so nothing is left behind whatever happens. */
export class Spool {
  readonly #handle: FileHandle;
  readonly #maxBytes: number;
  #sizeBytes = 0;

  private constructor(handle: FileHandle, maxBytes: number) {
    this.#handle = handle;
    this.#maxBytes = maxBytes;
  }

  /** NO_SPACE, INTERNAL when the directory cannot be used. */
  static async open(directory: string, maxBytes: number): Promise<Spool> {
    return await translated(async () => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = path.join(directory, `spool-${randomBytes(nameBytes).toString('hex')}`);
      const handle = await open(file, 'wx+', 0o600);
      await unlink(file);
      return new Spool(handle, maxBytes);
    });
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Takes all of the content. FILE_TOO_LARGE above the bound, NO_SPACE; errors of the content pass. */
  async fill(content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    for await (const bytes of content) {
      signal.throwIfAborted();
      if (this.#sizeBytes + bytes.length > this.#maxBytes) throw tooLarge(this.#maxBytes);
      await translated(async () => this.#append(bytes));
    }
  }

  /** What was taken, from its beginning; may be read again. */
  async *read(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let position = 0;
    while (position < this.#sizeBytes) {
      signal.throwIfAborted();
      const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, this.#sizeBytes - position));
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** A write may take less than it was given. */
  async #append(bytes: Uint8Array): Promise<void> {
    let offset = 0;
    while (offset < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, offset, bytes.length - offset, this.#sizeBytes);
      offset += bytesWritten;
      this.#sizeBytes += bytesWritten;
    }
  }
}

export function tooLarge(maxBytes: number): SandkeepError {
  return new SandkeepError('FILE_TOO_LARGE', `the transfer is larger than ${maxBytes} bytes`, {
    metadata: { maxBytes: String(maxBytes) },
  });
}

async function translated<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new SandkeepError('NO_SPACE', 'no space for the transfer in the spool directory of the daemon');
    }
    throw new SandkeepError('INTERNAL', `the spool directory of the daemon cannot be used: ${code}`, { cause: error });
  }
}
