import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';

import { parseSince } from '../../../src/cli/commands/logs.ts';
import { sortStats } from '../../../src/cli/render/stats.ts';
import type { SandboxStats__Output } from '../../../src/gen/sandkeep/v1/SandboxStats.ts';
import { refusal, sandbox, serveCli } from '../../support/cli.ts';
import { errorInfo, TinyFailure } from '../../support/tiny-server.ts';

const { id } = sandbox;
const time = { seconds: '1767225600', nanos: 5 };

function piece(text: string, source = 'LOG_SOURCE_STDOUT', at: object | null = null) {
  return { source, data: Buffer.from(text), time: at };
}

describe('logs', () => {
  test('pass both streams on as they are, and ask for what was wanted', async () => {
    const { run, server } = await serveCli({
      stream: {
        StreamLogs: async function* () {
          yield piece('one\n');
          yield piece('two\n', 'LOG_SOURCE_STDERR');
          yield piece('three');
        },
      },
    });
    const result = await run(['logs', id, '--tail', '5', '--since', '2026-01-01T00:00:00Z']);
    expect(result).toEqual({ exitCode: 0, stdout: 'one\nthree', stderr: 'two\n' });
    expect(server.calls[0]?.request).toMatchObject({
      sandboxId: id,
      tailLines: 5,
      sinceTime: { seconds: '1767225600', nanos: 0 },
      follow: false,
      timestamps: false,
    });
  });

  test('have the time before each line with -t, and once before a line that comes in parts', async () => {
    const { run } = await serveCli({
      stream: {
        StreamLogs: async function* () {
          yield piece('long ', 'LOG_SOURCE_STDOUT', time);
          yield piece('error\n', 'LOG_SOURCE_STDERR', time);
          yield piece('line\n', 'LOG_SOURCE_STDOUT', time);
        },
      },
    });
    const at = '2026-01-01T00:00:00.000000005Z';
    expect(await run(['logs', '-t', id])).toMatchObject({ stdout: `${at} long line\n`, stderr: `${at} error\n` });
  });

  test('with --json are one document for each piece', async () => {
    const { run } = await serveCli({
      stream: {
        StreamLogs: async function* () {
          yield piece('a\n', 'LOG_SOURCE_STDERR', time);
        },
      },
    });
    const { stdout } = await run(['logs', '--json', id]);
    expect(JSON.parse(stdout)).toEqual({ source: 'STDERR', data: 'a\n', time: '2026-01-01T00:00:00.000Z' });
  });

  test('that are followed go on where they were when the daemon was away, without a line twice', async () => {
    const later = { seconds: '1767225601', nanos: 0 };
    let calls = 0;
    const { run, server } = await serveCli({
      stream: {
        StreamLogs: async function* () {
          calls += 1;
          if (calls === 1) {
            yield piece('a\n', 'LOG_SOURCE_STDOUT', time);
            yield piece('b\n', 'LOG_SOURCE_STDOUT', later);
            throw new TinyFailure(status.UNAVAILABLE, 'it stops', [errorInfo('DRAINING')]);
          }
          for (const text of ['b\n', 'c\n']) yield piece(text, 'LOG_SOURCE_STDOUT', later);
        },
      },
    });
    const { exitCode, stdout, stderr } = await run(['logs', '-f', '--tail', '2', id]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'a\nb\nc\n' });
    expect(stderr).toContain('going on where it was');
    expect(server.calls[1]?.request).toMatchObject({ sinceTime: later, follow: true, timestamps: true });
    expect(server.calls[1]?.request).not.toHaveProperty('tailLines');
  });

  test('that a runtime has not are an error with a hint', async () => {
    const { run } = await serveCli({ stream: { StreamLogs: refusal(status.UNIMPLEMENTED, 'NOT_SUPPORTED') } });
    expect(await run(['logs', id])).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

test('--since is so long ago, or a time of a calendar', () => {
  const now = Date.parse('2026-01-01T00:10:00.250Z');
  expect(parseSince('5m', undefined, now)).toEqual({ seconds: 1_767_225_900, nanos: 250_000_000 });
  expect(parseSince('2026-01-01T00:00:00.5Z')).toEqual({ seconds: 1_767_225_600, nanos: 500_000_000 });
  for (const text of ['yesterday', '2026-13-01', '']) expect(() => parseSince(text)).toThrow(/Give/);
});

const figures = {
  sandboxId: id,
  template: 'aio',
  runtime: 'docker',
  state: 'SANDBOX_STATE_RUNNING',
  session: { namespace: 'default', user: 'ann', session: 's1' },
  time,
  cpuTime: { seconds: '1', nanos: 500_000_000 },
  cpuPercent: 12.34,
  memoryBytes: '10485760',
  memoryLimitBytes: '67108864',
  pids: '2',
  pidsLimit: '64',
  networkReceivedBytes: '2048',
  networkSentBytes: '0',
};

describe('top without a terminal', () => {
  const other = { sandboxId: `0${id.slice(0, -1)}`, state: 'SANDBOX_STATE_PAUSED', problem: 'no answer' };

  test('shows one table of the second measurement, the busiest first, with what is not known as a dash', async () => {
    const { run, server } = await serveCli({
      stream: {
        StreamStats: async function* () {
          yield { stats: [other, { ...figures, cpuPercent: 1 }] };
          yield { stats: [other, figures] };
          throw new Error('a third one is not wanted');
        },
      },
    });
    const { exitCode, stdout } = await run(['top', '-t', 'aio', '--namespace', 'n1']);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^ID +STATE +TEMPLATE +SESSION +CPU % +MEMORY +PIDS +NET IN \/ OUT +IDLE +NOTE$/);
    expect(lines[1]).toMatch(/ 12\.3 +10 MiB \/ 64 MiB +2 \/ 64 +2 KiB \/ 0 B +- +-$/);
    expect(lines[2]).toMatch(/ paused .* - +- +- +- +- +no answer$/);
    expect(server.calls[0]?.request).toMatchObject({ filter: { template: 'aio', namespace: 'n1' } });
  });

  test('with --json is one document', async () => {
    const { run } = await serveCli({
      stream: {
        StreamStats: async function* () {
          yield { stats: [figures] };
          yield { stats: [figures] };
        },
      },
    });
    const document = JSON.parse((await run(['top', '--json'])).stdout);
    expect(document.stats).toMatchObject([{ sandbox_id: id, cpu_percent: 12.34, pids: 2, block_read_bytes: null }]);
  });

  test('with nothing to show says so at once', async () => {
    const { run } = await serveCli({
      stream: {
        StreamStats: async function* () {
          yield { stats: [] };
          throw new Error('there is no need for another');
        },
      },
    });
    expect(await run(['top'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('No sandbox'),
    });
  });

  test('refuses to sort by what it does not show', async () => {
    const { run } = await serveCli({});
    expect(await run(['top', '--sort', 'colour'])).toMatchObject({ exitCode: 2 });
  });
});

test('stats shows one sandbox, and its disk usage when that is asked for', async () => {
  const disk = { writableLayerBytes: '1024', workspaceTooLarge: true };
  const { run, server } = await serveCli({ unary: { GetStats: () => ({ stats: { ...figures, disk } }) } });
  const { exitCode, stdout } = await run(['stats', '--disk', id]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^memory +10 MiB \/ 64 MiB$/m);
  expect(stdout).toMatch(/^cpu time +1\.5s$/m);
  expect(stdout).toMatch(/^written over image +1 KiB$/m);
  expect(stdout).toMatch(/^workspace +too large to be measured$/m);
  expect(stdout).not.toContain('block read');
  expect(server.calls[0]?.request).toMatchObject({ includeDisk: true, cpuInterval: { nanos: 500_000_000 } });
});

test('figures are sorted by what is most, and what is not known comes last', () => {
  const row = (sandboxId: string, more: Partial<SandboxStats__Output>) =>
    ({ sandboxId, idleTime: null, ...more }) as SandboxStats__Output;
  const rows = [
    row('a', { cpuPercent: 1, networkSentBytes: '5' }),
    row('b', { memoryBytes: '9', idleTime: { seconds: '20', nanos: 0 } }),
    row('c', { cpuPercent: 2, memoryBytes: '10', networkReceivedBytes: '6' }),
    row('d', { idleTime: { seconds: '10', nanos: 0 }, pids: '1' }),
  ];
  const order = (by: Parameters<typeof sortStats>[1]): string =>
    sortStats(rows, by)
      .map(({ sandboxId }) => sandboxId)
      .join('');
  expect(order('cpu')).toBe('cabd');
  expect(order('memory')).toBe('cbad');
  expect(order('net')).toBe('cabd');
  expect(order('pids')).toBe('dabc');
  expect(order('idle')).toBe('dbac');
  expect(order('id')).toBe('abcd');
});
