import { describe, expect, test } from 'vitest';

import { Tasks } from '../../../src/engine/tasks.ts';
import { untilAborted } from '../../../src/engine/until-aborted.ts';
import { RecordingLogger } from '../../support/recording-logger.ts';

describe('a task', () => {
  test('is one for each key: a second caller joins the first', async () => {
    const tasks = new Tasks(new RecordingLogger());
    const { promise, resolve } = Promise.withResolvers<string>();
    let begun = 0;
    const start = (): Promise<string> =>
      tasks.run('key', () => {
        begun += 1;
        return promise;
      });
    const [first, second] = [start(), start()];
    expect(tasks.find('key')).toBe(first);
    resolve('done');
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
    expect([begun, tasks.size, tasks.find('key')]).toEqual([1, 0, null]);
  });

  test('that nobody waits for has its failure in the log', async () => {
    const logger = new RecordingLogger();
    const tasks = new Tasks(logger);
    const failure = new Error('left alone');
    void tasks.run('key', () => Promise.reject(failure)).catch(() => undefined);
    await tasks.settled();
    expect(logger.lines).toEqual([
      { level: 'debug', fields: { err: failure, task: 'key' }, message: 'task ended with an error' },
    ]);
  });

  test('is told to end by its key, or with all others', async () => {
    const tasks = new Tasks(new RecordingLogger());
    const untilTold = (signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const runs = ['a', 'b', 'c'].map((key) => tasks.run(key, untilTold));
    const ended = Promise.allSettled(runs);
    tasks.abort('b', new Error('only you'));
    await expect(runs[1]).rejects.toThrow('only you');
    expect(tasks.size).toBe(2);
    tasks.abortAll(new Error('everybody'));
    await tasks.settled();
    expect((await ended).map((result) => result.status === 'rejected' && String(result.reason))).toEqual([
      'Error: everybody',
      'Error: only you',
      'Error: everybody',
    ]);
  });

  test('begun while the stop waits is waited for too', async () => {
    const tasks = new Tasks(new RecordingLogger());
    const ended: string[] = [];
    const first = tasks.run('first', async () => {
      void tasks.run('second', async () => void ended.push('second'));
      ended.push('first');
    });
    await tasks.settled();
    await first;
    expect(ended.sort()).toEqual(['first', 'second']);
  });
});

describe('waiting until aborted', () => {
  test('ends with the caller while the work goes on', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const caller = new AbortController();
    const waited = untilAborted(promise, caller.signal);
    caller.abort(new Error('gave up'));
    await expect(waited).rejects.toThrow('gave up');
    resolve('done');
    await expect(promise).resolves.toBe('done');
  });

  test('ends at once with a signal that is aborted already, and owns the failure of the work', async () => {
    const work = Promise.reject(new Error('failed later'));
    await expect(untilAborted(work, AbortSignal.abort(new Error('gave up')))).rejects.toThrow('gave up');
  });

  test('has the answer of the work, or its failure', async () => {
    const { signal } = new AbortController();
    await expect(untilAborted(Promise.resolve(7), signal)).resolves.toBe(7);
    await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });
});
