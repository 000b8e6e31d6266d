import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { withDeadline } from '../../../src/blob/call-deadline.ts';
import { createStorage } from '../../../src/blob/create-storage.ts';
import { withPool } from '../../../src/blob/pool.ts';
import { SandkeepError } from '../../../src/domain/errors.ts';
import { hostDirectories } from '../../../src/host/directories.ts';
import { expectReason, s3Place } from '../../contract/blob/subject.ts';
import type { S3Server } from '../../engines/engines.ts';
import { ManualClock } from '../../support/clock.ts';
import { RecordingLogger } from '../../support/recording-logger.ts';
import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';

const { signal } = new AbortController();

describe('a pool', () => {
  test('runs no more at once than its limit, and all of it', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await withPool(3, signal, async (pool) => {
      for (let index = 0; index < 20; index += 1) {
        await pool.add(async () => {
          running += 1;
          most = Math.max(most, running);
          await breathe();
          running -= 1;
          done.push(index);
        });
      }
    });
    expect(most).toBe(3);
    expect(done).toHaveLength(20);
  });

  test('ends the others at the first failure, throws it, and leaves nothing running', async () => {
    const failure = new Error('first');
    const seen: unknown[] = [];
    let running = 0;
    const outcome = withPool(2, signal, async (pool) => {
      await pool.add(async () => {
        running += 1;
        await new Promise<void>((resolve) => pool.signal.addEventListener('abort', () => resolve()));
        seen.push(pool.signal.reason);
        running -= 1;
      });
      await pool.add(() => Promise.reject(failure));
      for (;;) await pool.add(() => Promise.resolve());
    });
    await expect(outcome).rejects.toBe(failure);
    expect(seen).toEqual([failure]);
    expect(running).toBe(0);
  });

  test('ends with the signal of the caller', async () => {
    const reason = new Error('stop');
    await expect(withPool(2, AbortSignal.abort(reason), (pool) => pool.add(() => Promise.resolve()))).rejects.toBe(
      reason,
    );
  });
});

describe('the deadline of a call', () => {
  const endless = async (inner: AbortSignal): Promise<never> =>
    await new Promise((_resolve, reject) => inner.addEventListener('abort', () => reject(new Error('unwound'))));

  test('passes the result and the errors of the work on, and leaves no timer', async () => {
    const clock = new ManualClock();
    const what = (): string => 'work';
    expect(await withDeadline(clock, call(10), what, () => Promise.resolve(1))).toBe(1);
    const failure = new SandkeepError('STORAGE_FULL', 'full');
    await expect(withDeadline(clock, call(10), what, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(clock.sleepers).toBe(0);
  });

  test('ends the work and says what was going on', async () => {
    const clock = new ManualClock();
    let activity = 'beginning';
    const outcome = withDeadline(clock, call(10), () => activity, endless);
    activity = 'storing "a"';
    clock.advance(10);
    const error = await expectReason(outcome, 'STORAGE_UNAVAILABLE');
    expect(error.message).toBe('storing "a": not done within 10 ms');
    expect(clock.sleepers).toBe(0);
  });

  test('does not wait for ever for work that does not end', async () => {
    const clock = new ManualClock();
    const outcome = withDeadline(
      clock,
      call(10),
      () => 'work',
      async () => await new Promise<never>(() => {}),
    );
    clock.advance(10);
    const settled = expectReason(outcome, 'STORAGE_UNAVAILABLE');
    await waitUntil(() => clock.sleepers > 0, { timeoutMs: 10_000, what: 'the wait for the work to end' });
    clock.advance(60_000);
    await settled;
  });
});

describe('the settings', () => {
  const dependencies = { clock: new ManualClock(), logger: new RecordingLogger(), directories: hostDirectories };

  test('may name no storage', () => {
    expect(createStorage({ kind: 'none' }, dependencies)).toBe(null);
  });

  test('that name S3 where its client is not installed say which package is missing', () => {
    const hidden = `data:text/javascript,${encodeURIComponent(`
      import module from 'node:module';
      const resolve = module._resolveFilename;
      module._resolveFilename = (name, ...rest) => {
        if (name.startsWith('@aws-sdk/')) throw new Error('not installed');
        return resolve(name, ...rest);
      };
    `)}`;
    const place = s3Place({ url: 'http://127.0.0.1:1', bucketDirectory: '/' } as S3Server);
    const request = { settings: place.settings(), verb: 'remove', key: 'a', directory: '' };
    const program = path.join(import.meta.dirname, '../../support/storage-transfer.ts');
    const { stdout } = spawnSync(process.execPath, ['--conditions=sandkeep-source', '--import', hidden, program], {
      env: { ...process.env, SANDKEEP_TEST_TRANSFER: JSON.stringify(request) },
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { reason: 'STORAGE_DENIED', message: expect.stringContaining('@aws-sdk/client-s3') },
    });
  });
});
