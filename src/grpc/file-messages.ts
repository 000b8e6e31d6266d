// Paths, names and entries of files: checked on the way in, converted on the way out.

import { invalidField, SandkeepError } from '../domain/errors.ts';
import type { FileEntry } from '../ports/files.ts';
import type { TextPattern } from '../ports/text-matcher.ts';
import type { FileEntry as FileEntryMessage } from '../gen/sandkeep/v1/FileEntry.ts';
import { toTimestamp } from './convert.ts';

const maxPathBytes = 4096;
const maxPatterns = 64;
const maxPatternCharacters = 4096;
const maxNameCharacters = 255;
export const maxFileChunkBytes = 256 * 1024;

/** Absolute and without empty parts; ".." is left for the runtime to refuse. INVALID_PATH. */
export function pathOf(path: string, field = 'path'): string {
  if (!path.startsWith('/') || path.includes('\0') || Buffer.byteLength(path) > maxPathBytes) {
    throw new SandkeepError(
      'INVALID_PATH',
      `${field} must be absolute, without NUL and at most ${maxPathBytes} bytes`,
      { fieldViolations: [{ field, description: 'must be an absolute path' }] },
    );
  }
  return `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
}

/** Names to leave out. INVALID_FIELD. */
export function excludeOf(names: readonly string[]): readonly string[] {
  if (names.length > maxPatterns) throw invalidField('exclude', `has more than ${maxPatterns} names`);
  for (const name of names) {
    // Brackets and backslashes mean something to some programs of some images only.
    if (name === '' || name.length > maxNameCharacters || /[/\0[\]\\]/.test(name)) {
      throw invalidField('exclude', 'must hold names of 1 to 255 characters, without "/", "[", "]" and "\\"');
    }
  }
  return names;
}

/** INVALID_FIELD. */
export function globsOf(globs: readonly string[], field: string): readonly string[] {
  if (globs.length > maxPatterns) throw invalidField(field, `has more than ${maxPatterns} globs`);
  for (const glob of globs) {
    if (glob === '' || glob.startsWith('/') || glob.includes('\0') || glob.length > maxPatternCharacters) {
      throw invalidField(field, `must be a glob below the directory, of 1 to ${maxPatternCharacters} characters`);
    }
  }
  return globs;
}

/** INVALID_FIELD for an empty one. Lines: one that no line can match. */
export function patternOf(
  request: { readonly pattern: string; readonly regex: boolean; readonly ignoreCase: boolean },
  extent: 'line' | 'file',
): TextPattern {
  const { pattern: text, regex, ignoreCase } = request;
  if (text === '') throw invalidField('pattern', 'must not be empty');
  if (text.length > maxPatternCharacters) throw invalidField('pattern', `is longer than ${maxPatternCharacters}`);
  if (extent === 'line' && /[\n\0]/.test(text)) throw invalidField('pattern', 'must be of one line');
  return { text, kind: regex ? 'regex' : 'literal', ignoreCase };
}

/** INVALID_FIELD for a negative number; standard for 0. */
export function countOf(count: number, field: string, standard: number, most: number): number {
  if (count < 0) throw invalidField(field, 'must not be negative');
  return count === 0 ? standard : Math.min(count, most);
}

export function entryMessage(entry: FileEntry): FileEntryMessage {
  return {
    path: entry.path,
    kind: `FILE_KIND_${entry.kind.toUpperCase() as Uppercase<FileEntry['kind']>}`,
    sizeBytes: entry.sizeBytes,
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    modifyTime: toTimestamp(entry.modifiedAtMs),
    linkTarget: entry.linkTarget,
    etag: entry.etag,
  };
}

/** The header of a stream whose further frames are data. INVALID_FIELD. */
export async function firstHeader<Header>(
  frames: AsyncIterator<{ readonly header?: Header | null | undefined }>,
): Promise<Header> {
  const first = await frames.next();
  const header = first.done === true ? null : first.value.header;
  if (header === null || header === undefined) throw invalidField('header', 'must be the first frame');
  return header;
}

/** The content until the client half-closes; a stream that is cut off is an error, not an end. */
export async function* dataOf(
  frames: AsyncIterator<{ readonly data?: Uint8Array | undefined }>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const frame = await frames.next();
    signal.throwIfAborted();
    if (frame.done === true) return;
    const data = frame.value.data;
    if (data === undefined) throw invalidField('header', 'must be sent once, first');
    if (data.length > maxFileChunkBytes) {
      throw new SandkeepError(
        'MESSAGE_TOO_LARGE',
        `a chunk of ${data.length} bytes is longer than ${maxFileChunkBytes}`,
      );
    }
    yield data;
  }
}

/** In pieces that fit into a frame. */
export async function* chunked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += maxFileChunkBytes) yield piece.subarray(at, at + maxFileChunkBytes);
  }
}
