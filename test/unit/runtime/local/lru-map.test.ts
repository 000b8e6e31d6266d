import { expect, it } from 'vitest';

import { LruMap } from '../../../../src/runtime/local/lru-map.ts';

it('holds at most its bound, and a hit keeps an entry from being the next to go (B3-72, R9)', () => {
  const map = new LruMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  expect(map.size).toBe(2);
  map.set('a', 4);
  map.delete('c');
  expect([map.get('a'), map.size]).toEqual([4, 1]);
});
