// Reads a manifest line by line and believes none of it: it may be damaged, old, or written by somebody else.

import { z } from 'zod';

import type { StorageLimits } from '../domain/settings.ts';
import { corrupt, tooLarge } from './errors.ts';
import {
  directoryModeMask,
  fileModeMask,
  formatVersion,
  type Manifest,
  type ManifestEntry,
  maxDepth,
  maxLinkTargetBytes,
  maxNameBytes,
  maxPathBytes,
  partBytes,
  partCount,
  snapshotIdOf,
} from './manifest.ts';

/** Room for the longest path or target with every byte escaped, and for the digests of this many bytes of content. */
const baseLineBytes = 64 * 1024;
const digestLineBytes = 70;
const maxSeenCharacters = 100;
/** The two highest numbers mean "nobody" to the kernel and "leave it" to chown. */
const maxOwner = 0xfffffffd;
const lineEnd = 0x0a;
const headerEnd = ',"entries":[';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();
const common = {
  path: z.string(),
  uid: count.max(maxOwner),
  gid: count.max(maxOwner),
  mtimeUs: z.number().int(),
};
const headerSchema = z.object({
  version: z.literal(formatVersion),
  snapshotId: digest,
  count: count.min(1),
  bytes: count,
  partBytes: z.literal(partBytes),
});
const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('file'),
    mode: count.max(fileModeMask),
    size: count,
    parts: z.array(digest),
    seen: z.string().max(maxSeenCharacters).nullable(),
  }),
  z.object({ ...common, kind: z.literal('directory'), mode: count.max(directoryModeMask) }),
  z.object({ ...common, kind: z.literal('symlink'), mode: count.max(fileModeMask), linkTarget: z.string() }),
]);

export interface ManifestHeader {
  readonly snapshotId: string;
  /** Entries, the root among them. */
  readonly count: number;
  readonly bytes: number;
}

export interface ReadOptions {
  /** For messages. */
  readonly key: string;
  readonly limits: Pick<StorageLimits, 'maxBytes' | 'maxEntries'>;
}

/**
 * Reads the header, and all the rest when `wants` says so; without it `manifest` is null.
 * STORAGE_CORRUPT, and WORKSPACE_TOO_LARGE when it is wanted and larger than the limits.
 */
export async function readManifest(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  wants: (header: ManifestHeader) => boolean,
): Promise<{ readonly header: ManifestHeader; readonly manifest: Manifest | null }> {
  let entries: EntryCollector | null = null;
  for await (const line of linesOf(chunks, options)) {
    if (entries !== null) {
      entries.add(line);
      continue;
    }
    const header = parseHeader(line, options.key);
    if (!wants(header)) return { header, manifest: null };
    entries = new EntryCollector(header, options);
  }
  if (entries === null) throw corrupt(options.key, 'the manifest is empty');
  return { header: entries.header, manifest: await entries.finish() };
}

function parseHeader(line: string, key: string): ManifestHeader {
  const isWhole = line.endsWith(headerEnd);
  const value = isWhole ? parseJson(`${line.slice(0, -headerEnd.length)}}`) : null;
  const parsed = headerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : formatVersion;
  if (version === formatVersion) throw corrupt(key, 'the first line of the manifest is not understood');
  throw corrupt(key, `the manifest has version ${JSON.stringify(version)}, and this daemon knows ${formatVersion}`);
}

class EntryCollector {
  readonly header: ManifestHeader;
  readonly #key: string;
  readonly #entries: ManifestEntry[] = [];
  /** Every path so far, and whether it is a directory. */
  readonly #paths = new Map<string, boolean>();
  #bytes = 0;
  #hasEnded = false;

  constructor(header: ManifestHeader, { key, limits }: ReadOptions) {
    this.header = header;
    this.#key = key;
    if (header.count - 1 > limits.maxEntries) {
      throw tooLarge(
        key,
        `is stored with ${header.count - 1} entries, and storage.max_entries is ${limits.maxEntries}`,
      );
    }
    if (header.bytes > limits.maxBytes) {
      throw tooLarge(key, `is stored with ${header.bytes} bytes, and storage.max_bytes is ${limits.maxBytes}`);
    }
  }

  add(line: string): void {
    if (this.#hasEnded) throw this.#problem('has more lines than it says');
    if (this.#entries.length === this.header.count) {
      this.#hasEnded = line === ']}';
      if (!this.#hasEnded) throw this.#problem('has more entries than it says');
      return;
    }
    const isLast = this.#entries.length === this.header.count - 1;
    if (line.endsWith(',') === isLast) throw this.#problem('has another number of entries than it says');
    const parsed = entrySchema.safeParse(parseJson(isLast ? line : line.slice(0, -1)));
    if (!parsed.success) throw this.#problem('is not understood');
    this.#check(parsed.data);
    this.#entries.push(parsed.data);
    this.#paths.set(parsed.data.path, parsed.data.kind === 'directory');
  }

  /** The whole is what was written: its sums and its digest say so. */
  async finish(): Promise<Manifest> {
    const { snapshotId, bytes } = this.header;
    if (!this.#hasEnded) throw this.#problem('ends too early');
    if (this.#bytes !== bytes) throw this.#problem('has another size than it says');
    if ((await snapshotIdOf(this.#entries)) !== snapshotId) throw this.#problem('has another digest than it says');
    return { snapshotId, bytes, entries: this.#entries };
  }

  #check(entry: ManifestEntry): void {
    if (this.#paths.has(entry.path)) throw this.#problem('has an entry twice');
    if (this.#entries.length === 0) {
      if (entry.path !== '' || entry.kind !== 'directory') throw this.#problem('does not begin with the root');
      return;
    }
    const names = entry.path.split('/');
    if (!names.every(isPlainName) || names.length > maxDepth || Buffer.byteLength(entry.path) > maxPathBytes) {
      throw this.#problem('has a path that is not allowed');
    }
    if (this.#paths.get(names.slice(0, -1).join('/')) !== true) {
      throw this.#problem('has an entry in what is no directory');
    }
    if (entry.kind === 'symlink' && !isLinkTarget(entry.linkTarget)) {
      throw this.#problem('has a link target that is not allowed');
    }
    if (entry.kind !== 'file') return;
    if (entry.parts.length !== partCount(entry.size)) throw this.#problem('has a size that does not fit its parts');
    this.#bytes += entry.size;
  }

  #problem(what: string): Error {
    return corrupt(this.#key, `the manifest ${what} (entry ${this.#entries.length + 1})`);
  }
}

function isPlainName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('\0')) return false;
  return name.isWellFormed() && Buffer.byteLength(name) <= maxNameBytes;
}

function isLinkTarget(target: string): boolean {
  if (target === '' || target.includes('\0') || !target.isWellFormed()) return false;
  return Buffer.byteLength(target) <= maxLinkTargetBytes;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Lines without their ends. STORAGE_CORRUPT for bytes that are no UTF-8, too long a line, and one that is cut off. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, { key, limits }: ReadOptions): AsyncGenerator<string> {
  const maxLineBytes = baseLineBytes + digestLineBytes * partCount(limits.maxBytes);
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, begin)) {
      yield decode(Buffer.concat([...begun, chunk.subarray(begin, end)]), key);
      begun = [];
      begunBytes = 0;
      begin = end + 1;
    }
    if (begin === chunk.length) continue;
    begun.push(chunk.subarray(begin));
    begunBytes += chunk.length - begin;
    if (begunBytes > maxLineBytes) throw corrupt(key, 'the manifest has a line that is too long');
  }
  if (begunBytes > 0) throw corrupt(key, 'the manifest is cut off');
}

function decode(line: Uint8Array, key: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw corrupt(key, 'the manifest is no valid text');
  }
}
