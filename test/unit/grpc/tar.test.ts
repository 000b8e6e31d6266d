import { pack } from 'tar-stream';
import { expect, test } from 'vitest';

import { itemsOfTar, tarOfItems } from '../../../src/grpc/tar.ts';
import type { CopiedItem } from '../../../src/engine/files/file-copy.ts';

const bounds = { maxEntries: 1000, maxBytes: 10_000_000, stripComponents: 0 };

test('a million entries end at the bound, without a million being read', async () => {
  let packed = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    const archive = pack();
    const pieces = archive as unknown as AsyncIterable<Uint8Array>;
    const filling = (async () => {
      for (; packed < 1_000_000; packed += 1) {
        const { promise, resolve } = Promise.withResolvers<void>();
        archive.entry({ name: `f${packed}` }, '', () => resolve());
        await promise;
      }
    })();
    filling.catch(() => undefined);
    yield* pieces;
  }
  const reading = (async () => {
    for await (const item of itemsOfTar(endless(), bounds)) expect(item.kind).toBe('file');
  })();
  await expect(reading).rejects.toMatchObject({ reason: 'FILE_TOO_LARGE' });
  expect(packed).toBeLessThan(10_000);
});

test('what is packed is read back, with long names and empty files', async () => {
  const long = `${'d'.repeat(200)}/${'e'.repeat(200)}.txt`;
  async function* copied(): AsyncGenerator<CopiedItem> {
    const item = { mode: 0o640, sizeBytes: 0, linkTarget: '', content: null };
    yield { kind: 'item', item: { ...item, name: 'empty', kind: 'file' } };
    yield { kind: 'item', item: { ...item, name: 'd/s', kind: 'symlink', linkTarget: '../empty' } };
    yield { kind: 'item', item: { ...item, name: long, kind: 'file', sizeBytes: 3, content: bytesOf('abc') } };
    yield { kind: 'summary', summary: { entries: 3, skipped: 1 } };
  }
  let summary = {};
  const tar = tarOfItems(copied(), (told) => {
    summary = told;
  });
  const read: unknown[] = [];
  for await (const { content, ...item } of itemsOfTar(tar, bounds)) {
    read.push({ ...item, text: content === null ? null : await textOf(content) });
  }
  const base = { mode: 0o640, sizeBytes: 0, linkTarget: '' };
  expect(read).toEqual([
    { ...base, name: 'empty', kind: 'file', text: '' },
    { ...base, name: 'd/s', kind: 'symlink', linkTarget: '../empty', text: null },
    { ...base, name: long, kind: 'file', sizeBytes: 3, text: 'abc' },
  ]);
  expect(summary).toEqual({ entries: 3, skipped: 1 });
});

test('a content that fails ends the tar with its error', async () => {
  async function* copied(): AsyncGenerator<CopiedItem> {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('ab');
      throw new Error('gone');
    }
    const item = { name: 'f', kind: 'file', mode: 0o644, sizeBytes: 4, linkTarget: '', content: broken() } as const;
    yield { kind: 'item', item };
  }
  await expect(textOf(tarOfItems(copied(), () => undefined))).rejects.toThrow('gone');
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
