// What cannot work says why, with the evidence, and leaves no container behind.

import { expect, test } from 'vitest';

import { testImages } from '../images/images.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, startEngineScene } from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';

const templates = {
  exits: { image: testImages.exit },
  never: { image: testImages.never, readiness: { kind: 'tcp', timeout: '1s' } },
  missing: { image: 'sandkeep-test:no-such-tag' },
};

await describeWithEngine('failures', ({ host }) => {
  test('an image that exits at start is CONTAINER_EXITED with its exit code and last words (B3-53)', async () => {
    const scene = await startEngineScene({ host, templates });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'exits' }));
    expect(refusal.reason).toBe('CONTAINER_EXITED');
    expect(refusal.metadata).toMatchObject({ exit_code: '3', oom_killed: 'false', log_tail: 'boom: cannot start' });
    expect((await onlyFailed(scene)).failure).toMatchObject({
      reason: 'CONTAINER_EXITED',
      exitCode: 3,
      logTail: ['boom: cannot start'],
    });
  });

  test('the command line shows what happened and what to do next', async () => {
    const scene = await startEngineScene({ host, templates });
    const failed = await scene.cli(['acquire', 's1', '-t', 'exits']);
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toMatch(/exited with code 3/);
    expect(failed.stderr).toMatch(/boom: cannot start/);
    const { id } = await onlyFailed(scene);
    expect((await scene.cli(['explain', id])).stdout).toMatch(/boom: cannot start/);
  });

  test('a port that never answers is NOT_READY within the time of the template', async () => {
    const scene = await startEngineScene({ host, templates });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'never' }));
    expect(refusal).toMatchObject({ reason: 'NOT_READY', status: 'DEADLINE_EXCEEDED' });
    expect((await onlyFailed(scene)).failure?.reason).toBe('NOT_READY');
  });

  test('an image that is not there is IMAGE_NOT_FOUND', async () => {
    const scene = await startEngineScene({ host, templates });
    const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'missing' }));
    expect(refusal.reason).toBe('IMAGE_NOT_FOUND');
    expect(refusal.message).toContain('sandkeep-test:no-such-tag');
    expect((await onlyFailed(scene)).failure?.reason).toBe('IMAGE_NOT_FOUND');
  });

  test('a session whose sandbox failed is restored as soon as its template works', async () => {
    const scene = await startEngineScene({ host, templates });
    await refusalOf(scene.client.acquireSandbox({ session: { session: 's1' }, template: 'exits' }));
    const { id } = await onlyFailed(scene);
    await scene.reconfigure({ exits: { image: testImages.base } });
    const again = await scene.acquire('s1', { template: 'exits' });
    expect(again).toMatchObject({
      outcome: 'ACQUIRE_OUTCOME_RESTORED',
      sandbox: { id, generation: '2', failure: null },
    });
  });
});

/** The one record there is; its container is gone. */
async function onlyFailed(scene: EngineScene): Promise<Awaited<ReturnType<EngineScene['get']>>> {
  const { sandboxes } = await scene.client.listSandboxes({});
  const [sandbox] = sandboxes;
  if (sandbox === undefined || sandboxes.length > 1) throw new Error(`there are ${sandboxes.length} sandboxes`);
  expect(sandbox.state).toBe('SANDBOX_STATE_FAILED');
  expect(await scene.containers()).toEqual([]);
  return sandbox;
}
