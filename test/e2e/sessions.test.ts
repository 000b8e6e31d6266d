// Sessions, pools and limits on a real engine: bytes survive, warm sandboxes work, and what is unused makes room.

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { importImage } from '../images/images.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, patienceMs, sandboxStatus, startEngineScene } from '../support/engine-scene.ts';
import { readBytes, readText, writeBytes, writeText } from '../support/files.ts';
import { refusalOf, sandboxOf } from '../support/scene.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';

const file = '/workspace/work.bin';
const fileBytes = 300_000;
const movingImage = 'sandkeep-test:moving';
const quiet = { idle_check_interval: 0, pool_check_interval: 0 };

/** Sweeps until the pool has what it should have, and nothing is on its way. */
async function fill(scene: EngineScene, template: string, warm: number): Promise<void> {
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'pool' });
      const { pool } = await scene.client.getPool({ template });
      return pool?.warm === warm && pool.creating === 0;
    },
    { timeoutMs: patienceMs, what: `${warm} warm sandboxes of ${template}` },
  );
}

async function phases(scene: EngineScene): Promise<readonly string[]> {
  const names = await scene.containers();
  return await Promise.all(names.map(async (name) => (await scene.inspect(name)).State.Status));
}

await describeWithEngine('sessions', ({ host }) => {
  test('a recycled session comes back with its files byte for byte, in a new container under the old id (B3-38)', async () => {
    const scene = await startEngineScene({ host, config: quiet });
    const session = { session: 's1' };
    const { sandbox } = await scene.acquire();
    const bytes = randomBytes(fileBytes);
    await writeBytes(scene.client, sandbox.id, file, bytes);
    await scene.run(sandbox.id, ['sh', '-c', 'echo lost > /tmp/lost']);
    await scene.client.reapSession({ session, wait: true });
    expect(await scene.containers()).toEqual([]);
    expect(Buffer.compare(await readBytes(scene.client, sandbox.id, file), bytes)).toBe(0);
    const restored = await scene.acquire();
    expect(restored.sandbox).toMatchObject({ id: sandbox.id, generation: '2', state: 'SANDBOX_STATE_RUNNING' });
    expect(await scene.containers()).toEqual([restored.sandbox.containerName]);
    expect(await sandboxStatus(restored.url)).toBe(200);
    expect(await scene.run(sandbox.id, ['sh', '-c', 'test -e /tmp/lost || echo gone'])).toBe('gone\n');
    // The daemon dies while the next one is made; the touch after its start finds one container and the same bytes.
    await scene.client.reapSession({ session, wait: true });
    await scene.daemon.restart({ failpoints: 'create.after_create=1*kill' });
    await scene.client.restoreSession({ session }).catch(() => undefined);
    expect((await scene.daemon.ended).signal).toBe('SIGKILL');
    await scene.daemon.start();
    expect(Buffer.compare(await readBytes(scene.client, sandbox.id, file), bytes)).toBe(0);
    expect(await scene.containers()).toEqual([(await scene.get(sandbox.id)).containerName]);
  });

  test('a session whose directory is lost comes back from the storage, with the owner its files had (B3-38)', async () => {
    const directory = await temporaryDirectory('storage');
    const scene = await startEngineScene({ host, config: { ...quiet, storage: { kind: 'directory', directory } } });
    const { sandbox } = await scene.acquire();
    const bytes = randomBytes(fileBytes);
    await writeBytes(scene.client, sandbox.id, file, bytes);
    await scene.run(sandbox.id, ['sh', '-c', 'echo own > /workspace/own']);
    const owner = await scene.run(sandbox.id, ['stat', '-c', '%u:%g', '/workspace', '/workspace/own']);
    await scene.client.reapSession({ session: { session: 's1' }, wait: true });
    await rm(sandbox.workspacePath, { recursive: true });
    expect(Buffer.compare(await readBytes(scene.client, sandbox.id, file), bytes)).toBe(0);
    expect(await scene.run(sandbox.id, ['stat', '-c', '%u:%g', '/workspace', '/workspace/own'])).toBe(owner);
    await scene.run(sandbox.id, ['sh', '-c', 'echo more >> /workspace/own']);
  });

  test("a warm sandbox works, frozen or not, and its directory becomes its session's; a moved image replaces it (B3-81)", async () => {
    await importImage(host, movingImage, { behaviour: 'base' });
    const pool = { size: 1, refill_interval: 0 };
    const scene = await startEngineScene({
      host,
      config: quiet,
      templates: {
        warm: { image: movingImage, pool },
        frozen: { pool: { ...pool, frozen: true, refill_delay: '1h' } },
      },
    });
    await fill(scene, 'warm', 1);
    await fill(scene, 'frozen', 1);
    await waitUntil(
      async () => {
        await scene.client.runSweep({ loop: 'pool' });
        return (await phases(scene)).toSorted().join() === 'paused,running';
      },
      { timeoutMs: patienceMs, what: 'one is frozen, and a good one is kept' },
    );
    const made = await scene.containers();
    for (const template of ['warm', 'frozen']) {
      const { sandbox, outcome, url } = await scene.acquire('s1', { template });
      // Its session has files after the first claim, so that the second is cold.
      const expected = template === 'warm' ? 'ACQUIRE_OUTCOME_CLAIMED' : 'ACQUIRE_OUTCOME_CREATED';
      expect([outcome, sandbox.state]).toEqual([expected, 'SANDBOX_STATE_RUNNING']);
      expect(await sandboxStatus(url)).toBe(200);
    }
    const frozen = await scene.acquire('s2', { template: 'frozen' });
    expect(frozen.outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    expect(await sandboxStatus(frozen.url)).toBe(200);
    expect(made).toContain(frozen.sandbox.containerName);
    await writeText(scene.client, frozen.sandbox.id, '/workspace/own', 'handed over');
    expect(await scene.run(frozen.sandbox.id, ['cat', '/workspace/own'])).toBe('handed over');
    await scene.client.reapSession({ session: { session: 's2' }, wait: true });
    expect(await readText(scene.client, frozen.sandbox.id, '/workspace/own')).toBe('handed over');

    // The name leads to another image since: what is warm is of the old one, and is not handed out.
    await fill(scene, 'warm', 1);
    const outdated = (await scene.client.listSandboxes({ filter: { template: 'warm' } })).sandboxes.at(-1);
    await importImage(host, movingImage, { behaviour: 'slow' });
    await scene.daemon.restart();
    await fill(scene, 'warm', 1);
    const { sandbox, outcome } = await scene.acquire('s3', { template: 'warm' });
    expect(outcome).toBe('ACQUIRE_OUTCOME_CLAIMED');
    expect(sandbox.id).not.toBe(outdated?.id);
    expect(sandbox.imageDigest).not.toBe(outdated?.imageDigest);
  });

  test('at a limit a parked one goes, an active one stays, and nobody exceeds it (B3-15, B3-16)', async () => {
    const templates = { base: { release_mode: 'park' } };
    const scene = await startEngineScene({ host, templates, config: { ...quiet, max_sandboxes: 2 } });
    const parked = await scene.acquire('parked');
    await writeText(scene.client, parked.sandbox.id, '/workspace/own', 'kept');
    await scene.client.releaseSandbox({ sandboxId: parked.sandbox.id });
    const active = await scene.acquire('active');
    const calls = Array.from({ length: 6 }, (_, index) =>
      scene.client.acquireSandbox({ session: { session: `s${index}` } }).then(sandboxOf),
    );
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await scene.containers()).toHaveLength(2);
    expect((await scene.get(parked.sandbox.id)).state).toBe('SANDBOX_STATE_RELEASED');
    expect(await sandboxStatus(active.url)).toBe(200);
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 'parked' } }));
    expect(refusal).toMatchObject({ status: 'RESOURCE_EXHAUSTED', reason: 'CAPACITY_EXHAUSTED' });
    await scene.client.releaseSandbox({ sandboxId: active.sandbox.id });
    const again = await scene.acquire('parked');
    expect(await readText(scene.client, again.sandbox.id, '/workspace/own')).toBe('kept');
    expect(await scene.containers()).toHaveLength(2);
  });
});
