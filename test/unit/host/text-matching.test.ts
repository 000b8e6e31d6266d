import { describe, expect, test } from 'vitest';

import { hasReason } from '../../../src/domain/errors.ts';
import { globNames, grepFiles, replaceIn } from '../../../src/host/text-matching.ts';
import type { LineQuery, Replacement } from '../../../src/ports/text-matcher.ts';

const literal = (text: string) => ({ text, kind: 'literal', ignoreCase: false }) as const;
const regex = (text: string) => ({ text, kind: 'regex', ignoreCase: false }) as const;

describe('globs', () => {
  const names = ['a.ts', 'src/b.ts', 'src/.c.ts', 'src/deep/d.tsx'];

  test.each([
    ['*.ts', ['a.ts']],
    ['**/*.ts', ['a.ts', 'src/b.ts']],
    ['src/**', ['src/b.ts', 'src/deep/d.tsx']],
    ['**/*.ts{,x}', ['a.ts', 'src/b.ts', 'src/deep/d.tsx']],
    ['src/?.ts', ['src/b.ts']],
    ['[a-b].ts', ['a.ts']],
  ])('%s', (pattern, found) => {
    expect(globNames([pattern], names, { hidden: false })).toEqual(found);
  });

  test('hidden names match wildcards when asked for', () => {
    expect(globNames(['src/*.ts'], names, { hidden: true })).toEqual(['src/b.ts', 'src/.c.ts']);
  });
});

describe('lines', () => {
  const query = (pattern: LineQuery['pattern'], more: Partial<LineQuery> = {}): LineQuery => ({
    pattern,
    contextLines: 0,
    maxMatches: 100,
    maxLineCharacters: 20,
    ...more,
  });
  const found = (text: string | Uint8Array, asked: LineQuery) =>
    grepFiles(asked, [{ path: '/f', bytes: Buffer.from(text) }]).map(({ lineNumber, column, line }) => [
      lineNumber,
      column,
      line,
    ]);

  test('ends of lines are no part of them, and what follows the last is no line', () => {
    expect(found('a\r\nb\n', query(regex('^')))).toEqual([
      [1, 1, 'a'],
      [2, 1, 'b'],
    ]);
    expect(found('', query(regex('^')))).toEqual([]);
    expect(found('\n', query(regex('^')))).toEqual([[1, 1, '']]);
  });

  test('long lines are cut in what is shown, not in what is searched', () => {
    expect(found(`${'x'.repeat(30)}needle`, query(literal('needle')))).toEqual([[1, 31, 'x'.repeat(20)]]);
  });

  test('NUL in the beginning makes a file binary', () => {
    expect(found('a\0needle', query(literal('needle')))).toEqual([]);
    expect(found(`${'x\n'.repeat(5000)}\0needle`, query(literal('needle')))).toHaveLength(1);
  });

  test('no more lines come than asked for', () => {
    expect(found('x\nx\nx\n', query(literal('x'), { maxMatches: 2 }))).toHaveLength(2);
  });
});

describe('replacements', () => {
  const replaced = (text: string, more: Partial<Replacement>) => {
    const wanted: Replacement = { pattern: literal('a'), replacement: 'b', maxCount: null, maxBytes: 100, ...more };
    const { content, count } = replaceIn(wanted, Buffer.from(text));
    return [Buffer.from(content).toString(), count];
  };

  test('literal text stays literal on both sides', () => {
    expect(replaced('a.c $& a.c', { pattern: literal('a.c'), replacement: '$&' })).toEqual(['$& $& $&', 2]);
    const anyCase = { text: 'A.C', kind: 'literal', ignoreCase: true } as const;
    expect(replaced('a.c abc', { pattern: anyCase, replacement: '$1' })).toEqual(['$1 abc', 1]);
  });

  test('groups and lines of expressions', () => {
    const dates = { pattern: regex('^(\\d+)-(?<month>\\d+)$'), replacement: '$<month>/$1 $$ $& $9' };
    expect(replaced('1-2\nx 3-4\n5-6', dates)).toEqual(['2/1 $ 1-2 $9\nx 3-4\n6/5 $ 5-6 $9', 2]);
    expect(replaced('aaa', { pattern: regex('a'), maxCount: 2 })).toEqual(['bba', 2]);
    expect(replaced('ab', { pattern: regex('x*'), replacement: '-' })).toEqual(['-a-b-', 3]);
  });

  test('nothing found leaves every byte alone, and a result that grows too large is refused', () => {
    expect(replaced('\uFEFFx', { pattern: regex('y') })).toEqual(['\uFEFFx', 0]);
    for (const pattern of [literal('a'), regex('a')]) {
      expect(() => replaced('a'.repeat(50), { pattern, replacement: 'bbb' })).toThrowError(
        expect.toSatisfy((error: unknown) => hasReason(error, 'FILE_TOO_LARGE')),
      );
    }
  });
});
