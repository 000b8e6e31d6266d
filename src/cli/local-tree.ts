// Trees of this machine as plain tars. What comes out of a sandbox is not trusted: nothing it holds is written
// anywhere but below the directory that was named.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, opendir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header, type Pack, pack } from 'tar-stream';
import { CommandFailure } from './failure.ts';
import { exitCodes } from './exit-codes.ts';

const PERMISSION_BITS = 0o777;
const MAX_DEPTH = 256;

export interface PackedTree {
  readonly tar: AsyncIterable<Uint8Array>;
  /** Devices, sockets, pipes, and links that lead out; known when the tar has been read. */
  readonly skipped: () => number;
}

/** A directory of this machine with what is below it, by name. Errors of reading end the tar. */
export function packTree(directory: string): PackedTree {
  const archive = pack();
  const packing = new Packing(archive, directory);
  packing.run().then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return { tar: archive as unknown as AsyncIterable<Uint8Array>, skipped: () => packing.skipped };
}

class Packing {
  skipped = 0;
  readonly #archive: Pack;
  readonly #root: string;

  constructor(archive: Pack, root: string) {
    this.#archive = archive;
    this.#root = root;
  }

  async run(): Promise<void> {
    await this.#enter('', 1);
  }

  async #enter(below: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) throw new CommandFailure(`${below} is nested too deep`, exitCodes.otherError);
    const names: string[] = [];
    for await (const entry of await opendir(join(this.#root, below))) names.push(entry.name);
    for (const name of names.sort()) await this.#add(below === '' ? name : `${below}/${name}`, depth);
  }

  async #add(name: string, depth: number): Promise<void> {
    const place = join(this.#root, name);
    const stat = await lstat(place);
    const header = { name, mode: stat.mode & PERMISSION_BITS, mtime: stat.mtime };
    if (stat.isDirectory()) {
      this.#archive.entry({ ...header, name: `${name}/`, type: 'directory' });
      await this.#enter(name, depth + 1);
    } else if (stat.isSymbolicLink()) {
      const linkname = await readlink(place);
      if (leadsOut(name, linkname)) this.skipped += 1;
      else this.#archive.entry({ ...header, type: 'symlink', linkname });
    } else if (stat.isFile()) {
      // Exactly as many bytes as were announced, should it grow meanwhile.
      const content = stat.size === 0 ? Readable.from([]) : createReadStream(place, { end: stat.size - 1 });
      await pipeline(content, this.#archive.entry({ ...header, size: stat.size }));
    } else this.skipped += 1;
  }
}

/** Writes a tar below a directory, which is made when it is missing. Resolves with the number of entries. */
export async function unpackTree(tar: AsyncIterable<Uint8Array>, directory: string): Promise<number> {
  await mkdir(directory, { recursive: true });
  const extractor = extract();
  const source = Readable.from(tar, { objectMode: false });
  source.on('error', (error) => extractor.destroy(error));
  source.pipe(extractor);
  let count = 0;
  for await (const entry of extractor) {
    const name = checkedName(entry.header.name);
    if (name === '') entry.resume();
    else {
      await requireNoLinkAbove(directory, name);
      // Its types leave out that it is a stream of Node.
      await writeEntry(join(directory, name), name, entry.header, entry as unknown as Readable);
      count += 1;
    }
  }
  return count;
}

async function writeEntry(place: string, name: string, header: Header, content: Readable): Promise<void> {
  const mode = (header.mode ?? 0) & PERMISSION_BITS;
  if (header.type === 'directory') {
    content.resume();
    if (await isLink(place)) await rm(place);
    await mkdir(place, { recursive: true });
    // Written into afterwards, so the owner's rights stay.
    await chmod(place, mode | 0o700);
    return;
  }
  await mkdir(dirname(place), { recursive: true });
  if (header.type === 'symlink') {
    content.resume();
    const target = header.linkname ?? '';
    if (leadsOut(name, target)) throw suspicious(`${name} is a link that leads out`);
    await rm(place, { force: true });
    await symlink(target, place);
    return;
  }
  if (header.type !== 'file') throw suspicious(`${name} is a ${header.type ?? 'thing'}`);
  await rm(place, { force: true });
  // "wx" never writes through a link that came there meanwhile.
  await pipeline(content, createWriteStream(place, { flags: 'wx', mode }));
  await chmod(place, mode);
}

function checkedName(name: string): string {
  const names = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || name.includes('\0') || names.includes('..')) {
    throw suspicious(`${JSON.stringify(name)} leads out of the directory`);
  }
  return names.join('/');
}

async function requireNoLinkAbove(directory: string, name: string): Promise<void> {
  const names = name.split('/');
  for (let depth = 1; depth < names.length; depth += 1) {
    const above = join(directory, ...names.slice(0, depth));
    if (await isLink(above)) throw suspicious(`${name} lies below a link`);
  }
}

async function isLink(place: string): Promise<boolean> {
  try {
    return (await lstat(place)).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Absolute links, and those that climb out of the directory; what climbs must do so first. */
function leadsOut(name: string, target: string): boolean {
  if (target === '' || target.startsWith('/')) return true;
  const climbsLate = /(?:^|\/)(?!\.\.?(?:\/|$))[^/]+\/(?:.*\/)?\.\.(?:\/|$)/.test(target);
  const resolved = normalize(join(dirname(`/root/${name}`), target));
  return climbsLate || !`${resolved}/`.startsWith('/root/');
}

function suspicious(why: string): CommandFailure {
  const hint = 'What was written before it stays; look at it before you use it.';
  return new CommandFailure(`the archive is not what a sandbox may send: ${why}`, exitCodes.otherError, hint);
}
