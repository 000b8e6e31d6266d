// Has the disk take what is written into a file while more of it is written, in a thread: what is left for the sync at the
// end, which the event loop waits for, is little.

import { type FileHandle, open } from 'node:fs/promises';

/** So much may wait for the disk when the last sync begins. */
const bytesPerSync = 4 * 1024 ** 2;

export class WriteBack {
  readonly #file: FileHandle;
  #unsynced = 0;
  #running: Promise<void> | null = null;
  #failure: unknown = null;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The file is there already. */
  static async of(path: string): Promise<WriteBack> {
    return new WriteBack(await open(path, 'r'));
  }

  /** Notes that so much was written; true when the disk is behind, and the writer should wait. Throws what a sync failed with. */
  wrote(bytes: number): boolean {
    if (this.#failure !== null) throw this.#failure;
    this.#unsynced += bytes;
    if (this.#running !== null) return this.#unsynced >= bytesPerSync;
    if (this.#unsynced >= bytesPerSync) this.#begin();
    return false;
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#file.close();
  }

  #begin(): void {
    this.#unsynced = 0;
    this.#running = this.#sync();
  }

  async #sync(): Promise<void> {
    try {
      await this.#file.datasync();
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#running = null;
    }
  }
}
