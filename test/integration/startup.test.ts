// Start and stop of the daemon: one at a time, on a socket and a directory of its own, and what a stop leaves (R11).

import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { type DaemonOptions, DaemonEnded, startDaemon, temporary } from '../support/daemon.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const permissionBits = 0o777;

function place(): string {
  const directory = temporary();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** How it ended; a daemon that starts instead fails the test. */
async function failedStart(options: DaemonOptions): Promise<DaemonEnded> {
  let error: unknown;
  try {
    await (await startDaemon(options)).dispose();
  } catch (failure) {
    error = failure;
  }
  if (error instanceof DaemonEnded) return error;
  throw new Error('the daemon started', { cause: error });
}

describe('the socket', () => {
  test('has mode 0660 in a directory of mode 0750 (B3-80)', async () => {
    const { daemon } = await startScene();
    expect(statSync(daemon.socketPath).mode & permissionBits).toBe(0o660);
    expect(statSync(path.dirname(daemon.socketPath)).mode & permissionBits).toBe(0o750);
    expect(statSync(daemon.stateDir).mode & permissionBits).toBe(0o700);
  });

  test('that a killed daemon left is replaced', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const { ino } = statSync(scene.daemon.socketPath);
    await scene.daemon.kill();
    expect(existsSync(scene.daemon.socketPath)).toBe(true);
    await scene.daemon.start();
    expect(statSync(scene.daemon.socketPath).ino).not.toBe(ino);
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('is removed by a stop in order', async () => {
    const { daemon } = await startScene();
    expect(await daemon.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(daemon.socketPath)).toBe(false);
  });

  test.each([
    ['a directory', (socket: string) => mkdirSync(socket, { mode: 0o700 })],
    ['a file', (socket: string) => writeFileSync(socket, 'precious')],
  ])('whose path is %s is refused with exit code 78, and what is there stays', async (_what, put) => {
    const directory = place();
    const socket = path.join(directory, 'there');
    put(socket);
    const ended = await failedStart({ config: { socket } });
    expect(ended.exit.code).toBe(78);
    expect(ended.message).toMatch(/not a socket/);
    expect(existsSync(socket)).toBe(true);
  });

  test('on which another program listens is refused with exit code 75', async () => {
    const directory = place();
    const socket = path.join(directory, 'taken.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    const ended = await failedStart({ config: { socket } });
    expect(ended.exit.code).toBe(75);
  });

  test('with a path that is too long is refused by the config', async () => {
    const ended = await failedStart({ config: { socket: `/tmp/${'x'.repeat(110)}` } });
    expect(ended.exit.code).toBe(78);
    expect(ended.message).toMatch(/103/);
  });
});

describe('a second daemon', () => {
  test('on the same state directory ends with exit code 75 and disturbs nothing', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const second = place();
    const config = { state_dir: scene.daemon.stateDir, socket: path.join(second, 's.sock') };
    const ended = await failedStart({ directory: second, config });
    expect(ended.exit.code).toBe(75);
    expect((await acquire(scene)).id).toBe(id);
  });

  test('on the same socket ends with exit code 75, and the first one goes on serving', async () => {
    const scene = await startScene();
    const ended = await failedStart({ config: { socket: scene.daemon.socketPath } });
    expect(ended.exit.code).toBe(75);
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('on another directory is another instance and sees none of the containers of the first (R5)', async () => {
    const scene = await startScene();
    const { containerName } = await acquire(scene);
    const other = await startDaemon({ config: scene.config({ orphan_grace: 0, orphan_ttl: '1ms' }) });
    onTestFinished(async () => await other.dispose());
    await other.client.reconcile({});
    expect((await other.client.listOrphans({})).orphans).toEqual([]);
    expect((await other.client.getInfo({})).instanceId).not.toBe((await scene.client.getInfo({})).instanceId);
    expect((await scene.engine.containers()).map(({ name, phase }) => [name, phase])).toEqual([
      [containerName, 'running'],
    ]);
  });
});

describe('a state directory that cannot be used', () => {
  test('because it is a file ends the start with exit code 74', async () => {
    const directory = place();
    writeFileSync(path.join(directory, 'state'), '');
    expect((await failedStart({ directory })).exit.code).toBe(74);
  });
});

describe('a config that is bad', () => {
  test.each([
    ['an unknown key', { max_sandboxs: 3 }, /max_sandboxs[\s\S]*max_sandboxes/],
    ['a bad value', { log_level: 'loud' }, /log_level/],
    ['an unknown runtime', { templates: { a: { runtime: 'moon' } } }, /runtime/],
    ['a default template that is none', { default_template: 'nothing' }, /default_template/],
  ])('by %s ends the start with exit code 78 and says where', async (_what, config, complaint) => {
    const ended = await failedStart({ config });
    expect(ended.exit.code).toBe(78);
    expect(ended.logs).toMatch(complaint);
    expect(ended.logs).toMatch(/config\.yaml:\d+/);
  });

  test('at a reload is refused, and the old one stays in force', async () => {
    const scene = await startScene();
    scene.daemon.writeConfig({ ...scene.config(), log_level: 'loud' });
    expect((await refusalOf(scene.client.reload({}))).reason).toBe('CONFIG_INVALID');
    scene.daemon.signal('SIGHUP');
    await waitUntil(() => scene.daemon.logs().includes('the old one stays in force'), {
      timeoutMs: patienceMs,
      what: 'the bad reload is logged',
    });
    expect((await acquire(scene)).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('at a reload that is good tells what was applied and what waits for a restart', async () => {
    const scene = await startScene();
    scene.daemon.writeConfig({ ...scene.config({ max_sandboxes: 1 }), socket_mode: '0600' });
    const dry = await scene.client.reload({ dryRun: true });
    expect(dry).toMatchObject({ applied: ['max_sandboxes'], restartRequired: ['socket_mode'] });
    await acquire(scene, 's1');
    expect((await scene.client.reload({})).applied).toEqual(['max_sandboxes']);
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
    expect(refusal).toMatchObject({ reason: 'CAPACITY_EXHAUSTED', status: 'RESOURCE_EXHAUSTED' });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    expect(refusal.quotaViolations).not.toEqual([]);
  });
});

describe('a stop of the daemon', () => {
  test.each([
    ['detach', 'RUNNING', 1],
    ['park', 'PARKED', 1],
    ['release', 'RELEASED', 0],
  ] as const)('with on_shutdown: %s leaves a sandbox %s (R11)', async (policy, state, left) => {
    const scene = await startScene({ config: { on_shutdown: policy } });
    const { id, workspacePath } = await acquire(scene, 's1', { holder: 'somebody' });
    expect(await scene.daemon.stop()).toEqual({ code: 0, signal: null });
    expect(await scene.engine.containers()).toHaveLength(left);
    expect(existsSync(workspacePath)).toBe(true);
    await scene.daemon.start();
    expect((await getSandbox(scene, id)).state).toBe(`SANDBOX_STATE_${state}`);
  });

  test('waits for what is in flight', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 700 } });
    const call = acquire(scene);
    await waitForCalls(scene, 'POST /containers');
    const stopped = scene.daemon.stop();
    expect((await call).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await stopped).toEqual({ code: 0, signal: null });
  });

  test('hands over what does not end in time: the next start finishes it', async () => {
    const scene = await startScene({ config: { drain_timeout: '300ms' } });
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 3000 } });
    const call = acquire(scene).catch((error: unknown) => error);
    await waitForCalls(scene, 'POST /containers');
    expect(await scene.daemon.stop()).toEqual({ code: 0, signal: null });
    expect(await call).toMatchObject({ reason: 'DRAINING', status: 'UNAVAILABLE' });
    await scene.daemon.start();
    const [begun] = (await scene.client.listSandboxes({})).sandboxes;
    const made = await waitForState(scene, begun?.id ?? '', 'RUNNING');
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([made.containerName]);
  });

  test('is ended at once by a second signal', async () => {
    const scene = await startScene({ config: { drain_timeout: '10m' } });
    await scene.engine.control({ action: 'hang', method: 'POST', path: '/start' });
    const call = acquire(scene).catch(() => undefined);
    await waitForCalls(scene, 'POST /containers/*/start');
    scene.daemon.signal('SIGTERM');
    await waitUntil(async () => (await scene.client.getInfo({})).status === 'DAEMON_STATUS_DRAINING', {
      timeoutMs: patienceMs,
      what: 'the daemon is stopping',
    });
    expect(await scene.daemon.stop()).toEqual({ code: 1, signal: null });
    await call;
  });

  test('ends a watch with a reason and refuses new work', async () => {
    const scene = await startScene();
    const frames = scene.client.watchEvents({ fromStart: true });
    expect((await frames.next()).value).toMatchObject({ frame: 'ready' });
    const ending = (async () => {
      for await (const frame of frames) expect(frame).toBeDefined();
    })();
    const refusal = refusalOf(ending);
    await scene.daemon.stop();
    expect(await refusal).toMatchObject({ reason: 'DRAINING', status: 'UNAVAILABLE' });
  });

  test('is rehearsed by Drain: new sandboxes are refused, reuse and reads go on, undo opens again', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    expect(await scene.client.drain({})).toMatchObject({ draining: true });
    expect((await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }))).reason).toBe('DRAINING');
    expect((await acquire(scene)).id).toBe(id);
    expect(await scene.client.drain({ undo: true })).toMatchObject({ draining: false });
    expect((await acquire(scene, 's2')).state).toBe('SANDBOX_STATE_RUNNING');
  });
});

describe('after a SIGKILL', () => {
  test('everything is as it was: id, container, files, labels and events', async () => {
    const scene = await startScene();
    const before = await acquire(scene, 's1', { labels: { team: 'a' }, annotations: { note: 'b' } });
    const { events } = await scene.client.listEvents({});
    await scene.daemon.restart();
    const answer = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_REUSED');
    const { lastActiveTime: _before, updateTime: _then, etag: _old, ...kept } = before;
    expect(sandboxOf(answer)).toMatchObject(kept);
    expect((await scene.client.listEvents({})).events.slice(0, events.length)).toEqual(events);
  });
});
