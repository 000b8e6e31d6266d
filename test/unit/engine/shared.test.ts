import { expect, test } from 'vitest';

import { Shared } from '../../../src/engine/observation/shared.ts';
import { ManualClock } from '../../support/clock.ts';

const signal = new AbortController().signal;

function counter() {
  let asked = 0;
  return async () => {
    asked += 1;
    return asked;
  };
}

test('a recent answer is given again, an old one is not, and a new one can be asked for', async () => {
  const clock = new ManualClock();
  const shared = new Shared<number>(clock, () => 100);
  const ask = counter();
  expect(await shared.get('a', ask, signal)).toBe(1);
  clock.advance(99);
  expect(await shared.get('a', ask, signal)).toBe(1);
  expect(await shared.renew('a', ask, signal)).toBe(2);
  clock.advance(100);
  expect(await shared.get('a', ask, signal)).toBe(3);
});

test('one question is under way for each thing, however old it is, and outlives a caller that leaves', async () => {
  const clock = new ManualClock();
  const shared = new Shared<number>(clock, () => 100);
  const { promise, resolve } = Promise.withResolvers<number>();
  const over = new AbortController();
  const left = shared.get('a', () => promise, over.signal);
  over.abort(new Error('it left'));
  await expect(left).rejects.toThrow('it left');
  clock.advance(1000);
  const second = shared.renew('a', async () => 2, signal);
  resolve(1);
  expect(await second).toBe(1);
});

test('a failure is told to those who wait and not kept', async () => {
  const shared = new Shared<number>(new ManualClock(), () => 100);
  const failing = async (): Promise<number> => {
    throw new Error('no answer');
  };
  const both = await Promise.allSettled([shared.get('a', failing, signal), shared.get('a', counter(), signal)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await shared.get('a', counter(), signal)).toBe(1);
});

test('what is too old is forgotten when something new comes', async () => {
  const clock = new ManualClock();
  const shared = new Shared<number>(clock, () => 100);
  for (const key of ['a', 'b', 'c']) await shared.get(key, counter(), signal);
  clock.advance(101);
  await shared.get('d', counter(), signal);
  expect(shared.size).toBe(1);
});
