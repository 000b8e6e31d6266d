import { getEventListeners } from 'node:events';

import { describe, expect, test } from 'vitest';

import { systemClock } from '../../../src/host/system-clock.ts';

const hourMs = 3_600_000;

describe('sleep', () => {
  test('ends after its time and leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('rejects with the very reason of the signal and leaves no timer behind', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const timersBefore = timers();
    const sleeping = systemClock.sleep(hourMs, controller.signal);
    expect(timers()).toBe(timersBefore + 1);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(timers()).toBe(timersBefore);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('rejects at once when the signal is already aborted', async () => {
    const reason = new Error('too late');
    const timersBefore = timers();
    await expect(systemClock.sleep(hourMs, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(timers()).toBe(timersBefore);
  });

  test('longer than a timer of Node can be does not end at once', async () => {
    const controller = new AbortController();
    let hasEnded = false;
    const sleeping = systemClock.sleep(2 ** 33, controller.signal).finally(() => {
      hasEnded = true;
    });
    await systemClock.sleep(5, new AbortController().signal);
    expect(hasEnded).toBe(false);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
  });
});

test('monotonic time never goes back', () => {
  const first = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
