import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  formatMode,
  parseBytes,
  parseDurationMs,
  parseDirectoryMode,
  parseMode,
  parseOwner,
  parsePortRange,
} from '../../../src/config/quantities.ts';

test.each([
  ['10m', 600_000],
  ['600s', 600_000],
  ['250ms', 250],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['1.5s', 1500],
  ['0', 0],
  ['0s', 0],
  [600, 600_000],
  [0.25, 250],
  [0, 0],
])('%s is %d milliseconds', (written, expected) => {
  expect(parseDurationMs(written)).toBe(expected);
});

test.each(['', '-1', -1, '1w', 'm', '1 m', '1e3', '10M', Number.NaN, Number.POSITIVE_INFINITY, '9'.repeat(30)])(
  '%s is no duration',
  (written) => {
    expect(parseDurationMs(written)).toBeNull();
  },
);

test.each([
  ['2g', 2 * 1024 ** 3],
  ['512m', 512 * 1024 ** 2],
  ['64KiB', 65_536],
  ['1.5K', 1536],
  ['1t', 1024 ** 4],
  ['10b', 10],
  [4096, 4096],
  ['0', 0],
])('%s is %d bytes', (written, expected) => {
  expect(parseBytes(written)).toBe(expected);
});

test.each(['', '-1g', '1x', 'g', '1 000', '99999999t'])('%s is no size', (written) => {
  expect(parseBytes(written)).toBeNull();
});

test('modes are three octal digits with or without a leading zero', () => {
  expect(parseMode('0750')).toBe(0o750);
  expect(parseMode('660')).toBe(0o660);
  expect(parseMode('0o600')).toBe(0o600);
  expect(parseDirectoryMode('2770')).toBe(0o2770);
  expect(parseDirectoryMode('0750')).toBe(0o750);
  for (const wrong of ['4755', '1777', '6770', '22770']) expect(parseDirectoryMode(wrong)).toBeNull();
  for (const wrong of ['2770', '4755', '0888', '75', '', 'rwx']) expect(parseMode(wrong)).toBeNull();
  fc.assert(fc.property(fc.integer({ min: 0, max: 0o777 }), (mode) => parseMode(formatMode(mode)) === mode));
});

test('port ranges are two ports in order', () => {
  expect(parsePortRange('49152-59152')).toEqual({ first: 49_152, last: 59_152 });
  expect(parsePortRange('80-80')).toEqual({ first: 80, last: 80 });
  for (const wrong of ['0-5', '5-4', '1-65536', '80', '1-2-3', 'a-b']) expect(parsePortRange(wrong)).toBeNull();
});

test('owners are two numbers', () => {
  expect(parseOwner('0:65534')).toEqual({ uid: 0, gid: 65_534 });
  for (const wrong of ['root:root', '1000', '1:', '-1:1', '4294967295:0']) expect(parseOwner(wrong)).toBeNull();
});
