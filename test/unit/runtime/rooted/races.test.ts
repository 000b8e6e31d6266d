import { expect, it } from 'vitest';
import { race } from '../../../races/race.ts';

const patienceMs = 60_000;

it('lets nothing out of a mount while links are swapped under it', { timeout: patienceMs }, async () => {
  const { swaps, answered, escapes } = await race(3000);
  expect(escapes).toEqual([]);
  // Both sides were at work.
  expect(swaps).toBeGreaterThan(100);
  expect(answered).toBeGreaterThan(100);
});
