// The hardened service with a real engine, which runs beside the machine and is reached through a socket in it.

import { mkdirSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import path from 'node:path';

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { askEngineJson } from '../engines/engineApi.ts';
import { type Engine, start } from '../engines/engines.ts';
import { ensureTestImages, testImages } from '../images/images.ts';
import { sandboxOf } from '../support/scene.ts';
import { describeOnSystemd, type SystemdScene } from './scene.ts';
import { configPath, service } from './service.ts';

const engineTimeoutMs = 600_000;
const ownerOfWorkspaces = '1000:1000';

describeOnSystemd('the service with an engine', (scene) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start('debian');
    await ensureTestImages(engine.dockerHost);
  }, engineTimeoutMs);
  afterAll(async () => await engine.stop());

  test('makes containers whose users own their workspaces, and has them still after kill -9', async () => {
    const { machine, systemctl, dropIn, waitForProperty, client } = scene();
    await relayTo(engine.socketPath, path.join(machine.directory, 'share/docker.sock'));
    await machine.write(configPath, stringify(configFor(scene())));
    // The engine must see the workspaces too, and the unit closes all but its own directories.
    mkdirSync(path.join(machine.directory, 'share/data'));
    await machine.ok('chown', 'sandkeep:', '/share/data');
    await dropIn('[Service]\nReadWritePaths=/share/data\n');
    await systemctl('start', service);
    const request = { session: { session: 's1' }, template: 'base' };
    const { id, workspacePath } = sandboxOf(await client().acquireSandbox(request));
    const script = 'id -u; echo kept >/mnt/user-data/note; cat /mnt/user-data/note';
    const { stdout } = await client().runExec({ sandboxId: id, argv: ['sh', '-c', script] });
    expect(stdout.toString()).toBe('1000\nkept\n');
    const owner = await machine.ok('stat', '--format=%u:%g', workspacePath, `${workspacePath}/note`);
    expect(owner.trim().split('\n')).toEqual([ownerOfWorkspaces, ownerOfWorkspaces]);

    await systemctl('kill', '--signal=KILL', '--kill-whom=main', service);
    await waitForProperty('NRestarts', (count) => count === '1');
    await waitForProperty('ActiveState', (state) => state === 'active');
    const again = await client().acquireSandbox(request);
    expect([again.outcome, again.sandbox?.id, again.sandbox?.generation]).toEqual(['ACQUIRE_OUTCOME_REUSED', id, '1']);
    expect(await containersOf(engine, id)).toBe(1);

    await client().releaseSandbox({ sandboxId: id, wait: true, deleteWorkspace: true });
    expect(await containersOf(engine, id)).toBe(0);
    expect((await machine.run(['test', '-e', workspacePath])).exitCode).not.toBe(0);
  });

  test('an engine that takes connections and says nothing keeps it from READY only for a while', async () => {
    const { machine, systemctl, property } = scene();
    await serve(createServer(), path.join(machine.directory, 'share/docker.sock'));
    await machine.write(configPath, stringify(configFor(scene())));
    await systemctl('start', service);
    expect(await property('StatusText')).toContain('runtime:docker RUNTIME_UNAVAILABLE');
  });
});

function configFor({ machine }: SystemdScene) {
  return {
    data_dir: '/share/data',
    default_template: 'base',
    runtimes: {
      docker: { host: 'unix:///share/docker.sock', host_data_dir: path.join(machine.directory, 'share/data') },
      local: { enabled: false },
    },
    templates: {
      base: {
        runtime: 'docker',
        image: testImages.base,
        pull: 'never',
        ports: [8080],
        readiness: { kind: 'http', path: '/v1/sandbox' },
        run_as: ownerOfWorkspaces,
        workspace: 'session',
        workspace_owner: ownerOfWorkspaces,
        workspace_mounts: [{ target: '/mnt/user-data' }],
        stop_grace: 0,
      },
    },
  };
}

/** A socket in the machine that leads to one of the host. */
async function relayTo(target: string, at: string): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connectSocket({ path: target, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await serve(server, at);
}

async function serve(server: Server, at: string): Promise<void> {
  await new Promise<void>((resolve) => server.listen(at, resolve));
  onTestFinished(() => void server.close());
}

async function containersOf({ socketPath }: Engine, sandboxId: string): Promise<number> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${ownershipLabels.sandbox}=${sandboxId}`] }));
  const found = await askEngineJson(socketPath, { path: `/containers/json?all=1&filters=${filters}` });
  return Array.isArray(found) ? found.length : -1;
}
