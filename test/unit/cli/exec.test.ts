import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { input, refusal, sandbox, serveCli } from '../../support/cli.ts';

const { id } = sandbox;

const answer = (fields: object) => ({ unary: { RunExec: () => fields } });

describe('exec', () => {
  test('passes on output and exit code', async () => {
    const { run, server } = await serveCli(
      answer({ exitCode: 3, stdout: Buffer.from('out'), stderr: Buffer.from('err') }),
    );
    const result = await run(['exec', id, '--workdir', '/w', '--', 'ls', '-la', '--json']);
    expect(result).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
    expect(server.calls[0]?.request).toMatchObject({ sandboxId: id, argv: ['ls', '-la', '--json'], workdir: '/w' });
  });

  test('its time-out is the one of the command', async () => {
    const { run, server } = await serveCli(answer({ exitCode: 0 }));
    await run(['exec', id, '--timeout', '5s', '--', 'true']);
    expect(server.calls[0]?.request).toMatchObject({ timeout: { seconds: '5' } });
  });

  test('a command that was ended by its time-out is 124', async () => {
    const { run } = await serveCli(answer({ timedOut: true, stdout: Buffer.from('begun') }));
    const result = await run(['exec', id, '--shell', 'sleep 9']);
    expect(result).toMatchObject({ exitCode: 124, stdout: 'begun', stderr: expect.stringContaining('time-out') });
  });

  test('an exit code that is not known is never invented', async () => {
    const { run } = await serveCli(answer({}));
    expect(await run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 125 });
  });

  test('standard input is passed on when asked for', async () => {
    const { run, server } = await serveCli(answer({ exitCode: 0 }));
    await run(['exec', '-i', id, '--', 'cat'], { stdin: input('a', 'b') });
    expect(server.calls[0]?.request['stdin']).toEqual(Buffer.from('ab'));
  });

  test('standard input beyond 1 MiB is refused before anything runs', async () => {
    const { run, server } = await serveCli(answer({ exitCode: 0 }));
    const result = await run(['exec', '-i', id, '--', 'cat'], { stdin: input('x'.repeat(1024 * 1024), 'y') });
    expect(result).toMatchObject({ exitCode: 125, stderr: expect.stringContaining('1 MiB') });
    expect(server.calls).toEqual([]);
  });

  test('output beyond what was kept is said, not hidden', async () => {
    const { run } = await serveCli(answer({ exitCode: 0, stdoutTruncatedBytes: '12' }));
    expect((await run(['exec', id, '--', 'true'])).stderr).toContain('12 more bytes of standard output');
  });

  test('a failure of sandkeep itself is 125, and a missing command 127', async () => {
    const lost = await serveCli({ unary: { RunExec: refusal(status.NOT_FOUND, 'SANDBOX_NOT_FOUND') } });
    expect(await lost.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 125 });
    const missing = await serveCli({ unary: { RunExec: refusal(status.FAILED_PRECONDITION, 'COMMAND_NOT_FOUND') } });
    expect(await missing.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 127 });
  });

  test('an option of the command without "--" is answered with advice', async () => {
    const { run } = await serveCli({});
    expect(await run(['exec', id, 'ls', '-la'])).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('"--"'),
    });
  });
});
