// Between a tar as it travels and the items the engine knows. What comes in is checked entry by entry: nothing leads
// out of the directory, is a device, carries set-id bits, or is larger than the bounds.

import { extract, type Header, type Pack, pack } from 'tar-stream';
import { Readable } from 'node:stream';
import { SandkeepError } from '../domain/errors.ts';
import type { CopiedItem, CopySummary } from '../engine/files/file-copy.ts';
import type { TreeItem } from '../ports/files.ts';

export interface TarBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Names dropped from the beginning of each path; what has no more is left out. */
  readonly stripComponents: number;
}

const maxNameBytes = 4096;
const maxComponentBytes = 255;
const setIdBits = 0o6000;
const permissionBits = 0o777;
/** What may come between two entries, as long names and other extensions, which have to be held in memory. */
const maxExtensionBytes = 1024 * 1024;
const blockBytes = 512;

/** Items in their order, their contents read one after the other. ARCHIVE_REFUSED, FILE_TOO_LARGE; errors of the bytes pass. */
export async function* itemsOfTar(bytes: AsyncIterable<Uint8Array>, bounds: TarBounds): AsyncGenerator<TreeItem> {
  const checks = new Checks(bounds);
  const extractor = extract();
  let failure: unknown = null;
  const source = Readable.from(guarded(bytes, checks), { objectMode: false });
  source.on('error', (error) => {
    failure = error;
    extractor.destroy(error);
  });
  source.pipe(extractor);
  try {
    for await (const entry of extractor) {
      const item = checks.item(entry.header);
      if (item === null || item.kind !== 'file') {
        entry.resume();
        if (item !== null) yield item;
        continue;
      }
      // Its types leave out that it can be iterated.
      const content = entry as unknown as AsyncIterable<Uint8Array>;
      yield { ...item, content: translated(content, () => failure) };
    }
  } catch (error) {
    throw meaningOf(error, failure);
  } finally {
    source.destroy();
    extractor.destroy();
  }
}

async function* translated(
  content: AsyncIterable<Uint8Array>,
  failureOfSource: () => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    throw meaningOf(error, failureOfSource());
  }
}

/** What the source failed with, else that the bytes are no tar. */
function meaningOf(error: unknown, failureOfSource: unknown): unknown {
  if (failureOfSource !== null) return failureOfSource;
  if (error instanceof SandkeepError) return error;
  return refused(`it is no plain tar: ${error instanceof Error ? error.message : String(error)}`);
}

/** A tar in pieces of any size; onSummary is told the last item. */
export function tarOfItems(
  copied: AsyncIterable<CopiedItem>,
  onSummary: (summary: CopySummary) => void,
): AsyncIterable<Uint8Array> {
  const archive = pack();
  addAll(archive, copied, onSummary).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive as unknown as AsyncIterable<Uint8Array>;
}

class Checks {
  readonly #bounds: TarBounds;
  readonly #links = new Set<string>();
  #entries = 0;
  #bytes = 0;
  #extensionBytes = 0;

  constructor(bounds: TarBounds) {
    this.#bounds = bounds;
  }

  /** Counts what has come since the last entry and its content. */
  took(bytes: number): void {
    this.#extensionBytes += bytes;
    if (this.#extensionBytes > maxExtensionBytes) throw refused('an extension of it is larger than any name');
  }

  /** null for what is dropped with the components that are stripped. */
  item(header: Header): TreeItem | null {
    this.#count(header);
    const names = namesOf(header.name).slice(this.#bounds.stripComponents);
    const name = names.join('/');
    if (name === '') return null;
    this.#refuseBelowLinks(names, name);
    const mode = header.mode ?? 0;
    if ((mode & setIdBits) !== 0) throw refused(`"${name}" carries a set-id bit`);
    const item = { name, mode: mode & permissionBits, sizeBytes: header.size ?? 0, linkTarget: '', content: null };
    const { type } = header;
    if (type === 'file' || type === 'contiguous-file') return { ...item, kind: 'file' };
    if (type === 'directory') return { ...item, kind: 'directory', sizeBytes: 0 };
    if (type !== 'symlink') throw refused(`"${name}" is a ${type}, not a file, directory or symbolic link`);
    this.#links.add(name);
    return { ...item, kind: 'symlink', sizeBytes: 0, linkTarget: linkOf(names, header.linkname ?? '') };
  }

  #count({ size }: Header): void {
    this.#entries += 1;
    this.#bytes += size ?? 0;
    const { maxEntries, maxBytes } = this.#bounds;
    if (this.#entries > maxEntries) throw tooLarge(`it has more than ${maxEntries} entries`);
    if (this.#bytes > maxBytes) throw tooLarge(`it holds more than ${maxBytes} bytes`);
    // The content is counted when it comes, so it must not be held against the next extension.
    this.#extensionBytes = -Math.ceil((size ?? 0) / blockBytes) * blockBytes;
  }

  /** A link of the archive must not decide where a later entry of it goes. */
  #refuseBelowLinks(names: readonly string[], name: string): void {
    for (let depth = 1; depth < names.length; depth += 1) {
      if (this.#links.has(names.slice(0, depth).join('/'))) throw refused(`"${name}" lies below a link of the archive`);
    }
  }
}

async function* guarded(bytes: AsyncIterable<Uint8Array>, checks: Checks): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    checks.took(piece.length);
    yield piece;
  }
}

function namesOf(name: string): readonly string[] {
  if (Buffer.byteLength(name) > maxNameBytes) throw refused('a name is too long');
  if (name.startsWith('/') || name.includes('\0')) throw refused(`"${name.replaceAll('\0', '?')}" is no relative name`);
  const names = name.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of names) {
    if (part === '..') throw refused(`"${name}" leads out of the directory`);
    if (Buffer.byteLength(part) > maxComponentBytes) throw refused('a name is too long');
  }
  return names;
}

/** Only climbing first and then going down: what stands between would depend on other links. */
function linkOf(names: readonly string[], text: string): string {
  const shown = `"${names.join('/')}"`;
  if (text === '' || text.startsWith('/') || text.includes('\0') || Buffer.byteLength(text) > maxNameBytes) {
    throw refused(`${shown} is a link without a relative target`);
  }
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const climbs = parts.findIndex((part) => part !== '..');
  const depth = climbs < 0 ? parts.length : climbs;
  if (depth >= names.length || parts.slice(depth).includes('..')) throw refused(`${shown} is a link that leads out`);
  return text;
}

async function addAll(
  archive: Pack,
  copied: AsyncIterable<CopiedItem>,
  onSummary: (summary: CopySummary) => void,
): Promise<void> {
  for await (const each of copied) {
    if (each.kind === 'summary') onSummary(each.summary);
    else await addItem(archive, each.item);
  }
}

async function addItem(archive: Pack, item: TreeItem): Promise<void> {
  const header = { name: item.name, mode: item.mode, type: item.kind } as const;
  if (item.kind === 'symlink') archive.entry({ ...header, linkname: item.linkTarget });
  else if (item.kind === 'directory') archive.entry({ ...header, name: `${item.name}/` });
  else {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sink = archive.entry({ ...header, size: item.sizeBytes }, (error) => (error ? reject(error) : resolve()));
    // The archive ends it with its own failure, which the archive's reader gets.
    sink.on('error', () => undefined);
    // An archive that nobody reads any more never takes the rest.
    const onClose = (): void => reject(new SandkeepError('CALL_CANCELLED', 'the archive is not read any more'));
    archive.on('close', onClose);
    Readable.from(item.content ?? [], { objectMode: false })
      .on('error', reject)
      .pipe(sink);
    await promise.finally(() => archive.off('close', onClose));
  }
}

function refused(why: string): SandkeepError {
  return new SandkeepError('ARCHIVE_REFUSED', `the archive is not taken: ${why}`);
}

function tooLarge(why: string): SandkeepError {
  return new SandkeepError('FILE_TOO_LARGE', `the archive is not taken: ${why}`);
}
