import { execFileSync } from 'node:child_process';

import { expect, it } from 'vitest';

import { namesAmbient, withoutAmbient } from '../../../../src/runtime/local/ambient-capabilities.ts';

const isRoot = process.getuid?.() === 0;

it('are read from what the kernel says of a process', () => {
  expect(namesAmbient('CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\nNoNewPrivs:\t0\n')).toBe(false);
  expect(namesAmbient('CapBnd:\t000001ffffffffff\nCapAmb:\t000000000000000b\nNoNewPrivs:\t0\n')).toBe(true);
  expect(namesAmbient('CapBnd:\t000001ffffffffff\n')).toBe(false);
});

it.runIf(isRoot)('are passed on to a child, and not through the program that takes them off', () => {
  const given = ['--reuid=1000', '--clear-groups', '--inh-caps=+chown', '--ambient-caps=+chown', '--'];
  const showing = { file: 'cat', arguments: ['/proc/self/status'] };
  const bare = withoutAmbient(showing);
  const statusOf = (argv: readonly string[]): string => execFileSync('setpriv', [...given, ...argv]).toString();
  expect(namesAmbient(statusOf([showing.file, ...showing.arguments]))).toBe(true);
  const status = statusOf([bare.file, ...bare.arguments]);
  expect(namesAmbient(status)).toBe(false);
  expect(status).toMatch(/^CapEff:\t0000000000000000$/m);
});
