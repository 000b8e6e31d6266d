// Objects as files of a directory, which may be on another disk or a network file system.

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, opendir, rename, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';

import { failpointAsync } from '#failpoint';
import { type ErrorReason, SandkeepError } from '../domain/errors.ts';
import { errorCode, hasCode, ignoring } from './errors.ts';
import type { ObjectContent, ObjectStore, StoredObject } from './object-store.ts';

const directoryMode = 0o700;
const fileMode = 0o600;
const readBytes = 256 * 1024;
/** Files of a listing that are looked at together. */
const lookBatch = 32;
/** How often a directory that a deletion takes away at the same moment is made. */
const maxMakes = 5;
/** Why a directory that may be empty stays. */
const staysCodes = ['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY', 'EACCES', 'EPERM'];
/** No part of a key begins like this. */
const incoming = /^\.incoming-[0-9a-f]{16}$/;
const systemCode = /^E[A-Z0-9]+$/;
const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW;

const reasonByCode: Readonly<Record<string, ErrorReason>> = {
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  EFBIG: 'STORAGE_FULL',
  EACCES: 'STORAGE_DENIED',
  EPERM: 'STORAGE_DENIED',
  EROFS: 'STORAGE_DENIED',
  ENOTDIR: 'STORAGE_DENIED',
  EISDIR: 'STORAGE_DENIED',
  ELOOP: 'STORAGE_DENIED',
  ENAMETOOLONG: 'STORAGE_DENIED',
};

/** Objects in this directory, which is made with the first one. */
export function directoryObjects(root: string): ObjectStore {
  return new DirectoryObjects(root);
}

class DirectoryObjects implements ObjectStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(name: string, content: ObjectContent, signal: AbortSignal): Promise<void> {
    const target = path.join(this.#root, name);
    const temporary = path.join(path.dirname(target), `.incoming-${randomBytes(8).toString('hex')}`);
    await explained(`writing ${name}`, async () => {
      try {
        await write(temporary, content, signal);
        await failpointAsync('storage.before_rename');
        await rename(temporary, target);
      } catch (error) {
        // What stays is found by the next sweep.
        await unlink(temporary).catch(() => undefined);
        throw error;
      }
    });
  }

  async get<T>(
    name: string,
    signal: AbortSignal,
    read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T | null> {
    signal.throwIfAborted();
    const file = path.join(this.#root, name);
    const what = `reading ${name}`;
    const handle = await explained(what, () => open(file, readFlags).catch(ignoring('ENOENT')));
    if (handle === null) return null;
    try {
      return await read(chunksOf(handle, what, signal));
    } finally {
      await handle.close();
    }
  }

  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    let batch: string[] = [];
    for await (const name of this.#namesIn(prefix)) {
      signal.throwIfAborted();
      if (incoming.test(name)) continue;
      if (batch.push(name) < lookBatch) continue;
      yield* await this.#look(prefix, batch);
      batch = [];
    }
    yield* await this.#look(prefix, batch);
  }

  /** Directories that become empty go too. */
  async delete(name: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await explained(`deleting ${name}`, async () => {
      await unlink(path.join(this.#root, name)).catch(ignoring('ENOENT', 'ENOTDIR'));
      for (let parent = path.dirname(name); parent !== '.'; parent = path.dirname(parent)) {
        const isRemoved = await rmdir(path.join(this.#root, parent)).then(() => true, ignoring(...staysCodes));
        if (isRemoved === null) return;
      }
    });
  }

  async settle(prefix: string, signal: AbortSignal): Promise<void> {
    const parts = prefix.split('/').filter((part) => part !== '');
    for (let length = parts.length; length >= 0; length -= 1) {
      signal.throwIfAborted();
      const directory = path.join(this.#root, ...parts.slice(0, length));
      await explained(`making ${prefix} last`, () => syncDirectory(directory));
    }
  }

  async sweep(prefix: string, signal: AbortSignal): Promise<void> {
    for await (const name of this.#namesIn(prefix)) {
      signal.throwIfAborted();
      if (!incoming.test(name)) continue;
      const file = path.join(this.#root, prefix, name);
      await explained(`deleting what is left in ${prefix}`, () => unlink(file).catch(ignoring('ENOENT')));
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #look(prefix: string, names: readonly string[]): Promise<readonly StoredObject[]> {
    const looks = names.map(async (name): Promise<StoredObject | null> => {
      const found = await lstat(path.join(this.#root, prefix, name)).catch(ignoring('ENOENT'));
      return found?.isFile() ? { name: prefix + name, size: found.size } : null;
    });
    const found = await explained(`listing ${prefix}`, async () => await Promise.all(looks));
    return found.filter((object) => object !== null);
  }

  async *#namesIn(prefix: string): AsyncGenerator<string> {
    const what = `listing ${prefix}`;
    const directory = path.join(this.#root, prefix);
    const entries = await explained(what, () => opendir(directory).catch(ignoring('ENOENT')));
    if (entries === null) return;
    try {
      for (;;) {
        const entry = await explained(what, () => entries.read());
        if (entry === null) return;
        yield entry.name;
      }
    } finally {
      await entries.close();
    }
  }
}

async function write(file: string, content: ObjectContent, signal: AbortSignal): Promise<void> {
  const handle = await create(file);
  try {
    for (const chunk of content.chunks()) {
      signal.throwIfAborted();
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A directory that was just made may be taken away by the deletion of the last object in it. */
async function create(file: string): Promise<Awaited<ReturnType<typeof open>>> {
  for (let makes = 0; ; makes += 1) {
    try {
      return await open(file, createFlags, fileMode);
    } catch (error) {
      if (!hasCode(error, 'ENOENT') || makes === maxMakes) throw error;
      const first = await mkdir(path.dirname(file), { recursive: true, mode: directoryMode });
      if (first !== undefined) await syncDirectory(path.dirname(first));
    }
  }
}

async function* chunksOf(
  handle: Awaited<ReturnType<typeof open>>,
  what: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    signal.throwIfAborted();
    const buffer = Buffer.allocUnsafe(readBytes);
    const { bytesRead } = await explained(what, () => handle.read(buffer, 0, readBytes, null));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY).catch(ignoring('ENOENT'));
  if (handle === null) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What no code says is a fault of the disk or the network below it. */
async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (!systemCode.test(code)) throw error;
    throw new SandkeepError(reasonByCode[code] ?? 'STORAGE_UNAVAILABLE', `${what} in the storage failed: ${code}`, {
      metadata: { code },
      cause: error,
    });
  }
}
