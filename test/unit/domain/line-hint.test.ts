import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { extendedHint } from '../../../src/domain/line-hint.ts';

const lines = [
  'one two three',
  'TODO(ann): fix',
  'a.b',
  'axb',
  'x',
  'naïve café',
  'tab\there',
  'price: $5 [net] {x} a+b a|b ^up \\back',
  'non\u00A0breaking',
  'windows\r',
  '1234-56-78',
  'word_word word-word',
  '\u{1F600} grin',
  'aaa',
  '--option',
  '',
];

/** Expressions that have a hint, which has to match at least what they match. */
const hinted: readonly (readonly [string, boolean])[] = [
  ['two', false],
  ['TWO', true],
  ['a.b', false],
  ['^.$', false],
  ['^..$', false],
  ['a\\.b', false],
  ['\\d{4}-\\d+', false],
  ['^\\w+$', false],
  ['\\bword\\b', false],
  ['caf.$', false],
  ['na.ve', false],
  ['café', false],
  ['tab\\there', false],
  ['non\\sbreaking', false],
  ['windows$', false],
  ['^\\S+ \\S+', false],
  ['[a-c]x[^q]', false],
  ['(?:one|TODO)', false],
  ['TODO\\(\\w+\\)', false],
  ['\\$5 \\[net\\] \\{x\\}', false],
  ['a\\+b a\\|b \\^up \\\\back', false],
  ['a{3}', false],
  ['a+?b|a*?$', false],
  ['-{2}option', false],
  ['[A-Z]+', true],
  ['grin|[^\\x00-\\x7f]', false],
];

describe('a hint', () => {
  test.each(hinted)('of %s matches every line that the expression matches', (text, ignoreCase) => {
    const hint = extendedHint(text, ignoreCase);
    if (hint === null) throw new Error('there is no hint');
    const expression = new RegExp(text, ignoreCase ? 'i' : '');
    const wanted = lines.filter((line) => expression.test(line.replace(/\r$/, '')));
    const found = grep(hint, ignoreCase);
    expect(found).toEqual(expect.arrayContaining(wanted));
  });

  test('leaves out lines where it can', () => {
    const hint = extendedHint('TODO\\(\\w+\\)', false) ?? '';
    expect(grep(hint, false)).toEqual(['TODO(ann): fix']);
  });

  test.each(['(?=x)', '(?<!x)y', '(?<name>x)', '(a)\\1', '\\u0041', '\\p{L}', 'a**', '{', 'a{300}', ''])(
    'is not given for %s',
    (text) => {
      expect(extendedHint(text, false)).toBeNull();
    },
  );

  test('is not given for another case of what is not ASCII', () => {
    expect(extendedHint('É', true)).toBeNull();
    expect(extendedHint('É', false)).not.toBeNull();
  });
});

function grep(hint: string, ignoreCase: boolean): readonly string[] {
  const options = ignoreCase ? ['-Eai', '-e', hint] : ['-Ea', '-e', hint];
  // A last line that always matches, since no match at all is an exit code.
  const input = `${lines.join('\n')}\n`;
  try {
    const output = execFileSync('grep', options, { input, env: { ...process.env, LC_ALL: 'C' } });
    return output.toString('utf8').split('\n').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return [];
    throw error;
  }
}
