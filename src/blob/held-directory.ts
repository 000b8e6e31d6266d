// Directories of a workspace, held open so that no later rename can put a link in their place.
// Linux: what is in one is reached through /proc/self/fd, so every call starts at that inode.
// Elsewhere (macOS): by its path, and opens refuse a link anywhere on the way (O_NOFOLLOW_ANY); mkdir, symlink and
// rename go by path there and can be raced by whoever may rename in the workspace.

import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';

const pinned = process.platform === 'linux';
/** Node does not name it. */
const darwinNoFollowAny = 0x20000000;
/** For opening something by its address: no link is followed. */
export const noLinks = pinned ? constants.O_NOFOLLOW : darwinNoFollowAny;
const directoryFlags = constants.O_RDONLY | constants.O_DIRECTORY | noLinks;

export class HeldDirectory {
  readonly handle: FileHandle;
  readonly #path: string;
  #holders = 1;

  private constructor(handle: FileHandle, where: string) {
    this.handle = handle;
    this.#path = where;
  }

  /** The directory itself must be no link; its parents are the operator's. Throws system errors. */
  static async open(directory: string): Promise<HeldDirectory> {
    const parent = pinned ? path.dirname(directory) : await realpath(path.dirname(directory));
    const where = path.join(parent, path.basename(directory));
    return new HeldDirectory(await open(where, directoryFlags), where);
  }

  /** ELOOP or ENOTDIR when the child is a link or no directory. Throws system errors. */
  async openChild(name: string): Promise<HeldDirectory> {
    return new HeldDirectory(await open(this.child(name), directoryFlags), path.join(this.#path, name));
  }

  /** A path that leads to this very directory. */
  get address(): string {
    return pinned ? `/proc/self/fd/${this.handle.fd}` : this.#path;
  }

  /** A path that leads to what has this name in it now. */
  child(name: string): string {
    return `${this.address}/${name}`;
  }

  /** One more has to release it. */
  hold(): this {
    this.#holders += 1;
    return this;
  }

  async release(): Promise<void> {
    this.#holders -= 1;
    if (this.#holders === 0) await this.handle.close();
  }
}

/** Goes from directory to directory below a root and keeps the way open, so that neighbours cost one open. */
export class DirectoryCursor {
  readonly #way: { readonly name: string; readonly directory: HeldDirectory }[] = [];
  readonly #root: HeldDirectory;

  /** Takes over one hold of the root. */
  constructor(root: HeldDirectory) {
    this.#root = root;
  }

  /** The directory at this path below the root, "" being the root. It is open until the next call; hold it for longer. */
  async enter(directory: string): Promise<HeldDirectory> {
    const names = directory === '' ? [] : directory.split('/');
    const shared = this.#way.findIndex(({ name }, index) => name !== names[index]);
    await this.#leave(shared === -1 ? this.#way.length : shared);
    for (const name of names.slice(this.#way.length)) {
      const parent = this.#way.at(-1)?.directory ?? this.#root;
      this.#way.push({ name, directory: await parent.openChild(name) });
    }
    return this.#way.at(-1)?.directory ?? this.#root;
  }

  async close(): Promise<void> {
    await this.#leave(0);
    await this.#root.release();
  }

  async #leave(length: number): Promise<void> {
    while (this.#way.length > length) await this.#way.pop()?.directory.release();
  }
}

/** The path of what contains this one. */
export function parentOf(entryPath: string): string {
  const cut = entryPath.lastIndexOf('/');
  return cut === -1 ? '' : entryPath.slice(0, cut);
}

export function nameOf(entryPath: string): string {
  return entryPath.slice(entryPath.lastIndexOf('/') + 1);
}
