import { describe, expect, test } from 'vitest';

import { Slots } from '../../../src/engine/slots.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to, and notes when it began. */
function gate(log: string[], name: string): { readonly work: () => Promise<string>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    work: async () => {
      log.push(name);
      await promise;
      return name;
    },
    open: resolve,
  };
}

describe('a slot', () => {
  test('is had by one at a time, in the order of asking', async () => {
    const slots = new Slots();
    const log: string[] = [];
    const gates = ['a', 'b', 'c'].map((name) => gate(log, name));
    const runs = gates.map(({ work }) => slots.run('key', never, work));
    for (const [index, { open }] of gates.entries()) {
      await Promise.resolve();
      expect(log).toHaveLength(index + 1);
      open();
      await runs[index];
    }
    expect(log).toEqual(['a', 'b', 'c']);
    expect(slots.isBusy('key')).toBe(false);
  });

  test('of another key is another slot', async () => {
    const slots = new Slots();
    const log: string[] = [];
    const first = gate(log, 'first');
    const held = slots.run('one', never, first.work);
    await expect(slots.run('two', never, async () => 'second')).resolves.toBe('second');
    first.open();
    await held;
  });

  test('goes to the next when the work fails', async () => {
    const slots = new Slots();
    const failed = slots.run('key', never, () => Promise.reject(new Error('no')));
    const next = slots.run('key', never, async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  test('is not waited for by a signal that is aborted already', async () => {
    const slots = new Slots();
    const begun: string[] = [];
    const run = slots.run('key', AbortSignal.abort(new Error('gone')), async () => void begun.push('begun'));
    await expect(run).rejects.toThrow('gone');
    expect(begun).toEqual([]);
    expect(slots.isBusy('key')).toBe(false);
  });

  test('is left by a waiter that gives up, and the one behind it gets its turn (B3-8)', async () => {
    const slots = new Slots();
    const log: string[] = [];
    const first = gate(log, 'first');
    const held = slots.run('key', never, first.work);
    const impatient = new AbortController();
    const given = slots.run('key', impatient.signal, async () => void log.push('impatient'));
    const patient = slots.run('key', never, async () => void log.push('patient'));
    impatient.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    first.open();
    await Promise.all([held, patient]);
    expect(log).toEqual(['first', 'patient']);
    expect(slots.isBusy('key')).toBe(false);
  });

  test('is not given up by who has it already', async () => {
    const slots = new Slots();
    const log: string[] = [];
    const controller = new AbortController();
    const first = gate(log, 'first');
    const held = slots.run('key', controller.signal, first.work);
    controller.abort(new Error('late'));
    expect(slots.isBusy('key')).toBe(true);
    first.open();
    await expect(held).resolves.toBe('first');
  });

  test('has a bounded queue (R9)', async () => {
    const slots = new Slots();
    const first = gate([], 'first');
    const held = slots.run('key', never, first.work);
    const waiting = Array.from({ length: 256 }, () => slots.run('key', never, async () => 'done'));
    await expect(slots.run('key', never, async () => 'done')).rejects.toMatchObject({
      reason: 'TOO_MANY_REQUESTS',
      details: { retryAfterMs: 1000 },
    });
    first.open();
    await held;
    expect(await Promise.all(waiting)).toHaveLength(256);
  });

  test('is taken by background work only when it is free', async () => {
    const slots = new Slots();
    const first = gate([], 'first');
    const held = slots.run('key', never, first.work);
    await expect(slots.tryRun('key', async () => 'background')).resolves.toBeNull();
    first.open();
    await held;
    await expect(slots.tryRun('key', async () => 'background')).resolves.toBe('background');
  });
});
