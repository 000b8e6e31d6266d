// The engine at DOCKER_HOST as a subject of the runtime contract.

import path from 'node:path';

import { createDockerRuntime } from '../../../src/runtime/docker/docker-runtime.ts';
import type { Runtime } from '../../../src/ports/runtime.ts';
import { ensureTestImages, testImages } from '../../images/images.ts';
import type { AvailableEngine } from '../../support/engine-gate.ts';
import { makeId } from '../../support/spec.ts';
import { makeDirectory, removeDirectory } from '../../support/temporary.ts';
import type { ContractSubject } from '../runtime.contract.ts';
import { quietLogger, systemClock } from './support.ts';

export type { AvailableEngine } from '../../support/engine-gate.ts';

const maxTransferBytes = 64 * 1024 * 1024;

export interface RuntimeOverrides {
  readonly instanceId: string;
  readonly host: string;
  readonly spoolDir: string;
  readonly dockerConfigDir?: string;
  readonly fileTransferMaxBytes?: number;
}

export function makeRuntime(overrides: RuntimeOverrides): Runtime {
  return createDockerRuntime({
    name: 'docker',
    dockerConfigDir: path.join(overrides.spoolDir, 'no-docker-config'),
    maxSockets: 16,
    fileTransferMaxBytes: maxTransferBytes,
    logger: quietLogger,
    clock: systemClock,
    ...overrides,
  });
}

export async function dockerSubject(engine: AvailableEngine): Promise<ContractSubject> {
  await ensureTestImages(engine.host);
  const spoolDir = await makeDirectory('spool');
  const mountDirectories: string[] = [];
  const instanceId = makeId();
  const foreignInstanceId = makeId();
  const forInstance = (id: string): Runtime => makeRuntime({ instanceId: id, host: engine.host, spoolDir });
  return {
    runtime: forInstance(instanceId),
    instanceId,
    foreignInstanceId,
    images: {
      base: testImages.base,
      exit: testImages.exit,
      slow: testImages.slow,
      deaf: testImages.deaf,
      health: testImages.health,
      talk: testImages.talk,
    },
    endpointHost: '127.0.0.1',
    secondRuntime: async () => forInstance(instanceId),
    foreignRuntime: async () => forInstance(foreignInstanceId),
    unreachable: async () => makeRuntime({ instanceId, host: 'unix:///nonexistent/docker.sock', spoolDir }),
    makeMountDirectory: async () => {
      const directory = await makeDirectory('mount');
      mountDirectories.push(directory);
      return directory;
    },
    cleanup: async () => {
      for (const directory of [spoolDir, ...mountDirectories]) await removeDirectory(directory);
    },
  };
}
