// An engine that is stopped and started again under a running daemon: unknown is not dead, and nothing is lost.

import { describe, expect, onTestFinished, test } from 'vitest';

import { type EngineName, isEngineName, start } from '../engines/engines.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { SandkeepRpcError } from '../../src/client/errors.ts';
import {
  type Acquired,
  type EngineScene,
  patienceMs,
  sandboxStatus,
  startEngineScene,
} from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const restartTimeoutMs = 180_000;
const creates = 8;
/** What an acquire is told whose engine dies under it: it may be called again. */
const retriedReasons = ['RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT', 'RUNTIME_FAILED', 'CREATE_FAILED', 'SANDBOX_LOST'];

await describeWithEngine('the end of an engine', ({ name }) => {
  if (isEngineName(name)) return restartClauses(name);
  const why = `${name} is not an engine that tests can start and stop`;
  console.warn(`engine restart skipped: ${why}`);
  describe.skip(why, () => {
    test('needs an engine of its own', () => {});
  });
});

function restartClauses(name: EngineName): void {
  if (name !== 'current') console.warn(`the kill of an engine skipped on ${name}: it does not start again by itself`);
  test('an engine stopped and started again loses no sandbox and no file (R4, B3-51)', {
    timeout: restartTimeoutMs,
  }, async () => {
    const engine = await start(name);
    onTestFinished(async () => await engine.stop(), restartTimeoutMs);
    const scene = await startEngineScene({ host: engine.dockerHost });
    const first = await scene.acquire('s1');
    const second = await scene.acquire('s2');
    await scene.run(first.sandbox.id, ['sh', '-c', 'echo kept > /workspace/kept.txt']);

    await engine.restart(async () => {
      await waitUntil(async () => (await degradedReasons()).includes('RUNTIME_UNAVAILABLE'), {
        timeoutMs: patienceMs,
        what: 'the daemon sees that the engine is gone',
      });
      const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's3' } }));
      expect(refusal).toMatchObject({ reason: 'RUNTIME_UNAVAILABLE', retryable: true });
      await scene.client.reconcile({});
      await scene.client.reconcile({});
      expect(await statesNow()).not.toContain('SANDBOX_STATE_LOST');
      expect((await scene.client.getSandbox({ sandboxId: first.sandbox.id, view: 'SANDBOX_VIEW_LIVE' })).liveness).toBe(
        'LIVENESS_UNKNOWN',
      );
    });

    await waitUntil(async () => !(await degradedReasons()).includes('RUNTIME_UNAVAILABLE'), {
      timeoutMs: patienceMs,
      what: 'the daemon is connected again',
    });
    for (const { sandbox } of [first, second]) {
      const session = sandbox.session?.session ?? '';
      const again = await scene.acquire(session);
      expect(again.sandbox).toMatchObject({ id: sandbox.id, generation: '1', containerId: sandbox.containerId });
      expect(await sandboxStatus(again.url)).toBe(200);
    }
    expect(await scene.run(first.sandbox.id, ['cat', '/workspace/kept.txt'])).toBe('kept\n');
    expect(await scene.containers()).toHaveLength(2);

    async function degradedReasons(): Promise<readonly string[]> {
      return (await scene.client.getInfo({})).degraded.map(({ reason }) => reason);
    }
    async function statesNow(): Promise<readonly string[]> {
      return (await scene.client.listSandboxes({})).sandboxes.map(({ state }) => state);
    }
  });

  test.skipIf(name !== 'current')(
    'an engine killed in the middle of creates leaves each session one sandbox, and nothing beside them (F10)',
    {
      timeout: restartTimeoutMs,
    },
    async () => {
      const engine = await start(name);
      onTestFinished(async () => await engine.stop(), restartTimeoutMs);
      const scene = await startEngineScene({ host: engine.dockerHost });
      const sessions = Array.from({ length: creates }, (_, index) => `s${index}`);
      const begun = sessions.map(async (session) => await outcomeOf(scene.acquire(session)));
      await waitUntil(async () => (await scene.containers()).length > 0, {
        timeoutMs: patienceMs,
        what: 'the engine has begun to make them',
      });
      await engine.crash();
      const outcomes = await Promise.all(begun);
      for (const outcome of outcomes) if (outcome !== 'acquired') expect(retriedReasons).toContain(outcome);
      await waitUntil(async () => (await scene.client.getInfo({})).degraded.length === 0, {
        timeoutMs: patienceMs,
        what: 'the daemon is connected again',
      });
      const held = new Set<string>();
      for (const session of sessions) {
        const { sandbox, url } = await acquiredAtLast(scene, session);
        expect(await sandboxStatus(url)).toBe(200);
        held.add(sandbox.containerName);
      }
      expect(held.size).toBe(creates);
      // What an attempt before the crash has left is gone as soon as the engine and the records are compared.
      await waitUntil(
        async () => {
          await scene.client.reconcile({});
          return (await scene.containers()).every((container) => held.has(container));
        },
        { timeoutMs: patienceMs, what: 'no container is left but those of the sessions' },
      );
      expect(await scene.containers()).toHaveLength(creates);
    },
  );

  test.skipIf(name === 'podman')(
    'an engine with live-restore keeps what runs, over its own restart (F12)',
    {
      timeout: restartTimeoutMs,
    },
    async () => {
      const engine = await start(name, { liveRestore: true });
      onTestFinished(async () => await engine.stop(), restartTimeoutMs);
      const scene = await startEngineScene({ host: engine.dockerHost });
      const { sandbox } = await scene.acquire('s1');
      await scene.run(sandbox.id, ['sh', '-c', 'echo in-memory > /tmp/kept']);
      const { StartedAt: startedAt } = (await scene.inspect(sandbox.containerName)).State;
      await engine.restart();
      await waitUntil(async () => (await scene.client.getInfo({})).degraded.length === 0, {
        timeoutMs: patienceMs,
        what: 'the daemon is connected again',
      });
      expect(await scene.get(sandbox.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
      expect((await scene.inspect(sandbox.containerName)).State).toMatchObject({
        Status: 'running',
        StartedAt: startedAt,
      });
      expect(await scene.run(sandbox.id, ['cat', '/tmp/kept'])).toBe('in-memory\n');
    },
  );
}

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'acquired';
  } catch (error) {
    return error instanceof SandkeepRpcError ? error.reason : String(error);
  }
}

/** A client that tries again what may be tried again. */
async function acquiredAtLast(scene: EngineScene, session: string): Promise<Acquired> {
  let acquired: Acquired | undefined;
  await waitUntil(
    async () => {
      try {
        acquired = await scene.acquire(session);
        return true;
      } catch (error) {
        if (error instanceof SandkeepRpcError && retriedReasons.includes(error.reason)) return false;
        throw error;
      }
    },
    { timeoutMs: patienceMs, what: `session ${session} has its sandbox` },
  );
  if (acquired === undefined) throw new Error('unreachable');
  return acquired;
}
