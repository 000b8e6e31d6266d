import { describe, expect, onTestFinished, test } from 'vitest';
import { runInProcess, sandbox, serveCli } from '../../support/cli.ts';
import { temporarySocket } from '../../support/tiny-server.ts';

const { id } = sandbox;

describe('the daemon', () => {
  test('info shows each degraded mode with the command that ends it', async () => {
    const { run } = await serveCli({
      unary: {
        GetInfo: () => ({
          status: 'DAEMON_STATUS_DEGRADED',
          sandboxes: { RUNNING: '2', LOST: '0' },
          runtimes: [{ name: 'docker', message: 'connection refused' }],
          degraded: [
            {
              subject: 'runtime:docker',
              reason: 'RUNTIME_UNAVAILABLE',
              message: 'no answer',
              remedy: 'systemctl start docker',
            },
          ],
        }),
      },
    });
    const { stdout } = await run(['info']);
    expect(stdout).toContain('sandboxes     2 running');
    expect(stdout).toContain(
      'degraded: runtime:docker: no answer (RUNTIME_UNAVAILABLE)\n  ends with: systemctl start docker',
    );
  });

  test('metrics are printed as they come, and as one document with --json', async () => {
    const text = 'sandkeep_orphans 0\n';
    const { run } = await serveCli({ unary: { GetMetrics: () => ({ text, contentType: 'text/plain' }) } });
    expect(await run(['metrics'])).toEqual({ exitCode: 0, stdout: text, stderr: '' });
    const { stdout } = await run(['metrics', '--json']);
    expect(JSON.parse(stdout)).toEqual({ text, content_type: 'text/plain' });
  });

  test('a reconcile that could not reach a runtime is no success', async () => {
    const { run } = await serveCli({
      unary: { Reconcile: () => ({ counters: { checked: '4' }, unavailable: ['docker'] }) },
    });
    expect(await run(['reconcile'])).toMatchObject({ exitCode: 5, stdout: 'reconcile: 4 checked\n' });
  });

  test('update changes only what is named and refuses to overwrite', async () => {
    const { run, server } = await serveCli({
      unary: {
        GetSandbox: () => ({ sandbox: { ...sandbox, labels: { a: '1', b: '2' }, etag: 'e1' } }),
        UpdateSandbox: () => ({ sandbox }),
      },
    });
    await run(['update', id, '--label', 'c=3', '--remove-label', 'a']);
    expect(server.calls[1]?.request).toMatchObject({
      updateMask: { paths: ['labels'] },
      sandbox: { id, etag: 'e1', labels: { b: '2', c: '3' } },
    });
  });

  test('discover without a find says why and is "not found"', async () => {
    const { run } = await serveCli({ unary: { DiscoverSandbox: () => ({ message: 'it was recycled' }) } });
    expect(await run(['discover', 's1'])).toMatchObject({ exitCode: 3, stderr: 'sandkeep: it was recycled\n' });
  });

  test('explain says each thing once, in the sentences of the daemon', async () => {
    const { run } = await serveCli({
      unary: {
        ExplainSandbox: () => ({
          sandbox: { ...sandbox, failure: { logTail: ['bye'] } },
          sentences: ['It runs.', 'The idle loop will recycle it.'],
          planned: [{ loop: 'idle', action: 'recycle', dueTime: { seconds: '1' } }],
        }),
      },
    });
    expect((await run(['explain', id])).stdout).toBe(
      'It runs.\nThe idle loop will recycle it.\nlast output:\n  | bye\n',
    );
  });
});

describe('deadlines', () => {
  const inSeconds = (seconds: number) => ({ seconds: String(Math.floor(Date.now() / 1000) + seconds) });
  const textOf = ({ seconds }: { seconds: string }) => new Date(Number(seconds) * 1000).toISOString();

  test('in explain are said as the time until then, and what is overdue keeps its time', async () => {
    const soon = inSeconds(290);
    const overdue = inSeconds(-10);
    const { run } = await serveCli({
      unary: {
        ExplainSandbox: () => ({
          sandbox,
          sentences: [
            `The idle loop will recycle it at ${textOf(soon)}: when it was not used for 300 s.`,
            `The retry loop will retry it at ${textOf(overdue)}: work left undone is tried again.`,
          ],
          planned: [
            { loop: 'idle', action: 'recycle', dueTime: soon },
            { loop: 'retry', action: 'retry', dueTime: overdue },
            { loop: 'idle', action: 'recycle' },
          ],
        }),
      },
    });
    expect((await run(['explain', id])).stdout).toBe(
      'The idle loop will recycle it in 4 m: when it was not used for 300 s.\n' +
        `The retry loop will retry it at ${textOf(overdue)}: work left undone is tried again.\n`,
    );
  });

  test('of orphans are in their table', async () => {
    const orphan = { containerName: 'c1', runtime: 'docker', removeTime: inSeconds(7300) };
    const { run } = await serveCli({ unary: { ListOrphans: () => ({ orphans: [orphan] }) } });
    expect((await run(['orphans', 'ls'])).stdout).toContain('in 2 h');
  });

  test('of idleness follow a keepalive', async () => {
    const { run } = await serveCli({ unary: { KeepAliveSandbox: () => ({ idleTime: inSeconds(710) }) } });
    expect((await run(['keepalive', id])).stdout).toBe(`${id}  idle in 11 m\n`);
  });
});

describe('the sessions of completion', () => {
  test('are those that a name alone leads to and that no shell acts on', async () => {
    const names = ['s1', '$(touch pwned)', 'a b', '-x', '~root', 'thread:7/b'];
    const sessions = names.map((session) => ({ key: { namespace: 'default', user: 'default', session } }));
    const { run, server } = await serveCli({ unary: { ListSessions: () => ({ sessions }) } });
    expect((await run(['__complete', 'sessions'])).stdout).toBe('s1\nthread:7/b\n');
    expect(server.calls[0]?.request).toMatchObject({ namespace: 'default', user: 'default' });
  });
});

describe('the ids of completion', () => {
  test('are printed one a line', async () => {
    const { run } = await serveCli({ unary: { ListSandboxes: () => ({ sandboxes: [sandbox] }) } });
    expect(await run(['__complete', 'ids'])).toEqual({ exitCode: 0, stdout: `${id}\n`, stderr: '' });
  });

  test('are none, rather than an error, without a daemon', async () => {
    const socket = temporarySocket();
    onTestFinished(socket.remove);
    expect(await runInProcess(['--socket', socket.path, '__complete', 'ids'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});
