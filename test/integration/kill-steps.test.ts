// The daemon dies by SIGKILL at each step of a recycle, a restore, a claim and a create for a pool (B3-47, R1). After
// the next start a touch finds the same bytes in the one container there is, and what was handed out has one owner.

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { readBytes, writeBytes } from '../support/files.ts';
import { acquire, getSandbox, patienceMs, type Scene, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const file = '/workspace/work.bin';
const fileBytes = 64 * 1024;
/** Each step is two starts of the daemon, which a busy machine draws out. */
const manyStarts = { timeout: 180_000 };

/** A failpoint; of one of the store, which of the commits that the work makes. */
interface Step {
  readonly point: string;
  readonly commit?: number;
}

function nameOf({ point, commit }: Step): string {
  return commit === undefined ? point : `${point} of commit ${commit}`;
}

/** Dies there while it does the work. Of the commits of its start none may be the one that is meant. */
async function dieAt(scene: Scene, step: Step, startCommits: number, work: () => Promise<unknown>): Promise<void> {
  const before = startCommits + (step.commit ?? 1) - 1;
  const armed = step.commit === undefined ? `${step.point}=1*kill` : `${step.point}=${before}*off->1*kill`;
  await scene.daemon.restart({ failpoints: armed, recordFailpoints: false });
  await work().catch(() => undefined);
  expect((await scene.daemon.ended).signal, nameOf(step)).toBe('SIGKILL');
}

/** Commits of a start from this state, and in which order the work passes failpoints from there. */
async function rehearse(
  scene: Scene,
  work: () => Promise<unknown>,
): Promise<{ readonly startCommits: number; readonly passed: readonly string[] }> {
  const before = scene.daemon.passedFailpoints().length;
  await scene.daemon.restart({ recordFailpoints: true });
  const ofStart = scene.daemon.passedFailpoints().slice(before);
  await work();
  const passed = scene.daemon.passedFailpoints().slice(before + ofStart.length);
  return { startCommits: ofStart.filter((name) => name === 'store.before_commit').length, passed };
}

function commitsOf(passed: readonly string[]): number {
  return passed.filter((name) => name === 'store.before_commit').length;
}

/** Nothing is on its way any more, every container is that of a record, and no operation is left open. */
async function assertSettled(scene: Scene, what: string): Promise<void> {
  const passing = /CREATING|RESTORING|RELEASING|RECYCLING/;
  const withContainer = /RUNNING|WARM|PAUSED|PARKED|STOPPED/;
  await waitUntil(
    async () => {
      await scene.client.reconcile({});
      const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
      return sandboxes.every(({ state }) => !passing.test(state));
    },
    { timeoutMs: patienceMs, what: `no sandbox is on its way after ${what}` },
  );
  const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
  const claimed = sandboxes.filter(({ state }) => withContainer.test(state)).map(({ containerName }) => containerName);
  const present = (await scene.engine.containers()).map(({ name }) => name);
  expect(present.toSorted(), what).toEqual(claimed.toSorted());
  expect((await scene.client.listOrphans({})).orphans, what).toEqual([]);
  for (const { id: sandboxId } of sandboxes) {
    const { operations } = await scene.client.explainSandbox({ sandboxId });
    expect(
      operations.filter(({ endTime }) => endTime === null),
      what,
    ).toEqual([]);
  }
}

interface Kept {
  readonly sandboxId: string;
  readonly bytes: Uint8Array;
}

async function withFile(scene: Scene): Promise<Kept> {
  const { id: sandboxId } = await acquire(scene);
  const bytes = randomBytes(fileBytes);
  await writeBytes(scene.client, sandboxId, file, bytes);
  return { sandboxId, bytes };
}

/** A touch of the one sandbox there is, by its first id. */
async function assertKept(scene: Scene, { sandboxId, bytes }: Kept, what: string): Promise<void> {
  // A decision that was cut off before it was on disk leaves it as it was.
  expect(Buffer.compare(await readBytes(scene.client, sandboxId, file), bytes), what).toBe(0);
  await assertSettled(scene, what);
  const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
  expect(
    sandboxes.map(({ id, state }) => [id, state]),
    what,
  ).toEqual([[sandboxId, 'SANDBOX_STATE_RUNNING']]);
  expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([
    (await getSandbox(scene, sandboxId)).containerName,
  ]);
}

describe('a death during', () => {
  test(
    'a recycle loses neither bytes nor the sandbox, whichever step it comes at (B3-38, B3-47)',
    manyStarts,
    async () => {
      const scene = await startScene();
      const kept = await withFile(scene);
      const reap = async (): Promise<unknown> =>
        await scene.client.reapSession({ session: { session: 's1' }, wait: true });
      const { startCommits, passed } = await rehearse(scene, reap);
      expect(passed.filter((name) => !/^(store|runtime)\./.test(name))).toEqual([
        'teardown.before_remove',
        'teardown.after_remove',
      ]);
      await assertKept(scene, kept, 'the rehearsal');
      const steps: readonly Step[] = [
        { point: 'store.after_commit', commit: 1 },
        { point: 'teardown.before_remove' },
        { point: 'teardown.after_remove' },
        { point: 'store.before_commit', commit: commitsOf(passed) },
      ];
      for (const step of steps) {
        await dieAt(scene, step, startCommits, reap);
        await scene.daemon.start();
        await assertKept(scene, kept, nameOf(step));
      }
    },
  );

  test('a restore is gone on with by the next touch, in one container (B3-39, B3-47)', manyStarts, async () => {
    const scene = await startScene();
    const kept = await withFile(scene);
    const reap = async (): Promise<unknown> =>
      await scene.client.reapSession({ session: { session: 's1' }, wait: true });
    const touch = async (): Promise<unknown> => await readBytes(scene.client, kept.sandboxId, file);
    await reap();
    const { startCommits, passed } = await rehearse(scene, touch);
    // Those before the container is made are of every create: crash-points.test.ts.
    const steps: readonly Step[] = [
      { point: 'restore.after_intent' },
      { point: 'create.after_create' },
      { point: 'create.after_start' },
      { point: 'create.after_ready' },
      { point: 'store.before_commit', commit: commitsOf(passed) },
    ];
    expect(passed).toEqual(expect.arrayContaining(steps.map(({ point }) => point)));
    for (const step of steps) {
      await reap();
      await dieAt(scene, step, startCommits, touch);
      await scene.daemon.start();
      await assertKept(scene, kept, nameOf(step));
    }
  });

  test(
    'a claim leaves it warm or gives it to its session, thawed or not, and never to two (R1, R3)',
    manyStarts,
    async () => {
      const pool = { size: 2, refill_interval: 0, frozen: true };
      const scene = await startScene({ templates: { base: { pool } } });
      await fillFrozen(scene);
      const { startCommits } = await rehearse(scene, async () => undefined);
      const steps: readonly Step[] = [
        { point: 'store.before_commit', commit: 1 },
        { point: 'store.after_commit', commit: 1 },
        { point: 'resume.after_intent' },
        { point: 'resume.after_effect' },
      ];
      let round = 0;
      for (const step of steps) {
        round += 1;
        const session = `s${round}`;
        await dieAt(scene, step, startCommits, async () => await acquire(scene, session));
        await scene.daemon.start();
        const found = await scene.client.discoverSandbox({ session: { session } });
        expect(found.sandbox === null, nameOf(step)).toBe(step.point === 'store.before_commit');
        await assertClaimed(scene, [session, `other-${round}`]);
        await fillFrozen(scene);
        await assertSettled(scene, nameOf(step));
        expect(await scene.engine.containers(), nameOf(step)).toHaveLength(2 + round * 2);
      }
    },
  );

  test('a create for a pool is finished, counted, and never one more than the target', manyStarts, async () => {
    const scene = await startScene();
    let target = 1;
    const prewarm = async (): Promise<unknown> =>
      await scene.client.prewarmPool({ template: 'base', count: target, wait: true });
    const { startCommits, passed } = await rehearse(scene, prewarm);
    // The first commit is of the wish, the second one of the intent.
    const steps: readonly Step[] = [
      { point: 'store.after_commit', commit: 2 },
      { point: 'create.before_create' },
      { point: 'create.after_create' },
      { point: 'create.after_ready' },
    ];
    expect(passed).toEqual(expect.arrayContaining(steps.map(({ point }) => point)));
    for (const step of steps) {
      target += 1;
      await dieAt(scene, step, startCommits, prewarm);
      await scene.daemon.start();
      await Promise.all([fill(scene, target), scene.client.runSweep({ loop: 'pool' })]);
      await assertSettled(scene, nameOf(step));
      expect(await scene.engine.containers(), nameOf(step)).toHaveLength(target);
    }
  });
});

async function fill(scene: Scene, wanted: number): Promise<void> {
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'pool' });
      const { pool } = await scene.client.getPool({ template: 'base' });
      return pool?.warm === wanted && pool.creating === 0;
    },
    { timeoutMs: patienceMs, what: `${wanted} warm sandboxes` },
  );
}

async function fillFrozen(scene: Scene): Promise<void> {
  await fill(scene, 2);
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'pool' });
      return (await scene.engine.containers()).filter(({ phase }) => phase === 'paused').length === 2;
    },
    { timeoutMs: patienceMs, what: 'two frozen sandboxes' },
  );
}

/** The session whose claim was cut off and another one have a sandbox each, which works. */
async function assertClaimed(scene: Scene, sessions: readonly string[]): Promise<void> {
  const sandboxes = await Promise.all(sessions.map(async (session) => await acquire(scene, session)));
  expect(sandboxes.map(({ session, state }) => [session?.session, state])).toEqual(
    sessions.map((session) => [session, 'SANDBOX_STATE_RUNNING']),
  );
  expect(new Set(sandboxes.map(({ id }) => id)).size).toBe(sessions.length);
  for (const { id: sandboxId } of sandboxes) {
    expect((await scene.client.runExec({ sandboxId, argv: ['true'] })).exitCode).toBe(0);
  }
}
