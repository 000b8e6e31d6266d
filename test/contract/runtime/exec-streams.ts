// Commands as streams: input and output while they run, signals, and what is known of one by its handle alone.

import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type {
  ExecHandle,
  ExecSignal,
  FoundExec,
  InstanceTarget,
  RunningExec,
  Runtime,
  StartExecRequest,
} from '../../../src/ports/runtime.ts';
import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import { execute, expectReason, type Instance, Instances, needs } from './fixture.ts';

const setupTimeoutMs = 60_000;
const patienceMs = 20_000;

interface Started {
  readonly exec: RunningExec;
  readonly handle: ExecHandle;
}

export async function start(
  runtime: Runtime,
  target: InstanceTarget,
  argv: readonly string[],
  overrides: Partial<StartExecRequest> = {},
): Promise<Started> {
  const mark = randomBytes(16).toString('hex');
  const common = { environment: {}, workdir: null, user: null, terminal: null, input: 'none', mark } as const;
  const exec = await runtime.startExec(target, { ...common, argv, ...overrides }, call());
  return { exec, handle: { mark, runtimeId: exec.runtimeId, user: null } };
}

/** Reads the output as it comes. */
class Reader {
  readonly #iterator: AsyncIterator<{ readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }>;
  readonly text = { stdout: '', stderr: '' };

  constructor(exec: RunningExec) {
    this.#iterator = exec.output[Symbol.asyncIterator]();
  }

  async until(wanted: string | RegExp): Promise<void> {
    const isThere = (): boolean =>
      typeof wanted === 'string' ? this.text.stdout.includes(wanted) : wanted.test(this.text.stdout);
    while (!isThere()) if (!(await this.#take())) throw new Error(`the output ended with ${this.text.stdout}`);
  }

  async toEnd(): Promise<string> {
    while (await this.#take());
    return this.text.stdout;
  }

  async #take(): Promise<boolean> {
    const next = await this.#iterator.next();
    if (next.done === true) return false;
    this.text[next.value.stream] += Buffer.from(next.value.bytes).toString('latin1');
    return true;
  }
}

export function execStreamClauses(current: () => Instances): void {
  describe('exec as streams', () => {
    let shared: Instances | undefined;
    let instance: Instance | undefined;

    beforeAll(async () => {
      if (!current().info.capabilities.exec) return;
      shared = new Instances(current().subject, current().info);
      instance = await shared.runMounted();
    }, setupTimeoutMs);

    afterAll(async () => await shared?.removeAll(), setupTimeoutMs);

    const target = (): InstanceTarget => {
      if (instance === undefined) throw new Error('no instance runs');
      return instance.target;
    };

    streamClauses(current, target);
    signalClauses(current, target);
    handleClauses(current, target);
    terminalClauses(current, target);
  });
}

function streamClauses(current: () => Instances, target: () => InstanceTarget): void {
  test('output comes while the command runs, input goes in pieces and ends on its own (B3-58)', async (context) => {
    needs(context, current(), 'exec');
    const { exec } = await start(current().runtime, target(), ['cat'], { input: 'stream' });
    const reader = new Reader(exec);
    await exec.write(Buffer.from('one\n'));
    await reader.until('one\n');
    await exec.write(Buffer.from('two\n'));
    await reader.until('two\n');
    exec.endInput();
    expect(await reader.toEnd()).toBe('one\ntwo\n');
    expect(await exec.ending).toEqual({ exitCode: 0, signal: null, cause: 'exited' });
  });

  test('a command that reads no input lets the writer go on', async (context) => {
    needs(context, current(), 'exec');
    const { exec } = await start(current().runtime, target(), ['true'], { input: 'stream' });
    const reading = new Reader(exec).toEnd();
    for (let piece = 0; piece < 64; piece += 1) await exec.write(Buffer.alloc(64 * 1024, 'x'));
    exec.endInput();
    await reading;
    expect((await exec.ending).exitCode).toBe(0);
  });

  test('a reader that stops reading stops the command, and nothing is lost', async (context) => {
    needs(context, current(), 'exec');
    const bytes = 16 * 1024 * 1024;
    const script = `head -c ${bytes} /dev/zero; echo whole > finished`;
    const { exec } = await start(current().runtime, target(), [
      'sh',
      '-c',
      `rm -f finished; echo begun >&2; ${script}`,
    ]);
    const iterator = exec.output[Symbol.asyncIterator]();
    await iterator.next();
    // Another command in the same sandbox is not held up, and sees that the first has not got on.
    for (let look = 0; look < 3; look += 1) {
      expect((await execute(current().runtime, target(), ['test', '-e', 'finished'])).exitCode).toBe(1);
    }
    let seen = 0;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (next.value.stream === 'stdout') seen += next.value.bytes.length;
    }
    expect(seen).toBeGreaterThan(bytes - 1024 * 1024);
    expect((await exec.ending).exitCode).toBe(0);
    expect((await execute(current().runtime, target(), ['test', '-e', 'finished'])).exitCode).toBe(0);
  });

  test('output ends soon after the command although a child holds it', async (context) => {
    needs(context, current(), 'exec');
    const { exec } = await start(current().runtime, target(), ['sh', '-c', 'echo up; sleep 100 &']);
    expect(await new Reader(exec).toEnd()).toBe('up\n');
    expect((await exec.ending).exitCode).toBe(0);
  });

  test('a missing command is told, at the start or with the ending, and not in the output', async (context) => {
    needs(context, current(), 'exec');
    const run = async (): Promise<void> => {
      const { exec } = await start(current().runtime, target(), ['sandkeep-no-such-command']);
      const said = await new Reader(exec).toEnd().catch(() => '');
      expect(said).toBe('');
      await exec.ending;
    };
    await expectReason(run(), 'COMMAND_NOT_FOUND');
  });

  test('an instance that ends ends its commands, and says that it was that', async (context) => {
    needs(context, current(), 'exec');
    const { ref, target: own } = await current().runMounted();
    const { exec } = await start(current().runtime, own, ['sh', '-c', 'echo up; sleep 100']);
    const reader = new Reader(exec);
    await reader.until('up\n');
    await current().runtime.stop(ref, 0, call());
    await reader.toEnd();
    const ending = await exec.ending;
    // A local command is a process of the host, and its signal is seen.
    expect(['sandbox_gone', 'signalled']).toContain(ending.cause);
    expect([null, 137]).toContain(ending.exitCode);
  });
}

function signalClauses(current: () => Instances, target: () => InstanceTarget): void {
  const send = async ({ handle }: Started, signal: ExecSignal): Promise<void> =>
    await current().runtime.signalExec(target(), handle, signal, call());

  test('a signal reaches the command, which may handle it', async (context) => {
    needs(context, current(), 'exec');
    const script = 'trap "echo got; exit 9" TERM; echo up; while :; do sleep 0.1; done';
    const started = await start(current().runtime, target(), ['sh', '-c', script]);
    const reader = new Reader(started.exec);
    await reader.until('up\n');
    await send(started, 'SIGTERM');
    expect(await reader.toEnd()).toContain('got\n');
    expect((await started.exec.ending).exitCode).toBe(9);
  });

  test('SIGKILL ends the whole tree, also who left the group or cleared the environment', async (context) => {
    needs(context, current(), 'exec');
    // The host's processes are found by their environment alone.
    const mayClear = current().info.engine !== 'local' && current().info.engine !== 'fake';
    await execute(current().runtime, target(), ['sh', '-c', 'rm -f held; mkfifo held']);
    const holder = await start(current().runtime, target(), ['cat', 'held']);
    const held = new Reader(holder.exec);
    const escaped = mayClear ? 'env -i sh -c "echo two; sleep 300" > held &' : '';
    const script = `sh -c "echo one; sleep 300" > held & ${escaped} sleep 300`;
    const started = await start(current().runtime, target(), ['sh', '-c', script]);
    await held.until('one\n');
    if (mayClear) await held.until('two\n');
    const reading = new Reader(started.exec).toEnd();
    await send(started, 'SIGKILL');
    await reading;
    expect((await started.exec.ending).exitCode).toBe(137);
    // It ends when the last process that holds the pipe is gone.
    await held.toEnd();
    expect((await holder.exec.ending).exitCode).toBe(0);
    await send(started, 'SIGKILL');
  });
}

function handleClauses(current: () => Instances, target: () => InstanceTarget): void {
  const found = async (runtime: Runtime, handle: ExecHandle): Promise<FoundExec> =>
    await runtime.findExec(target(), handle, call());

  test('a command goes on when its streams are let go, and another daemon finds it', async (context) => {
    needs(context, current(), 'exec');
    const script = 'echo up; while [ ! -e go-on ]; do sleep 0.05; done; exit 5';
    const { exec, handle } = await start(current().runtime, target(), ['sh', '-c', `rm -f go-on; ${script}`]);
    await new Reader(exec).until('up\n');
    exec.detach();
    const second = await current().second();
    expect(await found(second, handle)).toEqual({ kind: 'running' });
    await execute(current().runtime, target(), ['touch', 'go-on']);
    await waitUntil(async () => (await found(second, handle)).kind !== 'running', {
      timeoutMs: patienceMs,
      what: 'the command ends',
    });
    const end = await found(second, handle);
    // What has no parent any more has an exit code that nobody knows; it is never invented.
    const known = { kind: 'ended', ending: { exitCode: 5, signal: null, cause: 'exited' } };
    expect(current().info.engine === 'local' ? { kind: 'forgotten' } : known).toEqual(end);
  });

  test('another daemon ends a command that it has not started', async (context) => {
    needs(context, current(), 'exec');
    const { exec, handle } = await start(current().runtime, target(), ['sh', '-c', 'echo up; sleep 300']);
    await new Reader(exec).until('up\n');
    exec.detach();
    const second = await current().second();
    await second.signalExec(target(), handle, 'SIGKILL', call());
    await waitUntil(async () => (await found(second, handle)).kind !== 'running', {
      timeoutMs: patienceMs,
      what: 'the command ends',
    });
  });

  test('of one that was never there nothing is known', async (context) => {
    needs(context, current(), 'exec');
    const handle = { mark: randomBytes(16).toString('hex'), runtimeId: '', user: null };
    expect(await found(current().runtime, handle)).toEqual({ kind: 'forgotten' });
    await current().runtime.signalExec(target(), handle, 'SIGKILL', call());
  });
}

function terminalClauses(current: () => Instances, target: () => InstanceTarget): void {
  test('a terminal has a size that changes, echoes, and has no stderr of its own', async (context) => {
    needs(context, current(), 'exec');
    // Older engines set the size when the command runs already, so it asks when the start is over.
    const script =
      'read go; test -t 0 && test -t 1 && stty size; echo err >&2; read line; stty size; echo "read $line"';
    const hasStty = (await execute(current().runtime, target(), ['sh', '-c', 'command -v stty'])).exitCode === 0;
    context.skip(!hasStty, 'no stty in the image');
    const { exec } = await start(current().runtime, target(), ['sh', '-c', script], {
      terminal: { columns: 91, rows: 31 },
      input: 'stream',
    });
    const reader = new Reader(exec);
    await exec.write(Buffer.from('go\n'));
    await reader.until('err');
    await exec.resize({ columns: 77, rows: 22 }, call());
    await exec.write(Buffer.from('typed\n'));
    const seen = (await reader.toEnd()).replaceAll('\r', '');
    expect(seen).toMatch(/31 91\nerr\ntyped\n22 77\nread typed\n$/);
    expect(reader.text.stderr).toBe('');
    expect((await exec.ending).exitCode).toBe(0);
  });

  test('a terminal has a kind, unless another is asked for', async (context) => {
    needs(context, current(), 'exec');
    const kind = async (environment: Readonly<Record<string, string>>): Promise<string> => {
      const terminal = { columns: 80, rows: 24 };
      const { exec } = await start(current().runtime, target(), ['sh', '-c', 'echo "$TERM"'], {
        terminal,
        environment,
      });
      return (await new Reader(exec).toEnd()).trim();
    };
    expect(await kind({})).toBe('xterm');
    expect(await kind({ TERM: 'screen-256color' })).toBe('screen-256color');
  });

  test('Ctrl-C in a terminal interrupts the command', async (context) => {
    needs(context, current(), 'exec');
    const { exec } = await start(current().runtime, target(), ['sh', '-c', 'echo up; exec cat; echo after'], {
      terminal: { columns: 80, rows: 24 },
      input: 'stream',
    });
    const reader = new Reader(exec);
    await reader.until('up');
    await exec.write(Buffer.from('\u0003'));
    expect(await reader.toEnd()).not.toContain('after');
    expect((await exec.ending).exitCode).toBe(130);
  });

  test('without a terminal there is nothing to resize', async (context) => {
    needs(context, current(), 'exec');
    const { exec } = await start(current().runtime, target(), ['true']);
    await expectReason(exec.resize({ columns: 80, rows: 24 }, call()), 'NOT_SUPPORTED');
    await new Reader(exec).toEnd();
  });
}
