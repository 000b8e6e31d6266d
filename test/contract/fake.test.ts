import path from 'node:path';

import type { Runtime } from '../../src/ports/runtime.ts';
import { createFakeRuntime } from '../../src/runtime/fake/fake-runtime.ts';
import { processClock } from '../../src/runtime/fake/process-clock.ts';
import { startFakeEngine } from '../support/fake-engine.ts';
import { makeId } from '../support/spec.ts';
import { makeDirectory, removeDirectory } from '../support/temporary.ts';
import { type ContractSubject, runtimeContract } from './runtime.contract.ts';

const silent = { debug: () => {}, warn: () => {} };

runtimeContract('fake', async (): Promise<ContractSubject> => {
  const directory = await makeDirectory('fake');
  const engine = await startFakeEngine({ directory });
  const directories: string[] = [];
  const instanceId = makeId();
  const foreignInstanceId = makeId();
  const runtime = (instance: string, socketPath = engine.socketPath): Runtime =>
    createFakeRuntime({ name: 'fake', instanceId: instance, socketPath, clock: processClock, logger: silent });
  return {
    runtime: runtime(instanceId),
    instanceId,
    foreignInstanceId,
    images: {
      base: 'fake:base',
      exit: 'fake:exit',
      slow: 'fake:slow',
      deaf: 'fake:deaf',
      health: 'fake:health',
      talk: 'fake:talk',
    },
    endpointHost: '127.0.0.1',
    secondRuntime: async () => runtime(instanceId),
    foreignRuntime: async () => runtime(foreignInstanceId),
    unreachable: async () => runtime(instanceId, path.join(directory, 'nobody.sock')),
    makeMountDirectory: async () => {
      const made = await makeDirectory('mount');
      directories.push(made);
      return made;
    },
    cleanup: async () => {
      await engine.stop();
      await Promise.all(directories.map(removeDirectory));
      await removeDirectory(directory);
    },
  };
});
