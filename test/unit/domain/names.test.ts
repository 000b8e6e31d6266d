import { createHash } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  encodePathComponent,
  isEnvironmentName,
  isSessionPart,
  isStoragePath,
  validateEnvironmentVariable,
  validateHolder,
  validateLabel,
  validateRequestId,
  validateSessionPart,
} from '../../../src/domain/names.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const encode = (text: string): string => encodePathComponent(text, hash);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '%', '~', '.', '/', '-', '_', '2', 'e', 'E', ' '), maxLength: 90 }),
);

describe('path components', () => {
  test('different texts have different components, also where case is folded', () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        const isSame = encode(left).toLowerCase() === encode(right).toLowerCase();
        expect(isSame).toBe(left === right);
      }),
      { numRuns: 2000 },
    );
  });

  test('texts that differ by one character, by case or at the end have different components', () => {
    fc.assert(
      fc.property(anyText, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (text, addition) => {
        const variants = [text, text + addition, addition + text, text.toUpperCase(), text.toLowerCase(), encode(text)];
        const different = new Set(variants);
        expect(new Set([...different].map(encode)).size).toBe(different.size);
      }),
    );
  });

  test('a short component can be read back, so nothing is lost in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 16 }), (text) => {
        const component = encode(text);
        expect(decodeURIComponent(component)).toBe(text);
      }),
    );
  });

  test('a component is one name of a directory: few characters, not too long, never a dot at its beginning', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const component = encode(text);
        expect(component).toMatch(/^[a-z0-9_%-][a-z0-9_%~-]*$/);
        expect(component.length).toBeLessThanOrEqual(160);
      }),
    );
  });

  test.each([
    ['thread-1', 'thread-1'],
    ['Alice', '%41lice'],
    ['..', '%2e%2e'],
    ['a/b', 'a%2fb'],
    ['a%2fb', 'a%252fb'],
    ['ü', '%c3%bc'],
    ['', '%'],
  ])('%j is %j', (text, expected) => {
    expect(encode(text)).toBe(expected);
  });

  test('a long text ends in its hash, and equal beginnings stay apart', () => {
    const [left, right] = [`${'x'.repeat(250)}1`, `${'x'.repeat(250)}2`];
    expect(encode(left)).toMatch(/^x+~[0-9a-f]{64}$/);
    expect(encode(left)).not.toBe(encode(right));
    expect(encode('x'.repeat(160))).toBe('x'.repeat(160));
  });

  test('a hash that folds or is short is refused, as is text that is not Unicode', () => {
    const long = 'x'.repeat(300);
    for (const wrong of ['ABCDEF'.repeat(10), 'abc', 'zz'.repeat(20)]) {
      expect(() => encodePathComponent(long, () => wrong)).toThrow(RangeError);
    }
    expect(() => encode('\ud800')).toThrow(RangeError);
  });
});

describe('session parts, holders and request ids', () => {
  test.each(['a', 'Thread 7', 'ü', '../x', '日本', '👩‍💻', 'x'.repeat(128), '👍'.repeat(128)])(
    '%j is accepted, because parts are opaque',
    (text) => {
      for (const check of [validateSessionPart, validateHolder, validateRequestId]) {
        expect(() => check(text)).not.toThrow();
      }
      expect(isSessionPart(text)).toBe(true);
    },
  );

  test.each([
    '',
    'x'.repeat(129),
    '👍'.repeat(129),
    'a\nb',
    'a\0',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ud800',
    '\u202eabc',
  ])('%j is refused', (text) => {
    for (const check of [validateSessionPart, validateHolder, validateRequestId]) {
      expect(() => check(text)).toThrow(expect.objectContaining({ reason: 'INVALID_FIELD' }));
    }
    expect(isSessionPart(text)).toBe(false);
  });

  test('the error names the field', () => {
    expect(() => validateSessionPart('', 'user')).toThrow('user: must not be empty');
    expect(() => validateRequestId('')).toThrow('request_id: must not be empty');
  });
});

describe('places in the storage', () => {
  test.each(['a', 'team-a/shared', 'A_1/b.c', 'x'.repeat(200), `${'x/'.repeat(349)}x`])('%s is one', (text) => {
    expect(isStoragePath(text)).toBe(true);
  });

  test('names of directories made from any text are ones', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(isStoragePath(`${encode(text)}/${encode(text)}`)).toBe(true);
      }),
    );
  });

  test.each([
    '',
    '/a',
    'a/',
    'a//b',
    '..',
    'a/../b',
    './a',
    'a/.hidden',
    'a b',
    'a\\b',
    'ä',
    'a\n',
    'a\0',
    'x'.repeat(201),
    `a/${'x'.repeat(201)}`,
    `${'x/'.repeat(350)}x`,
  ])('%j is none: it would mean something else in a directory than in S3, or not fit', (text) => {
    expect(isStoragePath(text)).toBe(false);
  });
});

describe('labels', () => {
  test.each(['a', 'app.kubernetes.io/name', 'A-1_b', 'x'.repeat(128)])('key %s is accepted', (name) => {
    expect(() => validateLabel(name, 'any value')).not.toThrow();
  });

  test.each(['', '-a', 'a-', 'a b', 'ä', 'x'.repeat(129), 'a\n'])('key %j is refused', (name) => {
    expect(() => validateLabel(name, '')).toThrow(expect.objectContaining({ reason: 'INVALID_FIELD' }));
  });

  test('a value is printable and bounded (R9)', () => {
    expect(() => validateLabel('a', '')).not.toThrow();
    expect(() => validateLabel('a', 'x'.repeat(1025))).toThrow('labels.a');
    expect(() => validateLabel('a', 'x\ny')).toThrow('labels.a');
  });
});

describe('environment', () => {
  test('names are those a shell can have (B3-60)', () => {
    for (const name of ['A', '_', 'a1_B']) expect(isEnvironmentName(name)).toBe(true);
    for (const name of ['', '1A', 'A-B', 'A B', 'A=B', 'Ä', 'A\n']) expect(isEnvironmentName(name)).toBe(false);
  });

  test('an error never shows the value (R10)', () => {
    expect(() => validateEnvironmentVariable('A', 'canary\0')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
    expect(() => validateEnvironmentVariable('A B', 'canary')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});
