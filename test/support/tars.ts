// Tars as an attacker would send them. No runtime may take one, nor touch anything outside of the directory it goes to.

import { gzipSync } from 'node:zlib';

import { type Header, pack } from 'tar-stream';

export type TarEntry = readonly [Partial<Header> & { readonly name: string }, string?];

const blockBytes = 512;

/** A tar that may be wrong: a size that is announced need not come. */
export async function* tarOf(...entries: readonly TarEntry[]): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const isWhole = !entries.some(([header]) => header.size !== undefined);
  for (const [header, text] of entries) {
    // A copy, because packing writes the size into it.
    if (header.size !== undefined) archive.entry({ ...header });
    else archive.entry({ ...header }, text ?? '');
  }
  if (isWhole) archive.finalize();
  for await (const piece of archive as unknown as AsyncIterable<Uint8Array>) yield piece;
}

/** So many empty files, packed only as they are read; `packed` tells how many were. */
export function manyEntries(count: number): { readonly tar: AsyncIterable<Uint8Array>; readonly packed: () => number } {
  let packed = 0;
  async function* tar(): AsyncGenerator<Uint8Array> {
    for (; packed < count; packed += 1) yield blockOf(`f${packed}`, '0', 0);
    yield Buffer.alloc(2 * blockBytes);
  }
  return { tar: tar(), packed: () => packed };
}

export interface TarAttack {
  readonly name: string;
  readonly tar: () => AsyncIterable<Uint8Array>;
  readonly reason: 'ARCHIVE_REFUSED' | 'FILE_TOO_LARGE';
}

/** What needs no more than a directory to be tried on. */
export const tarAttacks: readonly TarAttack[] = [
  attack('an absolute name', [{ name: '/etc/passwd' }, 'x']),
  attack('a name that climbs', [{ name: 'a/../../x' }, 'x']),
  attack('a name that climbs at its end', [{ name: 'a/..', type: 'directory' }]),
  attack('a long name of an extension that climbs', [{ name: `${'d/'.repeat(60)}../${'../'.repeat(80)}x` }, 'x']),
  attack('an absolute link', [{ name: 'link', type: 'symlink', linkname: '/etc' }]),
  attack('a link that climbs', [{ name: 'a/link', type: 'symlink', linkname: '../../etc' }]),
  attack('a link that climbs late', [{ name: 'link', type: 'symlink', linkname: 'a/../../etc' }]),
  attack('a link without a target', [{ name: 'link', type: 'symlink', linkname: '' }]),
  attack('a file below a link', [{ name: 'l', type: 'symlink', linkname: 'other' }], [{ name: 'l/x' }, 'x']),
  attack(
    'a file below a link that another link is below',
    [{ name: 'a', type: 'symlink', linkname: 'b' }],
    [{ name: 'a/b', type: 'symlink', linkname: '../c' }],
  ),
  attack('a hard link out', [{ name: 'link', type: 'link', linkname: '../../etc/passwd' }]),
  attack('a hard link inside', [{ name: 'file' }, 'x'], [{ name: 'link', type: 'link', linkname: 'file' }]),
  attack('a character device', [{ name: 'null', type: 'character-device', devmajor: 1, devminor: 3 }]),
  attack('a block device', [{ name: 'disk', type: 'block-device', devmajor: 8, devminor: 0 }]),
  attack('a pipe', [{ name: 'pipe', type: 'fifo' }]),
  attack('a set-uid program', [{ name: 'su', mode: 0o4755 }, 'x']),
  attack('a set-gid directory', [{ name: 'd', type: 'directory', mode: 0o2755 }]),
  { ...attack('more bytes than may be', [{ name: 'bomb', size: 8 * 1024 ** 3 }]), reason: 'FILE_TOO_LARGE' },
  { name: 'a compressed tar', tar: () => pieces(gzipSync(Buffer.alloc(10 * blockBytes))), reason: 'ARCHIVE_REFUSED' },
  {
    name: 'a compressed tar that is larger than one block',
    tar: () => pieces(gzipSync(Buffer.from(Array.from({ length: 99_999 }, (_, at) => (at * at * 31) % 251)))),
    reason: 'ARCHIVE_REFUSED',
  },
  { name: 'no tar at all', tar: () => pieces(Buffer.from('this is no tar '.repeat(100))), reason: 'ARCHIVE_REFUSED' },
  { name: 'a tar that is cut off', tar: cutOff, reason: 'ARCHIVE_REFUSED' },
  { name: 'one endless extension', tar: endlessExtension, reason: 'ARCHIVE_REFUSED' },
];

function attack(name: string, ...entries: readonly TarEntry[]): TarAttack {
  return { name, tar: () => tarOf(...entries), reason: 'ARCHIVE_REFUSED' };
}

async function* cutOff(): AsyncGenerator<Uint8Array> {
  for await (const piece of tarOf([{ name: 'whole' }, 'x'.repeat(5000)])) {
    yield piece.subarray(0, 1000);
    return;
  }
}

/** A size of eight gigabytes that is held in memory until it has come, were it not bounded. */
async function* endlessExtension(): AsyncGenerator<Uint8Array> {
  yield blockOf('x', 'x', 0o77777777777);
  for (let count = 0; count < 100; count += 1) yield Buffer.alloc(64 * 1024, 'x');
}

function blockOf(name: string, type: string, size: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
