// Pure: globs, matching lines and replacements. Runs in a thread of its own, since a pattern can take for ever.

import picomatch from 'picomatch';
import { invalidField, SandkeepError } from '../domain/errors.ts';
import type { LineMatch, LineQuery, Replacement, TextPattern } from '../ports/text-matcher.ts';

const binaryProbeBytes = 8192;
const lineEnd = 10;

/** INVALID_FIELD for a glob that cannot be read. */
export function globNames(
  patterns: readonly string[],
  names: readonly string[],
  { hidden }: { readonly hidden: boolean },
): readonly string[] {
  const isMatch = globOf(patterns, hidden);
  return names.filter((name) => isMatch(name));
}

function globOf(patterns: readonly string[], hidden: boolean): (name: string) => boolean {
  try {
    return picomatch([...patterns], { dot: hidden, strictBrackets: true });
  } catch (error) {
    throw invalidField('pattern', `is no glob: ${messageOf(error)}`);
  }
}

/** INVALID_FIELD for a regular expression that cannot be read. */
export function grepFiles(
  query: LineQuery,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): readonly LineMatch[] {
  const columnOf = finder(query.pattern);
  const found: LineMatch[] = [];
  for (const { path, bytes } of files) {
    if (found.length >= query.maxMatches) break;
    if (isBinary(bytes)) continue;
    found.push(...linesIn(path, linesOf(bytes), query, columnOf, query.maxMatches - found.length));
  }
  return found;
}

export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, binaryProbeBytes).includes(0);
}

function linesIn(
  path: string,
  lines: readonly string[],
  query: LineQuery,
  columnOf: (line: string) => number,
  maxMatches: number,
): readonly LineMatch[] {
  const found: LineMatch[] = [];
  const shown = (from: number, to: number): string[] =>
    lines.slice(Math.max(from, 0), to).map((line) => cut(line, query.maxLineCharacters));
  for (const [index, line] of lines.entries()) {
    const column = columnOf(line);
    if (column < 0) continue;
    found.push({
      path,
      lineNumber: index + 1,
      column: column + 1,
      line: cut(line, query.maxLineCharacters),
      before: shown(index - query.contextLines, index),
      after: shown(index + 1, index + 1 + query.contextLines),
    });
    if (found.length === maxMatches) break;
  }
  return found;
}

function linesOf(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  // What follows the last line end is no line.
  if (bytes.at(-1) === lineEnd || bytes.length === 0) lines.pop();
  return lines;
}

function finder({ text, kind, ignoreCase }: TextPattern): (line: string) => number {
  if (kind === 'literal' && !ignoreCase) return (line) => line.indexOf(text);
  const expression = expressionOf(kind === 'literal' ? escaped(text) : text, ignoreCase ? 'i' : '');
  return (line) => line.search(expression);
}

/** NOT_TEXT, FILE_TOO_LARGE, INVALID_FIELD. */
export function replaceIn(
  { pattern, replacement, maxCount, maxBytes }: Replacement,
  content: Uint8Array,
): { readonly content: Uint8Array; readonly count: number } {
  const most = maxCount ?? Number.POSITIVE_INFINITY;
  if (pattern.kind === 'literal' && !pattern.ignoreCase) {
    return replaceBytes(Buffer.from(content), Buffer.from(pattern.text), Buffer.from(replacement), most, maxBytes);
  }
  const text = textOf(content);
  const isLiteral = pattern.kind === 'literal';
  const flags = pattern.ignoreCase ? 'gim' : 'gm';
  const expression = expressionOf(isLiteral ? escaped(pattern.text) : pattern.text, flags);
  const pieces: string[] = [];
  let size = 0;
  const add = (piece: string): void => {
    size += piece.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    pieces.push(piece);
  };
  let count = 0;
  let at = 0;
  for (const match of text.matchAll(expression)) {
    if (count >= most) break;
    add(text.slice(at, match.index));
    add(isLiteral ? replacement : expand(replacement, match));
    at = match.index + match[0].length;
    count += 1;
  }
  add(text.slice(at));
  const replaced = Buffer.from(pieces.join(''));
  if (replaced.length > maxBytes) throw tooLarge(maxBytes);
  return { content: count === 0 ? content : replaced, count };
}

/** Bytes stay as they are, whatever text they are or are not. */
function replaceBytes(
  content: Buffer,
  wanted: Buffer,
  replacement: Buffer,
  most: number,
  maxBytes: number,
): { readonly content: Uint8Array; readonly count: number } {
  const pieces: Buffer[] = [];
  let count = 0;
  let at = 0;
  let size = content.length;
  for (let next = content.indexOf(wanted); next >= 0 && count < most; next = content.indexOf(wanted, at)) {
    pieces.push(content.subarray(at, next), replacement);
    at = next + wanted.length;
    count += 1;
    size += replacement.length - wanted.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
  }
  return { content: Buffer.concat([...pieces, content.subarray(at)]), count };
}

function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:(\$)|(&)|(\d{1,2})|<([^>]*)>)/g, (whole, dollar, all, number, name) => {
    if (dollar !== undefined) return '$';
    if (all !== undefined) return match[0];
    if (name !== undefined) return match.groups?.[String(name)] ?? '';
    const index = Number(number);
    return index > 0 && index < match.length ? (match[index] ?? '') : whole;
  });
}

function expressionOf(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw invalidField('pattern', `is no regular expression: ${reasonOf(error)}`);
  }
}

function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new SandkeepError('NOT_TEXT', 'the file is not UTF-8');
  }
}

function tooLarge(maxBytes: number): SandkeepError {
  return new SandkeepError('FILE_TOO_LARGE', `the result is larger than ${maxBytes} bytes`, {
    metadata: { max_bytes: String(maxBytes) },
  });
}

function cut(line: string, maxCharacters: number): string {
  return line.length <= maxCharacters ? line : line.slice(0, maxCharacters).toWellFormed();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What is wrong, without the expression, which the error repeats and which may hold what is searched for. */
function reasonOf(error: unknown): string {
  return messageOf(error).split(': ').at(-1) ?? '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
