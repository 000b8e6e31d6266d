import { expect, it } from 'vitest';

import { OutputPosition } from '../../../../src/client/handles/output-position.ts';

it('takes what is new of pieces that come twice, and tells of what is missing', () => {
  const position = new OutputPosition(0);
  const take = (offset: number, text: string) => {
    const { data, isGap } = position.take(offset, Buffer.from(text));
    return [data.toString(), isGap];
  };
  expect([take(0, 'abc'), take(1, 'bcd'), take(1, 'b'), take(6, 'g')]).toEqual([
    ['abc', false],
    ['d', false],
    ['', false],
    ['g', true],
  ]);
  expect(position.next).toBe(7);
});

it('begins where the first piece does when nobody said where', () => {
  const position = new OutputPosition(undefined);
  expect(position.take(40, Buffer.from('ab'))).toEqual({ data: Buffer.from('ab'), isGap: false });
  expect(position.next).toBe(42);
});
