// The allowance of creates of one owner.

import { expect, test } from 'vitest';

import { SandkeepError } from '../../../../src/domain/errors.ts';
import { CreateRate } from '../../../../src/engine/admission/create-rate.ts';
import { ManualClock } from '../../../support/clock.ts';

function refusal(fn: () => void): SandkeepError | null {
  try {
    fn();
    return null;
  } catch (error) {
    if (error instanceof SandkeepError) return error;
    throw error;
  }
}

test('is what the config says for each owner, and fills up again by time', () => {
  const clock = new ManualClock();
  const rate = new CreateRate(clock, () => 2);
  expect([refusal(() => rate.take('a')), refusal(() => rate.take('a'))]).toEqual([null, null]);
  const refused = refusal(() => rate.take('a'));
  expect(refused?.reason).toBe('TOO_MANY_REQUESTS');
  expect(refused?.details).toMatchObject({ retryAfterMs: 30_000, quota: { subject: 'access.creates_per_minute' } });
  expect(refusal(() => rate.take('b'))).toBeNull();
  clock.advance(29_999);
  expect(refusal(() => rate.take('a'))?.reason).toBe('TOO_MANY_REQUESTS');
  clock.advance(1);
  expect([refusal(() => rate.take('a')), refusal(() => rate.take('a'))?.reason]).toEqual([null, 'TOO_MANY_REQUESTS']);
});

test('is never more than a minute of it', () => {
  const clock = new ManualClock();
  const rate = new CreateRate(clock, () => 3);
  rate.take('a');
  clock.advance(3_600_000);
  for (let take = 0; take < 3; take += 1) expect(refusal(() => rate.take('a'))).toBeNull();
  expect(refusal(() => rate.take('a'))?.reason).toBe('TOO_MANY_REQUESTS');
});

test('of 0 is without a limit', () => {
  const rate = new CreateRate(new ManualClock(), () => 0);
  for (let take = 0; take < 1000; take += 1) expect(refusal(() => rate.take('a'))).toBeNull();
});
