import { expect, test } from 'vitest';
import { DEFAULT_TIMEOUT_MS, defaultTimeoutMs, SLOW_TIMEOUT_MS } from '../../../src/client/deadlines.ts';

test('a heartbeat is short, unless it may wait for a restore', () => {
  expect(defaultTimeoutMs('Heartbeat', {})).toBe(DEFAULT_TIMEOUT_MS);
  expect(defaultTimeoutMs('Heartbeat', { restore: true })).toBe(SLOW_TIMEOUT_MS);
});

test.each(['ReapSession', 'ReleaseSession', 'RestoreSession', 'DrainPool', 'PrewarmPool'])(
  '%s may wait for an engine',
  (method) => {
    expect(defaultTimeoutMs(method, {})).toBe(SLOW_TIMEOUT_MS);
  },
);

test.each(['GetSession', 'ListSessions', 'GetPool', 'ListPools'])('%s waits for nothing', (method) => {
  expect(defaultTimeoutMs(method, {})).toBe(DEFAULT_TIMEOUT_MS);
});
