// Sessions: heartbeats, reaping without losing the work, coming back (B3-24, B3-38 to B3-45).

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { readBytes, readText, writeBytes, writeText } from '../support/files.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  type Scene,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const gateMs = 600;
const file = '/workspace/work.bin';

type Session = NonNullable<Awaited<ReturnType<Scene['client']['getSession']>>['session']>;

async function sessionOf(scene: Scene, session = 's1'): Promise<Session> {
  const answer = await scene.client.getSession({ session: { session } });
  if (answer.session === null) throw new Error('the answer has no session');
  return answer.session;
}

async function reap(scene: Scene, session = 's1'): Promise<void> {
  await scene.client.reapSession({ session: { session }, wait: true });
}

async function sweepIdle(scene: Scene): Promise<Readonly<Record<string, number>>> {
  const { counters } = await scene.client.runSweep({ loop: 'idle' });
  return Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, Number(value)]));
}

/** Sweeps until the session is reaped. */
async function untilReaped(scene: Scene): Promise<void> {
  await waitUntil(async () => (await sweepIdle(scene))['reaped_sessions'] === 1, {
    timeoutMs: patienceMs,
    what: 'the session is reaped',
  });
}

async function reloadWith(
  scene: Scene,
  templates: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<void> {
  scene.daemon.writeConfig(scene.config({}, templates));
  await scene.client.reload({});
}

describe('a session', () => {
  test('begins with its first acquire, has all its sandboxes, and ends with their last record', async () => {
    const scene = await startScene({ templates: { other: {} }, config: { released_ttl: '1ms' } });
    expect((await refusalOf(scene.client.getSession({ session: { session: 's1' } }))).reason).toBe('SESSION_NOT_FOUND');
    const first = await acquire(scene);
    const second = await acquire(scene, 's1', { template: 'other' });
    const third = sandboxOf(await scene.client.createSandbox({ session: { session: 's1' } }));
    const session = await sessionOf(scene);
    expect(session.state).toBe('SESSION_STATE_ACTIVE');
    expect(session.sandboxes.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
    await acquire(scene, 's2');
    const { sessions } = await scene.client.listSessions({});
    expect(sessions.map(({ key }) => key?.session)).toEqual(['s1', 's2']);
    expect(await scene.client.releaseSession({ session: { session: 's1' }, wait: true })).toMatchObject({
      matched: 3,
      released: 3,
      held: 0,
      failed: 0,
    });
    expect((await sessionOf(scene)).state).toBe('SESSION_STATE_RELEASED');
    await waitUntil(async () => Number((await scene.client.runSweep({ loop: 'released' })).counters['deleted']) >= 0, {
      timeoutMs: patienceMs,
      what: 'a sweep',
    });
    await waitUntil(
      async () => {
        await scene.client.runSweep({ loop: 'released' });
        return (await scene.client.listSessions({})).sessions.length === 1;
      },
      { timeoutMs: patienceMs, what: 'the session is forgotten' },
    );
  });

  test('that holders keep is released only by force', async () => {
    const scene = await startScene();
    await acquire(scene, 's1', { holder: 'agent' });
    expect(await scene.client.releaseSession({ session: { session: 's1' } })).toMatchObject({ matched: 1, held: 1 });
    const forced = await scene.client.releaseSession({ session: { session: 's1' }, force: true, wait: true });
    expect(forced).toMatchObject({ matched: 1, released: 1 });
    expect(await scene.client.releaseSession({ session: { session: 'unknown' } })).toMatchObject({ matched: 0 });
  });
});

describe('a heartbeat', () => {
  test('that lapses recycles the session; its counters are those of the scan it replaces', async () => {
    const scene = await startScene({ templates: { base: { heartbeat_timeout: '300ms' } } });
    const { id } = await acquire(scene);
    await untilReaped(scene);
    await waitForState(scene, id, 'RECYCLED');
    expect((await sessionOf(scene)).state).toBe('SESSION_STATE_RECYCLED');
    expect(await scene.engine.containers()).toEqual([]);
    expect(Object.keys(await sweepIdle(scene))).toEqual(
      expect.arrayContaining([
        'scanned_sessions',
        'reaped_sessions',
        'skipped_no_heartbeat',
        'skipped_no_running_containers',
        'skipped_lock_busy',
        'skipped_not_idle_after_double_check',
        'errors',
      ]),
    );
  });

  test('counts from the first one on where no template says anything', async () => {
    const scene = await startScene({ config: { heartbeat_timeout: '250ms' } });
    const { id } = await acquire(scene);
    expect((await sessionOf(scene)).recycleTime).toBeNull();
    const heard = await scene.client.heartbeat({ session: { session: 's1' } });
    expect(heard).toMatchObject({ state: 'SESSION_STATE_ACTIVE', generation: '1', needsRestore: false });
    expect(heard.recycleTime).not.toBeNull();
    await untilReaped(scene);
    await waitForState(scene, id, 'RECYCLED');
  });

  test.each(['a heartbeat', 'a command', 'a keepalive', 'an acquire'])(
    'is as good as %s: it puts the recycling off',
    async (use) => {
      const scene = await startScene({ templates: { base: { heartbeat_timeout: '1h' } } });
      const { id: sandboxId } = await acquire(scene);
      const session = { session: 's1' };
      // The last sign of life that counts is the use: the deadline is shortened to what has passed since.
      await scene.client.runSweep({ loop: 'activity' });
      const before = Number((await sessionOf(scene)).lastHeartbeatTime?.nanos);
      if (use === 'a heartbeat') await scene.client.heartbeat({ session });
      else if (use === 'a command') await scene.client.runExec({ sandboxId, argv: ['true'] });
      else if (use === 'a keepalive') await scene.client.keepAliveSandbox({ sandboxId });
      else await acquire(scene);
      expect(Number((await sessionOf(scene)).lastHeartbeatTime?.nanos)).not.toBe(before);
    },
  );

  test('time-out set by a client is kept, over a restart and over what templates say', async () => {
    const scene = await startScene({
      templates: { base: { heartbeat_timeout: '1h' }, other: { heartbeat_timeout: '2h' } },
    });
    const { id } = await acquire(scene);
    await scene.client.heartbeat({
      session: { session: 's1' },
      heartbeatTimeout: durationFromMs(90_000),
      idleTimeout: durationFromMs(45_000),
    });
    await scene.daemon.kill();
    await scene.daemon.start();
    await acquire(scene, 's1', { template: 'other' });
    const session = await sessionOf(scene);
    expect(session.heartbeatTimeout).toMatchObject({ seconds: '90' });
    expect(session.sandboxes.map(({ idleTimeout }) => idleTimeout?.seconds)).toEqual(['45', '45']);
    expect((await getSandbox(scene, id)).idleTimeout).toMatchObject({ seconds: '45' });
  });

  test('the first of which decides for want of anything else does not outweigh what a template says later', async () => {
    const scene = await startScene({ templates: { patient: { heartbeat_timeout: '2h' } } });
    await acquire(scene);
    await scene.client.heartbeat({ session: { session: 's1' } });
    expect((await sessionOf(scene)).heartbeatTimeout).toMatchObject({ seconds: '300' });
    await acquire(scene, 's1', { template: 'patient' });
    expect((await sessionOf(scene)).heartbeatTimeout).toMatchObject({ seconds: '7200' });
  });

  test('is not owed while all is parked, and owed again once it is acquired', async () => {
    const scene = await startScene({ templates: { base: { heartbeat_timeout: '200ms', release_mode: 'park' } } });
    const { id: sandboxId } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId });
    await waitUntil(async () => (await sweepIdle(scene))['skipped_no_running_containers'] === 1, {
      timeoutMs: patienceMs,
      what: 'the silent session has nothing that runs',
    });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_PARKED');
    expect((await acquire(scene)).id).toBe(sandboxId);
    expect((await sessionOf(scene)).recycleTime).not.toBeNull();
    await untilReaped(scene);
    await waitForState(scene, sandboxId, 'RECYCLED');
  });

  test('of an earlier generation is refused, and keeps nothing alive (B3-24)', async () => {
    const scene = await startScene({ templates: { base: { heartbeat_timeout: '1h' } } });
    await acquire(scene);
    const session = { session: 's1' };
    await scene.client.heartbeat({ session, expectedGeneration: 1 });
    await reap(scene);
    await acquire(scene);
    expect((await sessionOf(scene)).generation).toBe('2');
    const refusal = await refusalOf(scene.client.heartbeat({ session, expectedGeneration: 1 }));
    expect(refusal).toMatchObject({ reason: 'GENERATION_MISMATCH', status: 'FAILED_PRECONDITION' });
    expect((await scene.client.heartbeat({ session, expectedGeneration: 2 })).generation).toBe('2');
  });

  test('that nobody could send while the daemon was down reaps nobody (R7)', async () => {
    const scene = await startScene({ templates: { base: { heartbeat_timeout: '30s' } } });
    await acquire(scene);
    // As after a long time without a daemon: the deadline is past when it starts.
    await scene.client.heartbeat({ session: { session: 's1' }, heartbeatTimeout: durationFromMs(1) });
    await scene.client.heartbeat({ session: { session: 's1' }, heartbeatTimeout: durationFromMs(60_000) });
    await scene.daemon.kill();
    await scene.daemon.start();
    expect((await sweepIdle(scene))['reaped_sessions']).toBe(0);
    const { recycleTime } = await sessionOf(scene);
    expect(Number(recycleTime?.seconds) * 1000).toBeGreaterThan(Date.now() + 50_000);
  });

  test('is not missed while a command runs, however long (R7, B3-21)', async () => {
    const scene = await startScene({ templates: { base: { heartbeat_timeout: '100ms' } } });
    const { id: sandboxId } = await acquire(scene);
    const running = scene.client.runExec({ sandboxId, argv: ['sleep', '1'] });
    await waitUntil(async () => (await scene.client.explainSandbox({ sandboxId })).activity === 1, {
      timeoutMs: patienceMs,
      what: 'the command runs',
    });
    let passes = 0;
    await waitUntil(
      async () => {
        const counters = await sweepIdle(scene);
        passes += 1;
        expect(counters['reaped_sessions']).toBe(0);
        return (counters['skipped_not_idle_after_double_check'] ?? 0) > 0 || passes > 200;
      },
      { timeoutMs: patienceMs, what: 'a sweep finds the session in use' },
    );
    await running;
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    await untilReaped(scene);
  });
});

describe('a recycled session', () => {
  test('comes back with its files byte for byte, as the same sandboxes in their next generation (B3-38, B3-42)', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const first = await acquire(scene);
    const second = await acquire(scene, 's1', { template: 'other' });
    const bytes = randomBytes(200_000);
    await writeBytes(scene.client, first.id, file, bytes);
    for (let round = 1; round <= 3; round += 1) {
      await reap(scene);
      expect(await scene.engine.containers()).toEqual([]);
      expect((await scene.client.heartbeat({ session: { session: 's1' } })).needsRestore).toBe(true);
      const answer = await scene.client.restoreSession({ session: { session: 's1' } });
      expect(answer.restored.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
      expect(answer.failures).toEqual([]);
      expect(answer.session).toMatchObject({ state: 'SESSION_STATE_ACTIVE', generation: String(round + 1) });
      expect(await readBytes(scene.client, first.id, file)).toEqual(bytes);
      expect((await getSandbox(scene, first.id)).generation).toBe(String(round + 1));
    }
  });

  test.each(['a command', 'a file', 'an acquire', 'a heartbeat'])(
    'is woken by %s, and the rest of it with it',
    async (touch) => {
      const scene = await startScene({ templates: { other: {} } });
      const first = await acquire(scene);
      const second = await acquire(scene, 's1', { template: 'other' });
      await writeText(scene.client, first.id, file, 'kept');
      await reap(scene);
      if (touch === 'a command') {
        const answer = await scene.client.runExec({ sandboxId: first.id, argv: ['true'] });
        expect(answer.exitCode).toBe(0);
      } else if (touch === 'a file') expect(await readText(scene.client, first.id, file)).toBe('kept');
      else if (touch === 'an acquire') expect(await acquire(scene)).toMatchObject({ id: first.id, generation: '2' });
      else {
        const answer = await scene.client.heartbeat({ session: { session: 's1' }, restore: true });
        expect(answer).toMatchObject({ state: 'SESSION_STATE_ACTIVE', generation: '2', needsRestore: false });
      }
      expect(await waitForState(scene, second.id, 'RUNNING')).toMatchObject({ generation: '2' });
    },
  );

  test('keeps its id, and the names of its containers, however old: what lives is never forgotten (B3-42, B3-44)', async () => {
    const scene = await startScene({ config: { released_ttl: '1ms' } });
    const names: string[] = [];
    const { id } = await acquire(scene);
    for (let round = 0; round < 3; round += 1) {
      names.push((await getSandbox(scene, id)).containerName);
      await reap(scene);
      await acquire(scene);
    }
    const forgotten = await acquire(scene, 's2');
    await scene.client.releaseSandbox({ sandboxId: forgotten.id, wait: true });
    await waitUntil(async () => (await scene.client.runSweep({ loop: 'released' })).counters['deleted'] === '1', {
      timeoutMs: patienceMs,
      what: 'the released one is forgotten',
    });
    await scene.client.runSweep({ loop: 'events' });
    for (const name of [id, ...names]) {
      expect((await scene.client.runExec({ sandboxId: name, argv: ['true'] })).exitCode, name).toBe(0);
    }
    expect((await refusalOf(getSandbox(scene, forgotten.id))).reason).toBe('SANDBOX_NOT_FOUND');
    // An old name releases the live one (B3-43).
    await scene.client.releaseSandbox({ sandboxId: names[0] ?? '', wait: true });
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('is restored once by two touches at the same time (B3-39)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await reap(scene);
    await scene.engine.control({ action: 'clear' });
    await scene.engine.control({ action: 'delay', method: 'POST', path: '/containers', delayMs: gateMs, count: 1 });
    const answers = await Promise.all([
      scene.client.runExec({ sandboxId, argv: ['true'] }),
      acquire(scene),
      scene.client.restoreSession({ session: { session: 's1' } }),
      scene.client.runExec({ sandboxId, argv: ['true'] }),
    ]);
    expect(answers).toHaveLength(4);
    expect((await scene.engine.calls())['POST /containers']).toBe(1);
    expect((await getSandbox(scene, sandboxId)).generation).toBe('2');
  });

  test('stays recycled when the restore fails; the caller is told, and the next touch tries again (B3-40)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await reap(scene);
    await reloadWith(scene, { base: { image: 'fake:exit' } });
    const refusal = await refusalOf(scene.client.runExec({ sandboxId, argv: ['true'] }));
    expect(refusal.reason).toBe('CONTAINER_EXITED');
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RECYCLED');
    expect(await scene.engine.containers()).toEqual([]);
    await reloadWith(scene, {});
    expect((await scene.client.runExec({ sandboxId, argv: ['true'] })).exitCode).toBe(0);
  });

  test('that cannot come back because its template is of another runtime now says so to an acquire', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    await reap(scene);
    const local = { runtime: 'local', image: undefined, ports: [], readiness: {} };
    const runtimes = { fake: { socket: scene.engine.socketPath }, local: { enabled: true } };
    await scene.daemon.restart({ config: { ...scene.config({}, { base: local }), runtimes } });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' } }));
    expect(refusal).toMatchObject({ reason: 'WRONG_STATE', retryable: false });
    expect(refusal.message).toContain('was made on runtime fake, template base uses local now');
    await scene.client.releaseSandbox({ sandboxId: id, wait: true });
    expect((await acquire(scene)).runtime).toBe('local');
  });

  test('that is restored in part says what is missing, and the next touch brings the rest', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const first = await acquire(scene);
    const second = await acquire(scene, 's1', { template: 'other' });
    await reap(scene);
    await reloadWith(scene, { other: { image: 'fake:exit' } });
    const answer = await scene.client.restoreSession({ session: { session: 's1' } });
    expect(answer.restored.map(({ id }) => id)).toEqual([first.id]);
    expect(answer.failures).toMatchObject([{ sandboxId: second.id, reason: 'CONTAINER_EXITED' }]);
    await reloadWith(scene, { other: {} });
    expect(await acquire(scene, 's1', { template: 'other' })).toMatchObject({ id: second.id });
    await waitForState(scene, second.id, 'RUNNING');
  });

  test('restores what is recycled and leaves what runs (B3-41)', async () => {
    const scene = await startScene({ templates: { other: {} } });
    const first = await acquire(scene, 's1', { idleTimeout: durationFromMs(1) });
    const second = await acquire(scene, 's1', { template: 'other' });
    await waitUntil(async () => (await sweepIdle(scene))['recycled'] === 1, {
      timeoutMs: patienceMs,
      what: 'one is recycled',
    });
    await waitForState(scene, first.id, 'RECYCLED');
    await scene.client.restoreSession({ session: { session: 's1' } });
    expect(await getSandbox(scene, first.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '2' });
    expect(await getSandbox(scene, second.id)).toMatchObject({
      state: 'SANDBOX_STATE_RUNNING',
      generation: '1',
      containerId: second.containerId,
    });
    // Not the whole session was reaped: heartbeats go on as they were.
    expect((await sessionOf(scene)).generation).toBe('1');
  });

  test('is released by the same id (B3-43), and comes back from the release while its record lives', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await writeText(scene.client, sandboxId, file, 'kept');
    await reap(scene);
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RELEASED');
    const restored = sandboxOf(await scene.client.restoreSandbox({ sandboxId }));
    expect(restored).toMatchObject({ id: sandboxId, state: 'SANDBOX_STATE_RUNNING', generation: '2', purgeTime: null });
    expect(await readText(scene.client, sandboxId, file)).toBe('kept');
  });

  test('does not come back from a release when its session has another sandbox, or its files are gone', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId, wait: true });
    await acquire(scene);
    expect((await refusalOf(scene.client.restoreSandbox({ sandboxId }))).reason).toBe('SANDBOX_EXISTS');
    const other = await acquire(scene, 's2');
    await scene.client.releaseSandbox({ sandboxId: other.id, deleteWorkspace: true, wait: true });
    expect((await refusalOf(scene.client.restoreSandbox({ sandboxId: other.id }))).reason).toBe('WRONG_STATE');
  });

  test('is not RECYCLED before the engine says that its container is gone (B3-45, R6)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'status', method: 'DELETE', status: 500, count: 1 });
    await refusalOf(scene.client.reapSession({ session: { session: 's1' }, wait: true }));
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RECYCLING');
    expect(await scene.engine.containers()).toHaveLength(1);
    await waitForState(scene, sandboxId, 'RECYCLED');
  });

  test('is not reaped under a call in flight, unless by force', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    const running = scene.client.runExec({ sandboxId, argv: ['sleep', '60'] });
    const ended = Promise.allSettled([running]);
    await waitUntil(async () => (await scene.client.explainSandbox({ sandboxId })).activity === 1, {
      timeoutMs: patienceMs,
      what: 'the command runs',
    });
    const refusal = await refusalOf(scene.client.reapSession({ session: { session: 's1' } }));
    expect(refusal).toMatchObject({ reason: 'SESSION_IN_USE', retryable: true });
    await scene.client.reapSession({ session: { session: 's1' }, force: true, wait: true });
    await ended;
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RECYCLED');
  });

  test('whose container is being removed is waited for, then restored', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.engine.control({ action: 'delay', method: 'DELETE', delayMs: gateMs, count: 1 });
    await scene.client.reapSession({ session: { session: 's1' } });
    await waitForCalls(scene, 'DELETE /containers/*');
    expect((await scene.client.runExec({ sandboxId, argv: ['true'] })).exitCode).toBe(0);
    expect((await getSandbox(scene, sandboxId)).generation).toBe('2');
  });
});

describe('retention', () => {
  test('gives up what was recycled long ago, files and all, where the config says so', async () => {
    const scene = await startScene({ config: { recycled_ttl: '1ms' } });
    const { id, workspacePath } = await acquire(scene);
    await reap(scene);
    await waitUntil(
      async () => Number((await scene.client.runSweep({ loop: 'events' })).counters['recycled_released'] ?? 0) === 1,
      { timeoutMs: patienceMs, what: 'it is released' },
    );
    await waitForState(scene, id, 'RELEASED');
    expect((await acquire(scene)).workspacePath).toBe(workspacePath);
    expect((await refusalOf(readText(scene.client, (await acquire(scene)).id, file))).reason).toBe('FILE_NOT_FOUND');
  });

  test('keeps a recycled sandbox for ever without being told otherwise (R13)', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    await reap(scene);
    await scene.client.runSweep({ loop: 'events' });
    expect((await getSandbox(scene, id)).state).toBe('SANDBOX_STATE_RECYCLED');
  });

  test('deletes files that nothing refers to any more, where the config says so', async () => {
    const scene = await startScene({ config: { workspace_ttl: '1ms' } });
    const kept = await acquire(scene, 'kept');
    await writeText(scene.client, kept.id, file, 'kept');
    const gone = await acquire(scene, 'gone');
    await writeText(scene.client, gone.id, file, 'gone');
    await scene.client.releaseSandbox({ sandboxId: gone.id, wait: true });
    await waitUntil(
      async () => Number((await scene.client.runSweep({ loop: 'events' })).counters['workspaces_expired'] ?? 0) === 1,
      { timeoutMs: patienceMs, what: 'the workspace is deleted' },
    );
    expect(await readText(scene.client, kept.id, file)).toBe('kept');
    const again = await acquire(scene, 'gone');
    expect((await refusalOf(readText(scene.client, again.id, file))).reason).toBe('FILE_NOT_FOUND');
  });
});
