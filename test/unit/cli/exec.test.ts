import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { input, refusal, sandbox, serveCli } from '../../support/cli.ts';
import type { DuplexHandler } from '../../support/tiny-server.ts';

const { id } = sandbox;

const whole = (fields: object) => ({ unary: { RunExec: () => fields } });
const ended = (exit: object) => ({ exit: { sandboxId: id, execId: 'e1', state: 'EXEC_STATE_ENDED', exit } });

/** Starts, sends the frames, and ends as told. */
function streamed(exit: object, ...frames: readonly object[]) {
  const handler: DuplexHandler = async function* (messages) {
    await messages.next();
    yield { started: { sandboxId: id, execId: 'e1' } };
    yield* frames;
    yield ended(exit);
  };
  return { duplex: { StreamExec: handler } };
}

const exited = (exitCode: number) => ({ cause: 'EXEC_CAUSE_EXITED', exitCode });

describe('exec', () => {
  test('passes on output and exit code', async () => {
    const frames = [{ stdout: { data: Buffer.from('out') } }, { stderr: { data: Buffer.from('err') } }];
    const { run, server } = await serveCli(streamed(exited(3), ...frames));
    const result = await run(['exec', id, '--workdir', '/w', '--', 'ls', '-la', '--json']);
    expect(result).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
    expect(server.calls[0]?.request).toMatchObject({
      start: { sandboxId: id, argv: ['ls', '-la', '--json'], workdir: '/w', openStdin: false, terminal: null },
    });
  });

  test('its time-out is the one of the command', async () => {
    const { run, server } = await serveCli(streamed(exited(0)));
    await run(['exec', id, '--timeout', '5s', '--', 'true']);
    expect(server.calls[0]?.request).toMatchObject({ start: { timeout: { seconds: '5' } } });
  });

  test('a command that was ended by its time-out is 124', async () => {
    const { run } = await serveCli(
      streamed({ cause: 'EXEC_CAUSE_TIMED_OUT' }, { stdout: { data: Buffer.from('begun') } }),
    );
    const result = await run(['exec', id, '--shell', 'sleep 9']);
    expect(result).toMatchObject({ exitCode: 124, stdout: 'begun', stderr: expect.stringContaining('time-out') });
  });

  test('a command that a signal ended is 128 plus the signal', async () => {
    const { run } = await serveCli(streamed({ cause: 'EXEC_CAUSE_SIGNALLED', signal: 'SIGTERM' }));
    expect(await run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 143 });
  });

  test('an exit code that is not known is never invented', async () => {
    const { run } = await serveCli(streamed({ cause: 'EXEC_CAUSE_UNKNOWN', message: 'nobody saw it' }));
    const result = await run(['exec', id, '--', 'true']);
    expect(result).toMatchObject({ exitCode: 125, stderr: expect.stringContaining('nobody saw it') });
  });

  test('standard input is passed on as it comes when asked for, and then ended', async () => {
    const echo: DuplexHandler = async function* (messages) {
      await messages.next();
      yield { started: { sandboxId: id, execId: 'e1' } };
      let offset = 0;
      for (let frame = await messages.next(); !frame.done; frame = await messages.next()) {
        if (frame.value['stdinEnd']) break;
        yield { stdout: { offset, data: frame.value['stdin'] } };
        offset += 1;
      }
      yield ended(exited(0));
    };
    const { run, server } = await serveCli({ duplex: { StreamExec: echo } });
    const result = await run(['exec', '-i', id, '--', 'cat'], { stdin: input('a', 'b') });
    expect(result.stdout).toBe('ab');
    expect(server.calls[0]?.request).toMatchObject({ start: { openStdin: true } });
  });

  test('a stream that breaks is attached to again, and its end still told', async () => {
    let streams = 0;
    const handler: DuplexHandler = async function* (messages) {
      const first = await messages.next();
      streams += 1;
      yield { started: { sandboxId: id, execId: 'e1' } };
      if (first.value?.['start']) {
        yield { stdout: { data: Buffer.from('seen ') } };
        refusal(status.UNAVAILABLE, 'DRAINING')();
      }
      yield { stdout: { data: Buffer.from('seen ') } };
      yield { stdout: { offset: '5', data: Buffer.from('new') } };
      yield ended(exited(6));
    };
    const unary = { Check: () => ({ status: 'SERVING' }) };
    const { run } = await serveCli({ unary, duplex: { StreamExec: handler } });
    expect(await run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 6, stdout: 'seen new' });
    expect(streams).toBe(2);
  });

  test('with --json is one document', async () => {
    const { run } = await serveCli(whole({ exitCode: 3, stdout: Buffer.from('out') }));
    const result = await run(['exec', id, '--json', '--', 'ls']);
    expect(result.exitCode).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ exit_code: 3, stdout: 'out', timed_out: false });
  });

  test('standard input beyond 1 MiB is refused with --json before anything runs', async () => {
    const { run, server } = await serveCli(whole({ exitCode: 0 }));
    const stdin = input('x'.repeat(1024 * 1024), 'y');
    const result = await run(['exec', '-i', id, '--json', '--', 'cat'], { stdin });
    expect(result).toMatchObject({ exitCode: 125, stderr: expect.stringContaining('1 MiB') });
    expect(server.calls).toEqual([]);
  });

  test('a failure of sandkeep itself is 125, and a missing command 127', async () => {
    const failing = (code: status, reason: string) => {
      // oxlint-disable-next-line require-yield
      const handler: DuplexHandler = async function* () {
        refusal(code, reason)();
      };
      return serveCli({ duplex: { StreamExec: handler } });
    };
    const lost = await failing(status.NOT_FOUND, 'SANDBOX_NOT_FOUND');
    expect(await lost.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 125 });
    const missing = await failing(status.FAILED_PRECONDITION, 'COMMAND_NOT_FOUND');
    expect(await missing.run(['exec', id, '--', 'true'])).toMatchObject({ exitCode: 127 });
  });

  test('an option of the command without "--" is answered with advice', async () => {
    const { run } = await serveCli({});
    expect(await run(['exec', id, 'ls', '-la'])).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('"--"'),
    });
  });

  test('-d leaves the command running and prints its name', async () => {
    const { run, server } = await serveCli({ unary: { StartExec: () => ({ exec: { execId: 'e1' } }) } });
    expect(await run(['exec', '-d', id, '--', 'serve'])).toEqual({ exitCode: 0, stdout: 'e1\n', stderr: '' });
    expect(server.calls[0]?.request).toMatchObject({ spec: { argv: ['serve'] } });
  });
});

describe('shell', () => {
  test('asks for a terminal and input', async () => {
    const { run, server } = await serveCli(streamed(exited(0)));
    expect(await run(['shell', id])).toMatchObject({ exitCode: 0 });
    expect(server.calls[0]?.request).toMatchObject({
      start: { openStdin: true, terminal: { columns: 80, rows: 24 } },
    });
  });
});

describe('execs', () => {
  const exec = {
    sandboxId: id,
    execId: 'e1',
    command: 'make',
    state: 'EXEC_STATE_ENDED',
    exit: { cause: 'EXEC_CAUSE_EXITED', exitCode: 2 },
  };

  test('ls shows each with its end', async () => {
    const { run } = await serveCli({ unary: { ListExecs: () => ({ execs: [exec] }) } });
    expect((await run(['execs', 'ls', id])).stdout).toMatch(/e1 +make +ended +exited 2/);
  });

  test('get shows one', async () => {
    const { run } = await serveCli({ unary: { GetExec: () => ({ exec }) } });
    expect((await run(['execs', 'get', id, 'e1'])).stdout).toContain('make');
  });

  test('signal takes names with and without SIG', async () => {
    const { run, server } = await serveCli({ unary: { SignalExec: () => ({ exec }) } });
    await run(['execs', 'signal', id, 'e1', 'int']);
    await run(['execs', 'signal', id, 'e1', 'SIGKILL']);
    await run(['execs', 'signal', id, 'e1']);
    expect(server.calls.map(({ request }) => request['signal'])).toEqual(['SIGINT', 'SIGKILL', 'SIGTERM']);
  });

  test('wait has the exit code of the command', async () => {
    const { run } = await serveCli({ unary: { WaitExec: () => ({ exec }) } });
    expect((await run(['execs', 'wait', id, 'e1'])).exitCode).toBe(2);
  });

  test('attach begins where it is told', async () => {
    const { run, server } = await serveCli(streamed(exited(0), { stdout: { offset: '5', data: Buffer.from('rest') } }));
    expect((await run(['execs', 'attach', id, 'e1', '--stdout-offset', '5'])).stdout).toBe('rest');
    expect(server.calls[0]?.request).toMatchObject({ attach: { execId: 'e1', stdoutOffset: '5' } });
  });
});
