import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Runtime } from '../../src/ports/runtime.ts';
import { processClock } from '../../src/runtime/fake/process-clock.ts';
import { createLocalRuntime } from '../../src/runtime/local/local-runtime.ts';
import { bubblewrapMissing, describeWithProgram } from '../support/programs.ts';
import { makeId } from '../support/spec.ts';
import { makeDirectory, removeDirectory } from '../support/temporary.ts';
import { type ContractSubject, runtimeContract } from './runtime.contract.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {} };

interface Variant {
  readonly allowHostExec: boolean;
  readonly bubblewrapPath: string | null;
}

async function makeSubject(variant: Variant): Promise<ContractSubject> {
  const directory = await makeDirectory('local');
  await writeFile(path.join(directory, 'file'), '');
  const directories: string[] = [];
  const instanceId = makeId();
  const foreignInstanceId = makeId();
  const runtime = (instance: string, stateDir = path.join(directory, 'instances')): Runtime =>
    createLocalRuntime({
      name: 'local',
      instanceId: instance,
      stateDir,
      maxHeldInstances: 256,
      clock: processClock,
      logger: silent,
      hostEnvironment: process.env,
      ...variant,
    });
  return {
    runtime: runtime(instanceId),
    instanceId,
    foreignInstanceId,
    images: { base: 'none' },
    endpointHost: '127.0.0.1',
    secondRuntime: async () => runtime(instanceId),
    foreignRuntime: async () => runtime(foreignInstanceId),
    // Without commands, exec is refused whether the directory answers or not.
    ...(variant.allowHostExec
      ? { unreachable: async () => runtime(instanceId, path.join(directory, 'file/below')) }
      : {}),
    makeMountDirectory: async () => {
      const made = await makeDirectory('mount');
      directories.push(made);
      return made;
    },
    cleanup: async () => {
      await Promise.all(directories.map(removeDirectory));
      await removeDirectory(directory);
    },
  };
}

runtimeContract('local, files only', () => makeSubject({ allowHostExec: false, bubblewrapPath: null }));
runtimeContract('local, commands on the host', () =>
  makeSubject({ allowHostExec: true, bubblewrapPath: '/nowhere/bwrap' }),
);
describeWithProgram('isolated', bubblewrapMissing(), () => {
  runtimeContract('local, commands in bubblewrap', () => makeSubject({ allowHostExec: true, bubblewrapPath: null }));
});
