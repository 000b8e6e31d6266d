import { describe, expect, test } from 'vitest';
import { sandbox, serveCli } from '../../support/cli.ts';

const { id } = sandbox;

const endpoint = { url: 'http://127.0.0.1:49153', ports: [] };

const AcquireSandbox = () => ({
  sandbox,
  endpoint,
  outcome: 'ACQUIRE_OUTCOME_CREATED',
  token: 'secret-token',
  timings: [{ phase: 'create', duration: { seconds: '0', nanos: 20_000_000 } }],
});

describe('acquire', () => {
  test('sends what the options say, with a request_id', async () => {
    const { server, run } = await serveCli({ unary: { AcquireSandbox } });
    const options =
      '--user ann -t aio --holder h --no-create --label a=b --idle-timeout 10m --namespace n --storage-path a/b'.split(
        ' ',
      );
    const { exitCode } = await run(['acquire', 's1', ...options, '--env', 'KEY'], { env: { KEY: 'value' } });
    expect(exitCode).toBe(0);
    expect(server.calls[0]?.request).toMatchObject({
      session: { namespace: 'n', user: 'ann', session: 's1' },
      template: 'aio',
      holder: 'h',
      create: 'CREATE_POLICY_NEVER',
      environment: { KEY: 'value' },
      labels: { a: 'b' },
      idleTimeout: { seconds: '600' },
      storagePath: 'a/b',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('shows what a person needs, and not the token', async () => {
    const { run } = await serveCli({ unary: { AcquireSandbox } });
    const { stdout } = await run(['acquire', 's1']);
    expect(stdout).toBe(
      `id         ${id}\nstate      running\nendpoint   http://127.0.0.1:49153\nworkspace  /data/s1\n` +
        'outcome    created\ntimings    create 20ms\n',
    );
  });

  test('takes the namespace from the environment unless it is given', async () => {
    const { server, run } = await serveCli({ unary: { AcquireSandbox } });
    const env = { SANDKEEP_NAMESPACE: 'env' };
    await run(['acquire', 's1'], { env });
    await run(['--namespace', 'given', 'acquire', 's1'], { env });
    await run(['acquire', 's1', '--namespace', 'given'], { env });
    const namespaces = server.calls.map(({ request }) => request['session']);
    expect(namespaces).toMatchObject([{ namespace: 'env' }, { namespace: 'given' }, { namespace: 'given' }]);
  });

  test('with --json it is one document with the token', async () => {
    const { run } = await serveCli({ unary: { AcquireSandbox } });
    const { stdout } = await run(['--json', 'acquire', 's1']);
    expect(JSON.parse(stdout)).toMatchObject({
      sandbox: { id, state: 'RUNNING', generation: 1 },
      outcome: 'CREATED',
      token: 'secret-token',
      timings: [{ phase: 'create', duration: 0.02 }],
    });
  });
});

describe('create', () => {
  test('says whether a pool may serve it, and where the files are kept', async () => {
    const { server, run } = await serveCli({ unary: { CreateSandbox: () => ({ sandbox, endpoint }) } });
    await run(['create', 's1', '--from-pool', 'require', '--storage-path', 'a/b']);
    await run(['create']);
    expect(server.calls[0]?.request).toMatchObject({
      session: { session: 's1' },
      fromPool: 'FROM_POOL_REQUIRE',
      storagePath: 'a/b',
    });
    expect(server.calls[1]?.request).toMatchObject({
      session: null,
      fromPool: 'FROM_POOL_UNSPECIFIED',
      storagePath: '',
    });
    expect(await run(['create', '--from-pool', 'always'])).toMatchObject({ exitCode: 2 });
  });
});

describe('get', () => {
  test('shows where the files are kept and how long a released record stays', async () => {
    const purgeTime = { seconds: String(Math.floor(Date.now() / 1000) + 3500) };
    const { run } = await serveCli({
      unary: { GetSandbox: () => ({ sandbox: { ...sandbox, storagePath: 'a/b', purgeTime } }) },
    });
    const { stdout } = await run(['get', id]);
    expect(stdout).toMatch(/^storage +a\/b$/m);
    expect(stdout).toMatch(/^forgotten +in 58 m$/m);
  });
});

describe('ls', () => {
  test('shows every page as one table', async () => {
    const { server, run } = await serveCli({
      unary: {
        ListSandboxes: ({ pageToken }) =>
          pageToken === '' ? { sandboxes: [sandbox], nextPageToken: 'next' } : { sandboxes: [sandbox] },
      },
    });
    const { stdout } = await run(['ls', '--state', 'running', '--user', 'ann']);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^ID {12}STATE +TEMPLATE +RUNTIME +SESSION +IDLE +AGE +REASON$/),
      expect.stringMatching(/^01hzy5k3v8f2 {2}running +aio +docker +ann\/s1/),
      expect.stringMatching(/^01hzy5k3v8f2/),
      '',
    ]);
    expect(server.calls[0]?.request['filter']).toMatchObject({ user: 'ann', states: ['SANDBOX_STATE_RUNNING'] });
  });

  test('an empty list says what to do, on stderr', async () => {
    const { run } = await serveCli({ unary: { ListSandboxes: () => ({}) } });
    expect(await run(['ls'])).toMatchObject({ exitCode: 0, stdout: '', stderr: expect.stringContaining('acquire') });
  });

  test('an empty list is an empty list in JSON', async () => {
    const { run } = await serveCli({ unary: { ListSandboxes: () => ({}) } });
    expect(await run(['ls', '--json'])).toEqual({ exitCode: 0, stdout: '{"sandboxes":[]}\n', stderr: '' });
  });

  test('colours are for terminals only, and not with NO_COLOR', async () => {
    const { run } = await serveCli({ unary: { ListSandboxes: () => ({ sandboxes: [sandbox] }) } });
    const escape = '\u001B[';
    expect((await run(['ls'])).stdout).not.toContain(escape);
    expect((await run(['ls'], { columns: 120 })).stdout).toContain(`${escape}32mrunning`);
    expect((await run(['ls'], { columns: 120, env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
  });
});
