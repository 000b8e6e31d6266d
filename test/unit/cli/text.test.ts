import { describe, expect, test } from 'vitest';
import {
  ageText,
  bytesText,
  displayWidth,
  dueText,
  enumWord,
  ownerText,
  printable,
  shortId,
  spanText,
  timeoutText,
  truncate,
} from '../../../src/cli/render/text.ts';

const now = new Date('2030-01-01T00:00:00Z');
const secondsAgo = (seconds: number) => ({ seconds: String(now.getTime() / 1000 - seconds), nanos: 0 });

describe('times', () => {
  test.each([
    [5, '5s'],
    [59, '59s'],
    [300, '5m'],
    [7199, '1h'],
    [86_400 * 3, '3d'],
    [-10, '0s'],
  ])('%i seconds ago is "%s" old', (seconds, expected) => {
    expect(ageText(secondsAgo(seconds), now)).toBe(expected);
  });

  test('a time that never was is a dash', () => {
    expect(ageText(null, now)).toBe('-');
  });

  test.each([
    [0, '0ms'],
    [0.25, '0.3ms'],
    [12.4, '12ms'],
    [1500, '1.5s'],
    [600_000, '10m'],
    [5_400_000, '1h30m'],
    [86_400_000, '1d'],
  ])('%d ms is "%s" long', (ms, expected) => {
    expect(spanText(ms)).toBe(expected);
  });

  test.each([
    [0, 'now'],
    [1, 'in 1 s'],
    [59, 'in 59 s'],
    [60, 'in 1 m'],
    [299, 'in 4 m'],
    [300, 'in 5 m'],
    [7199, 'in 1 h'],
    [86_400 * 3, 'in 3 d'],
    [-3, '3 s ago'],
    [-299, '4 m ago'],
    [-86_400, '1 d ago'],
  ])('what is due in %i seconds is due "%s"', (seconds, expected) => {
    expect(dueText(secondsAgo(-seconds), now)).toBe(expected);
  });

  test('a deadline of five minutes set a moment ago is due in five minutes', () => {
    expect(dueText({ ...secondsAgo(-299), nanos: 900_000_000 }, now)).toBe('in 5 m');
    expect(dueText({ ...secondsAgo(0), nanos: 400_000_000 }, now)).toBe('now');
  });

  test('what is never due is a dash', () => {
    expect(dueText(null, now)).toBe('-');
  });

  test('a time-out of zero never comes', () => {
    expect(timeoutText({ seconds: '0', nanos: 0 })).toBe('never');
    expect(timeoutText({ seconds: '600', nanos: 0 })).toBe('10m');
  });
});

describe('text of strangers', () => {
  test('control characters cannot reach the terminal', () => {
    expect(printable('a\u001B[31mb\u202Ec\nd')).toBe('a\uFFFD[31mb\uFFFDc d');
  });

  test('wide characters take two columns and marks none', () => {
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
  });

  test('text that is too wide ends with an ellipsis within the width', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('日本語', 4)).toBe('日…');
    expect(truncate('abcd', 4)).toBe('abcd');
  });
});

describe('words', () => {
  test('an enum value loses its prefix', () => {
    expect(enumWord('SANDBOX_STATE_RUNNING', 'SANDBOX_STATE_')).toBe('running');
  });

  test('a value newer than the client is shown as its number', () => {
    expect(enumWord(77, 'SANDBOX_STATE_')).toBe('77');
  });

  test('an owner shows only the parts that are not default', () => {
    const key = { namespace: 'default', user: 'default', session: 's' };
    expect(ownerText(key)).toBe('s');
    expect(ownerText({ ...key, user: 'u' })).toBe('u/s');
    expect(ownerText({ ...key, namespace: 'n' })).toBe('n/default/s');
    expect(ownerText(null)).toBe('-');
  });

  test('a short id has twelve characters', () => {
    expect(shortId('0123456789abcdefghijklmnop')).toBe('0123456789ab');
  });

  test('bytes are counted in binary units', () => {
    expect(bytesText(512)).toBe('512 B');
    expect(bytesText(1536)).toBe('1.5 KiB');
    expect(bytesText(1024 ** 3)).toBe('1 GiB');
  });
});
