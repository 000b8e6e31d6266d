import { describe, expect, test } from 'vitest';

import { usageOf } from '../../../../src/runtime/docker/usage.ts';

const hostBytes = 25_276_502_016;
const read = '2026-11-24T16:58:20.506400228Z';

describe('figures of an engine', () => {
  test('of Docker with the first cgroups: memory is without cached files, limits are those of the container', () => {
    const answer = {
      read,
      pids_stats: { current: 2, limit: 64 },
      blkio_stats: {
        io_service_bytes_recursive: [
          { major: 8, minor: 0, op: 'Read', value: 4096 },
          { major: 8, minor: 0, op: 'Write', value: 10 },
          { major: 8, minor: 16, op: 'Write', value: 5 },
          { major: 8, minor: 16, op: 'Total', value: 4111 },
        ],
      },
      cpu_stats: { cpu_usage: { total_usage: 33_439_462 } },
      memory_stats: { usage: 864_256, limit: 67_108_864, stats: { total_inactive_file: 64_256 } },
      networks: { eth0: { rx_bytes: 846, tx_bytes: 1 }, eth1: { rx_bytes: 4, tx_bytes: 2 } },
    };
    expect(usageOf(answer, hostBytes)).toEqual({
      takenAtMs: Date.parse(read),
      cpuTimeNs: 33_439_462,
      memoryBytes: 800_000,
      memoryLimitBytes: 67_108_864,
      pids: 2,
      pidsLimit: 64,
      networkReceivedBytes: 850,
      networkSentBytes: 3,
      blockReadBytes: 4096,
      blockWrittenBytes: 15,
    });
  });

  test('with the second cgroups: cached files have another name, and no limit is the largest number there is', () => {
    const answer = {
      read,
      pids_stats: { current: 1, limit: 2 ** 64 },
      memory_stats: { usage: 1000, limit: hostBytes, stats: { inactive_file: 400 } },
    };
    expect(usageOf(answer, hostBytes)).toMatchObject({ memoryBytes: 600, memoryLimitBytes: null, pidsLimit: null });
  });

  test('what an engine does not give is unknown, never 0', () => {
    const answer = { read, pids_stats: { current: 1 }, blkio_stats: { io_service_bytes_recursive: [] } };
    expect(usageOf(answer, null)).toEqual({
      takenAtMs: Date.parse(read),
      cpuTimeNs: null,
      memoryBytes: null,
      memoryLimitBytes: null,
      pids: 1,
      pidsLimit: null,
      networkReceivedBytes: null,
      networkSentBytes: null,
      blockReadBytes: null,
      blockWrittenBytes: null,
    });
  });

  test.each([[{ read: '0001-01-01T00:00:00Z' }], [undefined], [{}]])(
    'of a container that does not run there are none: %j',
    (answer) => {
      expect(usageOf(answer, hostBytes)).toBeNull();
    },
  );
});
