import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { refusal, serveCli } from '../../support/cli.ts';

const inSeconds = (seconds: number) => ({
  seconds: String(Math.floor(Date.now() / 1000) + seconds),
  nanos: 500_000_000,
});

const pool = {
  template: 'aio',
  status: 'POOL_STATUS_FULL',
  target: 3,
  warm: 3,
  hits: '12',
  misses: '1',
  claimWait: { seconds: '0', nanos: 2_000_000 },
};

const failing = {
  template: 'browser',
  status: 'POOL_STATUS_BACKING_OFF',
  target: 2,
  creating: 1,
  failures: 4,
  lastFailure: 'no such image',
  lastFailureTime: inSeconds(-30),
  retryTime: inSeconds(290),
  failedSandboxIds: ['a', 'b'],
};

describe('pool ls', () => {
  test('shows each pool, and when it tries again', async () => {
    const { run } = await serveCli({ unary: { ListPools: () => ({ pools: [pool, failing] }) } });
    expect((await run(['pool', 'ls'])).stdout.split('\n')).toEqual([
      'TEMPLATE  STATUS       TARGET  WARM  CREATING  HITS  MISSES  CLAIM  RETRY   LAST FAILURE',
      'aio       full              3     3         0    12       1    2ms  -       -',
      'browser   backing off       2     0         1     0       0      -  in 4 m  no such image',
      '',
    ]);
  });

  test('of none says how to get one, and is an empty list in JSON', async () => {
    const { run } = await serveCli({ unary: { ListPools: () => ({}) } });
    expect(await run(['pool', 'ls'])).toMatchObject({ stdout: '', stderr: expect.stringContaining('prewarm') });
    expect((await run(['pool', 'ls', '--json'])).stdout).toBe('{"pools":[]}\n');
  });
});

describe('pool get', () => {
  test('shows what a failing pool failed with', async () => {
    const { run, server } = await serveCli({ unary: { GetPool: () => ({ pool: failing }) } });
    const { stdout } = await run(['pool', 'get', 'browser']);
    expect(server.calls[0]?.request).toEqual({ template: 'browser' });
    expect(stdout).toMatch(/^status +backing off$/m);
    expect(stdout).toMatch(/^failures +4 in a row$/m);
    expect(stdout).toMatch(/^last failure +no such image$/m);
    expect(stdout).toMatch(/^retry +in 4 m$/m);
    expect(stdout).toMatch(/^evidence +a, b$/m);
  });

  test('without a name asks for that of the default template', async () => {
    const { run, server } = await serveCli({ unary: { GetPool: () => ({ pool }) } });
    expect((await run(['pool', 'get', '--json'])).stdout).toContain('"status":"FULL"');
    expect(server.calls[0]?.request).toEqual({ template: '' });
  });

  test('of a template without one is "not found"', async () => {
    const { run } = await serveCli({ unary: { GetPool: refusal(status.NOT_FOUND, 'POOL_NOT_FOUND') } });
    expect((await run(['pool', 'get', 'base'])).exitCode).toBe(3);
  });
});

describe('steering a pool', () => {
  const paused = { ...pool, status: 'POOL_STATUS_PAUSED' };

  test('pause and resume show what it is now', async () => {
    const { run, server } = await serveCli({
      unary: { PausePool: () => ({ pool: paused }), ResumePool: () => ({ pool: failing }) },
    });
    expect((await run(['pool', 'pause', 'aio'])).stdout).toBe('aio  paused  3 of 3 warm\n');
    expect((await run(['pool', 'resume', 'browser'])).stdout).toBe('browser  backing off  0 of 2 warm, 1 creating\n');
    expect(server.calls).toMatchObject([
      { name: 'PausePool', request: { template: 'aio' } },
      { name: 'ResumePool', request: { template: 'browser' } },
    ]);
  });

  test('drain says how many go', async () => {
    const { run } = await serveCli({ unary: { DrainPool: () => ({ pool: { ...paused, warm: 0 }, released: 3 }) } });
    expect((await run(['pool', 'drain', 'aio'])).stdout).toBe('aio  paused  0 of 3 warm, 3 released\n');
  });

  test('prewarm sends how many, and whether it waits', async () => {
    const { run, server } = await serveCli({ unary: { PrewarmPool: () => ({ pool }) } });
    expect((await run(['pool', 'prewarm', 'aio', '3', '--wait'])).stdout).toBe('aio  full  3 of 3 warm\n');
    expect(server.calls[0]?.request).toEqual({ template: 'aio', count: 3, wait: true });
  });

  test.each([[['prewarm', 'aio']], [['prewarm', 'aio', 'many']], [['drain']], [['pause']]])(
    'pool %j is refused before anything is sent',
    async (argv) => {
      const { run, server } = await serveCli({});
      expect(await run(['pool', ...argv])).toMatchObject({ exitCode: 2, stdout: '' });
      expect(server.calls).toEqual([]);
    },
  );
});
