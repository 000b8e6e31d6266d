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
    const options = '--user ann -t aio --holder h --no-create --label a=b --idle-timeout 10m --namespace n'.split(' ');
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
