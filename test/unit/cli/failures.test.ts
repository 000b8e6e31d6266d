import { status } from '@grpc/grpc-js';
import { Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Capture, refusal, runInProcess, runWith, sandbox, serveCli } from '../../support/cli.ts';
import { temporarySocket } from '../../support/tiny-server.ts';

const { id } = sandbox;

describe('failures', () => {
  test.each([
    [status.INVALID_ARGUMENT, 'AMBIGUOUS_ID', 2],
    [status.NOT_FOUND, 'SANDBOX_NOT_FOUND', 3],
    [status.FAILED_PRECONDITION, 'WRONG_STATE', 4],
    [status.ABORTED, 'CONFLICT', 4],
    [status.UNAVAILABLE, 'RUNTIME_UNAVAILABLE', 5],
    [status.RESOURCE_EXHAUSTED, 'CAPACITY_EXHAUSTED', 6],
    [status.PERMISSION_DENIED, 'MOUNT_DENIED', 7],
    [status.DEADLINE_EXCEEDED, 'NOT_READY', 8],
    [status.INTERNAL, 'INTERNAL', 1],
  ])('status %i with %s is exit code %i', async (code, reason, exitCode) => {
    const { run } = await serveCli({ unary: { GetSandbox: refusal(code, reason) } });
    expect(await run(['get', id])).toEqual({
      exitCode,
      stdout: '',
      stderr: 'sandkeep: it cannot be\nhint: Do this.\n',
    });
  });

  test('with --json the error is a document on stderr', async () => {
    const { run } = await serveCli({ unary: { GetSandbox: refusal(status.NOT_FOUND, 'SANDBOX_NOT_FOUND') } });
    const { stdout, stderr } = await run(['--json', 'get', id]);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        status: 'NOT_FOUND',
        reason: 'SANDBOX_NOT_FOUND',
        message: 'it cannot be',
        hint: 'Do this.',
        exit_code: 3,
      },
    });
  });

  test('a daemon that is not there is named by its socket, with the way to start it', async () => {
    const socket = temporarySocket();
    onTestFinished(socket.remove);
    const { exitCode, stderr } = await runInProcess(['--socket', socket.path, 'ls']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`cannot reach sandkeepd at ${socket.path}: there is no such socket`);
    expect(stderr).toContain('systemctl start sandkeepd');
  });

  test('a call that takes longer than --timeout is 8', async () => {
    const { run } = await serveCli({ unary: { GetInfo: () => new Promise<never>(() => {}) } });
    const result = await run(['info', '--timeout', '50ms']);
    expect(result).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('did not answer in time') });
  });

  test('Ctrl-C cancels the call and is 130 without a word', async () => {
    const aborter = new AbortController();
    const { run } = await serveCli({
      unary: {
        GetInfo: () => {
          aborter.abort();
          return new Promise<never>(() => {});
        },
      },
    });
    expect(await run(['info'], { interrupted: aborter.signal })).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  });

  test('a reader that has seen enough is no error', async () => {
    const { server } = await serveCli({
      stream: {
        ReadFile: async function* () {
          for (;;) yield { data: Buffer.alloc(65_536) };
        },
      },
    });
    const closed = new Writable({
      write: (_piece, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const stderr = new Capture();
    expect(await runWith(['--socket', server.socketPath, 'files', 'read', id, '/a'], closed, stderr)).toBe(0);
    expect(stderr.text()).toBe('');
  });

  test('a command that does not exist is 2, with the nearest one', async () => {
    const result = await runInProcess(['relase']);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean release?') });
  });
});
