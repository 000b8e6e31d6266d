import { expect, test } from 'vitest';
import { excludes } from '../../../../src/runtime/rooted/name-patterns.ts';

test.each([
  ['node_modules', 'node_modules', true],
  ['node_modules', 'node_modules2', false],
  ['*.log', 'a.log', true],
  ['*.log', '.log', true],
  ['*.log', 'a.logs', false],
  ['?.ts', 'é.ts', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['*', 'anything', true],
  ['**', '', true],
  ['a.b', 'axb', false],
  ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(255), false],
])('%s leaves out %s: %s', (pattern, name, isExcluded) => {
  expect(excludes(['other', pattern])(name)).toBe(isExcluded);
});
