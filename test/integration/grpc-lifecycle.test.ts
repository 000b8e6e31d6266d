// What clients see of the daemon's start, drain and stop.

import { existsSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { serviceNames } from '../../src/client/contract.ts';
import { DaemonEnded, startDaemon, temporary } from '../support/daemon.ts';
import { healthOf } from '../support/raw-calls.ts';
import { acquire, patienceMs, refusalOf, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

describe('health', () => {
  test('is NOT_SERVING and creates are STARTING until the first pass has ended', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    await scene.daemon.stop();
    await scene.engine.control({ action: 'hang' });
    await scene.daemon.start({ waitFor: 'socket' });
    expect(await healthOf(scene.daemon.socketPath)).toBe('NOT_SERVING');
    const early = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
    expect(early).toMatchObject({ status: 'UNAVAILABLE', reason: 'STARTING', retryable: true });
    expect(early.retryAfterMs).toBeGreaterThan(0);
    // Reads go on.
    expect((await scene.client.getSandbox({ sandboxId })).sandbox?.id).toBe(sandboxId);
    expect((await scene.client.getInfo({})).status).toBe('DAEMON_STATUS_STARTING');
    await scene.engine.control({ action: 'clear' });
    await scene.client.waitForReady(patienceMs);
    for (const service of serviceNames) expect(await healthOf(scene.daemon.socketPath, service)).toBe('SERVING');
  });

  test('is NOT_SERVING while the daemon drains, and SERVING when that is undone', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene);
    expect((await scene.client.drain({})).draining).toBe(true);
    expect(await healthOf(scene.daemon.socketPath)).toBe('NOT_SERVING');
    const refused = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
    expect(refused).toMatchObject({ status: 'UNAVAILABLE', reason: 'DRAINING', retryable: true });
    expect((await scene.client.getSandbox({ sandboxId })).sandbox?.state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.drain({ undo: true })).draining).toBe(false);
    expect(await healthOf(scene.daemon.socketPath)).toBe('SERVING');
    await acquire(scene, 's2');
  });
});

describe('the socket', () => {
  test('of a running daemon is refused to a second one, which exits with 75', async () => {
    const first = await startDaemon();
    onTestFinished(async () => await first.dispose());
    const inode = statSync(first.socketPath).ino;
    const second = await startDaemon({ config: { socket: first.socketPath } }).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(DaemonEnded);
    expect(second).toMatchObject({ exit: { code: 75 }, logs: expect.stringContaining('another process serves') });
    expect(statSync(first.socketPath).ino).toBe(inode);
    expect((await first.client.getInfo({})).version).not.toBe('');
  });

  test('of a killed daemon is taken over by the next', async () => {
    const daemon = await startDaemon();
    onTestFinished(async () => await daemon.dispose());
    await daemon.kill();
    expect(existsSync(daemon.socketPath)).toBe(true);
    await daemon.start();
    expect((await daemon.client.getInfo({})).epoch).toBe('2');
  });

  test('of a new daemon outlives an old one that ends late', async () => {
    const old = await startDaemon();
    onTestFinished(async () => await old.dispose());
    rmSync(old.socketPath);
    // Another state directory, the same place for the socket.
    const directory = temporary();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    symlinkSync(path.dirname(old.socketPath), path.join(directory, 'run'));
    const fresh = await startDaemon({ directory });
    onTestFinished(async () => await fresh.dispose());
    const inode = statSync(old.socketPath).ino;
    expect(await old.stop()).toEqual({ code: 0, signal: null });
    expect(statSync(old.socketPath).ino).toBe(inode);
    expect((await fresh.client.getInfo({})).version).not.toBe('');
  });

  test('is gone after a stop', async () => {
    const daemon = await startDaemon();
    onTestFinished(async () => await daemon.dispose());
    expect(await daemon.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(daemon.socketPath)).toBe(false);
  });
});

describe('the stop', () => {
  test('ends a watch with DRAINING and waits for a call that is under way', async () => {
    const scene = await startScene();
    const frames = scene.client.watchEvents({});
    expect((await frames.next()).value).toMatchObject({ frame: 'ready' });
    const ended = refusalOf(drainedOf(frames));
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 700 } });
    const acquired = acquire(scene);
    await waitUntil(async () => ((await scene.engine.calls())['POST /containers'] ?? 0) > 0, {
      timeoutMs: patienceMs,
      what: 'the create is under way',
    });
    const stopped = scene.daemon.stop();
    expect(await ended).toMatchObject({ status: 'UNAVAILABLE', reason: 'DRAINING' });
    expect((await acquired).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect(await scene.engine.containers()).toHaveLength(1);
  });
});

async function drainedOf(frames: AsyncIterable<unknown>): Promise<never> {
  for await (const frame of frames) expect(frame).toBeDefined();
  throw new Error('the watch ended without a reason');
}
