import { describe, expect, onTestFinished, test } from 'vitest';

import { Ticker, type Loop } from '../../../src/loops/ticker.ts';
import { ManualClock } from '../../support/clock.ts';
import { RecordingLogger, RecordingMetrics } from '../../support/recording-logger.ts';
import { waitUntil } from '../../support/wait.ts';

const tickMs = 250;

function started(jumps: number[] = [], onJump = async (byMs: number): Promise<void> => void jumps.push(byMs)) {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const ticker = new Ticker(clock, logger, new RecordingMetrics(), onJump);
  onTestFinished(async () => await ticker.stop());
  /** One tick, and all that it starts up to its first wait. */
  const tick = async (): Promise<void> => {
    await waitUntil(() => clock.sleepers === 1, { timeoutMs: 5000, what: 'the ticker sleeps' });
    clock.advance(tickMs);
    await waitUntil(() => clock.sleepers === 1, { timeoutMs: 5000, what: 'the ticker sleeps again' });
  };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += tickMs) await tick();
  };
  return { clock, logger, ticker, pass };
}

function counted(overrides: Partial<Loop> = {}): { readonly loop: Loop; readonly runs: number[] } {
  const runs: number[] = [];
  const run = async (maxItems: number): Promise<Record<string, number>> => {
    runs.push(maxItems);
    return { done: runs.length };
  };
  return { runs, loop: { name: 'counted', intervalMs: () => 1000, timeoutMs: 60_000, run, ...overrides } };
}

describe('a loop', () => {
  test('runs first one interval after the start, and then once each interval', async () => {
    const { ticker, pass } = started();
    const { loop, runs } = counted();
    ticker.add(loop, false);
    ticker.start();
    await pass(750);
    expect(runs).toEqual([]);
    await pass(250);
    expect(runs).toEqual([0]);
    await pass(2000);
    expect(runs).toEqual([0, 0, 0]);
  });

  test('with an interval of 0 never runs by itself (B3-23)', async () => {
    const { ticker, pass } = started();
    const { loop, runs } = counted({ intervalMs: () => 0 });
    ticker.add(loop, false);
    ticker.start();
    await pass(5000);
    expect(runs).toEqual([]);
    await expect(ticker.runNow('counted', 7)).resolves.toEqual({ done: 1 });
    expect(runs).toEqual([7]);
  });

  test('does not run while it is paused, but when it is asked to', async () => {
    const { ticker, pass } = started();
    const { loop, runs } = counted();
    ticker.add(loop, true);
    ticker.start();
    await pass(3000);
    expect(runs).toEqual([]);
    await ticker.runNow('counted', 1);
    expect(ticker.setState('counted', 'running')).toMatchObject({ paused: false, runs: 1 });
    await pass(1000);
    expect(runs).toEqual([1, 0]);
  });

  test('follows an interval that a reload changes', async () => {
    const { ticker, pass } = started();
    let intervalMs = 60_000;
    const { loop, runs } = counted({ intervalMs: () => intervalMs });
    ticker.add(loop, false);
    ticker.start();
    await pass(1000);
    intervalMs = 500;
    await pass(750);
    expect(runs).toEqual([0]);
  });

  test('never overlaps itself: who asks joins the run that is under way', async () => {
    const { ticker, pass } = started();
    const { promise, resolve } = Promise.withResolvers<Record<string, number>>();
    let begun = 0;
    const run = (): Promise<Record<string, number>> => {
      begun += 1;
      return promise;
    };
    ticker.add({ ...counted().loop, run }, false);
    ticker.start();
    await pass(3000);
    const joined = ticker.runNow('counted', 1);
    expect(begun).toBe(1);
    resolve({ done: 1 });
    await expect(joined).resolves.toEqual({ done: 1 });
  });

  test('that fails is told, counted and run again, and does not stop the others', async () => {
    const { ticker, pass, logger } = started();
    const failing: Loop = {
      name: 'failing',
      intervalMs: () => 1000,
      timeoutMs: 60_000,
      run: () => Promise.reject(new Error('no')),
    };
    const { loop, runs } = counted();
    ticker.add(failing, false);
    ticker.add(loop, false);
    ticker.start();
    await pass(2000);
    expect(runs).toEqual([0, 0]);
    expect(ticker.states()[0]).toMatchObject({ name: 'failing', runs: 2, errors: 2, lastError: 'no' });
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
    await expect(ticker.runNow('failing', 0)).rejects.toThrow('no');
  });

  test('that nobody knows is not run', () => {
    const { ticker } = started();
    expect(ticker.runNow('unknown', 0)).toBeNull();
    expect(ticker.setState('unknown', 'paused')).toBeNull();
  });

  test('is told to end by the stop, which waits for it', async () => {
    const { ticker } = started();
    const ended: unknown[] = [];
    const run = (_maxItems: number, signal: AbortSignal): Promise<Record<string, number>> =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          ended.push(signal.reason);
          reject(signal.reason);
        }),
      );
    ticker.add({ ...counted().loop, run }, false);
    ticker.start();
    const running = ticker.runNow('counted', 0);
    const outcome = expect(running).rejects.toThrow('the daemon is stopping');
    await ticker.stop();
    expect(ended).toHaveLength(1);
    await outcome;
  });
});

describe('the wall clock (B3-25)', () => {
  test.each([3_600_000, -3_600_000])('that jumps by %i ms is told once, and makes no loop run', async (byMs) => {
    const jumps: number[] = [];
    const { clock, ticker, pass } = started(jumps);
    const { loop, runs } = counted({ intervalMs: () => 60_000 });
    ticker.add(loop, false);
    ticker.start();
    await pass(500);
    clock.jump(byMs);
    await pass(1000);
    expect(jumps).toEqual([byMs]);
    expect(runs).toEqual([]);
  });

  test('that went on while the process stood still moves the deadlines by that time, once (F22, F38)', async () => {
    const jumps: number[] = [];
    const { clock, ticker, pass } = started(jumps);
    ticker.start();
    await pass(500);
    await waitUntil(() => clock.sleepers === 1, { timeoutMs: 5000, what: 'the ticker sleeps' });
    clock.advance(tickMs + 60_000);
    await pass(1000);
    expect(jumps).toEqual([60_000]);
  });

  test('that jumps by a fraction of a millisecond too is booked in whole ones, which is how times are stored', async () => {
    const jumps: number[] = [];
    const { clock, ticker, pass } = started(jumps);
    ticker.start();
    clock.jump(60_000.25);
    await pass(500);
    expect(jumps).toEqual([60_000]);
  });

  test('that is slewed a little is left alone', async () => {
    const jumps: number[] = [];
    const { clock, ticker, pass } = started(jumps);
    ticker.start();
    clock.jump(1000);
    await pass(500);
    expect(jumps).toEqual([]);
  });

  test('whose jump cannot be booked does not end the loops, and is booked once it can be', async () => {
    const booked: number[] = [];
    let refusals = 3;
    const { clock, ticker, pass, logger } = started([], async (byMs) => {
      if (refusals-- > 0) throw new Error('disk full');
      booked.push(byMs);
    });
    const { loop, runs } = counted();
    ticker.add(loop, false);
    ticker.start();
    clock.jump(60_000);
    await pass(1000);
    expect(runs).toEqual([0]);
    const shown = logger.lines.filter(({ level }) => level !== 'debug');
    expect(shown).toMatchObject([{ level: 'error', message: 'deadlines could not be moved with the clock yet' }]);
    await pass(1000);
    expect(booked).toEqual([60_000]);
  });
});
