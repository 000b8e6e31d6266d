// Commands: what comes back, what is bounded, and what one exec leaves to the next.

import { readdir, readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { call, makeId, targetOf } from '../../support/spec.ts';
import {
  execute,
  expectReason,
  type Instance,
  Instances,
  mountTarget,
  needs,
  readText,
  shell,
  text,
} from './fixture.ts';

const setupTimeoutMs = 60_000;
const readerTimeoutMs = 15_000;

export function execClauses(current: () => Instances): void {
  describe('exec', () => {
    let shared: Instances | undefined;
    let instance: Instance | undefined;

    beforeAll(async () => {
      if (!current().info.capabilities.exec) return;
      shared = new Instances(current().subject, current().info);
      instance = await shared.runMounted({ environment: { FROM_SPEC: 'spec value' } });
    }, setupTimeoutMs);

    afterAll(async () => await shared?.removeAll(), setupTimeoutMs);

    const running = (): Instance => {
      if (instance === undefined) throw new Error('no instance runs');
      return instance;
    };

    resultClauses(current, running);
    inputClauses(current, running);
    boundClauses(current, running);
    refusalClauses(current, running);
  });
}

function resultClauses(current: () => Instances, running: () => Instance): void {
  test('the exit code is the command’s own, apart from its output (B3-63)', async (context) => {
    needs(context, current(), 'exec');
    const result = await shell(current().runtime, running().target, 'exit 3');
    expect(result).toMatchObject({ exitCode: 3, timedOut: false });
  });

  test('stdout and stderr come apart', async (context) => {
    needs(context, current(), 'exec');
    const result = await shell(current().runtime, running().target, 'echo out; echo err >&2');
    expect(text(result.stdout)).toBe('out\n');
    expect(text(result.stderr)).toBe('err\n');
  });

  test('output is bytes, also where it is not UTF-8 (B3-62)', async (context) => {
    needs(context, current(), 'exec');
    const result = await shell(current().runtime, running().target, "printf '\\377\\000\\001'");
    expect([...result.stdout]).toEqual([255, 0, 1]);
  });

  test('a command that exits, replaces or kills itself wedges no later one (B3-55)', async (context) => {
    needs(context, current(), 'exec');
    const { runtime } = current();
    const { target } = running();
    expect(await shell(runtime, target, 'exit 3; echo never')).toMatchObject({ exitCode: 3 });
    expect(await shell(runtime, target, 'exec false')).toMatchObject({ exitCode: 1 });
    expect(await shell(runtime, target, 'kill -9 $$')).toMatchObject({ exitCode: 137, timedOut: false });
    expect(await shell(runtime, target, 'kill -TERM $$')).toMatchObject({ exitCode: 143, timedOut: false });
    const next = await execute(current().runtime, running().target, ['echo', 'next']);
    expect(text(next.stdout)).toBe('next\n');
  });

  test('exec returns when the command ends, although a background server keeps its output open (B3-57)', async (context) => {
    needs(context, current(), 'exec');
    const { runtime } = current();
    const { target } = running();
    const server = 'while [ ! -e asked ]; do sleep 0.05; done; echo answer > answered';
    const result = await shell(runtime, target, `rm -f asked answered; (${server}) & echo started`);
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    expect(text(result.stdout)).toBe('started\n');
    // It serves on, but in bubblewrap, where all ends with the command.
    if (current().info.engine === 'local' && !current().info.capabilities.hostExec) return;
    const asked = await shell(
      runtime,
      target,
      'touch asked; while [ ! -s answered ]; do sleep 0.05; done; cat answered',
    );
    expect(text(asked.stdout)).toBe('answer\n');
  });

  test('parallel execs do not mix (B3-54)', async (context) => {
    needs(context, current(), 'exec');
    const names = ['one', 'two', 'three', 'four'];
    const results = await Promise.all(
      names.map(
        async (name) =>
          await shell(current().runtime, running().target, 'echo "$NAME"; cat; echo "$NAME" >&2', {
            environment: { NAME: name },
            stdin: Buffer.from(`input of ${name}\n`),
          }),
      ),
    );
    expect(results.map(({ stdout }) => text(stdout))).toEqual(names.map((name) => `${name}\ninput of ${name}\n`));
    expect(results.map(({ stderr }) => text(stderr))).toEqual(names.map((name) => `${name}\n`));
  });

  test('commands work in the mounts and the host sees their files', async (context) => {
    needs(context, current(), 'exec');
    await shell(current().runtime, running().target, 'echo made by exec > made.txt');
    expect(await readText(current().runtime, running().target, `${mountTarget}/made.txt`)).toBe('made by exec\n');
  });
}

function inputClauses(current: () => Instances, running: () => Instance): void {
  test('stdin is given whole and then ends (B3-58)', async (context) => {
    needs(context, current(), 'exec');
    const stdin = Buffer.from('line\n'.repeat(20_000));
    const result = await execute(current().runtime, running().target, ['cat'], { stdin, maxOutputBytes: 200_000 });
    expect(Buffer.from(result.stdout).equals(stdin)).toBe(true);
  });

  test('without stdin a command reads the end at once', async (context) => {
    needs(context, current(), 'exec');
    const result = await execute(current().runtime, running().target, ['cat']);
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    expect(text(result.stdout)).toBe('');
  });

  test('a command that does not read its stdin still ends', async (context) => {
    needs(context, current(), 'exec');
    const stdin = Buffer.alloc(1024 * 1024, 'x');
    const result = await execute(current().runtime, running().target, ['echo', 'done'], { stdin });
    expect(result.exitCode).toBe(0);
    // Podman may cut the output off when it fails to pass on the input.
    const mayBeLost = current().info.engine === 'podman';
    expect(mayBeLost ? ['done\n', ''] : ['done\n']).toContain(text(result.stdout));
  });

  test('the environment of the sandbox is there', async (context) => {
    needs(context, current(), 'exec');
    const result = await shell(current().runtime, running().target, 'echo "$FROM_SPEC"');
    expect(text(result.stdout)).toBe('spec value\n');
  });

  test('environment is for that exec only (B3-59)', async (context) => {
    needs(context, current(), 'exec');
    const environment = { ONLY_HERE: 'secret value with spaces and "quotes"' };
    const script = 'echo "${ONLY_HERE-unset}"';
    const first = await shell(current().runtime, running().target, script, { environment });
    const second = await shell(current().runtime, running().target, script);
    expect(text(first.stdout)).toBe('secret value with spaces and "quotes"\n');
    expect(text(second.stdout)).toBe('unset\n');
  });

  test('values of the environment are in no list of processes (B3-59, R10)', async (context) => {
    needs(context, current(), 'exec');
    const { runtime } = current();
    const { target } = running();
    const value = `secret-${makeId()}`;
    const script = 'rm -f go; touch ready; while [ ! -e go ]; do sleep 0.05; done; echo "${#ONLY_HERE}"';
    const held = shell(runtime, target, script, { environment: { ONLY_HERE: value } });
    await shell(runtime, target, 'while [ ! -e ready ]; do sleep 0.05; done; rm ready');
    const processes = await commandLines();
    await shell(runtime, target, 'touch go');
    expect(text((await held).stdout)).toBe(`${value.length}\n`);
    expect(processes).toContain('touch ready');
    expect(processes).not.toContain(value);
  });

  test('the environment of the daemon is not there (R10)', async (context) => {
    needs(context, current(), 'exec');
    process.env['SANDKEEP_TEST_CANARY'] = 'leaked';
    try {
      const result = await execute(current().runtime, running().target, ['env']);
      expect(text(result.stdout)).not.toContain('leaked');
    } finally {
      delete process.env['SANDKEEP_TEST_CANARY'];
    }
  });

  test('arguments arrive as they are, without a shell', async (context) => {
    needs(context, current(), 'exec');
    const result = await execute(current().runtime, running().target, ['echo', 'a  b', '$HOME', '*', ';']);
    expect(text(result.stdout)).toBe('a  b $HOME * ;\n');
  });

  test('a command starts in the workdir asked for, else in that of the sandbox', async (context) => {
    needs(context, current(), 'exec');
    const { target } = running();
    await shell(current().runtime, target, 'mkdir -p below; echo here > below/here.txt; echo top > here.txt');
    const below = await execute(current().runtime, target, ['cat', 'here.txt'], { workdir: `${mountTarget}/below` });
    const top = await execute(current().runtime, target, ['cat', 'here.txt']);
    expect([text(below.stdout), text(top.stdout)]).toEqual(['here\n', 'top\n']);
  });
}

/** Of all processes of this host, which those of a private engine are as well. */
async function commandLines(): Promise<string> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = names.map(async (name) => await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).join('\n');
}

function boundClauses(current: () => Instances, running: () => Instance): void {
  test('a timeout ends the whole process tree and keeps partial output (B3-56)', async (context) => {
    needs(context, current(), 'exec');
    const { target } = running();
    await execute(current().runtime, target, ['mkfifo', 'held']);
    // The reader sees the end of the pipe only when the last process that holds it is gone.
    const reader = execute(current().runtime, target, ['cat', 'held'], { timeoutMs: readerTimeoutMs });
    const stuck = await shell(current().runtime, target, 'echo partial; sleep 300 > held & wait', { timeoutMs: 3_000 });
    expect(stuck).toMatchObject({ timedOut: true, exitCode: null });
    expect(text(stuck.stdout)).toBe('partial\n');
    expect(await reader).toMatchObject({ timedOut: false, exitCode: 0 });
  });

  test('after a timeout the next exec works', async (context) => {
    needs(context, current(), 'exec');
    const stuck = await execute(current().runtime, running().target, ['sleep', '300'], { timeoutMs: 300 });
    expect(stuck.timedOut).toBe(true);
    expect((await execute(current().runtime, running().target, ['echo', 'next'])).exitCode).toBe(0);
  });

  test('output beyond the bound is dropped and counted (R9)', async (context) => {
    needs(context, current(), 'exec');
    const script = 'echo 0123456789; echo 0123456789; echo abcdefghij >&2';
    const result = await shell(current().runtime, running().target, script, { maxOutputBytes: 10 });
    expect(text(result.stdout)).toBe('0123456789');
    expect(text(result.stderr)).toBe('abcdefghij');
    expect(result).toMatchObject({ exitCode: 0, stdoutTruncatedBytes: 12, stderrTruncatedBytes: 1 });
  });

  test('100 MB of output are drained to their end, bounded and counted (B3-61, R9)', async (context) => {
    needs(context, current(), 'exec');
    const result = await shell(current().runtime, running().target, 'head -c 100000000 /dev/zero; exit 4', {
      maxOutputBytes: 1_000,
    });
    expect(result).toMatchObject({ exitCode: 4, stdoutTruncatedBytes: 99_999_000 });
    expect(result.stdout).toHaveLength(1_000);
  });
}

function refusalClauses(current: () => Instances, running: () => Instance): void {
  test('a missing command is COMMAND_NOT_FOUND', async (context) => {
    needs(context, current(), 'exec');
    await expectReason(execute(current().runtime, running().target, ['sandkeep-no-such-command']), 'COMMAND_NOT_FOUND');
  });

  test('exec on a stopped instance is WRONG_STATE', async (context) => {
    needs(context, current(), 'exec');
    const { ref, target } = await current().runMounted();
    await current().runtime.stop(ref, 0, call());
    await expectReason(execute(current().runtime, target, ['echo']), 'WRONG_STATE');
  });

  test('exec on an instance that was never started is WRONG_STATE', async (context) => {
    needs(context, current(), 'exec');
    const { target } = await current().create();
    await expectReason(execute(current().runtime, target, ['echo']), 'WRONG_STATE');
  });

  test('exec on a paused instance is WRONG_STATE', async (context) => {
    needs(context, current(), 'exec', 'pause');
    const { ref, target } = await current().run();
    await current().runtime.pause(ref, call());
    await expectReason(execute(current().runtime, target, ['echo']), 'WRONG_STATE');
  });

  test('exec on an instance that never was is SANDBOX_LOST', async (context) => {
    needs(context, current(), 'exec');
    await expectReason(execute(current().runtime, targetOf(current().spec()), ['echo']), 'SANDBOX_LOST');
  });
}
