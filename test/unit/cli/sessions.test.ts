import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { refusal, sandbox, serveCli } from '../../support/cli.ts';

const { id } = sandbox;
const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);

/** A time from now on, or before now; half a second keeps it clear of the next whole unit. */
const inSeconds = (seconds: number) => ({
  seconds: String(Math.floor(Date.now() / 1000) + seconds),
  nanos: 500_000_000,
});

const session = {
  key: { namespace: 'default', user: 'ann', session: 's1' },
  state: 'SESSION_STATE_ACTIVE',
  generation: '2',
  sandboxes: [sandbox],
  heartbeatTimeout: { seconds: '300' },
  lastHeartbeatTime: inSeconds(-20),
  recycleTime: inSeconds(280),
  createTime: inSeconds(-7300),
};

describe('sessions', () => {
  test('shows every page as one table', async () => {
    const silent = { ...session, key: { ...session.key, session: 's2' }, state: 'SESSION_STATE_RECYCLED' };
    const { server, run } = await serveCli({
      unary: {
        ListSessions: ({ pageToken }) =>
          pageToken === ''
            ? { sessions: [session], nextPageToken: 'next' }
            : { sessions: [{ ...silent, sandboxes: [], recycleTime: null }] },
      },
    });
    const { stdout } = await run(['sessions', '--user', 'ann', '--state', 'active,recycled', '--namespace', 'n']);
    expect(stdout.split('\n')).toEqual([
      'SESSION  USER  STATE     SANDBOXES  GENERATION  HEARTBEAT  AGE',
      's1       ann   active            1           2  in 4 m      2h',
      's2       ann   recycled          0           2  -           2h',
      '',
    ]);
    expect(server.calls[0]?.request).toMatchObject({
      namespace: 'n',
      user: 'ann',
      states: ['SESSION_STATE_ACTIVE', 'SESSION_STATE_RECYCLED'],
    });
    expect(server.calls[1]?.request).toMatchObject({ pageToken: 'next', user: 'ann' });
  });

  test('goes on after a page without any', async () => {
    const { run } = await serveCli({
      unary: {
        ListSessions: ({ pageToken }) => (pageToken === '' ? { nextPageToken: 'next' } : { sessions: [session] }),
      },
    });
    expect((await run(['sessions', '--state', 'active'])).stdout).toContain('s1');
  });

  test('has the namespace as a column where one is not the default', async () => {
    const other = { ...session, key: { ...session.key, namespace: 'team' } };
    const { run } = await serveCli({ unary: { ListSessions: () => ({ sessions: [session, other] }) } });
    const [header, first, second] = (await run(['sessions'])).stdout.split('\n');
    expect(header).toMatch(/^SESSION {2}USER {2}NAMESPACE {2}STATE/);
    expect(first).toMatch(/^s1 {7}ann {3}default/);
    expect(second).toMatch(/^s1 {7}ann {3}team/);
  });

  test('asks for no more than --limit', async () => {
    const { server, run } = await serveCli({
      unary: { ListSessions: () => ({ sessions: [session], nextPageToken: 'next' }) },
    });
    await run(['sessions', '--limit', '2']);
    expect(server.calls.map(({ request }) => request['pageSize'])).toEqual([2, 1]);
  });

  test('of none says what to do, and is an empty list in JSON', async () => {
    const { run } = await serveCli({ unary: { ListSessions: () => ({}) } });
    expect(await run(['sessions'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('acquire'),
    });
    expect((await run(['sessions', '--json'])).stdout).toBe('{"sessions":[]}\n');
  });

  test('are whole in JSON', async () => {
    const { run } = await serveCli({ unary: { ListSessions: () => ({ sessions: [session] }) } });
    expect(JSON.parse((await run(['sessions', '--json'])).stdout)).toMatchObject({
      sessions: [{ key: { session: 's1' }, state: 'ACTIVE', heartbeat_timeout: 300, idle_timeout: null }],
    });
  });

  test('of a state that does not exist are refused with those that do', async () => {
    const { run, server } = await serveCli({});
    const result = await run(['sessions', '--state', 'running']);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('active, recycling, recycled') });
    expect(server.calls).toEqual([]);
  });
});

describe('session get', () => {
  test('shows it with its sandboxes', async () => {
    const { run, server } = await serveCli({ unary: { GetSession: () => ({ session }) } });
    const { stdout } = await run(['session', 'get', 's1', '--user', 'ann', '--namespace', 'n']);
    expect(server.calls[0]?.request).toEqual({ session: { namespace: 'n', user: 'ann', session: 's1' } });
    expect(stdout).toMatch(/^state +active$/m);
    expect(stdout).toMatch(/^heartbeat timeout +5m$/m);
    expect(stdout).toMatch(/^heartbeat due +in 4 m$/m);
    expect(stdout).toMatch(/^last heartbeat .*\(\d+s ago\)$/m);
    expect(stdout).toMatch(/^idle timeout +the template's$/m);
    expect(stdout).toMatch(/^01hzy5k3v8f2 {2}running/m);
  });

  test('of one that does not exist is "not found"', async () => {
    const { run } = await serveCli({
      unary: { GetSession: refusal(status.NOT_FOUND, 'SESSION_NOT_FOUND', 'no session s9') },
    });
    expect(await run(['session', 'get', 's9'])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'sandkeep: no session s9\nhint: Do this.\n',
    });
  });
});

describe('session heartbeat', () => {
  const beat = { state: 'SESSION_STATE_ACTIVE', generation: '3', recycleTime: inSeconds(300) };

  test('sends what the options say, and leaves the rest as it is', async () => {
    const { run, server } = await serveCli({ unary: { Heartbeat: () => beat } });
    const { stdout } = await run(['session', 'heartbeat', 's1', '--user', 'ann']);
    expect(stdout).toMatch(/^s1 {2}active {2}generation 3 {2}due in [45] m\n$/);
    expect(server.calls[0]?.request).toMatchObject({
      expectedGeneration: '0',
      heartbeatTimeout: null,
      idleTimeout: null,
    });
    const options = '--generation 3 --heartbeat-timeout 5m --idle-timeout 0 --restore'.split(' ');
    await run(['session', 'heartbeat', 's1', ...options]);
    expect(server.calls[1]?.request).toMatchObject({
      session: { session: 's1' },
      expectedGeneration: '3',
      heartbeatTimeout: { seconds: '300' },
      idleTimeout: { seconds: '0', nanos: 0 },
      restore: true,
    });
  });

  test('of a recycled session says how it comes back', async () => {
    const recycled = { state: 'SESSION_STATE_RECYCLED', generation: '3', needsRestore: true };
    const { run } = await serveCli({ unary: { Heartbeat: () => recycled } });
    expect(await run(['session', 'heartbeat', 's1'])).toEqual({
      exitCode: 0,
      stdout: 's1  recycled  generation 3  never due\n',
      stderr: 'A sandbox of it is recycled; --restore, or its next use, brings it back.\n',
    });
  });

  test('of an earlier generation stands in the way', async () => {
    const { run } = await serveCli({
      unary: { Heartbeat: refusal(status.FAILED_PRECONDITION, 'GENERATION_MISMATCH', 'generation 2 is gone') },
    });
    expect(await run(['session', 'heartbeat', 's1', '--generation', '2'])).toMatchObject({ exitCode: 4, stdout: '' });
  });
});

describe('session reap', () => {
  test('says how many it recycles', async () => {
    const { run, server } = await serveCli({
      unary: { ReapSession: () => ({ session: { ...session, state: 'SESSION_STATE_RECYCLING' }, recycled: 1 }) },
    });
    const { stdout } = await run(['session', 'reap', 's1', '--force', '--wait']);
    expect(stdout).toBe('s1  recycling  1 sandbox recycled\n');
    expect(server.calls[0]?.request).toMatchObject({ session: { session: 's1' }, force: true, wait: true, requestId });
  });

  test('of one in use stands in the way', async () => {
    const { run } = await serveCli({ unary: { ReapSession: refusal(status.FAILED_PRECONDITION, 'SESSION_IN_USE') } });
    expect((await run(['session', 'reap', 's1'])).exitCode).toBe(4);
  });
});

describe('session restore', () => {
  test('shows what has a container again', async () => {
    const { run, server } = await serveCli({ unary: { RestoreSession: () => ({ session, restored: [sandbox] }) } });
    expect(await run(['session', 'restore', 's1'])).toEqual({
      exitCode: 0,
      stdout: `s1  active  generation 2\n${id}  running\n`,
      stderr: '',
    });
    expect(server.calls[0]?.request).toMatchObject({ session: { session: 's1' }, requestId });
  });

  test('that left one out is no success, and says which and why', async () => {
    const failures = [{ sandboxId: 'b', reason: 'NOT_READY', message: 'no answer on port 8080' }];
    const { run } = await serveCli({ unary: { RestoreSession: () => ({ session, restored: [sandbox], failures }) } });
    expect(await run(['session', 'restore', 's1'])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(id),
      stderr: 'sandkeep: b is not restored: no answer on port 8080 (NOT_READY)\n',
    });
    const json = await run(['session', 'restore', 's1', '--json']);
    expect(json).toMatchObject({ exitCode: 1, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ failures: [{ sandbox_id: 'b', reason: 'NOT_READY' }] });
  });
});

describe('session release', () => {
  test('sends what the options say and counts', async () => {
    const { run, server } = await serveCli({ unary: { ReleaseSession: () => ({ matched: 2, released: 2 }) } });
    const options = '--user ann --mode park --force --delete-workspace --wait'.split(' ');
    expect(await run(['session', 'release', 's1', ...options])).toEqual({
      exitCode: 0,
      stdout: '2 of 2 released\n',
      stderr: '',
    });
    expect(server.calls[0]?.request).toMatchObject({
      session: { user: 'ann', session: 's1' },
      mode: 'RELEASE_MODE_PARK',
      force: true,
      deleteWorkspace: true,
      wait: true,
      requestId,
    });
  });

  test.each([
    [{ matched: 2, released: 1, held: 1 }, 4, '1 of 2 released, 1 held\n'],
    [{ matched: 2, held: 1, failed: 1 }, 1, '0 of 2 released, 1 held, 1 failed\n'],
  ])('of %j ends with %i', async (response, exitCode, stdout) => {
    const { run } = await serveCli({ unary: { ReleaseSession: () => response } });
    expect(await run(['session', 'release', 's1'])).toMatchObject({ exitCode, stdout });
  });

  test('of an unknown one is a success', async () => {
    const { run } = await serveCli({ unary: { ReleaseSession: () => ({}) } });
    expect(await run(['session', 'release', 's9'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 's9: nothing of this session is left to release\n',
    });
  });
});
