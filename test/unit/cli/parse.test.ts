import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  collectPairs,
  collectSessionStates,
  collectStates,
  parseCount,
  parseDurationMs,
  parseFileMode,
  parseTimeoutMs,
  present,
  readEnvironment,
} from '../../../src/cli/parse.ts';
import { spanText } from '../../../src/cli/render/text.ts';

describe('durations', () => {
  test.each([
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['90', 90_000],
    ['0', 0],
    ['2d', 172_800_000],
  ])('"%s" is %i ms', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  test.each(['', 'm', '10x', '-5s', '5 s', '1h-2m', 's5'])('"%s" is refused', (text) => {
    expect(() => parseDurationMs(text)).toThrow(/such as/);
  });

  test('whole seconds below an hour survive being shown and read again', () => {
    assert(
      property(
        integer({ min: 1, max: 3599 }),
        (seconds) => parseDurationMs(spanText(seconds * 1000)) === seconds * 1000,
      ),
    );
  });

  test('a deadline of nothing is refused', () => {
    expect(() => parseTimeoutMs('0s')).toThrow(/longer than nothing/);
  });
});

describe('values', () => {
  test('a pair is split at its first "="', () => {
    expect(collectPairs('a=b=c', { x: 'y' })).toEqual({ x: 'y', a: 'b=c' });
    expect(collectPairs('a=', undefined)).toEqual({ a: '' });
  });

  test.each(['a', '=b', ''])('"%s" is no pair', (text) => {
    expect(() => collectPairs(text, undefined)).toThrow(/KEY=VALUE/);
  });

  test('states are read by their short names and add up', () => {
    expect(collectStates('running,Parked', undefined)).toEqual(['SANDBOX_STATE_RUNNING', 'SANDBOX_STATE_PARKED']);
    expect(collectStates('lost', ['SANDBOX_STATE_RUNNING'])).toEqual(['SANDBOX_STATE_RUNNING', 'SANDBOX_STATE_LOST']);
  });

  test('a state that does not exist is answered with those that do', () => {
    expect(() => collectStates('dead', undefined)).toThrow(/running, paused/);
    expect(() => collectStates('unspecified', undefined)).toThrow(/running, paused/);
  });

  test('states of sessions are others than those of sandboxes', () => {
    expect(collectSessionStates('Active', ['SESSION_STATE_RELEASED'])).toEqual([
      'SESSION_STATE_RELEASED',
      'SESSION_STATE_ACTIVE',
    ]);
    expect(() => collectSessionStates('running', undefined)).toThrow(/one of active, recycling/);
    expect(() => collectSessionStates('unspecified', undefined)).toThrow(/one of active, recycling/);
  });

  test('permission bits are octal', () => {
    expect(parseFileMode('0644')).toBe(0o644);
    expect(() => parseFileMode('888')).toThrow(/0755/);
  });

  test('a count is a whole number', () => {
    expect(parseCount('12')).toBe(12);
    expect(() => parseCount('1.5')).toThrow(/whole number/);
    expect(() => parseCount('99999999999999999999')).toThrow(/whole number/);
  });

  test('fields without a value are left out', () => {
    expect(present({ a: 1, b: undefined, c: '' })).toEqual({ a: 1, c: '' });
  });
});

describe('environment', () => {
  test('a name alone takes its value from the caller', () => {
    expect(readEnvironment(['A=1', 'TOKEN'], { TOKEN: 'secret' })).toEqual({ A: '1', TOKEN: 'secret' });
  });

  test('a name alone that is not set is refused', () => {
    expect(() => readEnvironment(['TOKEN'], {})).toThrow(/TOKEN is not set/);
  });
});
