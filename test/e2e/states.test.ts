// What happens to a container, by calls and behind the daemon's back, and how the next acquire gets the session on.

import { expect, test } from 'vitest';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { testImages } from '../images/images.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { isOnEngine, sandboxStatus, startEngineScene } from '../support/engine-scene.ts';
import { makeId } from '../support/spec.ts';

const killedExitCode = 137;

await describeWithEngine('states', ({ host }) => {
  test('a parked sandbox keeps running for its session and is handed out again as it was (B3-4)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.run(sandbox.id, ['sh', '-c', 'echo in-memory > /tmp/kept']);
    const parked = await scene.client.releaseSandbox({ sandboxId: sandbox.id, mode: 'RELEASE_MODE_PARK' });
    expect(parked.sandbox?.state).toBe('SANDBOX_STATE_PARKED');
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_UNPARKED', sandbox: { id: sandbox.id, generation: '1' } });
    expect(await scene.run(sandbox.id, ['cat', '/tmp/kept'])).toBe('in-memory\n');
  });

  test('a paused sandbox is frozen on the engine, and resume and acquire thaw it', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox, url } = await scene.acquire();
    const sandboxId = sandbox.id;
    await scene.client.pauseSandbox({ sandboxId });
    expect((await scene.inspect(sandbox.containerName)).State.Status).toBe('paused');
    const resumed = await scene.client.resumeSandbox({ sandboxId });
    expect(resumed.endpoint?.url).toBe(url);
    expect(await sandboxStatus(url)).toBe(200);

    await scene.client.pauseSandbox({ sandboxId });
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_RESUMED', sandbox: { id: sandboxId } });
    expect(await sandboxStatus(again.url)).toBe(200);
  });

  test('a container removed by hand is LOST, and acquire makes generation 2 with the same files (B3-5, B3-50)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.run(sandbox.id, ['sh', '-c', 'echo kept > /workspace/kept.txt']);
    await scene.engine('DELETE', `/containers/${sandbox.containerName}?force=1`);
    const lost = await scene.waitForState(sandbox.id, 'LOST');
    expect(lost).toMatchObject({ reason: 'CONTAINER_GONE', actor: 'ACTOR_ENGINE', generation: '1' });
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_RESTORED', sandbox: { id: sandbox.id, generation: '2' } });
    expect(await scene.run(sandbox.id, ['cat', '/workspace/kept.txt'])).toBe('kept\n');
    expect(await sandboxStatus(again.url)).toBe(200);
    expect(await scene.containers()).toEqual([again.sandbox.containerName]);
  });

  test('a container removed while the daemon was dead is found LOST at its start (B3-50)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.daemon.kill();
    await scene.engine('DELETE', `/containers/${sandbox.containerName}?force=1`);
    await scene.daemon.start();
    await scene.waitForState(sandbox.id, 'LOST');
    expect((await scene.acquire()).sandbox).toMatchObject({ id: sandbox.id, generation: '2' });
  });

  test('a killed container is STOPPED with its exit code, and acquire starts the same one again', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.engine('POST', `/containers/${sandbox.containerName}/kill`);
    const stopped = await scene.waitForState(sandbox.id, 'STOPPED');
    expect(stopped.failure).toMatchObject({ reason: 'CONTAINER_EXITED', exitCode: killedExitCode, oomKilled: false });
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_STARTED', sandbox: { id: sandbox.id, generation: '1' } });
    expect(again.sandbox.containerId).toBe(sandbox.containerId);
    expect(await sandboxStatus(again.url)).toBe(200);
  });

  test('a stop lets PID 1 end by itself, and kills one that is deaf after the grace or at once', async () => {
    const deaf = { image: testImages.deaf, stop_grace: '300ms' };
    const patient = { image: testImages.deaf, stop_grace: '1h' };
    const scene = await startEngineScene({ host, templates: { deaf, patient } });
    const exitCodeAfterStop = async (template: string, more: object = {}): Promise<number> => {
      const { sandbox } = await scene.acquire('s1', { template });
      const stopped = await scene.client.stopSandbox({ sandboxId: sandbox.id, ...more });
      expect(stopped.sandbox?.state).toBe('SANDBOX_STATE_STOPPED');
      const { State } = await scene.inspect(sandbox.containerName);
      expect(State.Status).toBe('exited');
      return State.ExitCode;
    };
    expect(await exitCodeAfterStop('base')).toBe(0);
    expect(await exitCodeAfterStop('deaf')).toBe(killedExitCode);
    expect(await exitCodeAfterStop('patient', { grace: { seconds: 0 } })).toBe(killedExitCode);
  });

  test('decoys with our name prefix and another instance’s label outlive everything we do (R5, B3-48)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    const decoys = [
      [sandbox.containerName.replace(sandbox.id, makeId()), {}],
      [
        `sandkeep-decoy-${makeId()}-g1`,
        { [ownershipLabels.instance]: makeId(), [ownershipLabels.sandbox]: sandbox.id },
      ],
    ] as const;
    for (const [name, Labels] of decoys) {
      await scene.engine('POST', `/containers/create?name=${name}`, { Image: testImages.base, Labels });
    }
    await scene.daemon.restart();
    await scene.client.reconcile({});
    await scene.client.reconcile({});
    await scene.client.runSweep({ loop: 'idle' });
    await scene.client.releaseAllSandboxes({ all: true, force: true, wait: true });
    expect((await scene.client.listOrphans({})).orphans).toEqual([]);
    expect(await isOnEngine(host, sandbox.containerName)).toBe(false);
    for (const [name] of decoys) {
      expect(await isOnEngine(host, name)).toBe(true);
      await scene.engine('DELETE', `/containers/${name}?force=1`);
    }
  });
});
