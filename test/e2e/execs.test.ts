// Commands in containers through the daemon: streams, whole trees, time-outs, memory, and a kill of the daemon.

import { beforeAll, describe, expect, test } from 'vitest';

import type { ExecCall, ExecTarget } from '../../src/client/client.ts';
import { durationFromMs } from '../../src/client/convert.ts';
import type { Exec__Output } from '../../src/gen/sandkeep/v1/Exec.ts';
import { testImages } from '../images/images.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, patienceMs, sharedEngineScene } from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const templates = {
  small: { limits: { memory: '48m', cpus: 1, pids: 64 } },
  // The engine's own helpers count against the limit while they start a command.
  crowded: { limits: { memory: '512m', cpus: 1, pids: 512 } },
  noshell: { image: testImages.noshell },
};
const config = { limits: { exec_buffer_bytes: '128k' } };
const soon = { idleTimeout: durationFromMs(1) };

await describeWithEngine('execs', ({ host, name: engineName }) => {
  const shared = sharedEngineScene({ host, templates, config });
  let scene: EngineScene;
  let sandboxId = '';
  let containerName = '';
  let marks = 0;

  beforeAll(async () => {
    scene = shared();
    ({ id: sandboxId, containerName } = (await scene.acquire('execs')).sandbox);
  });

  const start = (shell: string, more: object = {}): ExecCall =>
    scene.client.exec({ start: { sandboxId, shell, ...more } });
  const ended = async (execId: string, id = sandboxId): Promise<Exec__Output> => {
    const { exec } = await scene.client.waitExec({ sandboxId: id, execId });
    if (exec === null) throw new Error('the answer has no exec');
    return exec;
  };
  /** A number of seconds to sleep that nothing else in the container sleeps. */
  const ownSleep = (): string => `30${String((marks += 1)).padStart(3, '0')}`;
  const sleeping = async (seconds: string): Promise<number> => {
    const count = `count=0; for file in /proc/[0-9]*/cmdline; do
      case "$(tr '\\0' ' ' < $file 2>/dev/null)" in "sleep $1 ") count=$((count + 1)) ;; esac; done; echo $count`;
    return Number(await scene.run(sandboxId, ['sh', '-c', count, 'sh', seconds]));
  };
  const waitForSleeping = async (seconds: string, wanted: number): Promise<void> =>
    await waitUntil(async () => (await sleeping(seconds)) === wanted, {
      timeoutMs: patienceMs,
      what: `${wanted} processes sleep ${seconds}`,
    });
  /** Children in the group, in a session of their own, and with an environment of their own. */
  const tree = (seconds: string): string =>
    `echo up; sleep ${seconds} & setsid sh -c "sleep ${seconds}; :" & env -i /bin/sh -c "sleep ${seconds}; :" & sleep ${seconds}`;
  const treeProcesses = 4;

  describe('a stream', () => {
    test('passes input on as it comes, its end without the end of the output, and the exit code (B3-58, B3-63)', async () => {
      const call = start('while read line; do echo "got $line"; done; echo "end"; echo err >&2; exit 9', {
        openStdin: true,
      });
      const { until, text, reading } = reader(call);
      await call.write(Buffer.from('one\n'));
      await until('got one\n');
      await call.write(Buffer.from('two'));
      call.end();
      await reading;
      expect(text()).toEqual({ stdout: 'got one\nend\n', stderr: 'err\n' });
      expect((await call.exit).exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 9 });
    });

    test('of 32 at once are 32 outputs (B3-54)', async () => {
      const crowded = (await scene.acquire('crowd', { template: 'crowded' })).sandbox.id;
      const names = Array.from({ length: 32 }, (_, index) => `name-${index}`);
      const results = await Promise.all(
        names.map(async (name) => {
          const environment = { NAME: name };
          return await toEnd(start('echo "$NAME"; cat; exit 3', { sandboxId: crowded, environment }));
        }),
      );
      expect(results.map(({ stdout }) => stdout)).toEqual(names.map((name) => `${name}\n`));
      expect(new Set(results.map(({ exit }) => exit.exit?.exitCode))).toEqual(new Set([3]));
    });

    test('is refused with a variable that has no proper name, and its value is not told (B3-60)', async () => {
      for (const name of ['A=B', '1A', 'A B', '']) {
        const environment = { [name]: 'secret-5521' };
        const refusal = await refusalOf(scene.client.runExec({ sandboxId, argv: ['true'], environment }));
        expect(refusal.reason).toBe('INVALID_FIELD');
        expect(refusal.message).not.toContain('secret-5521');
      }
    });

    test('is attached to by offset, and OUT_OF_RANGE where the output is trimmed', async () => {
      const shell = 'head -c 300000 /dev/zero | tr "\\0" a; printf tail';
      await scene.client.startExec({ spec: { sandboxId, execId: 'many', shell } });
      await ended('many');
      const attach = (from: object): ExecTarget => ({ attach: { sandboxId, execId: 'many', ...from } });
      expect((await toEnd(scene.client.exec(attach({ stdoutOffset: 300_000 })))).stdout).toBe('tail');
      const kept = await toEnd(scene.client.exec(attach({})));
      expect(kept.stdout).toHaveLength(128 * 1024);
      const trimmed = await refusalOf(toEnd(scene.client.exec(attach({ stdoutOffset: 1 }))));
      expect(trimmed).toMatchObject({ reason: 'EXEC_OUTPUT_TRIMMED', status: 'OUT_OF_RANGE' });
    });
  });

  describe('a tree of processes', () => {
    test('is ended whole by a signal', async () => {
      const seconds = ownSleep();
      const call = start(tree(seconds), { execId: 'tree' });
      const { until } = reader(call);
      await until('up\n');
      await waitForSleeping(seconds, treeProcesses);
      await scene.client.signalExec({ sandboxId, execId: 'tree', signal: 'SIGKILL' });
      expect((await call.exit).exit).toMatchObject({ cause: 'EXEC_CAUSE_SIGNALLED', signal: 'SIGKILL' });
      await waitForSleeping(seconds, 0);
    });

    test('is ended whole by its time-out, with what it said and no invented exit code (B3-56)', async () => {
      const seconds = ownSleep();
      const call = start(tree(seconds), { timeout: durationFromMs(3_000) });
      const { stdout, exit } = await toEnd(call);
      expect(stdout).toBe('up\n');
      expect(exit.exit).toMatchObject({ cause: 'EXEC_CAUSE_TIMED_OUT' });
      expect(exit.exit?.exitCode).toBeUndefined();
      await waitForSleeping(seconds, 0);
    });

    test('of a short command that times out is ended whole as well', async () => {
      const seconds = ownSleep();
      const answer = await scene.client.runExec({ sandboxId, shell: tree(seconds), timeout: durationFromMs(3_000) });
      expect(answer).toMatchObject({ timedOut: true, stdout: Buffer.from('up\n') });
      expect(answer.exitCode).toBeUndefined();
      await waitForSleeping(seconds, 0);
    });
  });

  test('a command that needs more memory than there is says so, and the next one runs', async () => {
    const { sandbox } = await scene.acquire('small', { template: 'small' });
    const run = async (shell: string) =>
      (await toEnd(scene.client.exec({ start: { sandboxId: sandbox.id, shell } }))).exit.exit;
    const itself = await run('text=0123456789abcdef; while :; do text="$text$text"; done');
    const child = await run('sh -c \'text=0123456789abcdef; while :; do text="$text$text"; done\'; exit $?');
    const outOfMemory = { cause: 'EXEC_CAUSE_OUT_OF_MEMORY', exitCode: 137, signal: 'SIGKILL' };
    // Podman does not tell of the kernel's kills: it may say less, never something else.
    const wanted = engineName === 'podman' ? { cause: 'EXEC_CAUSE_EXITED', exitCode: 137 } : outOfMemory;
    expect([itself, child]).toMatchObject([wanted, wanted]);
    expect(await scene.run(sandbox.id, ['echo', 'next'])).toBe('next\n');
    expect(await run('kill -9 $$')).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 137 });
  });

  test('in an image without a shell a command cannot be ended alone, and that is said', async () => {
    const { sandbox } = await scene.acquire('noshell', { template: 'noshell' });
    const id = sandbox.id;
    const server = (port: number): string[] => ['/httpd', '-f', '-p', String(port), '-h', '/www'];
    await scene.client.startExec({ spec: { sandboxId: id, execId: 'forever', argv: server(8081) } });
    const signal = scene.client.signalExec({ sandboxId: id, execId: 'forever', signal: 'SIGTERM' });
    expect((await refusalOf(signal)).reason).toBe('EXEC_KILL_UNSUPPORTED');
    const timed = { argv: server(8082), timeout: durationFromMs(500) };
    const stream = scene.client.exec({ start: { sandboxId: id, execId: 'timed', ...timed } });
    expect((await refusalOf(toEnd(stream))).reason).toBe('EXEC_KILL_UNSUPPORTED');
    const run = scene.client.runExec({ sandboxId: id, argv: server(8083), timeout: durationFromMs(500) });
    expect((await refusalOf(run)).reason).toBe('EXEC_KILL_UNSUPPORTED');
    for (const execId of ['forever', 'timed']) {
      const { exec } = await scene.client.getExec({ sandboxId: id, execId });
      expect(exec).toMatchObject({ state: 'EXEC_STATE_RUNNING', exit: null });
    }
    await scene.client.stopSandbox({ sandboxId: id });
    // Not by WaitExec, which tells whoever waits too early why the command goes on.
    for (const execId of ['forever', 'timed']) {
      const read = async (): Promise<Exec__Output | null> =>
        (await scene.client.getExec({ sandboxId: id, execId })).exec;
      await waitUntil(async () => (await read())?.state === 'EXEC_STATE_ENDED', {
        timeoutMs: patienceMs,
        what: `exec ${execId} has ended`,
      });
      expect(await read()).toMatchObject({ exit: { cause: 'EXEC_CAUSE_SANDBOX_GONE' } });
    }
  });

  test('a long command, and a reader that is silent, keep their sandbox in use (R7)', async () => {
    const { sandbox } = await scene.acquire('used', soon);
    const id = sandbox.id;
    const shell = 'echo up; head -c 1000000 /dev/zero; while [ ! -e /tmp/go ]; do sleep 0.1; done; exit 5';
    const call = scene.client.exec({ start: { sandboxId: id, execId: 'long', shell } });
    await call.started;
    for (let pass = 0; pass < 3; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await scene.get(id)).state).toBe('SANDBOX_STATE_RUNNING');
    const { exit } = await Promise.all([toEnd(call), scene.run(id, ['touch', '/tmp/go'])]).then(([read]) => read);
    expect(exit.exit?.exitCode).toBe(5);
    await waitUntil(
      async () => {
        await scene.client.runSweep({ loop: 'idle' });
        return (await scene.get(id)).state === 'SANDBOX_STATE_RECYCLED';
      },
      { timeoutMs: patienceMs, what: 'the sandbox is idle' },
    );
  });

  test('after a kill of the daemon each is found again, or is told as unknown, and no exit code is invented', async () => {
    const gone = await scene.acquire('gone');
    const shell = (name: string, code: number): string =>
      `echo said; while [ ! -e /tmp/${name} ]; do sleep 0.1; done; exit ${code}`;
    const begin = async (id: string, execId: string, code: number): Promise<void> => {
      await scene.client.startExec({ spec: { sandboxId: id, execId, shell: shell(execId, code) } });
      const call = scene.client.exec({ attach: { sandboxId: id, execId } });
      await reader(call).until('said\n');
      call.close();
    };
    await begin(sandboxId, 'survivor', 7);
    await begin(sandboxId, 'away', 4);
    await begin(gone.sandbox.id, 'lost', 3);
    await scene.daemon.kill();
    await runBehind(scene, containerName, ['touch', '/tmp/away']);
    await scene.engine('DELETE', `/containers/${gone.sandbox.containerName}?force=1`);
    await scene.daemon.start();

    const { exec } = await scene.client.getExec({ sandboxId, execId: 'survivor' });
    expect(exec).toMatchObject({ state: 'EXEC_STATE_RUNNING', attachable: false, exit: null });
    expect((await ended('away')).exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 4 });
    const lost = await ended('lost', gone.sandbox.id);
    expect(lost.exit).toMatchObject({ cause: 'EXEC_CAUSE_SANDBOX_GONE' });
    expect(lost.exit?.exitCode).toBeUndefined();
    const input = scene.client.exec({ attach: { sandboxId, execId: 'survivor' } });
    await scene.run(sandboxId, ['touch', '/tmp/survivor']);
    const { stdout, exit } = await toEnd(input);
    expect(stdout).toBe('');
    expect(exit.exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 7 });
    const seconds = ownSleep();
    await scene.client.startExec({
      spec: { sandboxId, execId: 'late', shell: tree(seconds), timeout: durationFromMs(5_000) },
    });
    await waitForSleeping(seconds, treeProcesses);
    await scene.daemon.restart();
    expect((await ended('late')).exit).toMatchObject({ cause: 'EXEC_CAUSE_TIMED_OUT' });
    await waitForSleeping(seconds, 0);
  });
});

interface Read {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: Exec__Output;
}

async function toEnd(call: ExecCall): Promise<Read> {
  const { reading, text } = reader(call);
  await reading;
  return { ...text(), exit: await call.exit };
}

/** Reads to the end in the background. */
function reader(call: ExecCall) {
  const text = { stdout: '', stderr: '' };
  const reading = (async () => {
    for await (const { stream, data } of call.output) text[stream] += data.toString('latin1');
  })();
  reading.catch(() => undefined);
  const until = async (wanted: string): Promise<void> =>
    await waitUntil(() => text.stdout.includes(wanted), { timeoutMs: patienceMs, what: `the output holds ${wanted}` });
  return { until, reading, text: () => text };
}

/** A command that the daemon knows nothing of. */
async function runBehind(scene: EngineScene, container: string, Cmd: readonly string[]): Promise<void> {
  const created = (await scene.engine('POST', `/containers/${container}/exec`, { Cmd })) as { readonly Id: string };
  await scene.engine('POST', `/exec/${created.Id}/start`, { Detach: true });
}
