// A daemon that stands still: stopped by a signal, or kept busy. Nobody takes its place, nobody pays for the time.

import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { DaemonEnded, startDaemon, temporary } from '../support/daemon.ts';
import { acquire, anotherClient, getSandbox, patienceMs, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

/** Longer than the time-out of the session, and than what counts as a stall. */
const standstillMs = 7000;
const heartbeatTimeoutMs = 2000;
const stalledMs = 3000;

describe('a daemon that is stopped by SIGSTOP', () => {
  test('keeps its state directory and its socket: a second one is refused, and the first goes on (F20, F22)', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    scene.daemon.signal('SIGSTOP');
    const directory = temporary();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    for (const config of [
      { state_dir: scene.daemon.stateDir, socket: path.join(directory, 's.sock') },
      { socket: scene.daemon.socketPath },
    ]) {
      const ended = await startDaemon({ directory, config }).catch((error: unknown) => error);
      expect(ended).toBeInstanceOf(DaemonEnded);
      expect(ended).toMatchObject({ exit: { code: 75 } });
    }
    scene.daemon.signal('SIGCONT');
    expect(await acquire(scene)).toMatchObject({ id, generation: '1' });
  });

  test('reaps nobody for the time it stood still, and hears the heartbeats that came meanwhile (F22, F33)', async () => {
    const scene = await startScene({ config: { idle_check_interval: '250ms' } });
    const session = { session: 's1' };
    const { id } = await acquire(scene);
    const heartbeatTimeout = durationFromMs(heartbeatTimeoutMs);
    await scene.client.heartbeat({ session, heartbeatTimeout });
    scene.daemon.signal('SIGSTOP');
    const sent = anotherClient(scene).heartbeat({ session });
    // Time that passes is what this is about.
    await delay(standstillMs);
    scene.daemon.signal('SIGCONT');
    await sent;
    // Long enough for several looks at who is silent, within the grace.
    const looksBefore = await runsOf('idle');
    await waitUntil(async () => (await runsOf('idle')) >= looksBefore + 3, {
      timeoutMs: patienceMs,
      what: 'silent sessions are looked for',
    });
    expect(await getSandbox(scene, id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    // And one that stays silent is still reaped.
    await waitUntil(async () => (await getSandbox(scene, id)).state === 'SANDBOX_STATE_RECYCLED', {
      timeoutMs: patienceMs,
      what: 'the silent session is reaped',
    });

    async function runsOf(name: string): Promise<number> {
      const { loops } = await scene.client.getInfo({});
      return Number(loops.find((loop) => loop.name === name)?.runs ?? 0);
    }
  });
});

describe('an event loop that is kept busy', () => {
  test('answers everybody afterwards and loses nothing (F38)', async () => {
    const scene = await startScene();
    const first = await acquire(scene, 's1');
    // A few commits are of the start itself.
    await scene.daemon.restart({ failpoints: `store.after_commit=20*off->1*delay(${stalledMs})` });
    const sessions = Array.from({ length: 30 }, (_, index) => `n${index}`);
    const made = await Promise.all(sessions.map(async (session) => await acquire(scene, session)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(sessions.length);
    expect(await getSandbox(scene, first.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    expect(await scene.engine.containers()).toHaveLength(sessions.length + 1);
  });
});
