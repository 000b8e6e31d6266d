// LogService over the daemon's socket: what it reads, when it ends, and what it keeps in use.

import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { StreamLogsRequest } from '../../src/gen/sandkeep/v1/StreamLogsRequest.ts';
import { Capture, runWith } from '../support/cli.ts';
import { startDaemon } from '../support/daemon.ts';
import { residentBytes } from '../support/memory.ts';
import { acquire, getSandbox, patienceMs, refusalOf, type Scene, startScene, waitForState } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

/** It says what the lines of a file in its workspace tell it to. */
const talk = {
  image: 'fake:talk',
  ports: [],
  readiness: { kind: 'none' },
  workspace_mounts: [{ target: '/mnt/user-data' }],
};

const keptCharacters = 1000;

interface Talker {
  readonly id: string;
  say(...lines: readonly string[]): void;
}

async function startTalker(scene: Scene): Promise<Talker> {
  const { id, workspacePath } = await acquire(scene, 's1', { template: 'talk' });
  const file = path.join(workspacePath, 'say');
  writeFileSync(file, '');
  return { id, say: (...lines) => appendFileSync(file, lines.map((line) => `${line}\n`).join('')) };
}

/** Reads as it is asked, no further. */
function follow(scene: Scene, request: StreamLogsRequest) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const frames = scene.client.streamLogs({ follow: true, ...request }, { signal: over.signal });
  let text = '';
  const take = async (): Promise<boolean> => {
    const next = await frames.next();
    if (next.done === true) return false;
    text = (text + next.value.data.toString()).slice(-keptCharacters);
    return true;
  };
  return {
    take,
    until: async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) if (!(await take())) throw new Error(`the log ended with ${text}`);
    },
    toEnd: async (): Promise<string> => {
      while (await take());
      return text;
    },
    leave: async () => await frames.return(),
  };
}

async function inFlight(scene: Scene, sandboxId: string): Promise<boolean> {
  const { planned } = await scene.client.explainSandbox({ sandboxId });
  return planned.some(({ message }) => message.includes('calls in flight'));
}

test('a log is read with its two streams apart, the last lines alone, from a time on, and of a stopped sandbox', async () => {
  const scene = await startScene({ templates: { talk } });
  const talker = await startTalker(scene);
  talker.say('one', '!two', 'three', 'exit 0');
  await waitForState(scene, talker.id, 'STOPPED');
  const read = async (request: StreamLogsRequest) => {
    const lines: { source: string; text: string; time: unknown }[] = [];
    for await (const { source, data, time } of scene.client.streamLogs({ sandboxId: talker.id, ...request })) {
      lines.push({ source, text: data.toString(), time });
    }
    return lines;
  };
  expect(await read({})).toEqual([
    { source: 'LOG_SOURCE_STDOUT', text: 'one\n', time: null },
    { source: 'LOG_SOURCE_STDERR', text: 'two\n', time: null },
    { source: 'LOG_SOURCE_STDOUT', text: 'three\n', time: null },
  ]);
  expect((await read({ tailLines: 1 })).map(({ text }) => text)).toEqual(['three\n']);
  const [, second] = await read({ timestamps: true });
  const from = await read({ sinceTime: second?.time as NonNullable<StreamLogsRequest['sinceTime']> });
  expect(from.map(({ text }) => text)).toEqual(['two\n', 'three\n']);
});

test('a follower ends without an error when the sandbox is released', async () => {
  const scene = await startScene({ templates: { talk } });
  const talker = await startTalker(scene);
  const follower = follow(scene, { sandboxId: talker.id });
  talker.say('up');
  await follower.until('up\n');
  await scene.client.releaseSandbox({ sandboxId: talker.id, wait: true });
  expect(await follower.toEnd()).toBe('up\n');
  const refused = await refusalOf(scene.client.streamLogs({ sandboxId: talker.id }).next());
  expect(refused.reason).toBe('WRONG_STATE');
});

test('a silent follower keeps its sandbox in use, and no longer when it has left (R7)', async () => {
  const idle = { idle_timeout: '500ms', idle_action: 'release' };
  const scene = await startScene({ templates: { talk: { ...talk, ...idle } } });
  const talker = await startTalker(scene);
  const follower = follow(scene, { sandboxId: talker.id });
  talker.say('up');
  await follower.until('up\n');
  expect(await inFlight(scene, talker.id)).toBe(true);
  const begunMs = performance.now();
  await waitUntil(() => performance.now() - begunMs > 1000, { timeoutMs: patienceMs, what: 'its idle time is over' });
  await scene.client.runSweep({ loop: 'idle' });
  expect((await getSandbox(scene, talker.id)).state).toBe('SANDBOX_STATE_RUNNING');
  await follower.leave();
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'idle' });
      return (await getSandbox(scene, talker.id)).state !== 'SANDBOX_STATE_RUNNING';
    },
    { timeoutMs: patienceMs, what: 'it is idle' },
  );
});

test('an unread log of 100 MB does not grow the daemon, and the sandbox answers meanwhile', async () => {
  const scene = await startScene({ templates: { talk } });
  const talker = await startTalker(scene);
  const follower = follow(scene, { sandboxId: talker.id });
  talker.say('up');
  await follower.until('up\n');
  const before = residentBytes(scene.daemon.pid);
  talker.say(`flood ${100 * 1024 * 1024}`, 'done');
  // The engine has all of it when it can tell the last line.
  await waitUntil(
    async () => {
      for await (const { data } of scene.client.streamLogs({ sandboxId: talker.id, tailLines: 1 })) {
        if (data.toString() === 'done\n') return true;
      }
      return false;
    },
    { timeoutMs: patienceMs, what: 'the flood is over' },
  );
  const { exitCode } = await scene.client.runExec({ sandboxId: talker.id, argv: ['true'] });
  expect(exitCode).toBe(0);
  const grownBytes = residentBytes(scene.daemon.pid) - before;
  console.info(`the daemon grew by ${(grownBytes / 1e6).toFixed(1)} MB with 100 MB unread`);
  expect(grownBytes).toBeLessThan(50e6);
  // It goes on where it was.
  for (let piece = 0; piece < 1000; piece += 1) expect(await follower.take()).toBe(true);
  await follower.leave();
});

test('a follower more than limits.max_log_streams is refused, and has its turn when another has left', async () => {
  const scene = await startScene({ templates: { talk }, config: { limits: { max_log_streams: 1 } } });
  const talker = await startTalker(scene);
  const first = follow(scene, { sandboxId: talker.id });
  talker.say('up');
  await first.until('up\n');
  const refused = await refusalOf(scene.client.streamLogs({ sandboxId: talker.id }).next());
  expect(refused.reason).toBe('TOO_MANY_REQUESTS');
  await first.leave();
  await waitUntil(async () => !(await scene.client.streamLogs({ sandboxId: talker.id }).next()).done, {
    timeoutMs: patienceMs,
    what: 'the next one has its turn',
  });
});

test('the command line follows a log through a restart of the daemon, and ends with the sandbox', async () => {
  const scene = await startScene({ templates: { talk } });
  const talker = await startTalker(scene);
  const stdout = new Capture();
  const running = runWith(['--socket', scene.daemon.socketPath, 'logs', '-f', talker.id], stdout, new Capture());
  const shows = async (text: string): Promise<void> =>
    await waitUntil(() => stdout.text() === text, { timeoutMs: patienceMs, what: `it shows ${text}` });
  talker.say('one', 'two');
  await shows('one\ntwo\n');
  await scene.daemon.kill();
  talker.say('three');
  await scene.daemon.start();
  await shows('one\ntwo\nthree\n');
  await scene.client.releaseSandbox({ sandboxId: talker.id, wait: true });
  expect(await running).toBe(0);
  expect(stdout.text()).toBe('one\ntwo\nthree\n');
});

test('wrong requests are refused, and a local sandbox has no log', async () => {
  const daemon = await startDaemon();
  onTestFinished(async () => await daemon.dispose());
  const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 's1' } });
  const sandboxId = sandbox?.id ?? '';
  const reasonOf = async (request: StreamLogsRequest): Promise<string> =>
    (await refusalOf(daemon.client.streamLogs({ sandboxId, ...request }).next())).reason;
  expect(await reasonOf({})).toBe('NOT_SUPPORTED');
  expect(await reasonOf({ tailLines: -1 })).toBe('INVALID_FIELD');
  expect(await reasonOf({ sinceTime: { seconds: -1 } })).toBe('INVALID_FIELD');
  expect(await reasonOf({ sinceTime: { seconds: 1, nanos: 1e9 } })).toBe('INVALID_FIELD');
  expect(await reasonOf({ sandboxId: 'nothing-like-it' })).toBe('SANDBOX_NOT_FOUND');
});
