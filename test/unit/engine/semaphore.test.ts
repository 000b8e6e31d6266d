import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Semaphore } from '../../../src/engine/semaphore.ts';

const never = new AbortController().signal;
const semaphore = (limit: number, waiting: number): Semaphore =>
  new Semaphore(
    'creates',
    () => limit,
    () => waiting,
  );

describe('a semaphore', () => {
  test('lets at most so many in at once, whatever order they end in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 30 }),
        async (limit, turns) => {
          const limited = semaphore(limit, 100);
          let active = 0;
          let most = 0;
          const runs = turns.map((count) =>
            limited.run(never, async () => {
              active += 1;
              most = Math.max(most, active);
              for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
              active -= 1;
            }),
          );
          await Promise.all(runs);
          expect(most).toBeLessThanOrEqual(limit);
          expect([active, limited.waiting]).toEqual([0, 0]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('has a bounded queue, and says which quota that is (R9)', async () => {
    const limited = semaphore(1, 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = limited.run(never, () => promise);
    const waiting = limited.run(never, async () => 'waited');
    await expect(limited.run(never, async () => 'too many')).rejects.toMatchObject({
      reason: 'TOO_MANY_REQUESTS',
      details: { retryAfterMs: 1000, quota: { subject: 'creates', description: 'at most 1 waiting calls' } },
    });
    resolve();
    await held;
    await expect(waiting).resolves.toBe('waited');
  });

  test('gives the place of a failed one to the next', async () => {
    const limited = semaphore(1, 10);
    const failed = limited.run(never, () => Promise.reject(new Error('no')));
    const next = limited.run(never, async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  test('is not entered with a signal that is aborted already', async () => {
    const limited = semaphore(1, 10);
    const begun: string[] = [];
    const run = limited.run(AbortSignal.abort(new Error('gone')), async () => void begun.push('begun'));
    await expect(run).rejects.toThrow('gone');
    expect(begun).toEqual([]);
    await expect(limited.run(never, async () => 'free')).resolves.toBe('free');
  });

  test('forgets a waiter that gives up, and its place in the queue (B3-8)', async () => {
    const limited = semaphore(1, 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = limited.run(never, () => promise);
    const impatient = new AbortController();
    const given = limited.run(impatient.signal, async () => 'never');
    impatient.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    expect(limited.waiting).toBe(0);
    const patient = limited.run(never, async () => 'patient');
    resolve();
    await held;
    await expect(patient).resolves.toBe('patient');
  });

  test('follows a limit that a reload raises', async () => {
    let limit = 1;
    const limited = new Semaphore(
      'creates',
      () => limit,
      () => 10,
    );
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      begun.push(name);
      await promise;
    };
    const first = limited.run(never, work('first'));
    const second = limited.run(never, work('second'));
    limit = 3;
    // The next to come in is not held up by the one that waits, and the one that waits goes with the next to leave.
    const third = limited.run(never, work('third'));
    await Promise.resolve();
    expect(begun).toEqual(['first', 'third']);
    resolve();
    await Promise.all([first, second, third]);
    expect(begun).toEqual(['first', 'third', 'second']);
  });
});
