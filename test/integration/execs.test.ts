// Execs as things: started, attached to, signalled, waited for, and found again after a kill of the daemon.

import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import type { ExecCall, ExecTarget, SandkeepClient } from '../../src/client/client.ts';
import type { Exec__Output } from '../../src/gen/sandkeep/v1/Exec.ts';
import {
  acquire,
  anotherClient,
  getSandbox,
  patienceMs,
  refusalOf,
  type Scene,
  sharedScene,
  startScene,
} from '../support/scene.ts';
import { residentBytes } from '../support/memory.ts';
import { waitUntil } from '../support/wait.ts';

const soon = { idleTimeout: durationFromMs(1) };
const shared = sharedScene();
let sessions = 0;

/** A sandbox that no other test has. */
async function acquireOwn(scene: Scene, more: Readonly<Record<string, unknown>> = {}) {
  sessions += 1;
  return await acquire(scene, `s${sessions}`, more);
}

interface Read {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: Exec__Output;
}

async function toEnd(call: ExecCall): Promise<Read> {
  const text = { stdout: '', stderr: '' };
  for await (const { stream, data } of call.output) text[stream] += data.toString('latin1');
  return { ...text, exit: await call.exit };
}

/** Reads until the output holds the text, and goes on reading in the background. */
function reader(call: ExecCall) {
  let text = '';
  const reading = (async () => {
    for await (const { data } of call.output) text += data.toString('latin1');
  })();
  reading.catch(() => undefined);
  const until = async (wanted: string): Promise<void> =>
    await waitUntil(() => text.includes(wanted), { timeoutMs: patienceMs, what: `the output holds ${wanted}` });
  return { until, reading, text: () => text };
}

function start(client: SandkeepClient, sandboxId: string, shell: string, more: object = {}): ExecCall {
  return client.exec({ start: { sandboxId, shell, ...more } });
}

async function waitForEnd(scene: Scene, sandboxId: string, execId: string): Promise<Exec__Output> {
  const { exec } = await scene.client.waitExec({ sandboxId, execId });
  if (exec === null) throw new Error('the answer has no exec');
  return exec;
}

describe('a streamed exec', () => {
  test('has its own streams, exit code and offsets (B3-54, B3-63)', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const calls = ['a', 'b', 'c'].map((name) => start(scene.client, id, `echo ${name}; echo ${name} >&2; exit 3`));
    const results = await Promise.all(calls.map(toEnd));
    expect(results.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['a\na\n', 'b\nb\n', 'c\nc\n']);
    for (const { exit } of results) {
      expect(exit).toMatchObject({
        state: 'EXEC_STATE_ENDED',
        command: 'sh',
        exit: { cause: 'EXEC_CAUSE_EXITED', exitCode: 3 },
        stdoutBytes: '2',
        stderrBytes: '2',
      });
    }
  });

  test('takes input while it runs, and its end (B3-58)', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const call = start(scene.client, id, 'while read line; do echo "got $line"; done; echo end', { openStdin: true });
    const { until, reading, text } = reader(call);
    await call.write(Buffer.from('one\n'));
    await until('got one\n');
    await call.write(Buffer.from('two\n'));
    await until('got two\n');
    call.end();
    await reading;
    expect(text()).toBe('got one\ngot two\nend\n');
    expect((await call.exit).stdinBytes).toBe('8');
  });

  test('is signalled over its stream and from elsewhere', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const script = 'trap "echo int" INT; echo up; while :; do sleep 0.05; done';
    const call = start(scene.client, id, script, { execId: 'trapped' });
    const { until } = reader(call);
    await until('up\n');
    call.signal('SIGINT');
    await until('int\n');
    await scene.client.signalExec({ sandboxId: id, execId: 'trapped', signal: 'SIGKILL' });
    expect((await call.exit).exit).toMatchObject({
      cause: 'EXEC_CAUSE_SIGNALLED',
      signal: 'SIGKILL',
      exitCode: 137,
    });
    const late = await refusalOf(scene.client.signalExec({ sandboxId: id, execId: 'trapped' }));
    expect(late.reason).toBe('EXEC_ENDED');
  });

  test('is ended whole by its time-out, with what it said and no invented exit code (B3-56)', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const call = start(scene.client, id, 'echo partial; sleep 300 & sleep 300', { timeout: durationFromMs(500) });
    const { stdout, exit } = await toEnd(call);
    expect(stdout).toBe('partial\n');
    expect(exit.exit).toMatchObject({ cause: 'EXEC_CAUSE_TIMED_OUT' });
    expect(exit.exit?.exitCode).toBeUndefined();
  });

  test('that is not there is COMMAND_NOT_FOUND, and is remembered as never started', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const call = scene.client.exec({ start: { sandboxId: id, execId: 'none', argv: ['sandkeep-nothing'] } });
    expect((await refusalOf(toEnd(call))).reason).toBe('COMMAND_NOT_FOUND');
    expect((await waitForEnd(scene, id, 'none')).exit?.cause).toBe('EXEC_CAUSE_NOT_STARTED');
  });

  test('tells that its sandbox went away', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const call = start(scene.client, id, 'echo up; sleep 300', { execId: 'orphan' });
    const { until } = reader(call);
    await until('up\n');
    await scene.client.stopSandbox({ sandboxId: id });
    expect((await waitForEnd(scene, id, 'orphan')).exit?.cause).toBe('EXEC_CAUSE_SANDBOX_GONE');
  });

  test('has a terminal with a size', async () => {
    const scene = shared();
    const { id } = await acquireOwn(scene);
    const terminal = { columns: 91, rows: 31 };
    const call = start(scene.client, id, 'stty size; read line; stty size', { terminal, openStdin: true });
    const { until, reading, text } = reader(call);
    await until('31 91');
    call.resize({ columns: 70, rows: 20 });
    // The size arrives before what is typed after it.
    await call.write(Buffer.from('\n'));
    await reading;
    expect(text()).toContain('20 70');
  });
});

describe('an exec under an id', () => {
  test('is started once by the same request, and refuses another', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    const spec = { sandboxId, execId: 'once', shell: 'echo x >> count; sleep 300' };
    const answers = await Promise.all([1, 2, 3].map(() => scene.client.startExec({ spec })));
    expect(new Set(answers.map(({ exec }) => exec?.startTime?.seconds)).size).toBe(1);
    const other = await refusalOf(scene.client.startExec({ spec: { ...spec, shell: 'true' } }));
    expect(other.reason).toBe('EXEC_EXISTS');
    const call = scene.client.exec({ start: spec });
    expect((await call.started).execId).toBe('once');
    call.close();
    const { stdout } = await scene.client.runExec({ sandboxId, shell: 'cat count' });
    expect(stdout.toString()).toBe('x\n');
  });

  test('is listed newest first, got, and not found in another sandbox', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    for (const execId of ['one', 'two', 'three']) {
      await scene.client.startExec({ spec: { sandboxId, execId, argv: ['true'] } });
      await waitForEnd(scene, sandboxId, execId);
    }
    const first = await scene.client.listExecs({ sandboxId, pageSize: 2 });
    expect(first.execs.map(({ execId }) => execId)).toEqual(['three', 'two']);
    const rest = await scene.client.listExecs({ sandboxId, pageSize: 2, pageToken: first.nextPageToken });
    expect(rest.execs.map(({ execId }) => execId)).toEqual(['one']);
    const other = await acquireOwn(scene);
    const missing = await refusalOf(scene.client.getExec({ sandboxId: other.id, execId: 'one' }));
    expect(missing.reason).toBe('EXEC_NOT_FOUND');
    for (const execId of ['../x', '', 'x'.repeat(65)]) {
      expect((await refusalOf(scene.client.getExec({ sandboxId, execId }))).reason).toBe('INVALID_FIELD');
    }
  });

  test('leaves no secret anywhere (R10)', async () => {
    const scene = await startScene({ config: { log_level: 'debug' } });
    const { id: sandboxId } = await acquireOwn(scene);
    const environment = { KEY: 'secret-7261' };
    const spec = { sandboxId, execId: 'quiet', environment, argv: ['sh', '-c', 'echo "${#KEY}"', 'argument-5512'] };
    expect((await toEnd(scene.client.exec({ start: spec }))).stdout).toBe('11\n');
    const listed = JSON.stringify(await scene.client.listExecs({ sandboxId }));
    for (const text of [listed, scene.daemon.logs()]) expect(text).not.toMatch(/secret-7261|argument-5512/);
  });
});

describe('output', () => {
  test('is replayed from an offset, and OUT_OF_RANGE where it is trimmed', async () => {
    const scene = await startScene({ config: { limits: { exec_buffer_bytes: '128k' } } });
    const { id: sandboxId } = await acquireOwn(scene);
    const attach = (from: object): ExecTarget => ({ attach: { sandboxId, execId: 'many', ...from } });
    const shell = 'head -c 300000 /dev/zero | tr "\\0" a; printf tail';
    await scene.client.startExec({ spec: { sandboxId, execId: 'many', shell } });
    await waitForEnd(scene, sandboxId, 'many');
    expect((await toEnd(scene.client.exec(attach({ stdoutOffset: 300_000 })))).stdout).toBe('tail');
    const kept = await toEnd(scene.client.exec(attach({})));
    expect(kept.stdout).toHaveLength(128 * 1024);
    expect(kept.stdout.endsWith('atail')).toBe(true);
    const trimmed = await refusalOf(toEnd(scene.client.exec(attach({ stdoutOffset: 0 }))));
    expect(trimmed).toMatchObject({ reason: 'EXEC_OUTPUT_TRIMMED', status: 'OUT_OF_RANGE' });
    expect(Number(trimmed.metadata['oldest_offset'])).toBe(300_004 - 128 * 1024);
  });

  test('goes on where a stream broke', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    const shell = 'echo first; while [ ! -e go ]; do sleep 0.05; done; echo second';
    const call = start(anotherClient(scene), sandboxId, shell, { execId: 'resumed' });
    const { until } = reader(call);
    await until('first\n');
    call.close();
    await scene.client.runExec({ sandboxId, shell: 'touch go' });
    const again = scene.client.exec({ attach: { sandboxId, execId: 'resumed', stdoutOffset: 6 } });
    const { stdout, exit } = await toEnd(again);
    expect([stdout, exit.exit?.exitCode]).toEqual(['second\n', 0]);
  });

  test('of 100 MB stops with its reader, in little memory, and the sandbox still answers (R9)', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    const totalBytes = 100_000_000;
    const before = residentBytes(scene.daemon.pid);
    const shell = `head -c ${totalBytes} /dev/zero; touch written`;
    const call = start(scene.client, sandboxId, shell, { execId: 'big' });
    const output = call.output[Symbol.asyncIterator]();
    await output.next();
    const other = anotherClient(scene);
    let seenBytes = -1;
    await waitUntil(
      async () => {
        const { exec } = await other.getExec({ sandboxId, execId: 'big' });
        const stoodStill = Number(exec?.stdoutBytes) === seenBytes;
        seenBytes = Number(exec?.stdoutBytes);
        return stoodStill;
      },
      { timeoutMs: patienceMs, what: 'the command stands still' },
    );
    expect(seenBytes).toBeLessThan(totalBytes / 4);
    expect((await other.runExec({ sandboxId, argv: ['test', '-e', 'written'] })).exitCode).toBe(1);
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    let readBytes = seenBytes;
    readBytes = 0;
    for (let next = await output.next(); !next.done; next = await output.next()) readBytes += next.value.data.length;
    expect(readBytes).toBeGreaterThan(totalBytes - 1024 * 1024);
    expect((await call.exit).stdoutBytes).toBe(String(totalBytes));
    expect(residentBytes(scene.daemon.pid) - before).toBeLessThan(100_000_000);
  });
});

describe('an exec whose reader has gone', () => {
  test('ends by a signal although its output was never read', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    const call = start(scene.client, sandboxId, 'head -c 50000000 /dev/zero', { execId: 'unread' });
    await call.output[Symbol.asyncIterator]().next();
    call.close();
    await scene.client.signalExec({ sandboxId, execId: 'unread' });
    expect((await waitForEnd(scene, sandboxId, 'unread')).exit).toMatchObject({
      cause: 'EXEC_CAUSE_SIGNALLED',
      signal: 'SIGTERM',
    });
  });
});

describe('a sandbox', () => {
  test('runs 32 execs at once, each with its own input, output and exit code (B3-63)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const numbers = Array.from({ length: 32 }, (_, index) => index);
    const calls = numbers.map((number) =>
      start(scene.client, sandboxId, `echo up ${number}; read word; echo "$word" >&2; exit ${number}`, {
        openStdin: true,
      }),
    );
    // All of them run before the first one may end.
    await Promise.all(calls.map((call) => call.started));
    await Promise.all(calls.map((call, number) => call.write(Buffer.from(`word ${number}\n`))));
    const results = await Promise.all(calls.map(toEnd));
    expect(results.map(({ stdout, stderr, exit }) => [stdout, stderr, exit.exit?.exitCode])).toEqual(
      numbers.map((number) => [`up ${number}\n`, `word ${number}\n`, number]),
    );
  });

  test('is in use while an exec runs, also with a silent reader (R7)', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene, soon);
    const call = start(scene.client, sandboxId, 'echo up; while [ ! -e go ]; do sleep 0.05; done', { execId: 'long' });
    await call.started;
    for (let pass = 0; pass < 5; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    call.close();
    for (let pass = 0; pass < 5; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    await scene.client.runExec({ sandboxId, shell: 'touch go' });
    await waitForEnd(scene, sandboxId, 'long');
    await waitUntil(
      async () => {
        await scene.client.runSweep({ loop: 'idle' });
        return (await getSandbox(scene, sandboxId)).state === 'SANDBOX_STATE_RECYCLED';
      },
      { timeoutMs: patienceMs, what: 'the sandbox is idle' },
    );
  });

  test('has a bounded number of execs (R9)', async () => {
    const scene = await startScene({ config: { limits: { max_execs_per_sandbox: 1 } } });
    const { id: sandboxId } = await acquireOwn(scene);
    await scene.client.startExec({ spec: { sandboxId, execId: 'one', argv: ['sleep', '300'] } });
    const refused = await refusalOf(scene.client.startExec({ spec: { sandboxId, execId: 'two', argv: ['true'] } }));
    expect(refused.reason).toBe('TOO_MANY_REQUESTS');
  });
});

describe('after a kill of the daemon', () => {
  test('a running exec is found again, keeps its sandbox, and tells its true exit code', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene, soon);
    const shell = 'echo up; while [ ! -e go ]; do sleep 0.05; done; exit 7';
    const call = start(scene.client, sandboxId, shell, { execId: 'survivor' });
    const { until } = reader(call);
    await until('up\n');
    await scene.daemon.restart();
    const { exec } = await scene.client.getExec({ sandboxId, execId: 'survivor' });
    expect(exec).toMatchObject({ state: 'EXEC_STATE_RUNNING', attachable: false });
    for (let pass = 0; pass < 3; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    const attached = scene.client.exec({ attach: { sandboxId, execId: 'survivor' } });
    await attached.started;
    await scene.client.runExec({ sandboxId, shell: 'touch go' });
    const { stdout, exit } = await toEnd(attached);
    expect(stdout).toBe('');
    expect(exit.exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 7 });
  });

  test('an exec that ended meanwhile has its exit code from the engine, and one of a lost sandbox has none', async () => {
    const scene = shared();
    const one = await acquireOwn(scene);
    const two = await acquireOwn(scene);
    for (const { id: sandboxId } of [one, two]) {
      const shell = 'while [ ! -e go ]; do sleep 0.05; done; exit 4';
      await scene.client.startExec({ spec: { sandboxId, execId: 'away', shell, workdir: '/' } });
    }
    await scene.client.runExec({ sandboxId: one.id, shell: 'touch go', workdir: '/' });
    await scene.daemon.kill();
    await scene.engine.control({ action: 'remove_container', name: two.containerName });
    await scene.daemon.start();
    const ends = [await waitForEnd(scene, one.id, 'away'), await waitForEnd(scene, two.id, 'away')];
    expect(ends[0]?.exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 4 });
    expect(ends[1]?.exit).toMatchObject({ cause: 'EXEC_CAUSE_SANDBOX_GONE' });
    expect(ends[1]?.exit?.exitCode).toBeUndefined();
  });

  test('it is signalled and timed out as before', async () => {
    const scene = shared();
    const { id: sandboxId } = await acquireOwn(scene);
    const argv = ['sleep', '300'];
    await scene.client.startExec({ spec: { sandboxId, execId: 'killed', argv } });
    await scene.client.startExec({ spec: { sandboxId, execId: 'late', argv, timeout: durationFromMs(1_500) } });
    await scene.daemon.restart();
    await scene.client.signalExec({ sandboxId, execId: 'killed', signal: 'SIGKILL' });
    expect((await waitForEnd(scene, sandboxId, 'killed')).exit).toMatchObject({ cause: 'EXEC_CAUSE_SIGNALLED' });
    expect((await waitForEnd(scene, sandboxId, 'late')).exit).toMatchObject({ cause: 'EXEC_CAUSE_TIMED_OUT' });
  });
});
