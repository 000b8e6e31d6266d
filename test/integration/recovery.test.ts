// A database that is lost or older than reality: nothing is destroyed until the operator says so.

import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { acquire, type Scene, startScene } from '../support/scene.ts';

/** What would be done at once if nothing were held back. */
const impatient = { orphan_grace: 0, orphan_ttl: '1ms' };

async function modes(scene: Scene): Promise<readonly string[]> {
  return (await scene.client.recover({ action: 'RECOVER_ACTION_SHOW' })).items.map(({ mode }) => mode);
}

async function running(scene: Scene): Promise<readonly string[]> {
  const containers = await scene.engine.containers();
  return containers.filter(({ phase }) => phase === 'running').map(({ name }) => name);
}

function databaseOf(scene: Scene): string {
  return path.join(scene.daemon.stateDir, 'state.db');
}

describe('a database that is lost', () => {
  const losses = [
    ['missing', (file: string) => rmSync(file)],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['no database', (file: string) => writeFileSync(file, 'nonsense '.repeat(1000))],
  ] as const;

  test.each(losses)('because it is %s holds everything back, and the containers stay', async (_what, lose) => {
    const scene = await startScene({ config: impatient });
    const { containerName } = await acquire(scene);
    const { instanceId } = await scene.client.getInfo({});
    await scene.daemon.stop();
    lose(databaseOf(scene));
    await scene.daemon.start();
    expect((await scene.client.getInfo({})).instanceId).toBe(instanceId);
    expect(await modes(scene)).toEqual(['database_lost']);
    await scene.client.reconcile({});
    await scene.client.reconcile({});
    expect(await running(scene)).toEqual([containerName]);
  });

  test('that is damaged is kept aside as evidence', async () => {
    const scene = await startScene();
    await scene.daemon.stop();
    writeFileSync(databaseOf(scene), 'nonsense '.repeat(1000));
    await scene.daemon.start();
    expect(readdirSync(scene.daemon.stateDir).some((name) => name.startsWith('state.db.damaged-'))).toBe(true);
  });

  test('and accepted makes orphans of the containers, which can be adopted', async () => {
    const scene = await startScene();
    const { containerName, id } = await acquire(scene);
    await scene.daemon.stop();
    rmSync(databaseOf(scene));
    await scene.daemon.start();
    await scene.client.recover({ action: 'RECOVER_ACTION_ACCEPT' });
    expect(await modes(scene)).toEqual([]);
    expect((await scene.client.listOrphans({})).orphans).toMatchObject([{ containerName }]);
    await scene.client.adoptOrphan({ containerName, session: { session: 's1' } });
    expect((await acquire(scene)).id).toBe(id);
  });

  test('and discarded removes the containers', async () => {
    const scene = await startScene();
    await acquire(scene);
    await scene.daemon.stop();
    rmSync(databaseOf(scene));
    await scene.daemon.start();
    await scene.client.recover({ action: 'RECOVER_ACTION_DISCARD' });
    expect(await scene.engine.containers()).toEqual([]);
    expect(await modes(scene)).toEqual([]);
  });
});

describe('a database that was restored from a copy', () => {
  test('is older than the containers: nothing is removed or lost until the operator accepts', async () => {
    const scene = await startScene({ config: impatient });
    await scene.daemon.stop();
    const copy = path.join(scene.directory, 'copy.db');
    copyFileSync(databaseOf(scene), copy);
    await scene.daemon.start();
    const { containerName } = await acquire(scene);
    await scene.daemon.stop();
    copyFileSync(copy, databaseOf(scene));
    await scene.daemon.start();
    expect(await modes(scene)).toEqual(['database_restored']);
    await scene.client.reconcile({});
    expect(await running(scene)).toEqual([containerName]);
    await scene.client.recover({ action: 'RECOVER_ACTION_ACCEPT' });
    expect(await modes(scene)).toEqual([]);
  });
});
