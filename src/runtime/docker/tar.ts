// Plain tar, nothing compressed: reading what the engine sends and writing what it is given.

import { Readable } from 'node:stream';

import { extract, type Header, type Pack, pack } from 'tar-stream';

import type { TreeItem } from '../../ports/files.ts';

export type TarHeader = Header;
type NewEntry = Partial<Header> & Pick<Header, 'name'>;

export interface TarEntry {
  readonly header: TarHeader;
  /** Read to its end, or skipped, before the next entry comes. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly skip: () => void;
}

/** The entries in their order. An error of the source is thrown by the loop; leaving the loop drops the source. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const extractor = extract();
  const source = Readable.from(bytes, { objectMode: false });
  source.on('error', (error) => extractor.destroy(error));
  source.pipe(extractor);
  try {
    for await (const entry of extractor) {
      // Its types leave out that it can be iterated.
      const body = entry as unknown as AsyncIterable<Uint8Array>;
      yield { header: entry.header, body, skip: () => void entry.resume() };
    }
  } finally {
    source.destroy();
  }
}

/** An archive of items in their order, each owned by the numbers given. An error of a content ends it. */
export function writeTree(
  items: AsyncIterable<TreeItem>,
  owner: { readonly uid: number; readonly gid: number; readonly mtime: Date },
): Readable {
  const archive = pack();
  addItems(archive, items, owner).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.from(archive, { objectMode: false });
}

async function addItems(archive: Pack, items: AsyncIterable<TreeItem>, owner: Partial<Header>): Promise<void> {
  for await (const item of items) {
    const header = { ...owner, name: item.name, mode: item.mode, type: item.kind } as const;
    if (item.kind === 'symlink') archive.entry({ ...header, linkname: item.linkTarget });
    else if (item.kind === 'directory') archive.entry({ ...header, name: `${item.name}/` });
    else await addContent(archive, { ...header, size: item.sizeBytes }, item.content ?? nothing());
  }
}

async function addContent(
  archive: Pack,
  header: NewEntry & Pick<Header, 'size'>,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sink = archive.entry(header, (error) => (error ? reject(error) : resolve()));
  // The archive ends it with its own failure, which the archive's reader gets.
  sink.on('error', () => undefined);
  Readable.from(content, { objectMode: false })
    .on('error', (error) => {
      reject(error);
      archive.destroy(error);
    })
    .pipe(sink);
  await promise;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** An archive of directories and one file, whose size must be what the content has. */
export function writeTar(
  directories: readonly NewEntry[],
  file: NewEntry & Pick<Header, 'size'>,
  content: AsyncIterable<Uint8Array>,
): Readable {
  const archive = pack();
  for (const directory of directories) archive.entry({ ...directory, type: 'directory' });
  const sink = archive.entry(file, (error) => {
    if (!error) archive.finalize();
  });
  Readable.from(content, { objectMode: false })
    .on('error', (error) => archive.destroy(error))
    .pipe(sink);
  return Readable.from(archive, { objectMode: false });
}
