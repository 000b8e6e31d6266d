// Plain tar, nothing compressed: reading what the engine sends and writing what it is given.

import { Readable } from 'node:stream';

import { extract, type Header, pack } from 'tar-stream';

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
