// The engine below the daemon for a crash run: what the daemon's config says of it, and who lives on it.


import type { Runtime } from '../../src/ports/runtime.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import { createDockerRuntime } from '../../src/runtime/docker/docker-runtime.ts';
import { createFakeRuntime } from '../../src/runtime/fake/fake-runtime.ts';
import { ensureTestImages, testImages } from '../images/images.ts';
import { start } from '../engines/engines.ts';
import { startFakeEngine } from '../support/fake-engine.ts';

export interface EngineUnderTest {
  readonly name: string;
  /** Keys of the daemon's config. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly image: string;
  /** The engine as a daemon of this instance sees it. */
  runtime(instanceId: string): Runtime;
  stop(): Promise<void>;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startEngineUnderTest(kind: string, directory: string): Promise<EngineUnderTest> {
  if (kind === 'fake') return await startFake(directory);
  if (kind === 'docker') return await startDocker(directory);
  throw new Error(`--engine is "fake" or "docker", not "${kind}"`);
}

async function startFake(directory: string): Promise<EngineUnderTest> {
  const engine = await startFakeEngine({ directory });
  const image = 'fake:base';
  const template = { runtime: 'fake', image, stop_grace: 0, workspace_owner: null, ports: [8080], idle_timeout: 0 };
  return {
    name: 'fake',
    image,
    config: {
      default_template: 'crash',
      runtimes: { docker: { enabled: false }, fake: { socket: engine.socketPath } },
      templates: { crash: template },
    },
    runtime: (instanceId) =>
      createFakeRuntime({ name: 'fake', instanceId, socketPath: engine.socketPath, clock: systemClock, logger: silent }),
    stop: () => engine.stop(),
  };
}

/** DOCKER_HOST, or a private engine that ends with the run. */
async function startDocker(directory: string): Promise<EngineUnderTest> {
  const given = process.env['DOCKER_HOST'];
  const owned = given === undefined ? await start('debian') : null;
  const host = owned?.dockerHost ?? given ?? '';
  await ensureTestImages(host, ['base']);
  const image = testImages.base;
  const readiness = { kind: 'http', port: 8080, path: '/v1/sandbox' };
  const template = { runtime: 'docker', image, pull: 'never', stop_grace: 0, ports: [8080], readiness, security: { class: 'compat' }, idle_timeout: 0 };
  return {
    name: `docker (${owned === null ? host : owned.version})`,
    image,
    config: {
      default_template: 'crash',
      runtimes: { docker: { enabled: true, host } },
      templates: { crash: template },
    },
    runtime: (instanceId) =>
      createDockerRuntime({
        name: 'docker',
        instanceId,
        host,
        dockerConfigDir: null,
        maxSockets: 8,
        fileTransferMaxBytes: 1024 * 1024,
        spoolDir: directory,
        clock: systemClock,
        logger: silent,
      }),
    stop: async () => await owned?.stop(),
  };
}
