import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  type FileEntry,
  isUnchanged,
  makeManifest,
  type Manifest,
  type ManifestEntry,
  manifestContent,
  partBytes,
  partLength,
} from '../../../src/blob/manifest.ts';
import { type ManifestHeader, readManifest } from '../../../src/blob/manifest-reader.ts';
import { expectReason } from '../../contract/blob/subject.ts';

const key = 'team/work';
const limits = { maxBytes: 2 ** 40, maxEntries: 1000 };
const digest = 'ab'.repeat(32);
const owner = { mode: 0o644, uid: 1000, gid: 1000, mtimeUs: 1_700_000_000_123_456 };
const root: ManifestEntry = { kind: 'directory', path: '', ...owner, mode: 0o755 };

function file(path: string, overrides: Partial<FileEntry> = {}): FileEntry {
  return { kind: 'file', path, ...owner, size: 3, parts: [digest], seen: '1 2 3', ...overrides };
}

function directory(path: string): ManifestEntry {
  return { kind: 'directory', path, ...owner, mode: 0o1777 };
}

function symlink(path: string, linkTarget: string): ManifestEntry {
  return { kind: 'symlink', path, ...owner, mode: 0o777, linkTarget };
}

async function textOf(entries: readonly ManifestEntry[]): Promise<string> {
  return await textOfManifest(await makeManifest(entries));
}

async function textOfManifest(manifest: Manifest): Promise<string> {
  return Buffer.concat([...(await manifestContent(manifest)).chunks()]).toString();
}

/** In pieces of this many bytes, as a network would bring it. */
async function* inPieces(text: string | Uint8Array, pieceBytes = 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let begin = 0; begin < bytes.length; begin += pieceBytes) {
    await Promise.resolve();
    yield bytes.subarray(begin, begin + pieceBytes);
  }
}

async function read(
  text: string | Uint8Array,
  wants: (header: ManifestHeader) => boolean = () => true,
  bounds = limits,
): ReturnType<typeof readManifest> {
  return await readManifest(inPieces(text), { key, limits: bounds }, wants);
}

describe('a manifest', () => {
  test('is read as it was written, in pieces of any size', async () => {
    const entries = [
      root,
      file('a "quoted"\nname'),
      directory('d'),
      file('d/\u{1f600}', { size: partBytes + 1, parts: [digest, digest], seen: null }),
      file('d/empty', { size: 0, parts: [] }),
      symlink('l', '../../etc/shadow'),
    ];
    const manifest = await makeManifest(entries);
    const text = await textOfManifest(manifest);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (pieceBytes) => {
        const options = { key, limits };
        const found = await readManifest(inPieces(text, pieceBytes), options, () => true);
        expect(found.manifest).toEqual(manifest);
      }),
      { numRuns: 20 },
    );
  });

  test('is JSON, an entry a line', async () => {
    const text = await textOf([root, file('a'), symlink('b', 'a')]);
    expect(text.trimEnd().split('\n')).toHaveLength(5);
    expect(JSON.parse(text)).toMatchObject({ version: 1, count: 3, bytes: 3, entries: [root, file('a'), {}] });
  });

  test('tells its length and digest before it is sent', async () => {
    const many = Array.from({ length: 900 }, (_unused, index) => file(`file-${index}`));
    const content = await manifestContent(await makeManifest([root, ...many]));
    const chunks = [...content.chunks()];
    expect(chunks.length).toBeGreaterThan(1);
    expect(Buffer.concat(chunks)).toHaveLength(content.length);
    expect([...content.chunks()]).toEqual(chunks);
  });

  test('has an id that depends on everything but what the host saw', async () => {
    const idOf = async (entry: ManifestEntry): Promise<string> => (await makeManifest([root, entry])).snapshotId;
    const id = await idOf(file('a'));
    expect(await idOf(file('a', { seen: null }))).toBe(id);
    const others: ManifestEntry[] = [
      file('b'),
      file('a', { mode: 0o600 }),
      file('a', { uid: 0 }),
      file('a', { gid: 0 }),
      file('a', { mtimeUs: 0 }),
      file('a', { size: 2 }),
      file('a', { parts: ['cd'.repeat(32)] }),
      directory('a'),
      symlink('a', 'b'),
    ];
    const ids = await Promise.all(others.map(idOf));
    expect(new Set([id, ...ids]).size).toBe(others.length + 1);
  });

  test('is not read further than its first line by whoever does not want it', async () => {
    const text = await textOf([root, file('a')]);
    const found = await read(`${text.split('\n')[0] ?? ''}\nrubbish`, () => false);
    expect(found).toMatchObject({ header: { count: 2, bytes: 3 }, manifest: null });
  });
});

describe('a manifest that cannot be trusted', () => {
  async function expectCorrupt(text: string | Uint8Array, what: RegExp): Promise<void> {
    const error = await expectReason(read(text), 'STORAGE_CORRUPT');
    expect(error.message).toMatch(what);
    expect(error.message).toContain(key);
  }

  test.each<[string, readonly ManifestEntry[], RegExp]>([
    ['an absolute path', [root, file('/etc/passwd')], /path/],
    ['".." in a path', [root, file('../up')], /path/],
    ['".." inside a path', [root, directory('a'), file('a/../../up')], /path/],
    ['"." in a path', [root, file('./a')], /path/],
    ['an empty part', [root, directory('a'), file('a//b')], /path/],
    ['a path that ends in "/"', [root, directory('a'), file('a/')], /path/],
    ['NUL in a path', [root, file('a\0b')], /path/],
    ['half a character', [root, file('a\ud800')], /path/],
    ['a name that is too long', [root, file('n'.repeat(256))], /path/],
    ['an entry twice', [root, file('a'), file('a')], /twice/],
    ['a file where a directory was', [root, directory('a'), file('a')], /twice/],
    ['the root twice', [root, root], /twice/],
    ['an entry below a file', [root, file('a'), file('a/b')], /no directory/],
    ['an entry below a link', [root, symlink('a', '/etc'), file('a/passwd')], /no directory/],
    ['an entry before its directory', [root, file('a/b'), directory('a')], /no directory/],
    ['no root', [file('a')], /root/],
    ['a file as root', [file('')], /root/],
    ['fewer parts than its size', [root, file('a', { size: partBytes + 1 })], /parts/],
    ['parts of an empty file', [root, file('a', { size: 0 })], /parts/],
    ['an absurd size', [root, file('a', { size: 2 ** 39 })], /parts/],
    ['a negative size', [root, file('a', { size: -1 })], /understood|first line/],
    ['half a byte', [root, file('a', { size: 0.5 })], /understood|first line/],
    ['a digest that is a path', [root, file('a', { parts: ['../../secret'] })], /understood/],
    ['set-uid', [root, file('a', { mode: 0o4755 })], /understood/],
    ['an owner that means "leave it"', [root, file('a', { uid: 0xffffffff })], /understood/],
    ['a link to nothing', [root, symlink('a', '')], /link/],
    ['a link with NUL', [root, symlink('a', 'b\0c')], /link/],
    ['a link that is too long', [root, symlink('a', 'x'.repeat(4096))], /link/],
    ['an unknown kind', [root, { ...file('a'), kind: 'device' } as unknown as ManifestEntry], /understood/],
    ['no kind', [root, {} as ManifestEntry], /understood/],
  ])('with %s is refused', async (_what, entries, message) => {
    await expectCorrupt(await textOf(entries), message);
  });

  test('with a path that is too deep is refused', async () => {
    const names = Array.from({ length: 300 }, (_unused, depth) =>
      Array.from({ length: depth + 1 }, () => 'd').join('/'),
    );
    await expectCorrupt(await textOf([root, ...names.map(directory)]), /path/);
  });

  test('that was changed is refused', async () => {
    const text = await textOf([root, file('a'), file('b')]);
    await expectCorrupt('', /empty/);
    await expectCorrupt(text.slice(0, -1), /cut off/);
    await expectCorrupt(text.slice(0, text.lastIndexOf(']}')), /too early/);
    await expectCorrupt(`${text}more\n`, /more lines/);
    await expectCorrupt(text.replace('"count":3', '"count":2'), /number of entries/);
    await expectCorrupt(text.replace('"count":3', '"count":4'), /number of entries/);
    await expectCorrupt(text.replace('"count":3', '"count":0'), /first line/);
    await expectCorrupt(text.replace('"bytes":6', '"bytes":7'), /size/);
    await expectCorrupt(text.replace('"path":"b"', '"path":"c"'), /digest/);
    await expectCorrupt(text.replace('"mode":420', '"mode":511'), /digest/);
    await expectCorrupt(text.replace('"entries":[', '"entries":[['), /first line/);
    await expectCorrupt('{"version":1,"entries":[\n]}\n', /first line/);
    await expectCorrupt('null\n', /first line/);
    await expectCorrupt(Buffer.from([0xff, 0xfe, 0x0a]), /no valid text/);
    await expectCorrupt('x'.repeat(10_000_000), /too long/);
  });

  test('of a later version says so', async () => {
    const text = await textOf([root]);
    await expectCorrupt(text.replace('"version":1', '"version":2'), /version 2, and this daemon knows 1/);
  });

  test('is never an error of another kind, whatever bytes it has', async () => {
    const text = Buffer.from(await textOf([root, directory('d'), file('d/a'), symlink('l', 'd')]));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.uint8Array({ maxLength: 8 }), async (at, bytes) => {
        const damaged = Buffer.concat([text.subarray(0, at), bytes, text.subarray(at + bytes.length)]);
        const outcome = await read(damaged).then(
          () => null,
          (error: unknown) => error,
        );
        if (outcome !== null) await expectReason(Promise.reject(outcome), 'STORAGE_CORRUPT');
      }),
      { numRuns: 200 },
    );
  });

  test('that is larger than the limits is refused by its first line', async () => {
    const text = await textOf([root, file('a'), file('b')]);
    const fits = { maxEntries: 2, maxBytes: 6 };
    expect((await read(text, undefined, fits)).manifest?.entries).toHaveLength(3);
    await expectReason(read(text, undefined, { ...fits, maxEntries: 1 }), 'WORKSPACE_TOO_LARGE');
    await expectReason(read(text, undefined, { ...fits, maxBytes: 5 }), 'WORKSPACE_TOO_LARGE');
  });
});

describe('a file is not read again', () => {
  const has = (): boolean => true;

  test('when its size and what the host sees of it are the same and the storage has all of it', () => {
    const before = file('a', { size: partBytes + 3, parts: [digest, 'cd'.repeat(32)] });
    const now = { size: before.size, seen: '1 2 3' };
    expect(isUnchanged(before, now, has)).toBe(true);
    expect(isUnchanged(before, { ...now, size: 4 }, has)).toBe(false);
    expect(isUnchanged(before, { ...now, seen: '1 2 4' }, has)).toBe(false);
    expect(isUnchanged({ ...before, seen: null }, now, has)).toBe(false);
    const lengths: number[] = [];
    const lacksLast = (part: string, length: number): boolean => lengths.push(length) > 0 && part === digest;
    expect(isUnchanged(before, now, lacksLast)).toBe(false);
    expect(lengths).toEqual([partBytes, 3]);
  });

  test.each([
    [1, [1]],
    [partBytes, [partBytes]],
    [partBytes + 1, [partBytes, 1]],
  ])('and a file of %i bytes has parts of %j', (size, lengths) => {
    expect(lengths.map((_unused, index) => partLength(size, index))).toEqual(lengths);
  });
});
