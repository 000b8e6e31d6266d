// A machine with the service and a fake engine for the tests of a suite; everything ends with it.

import { afterAll, beforeAll, beforeEach, describe, onTestFinished, test } from 'vitest';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { patienceMs } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';
import { type Machine, startMachine } from './machine.ts';
import { configPath, service, serviceOnFake, type ServiceOnFake, socket, socketPath } from './service.ts';

const machineTimeoutMs = 600_000;

export interface SystemdScene extends ServiceOnFake {
  /** One of its own, closed with the test. */
  readonly client: () => SandkeepClient;
  /** What the journal has of the service since the test began. */
  readonly journal: () => Promise<string>;
  /** A drop-in of the unit, gone after the test. */
  readonly dropIn: (text: string) => Promise<void>;
  readonly waitForProperty: (name: string, isRight: (value: string) => boolean) => Promise<string>;
}

/** Defines the suite where it was asked for, and says that it was not where it was not. */
export function describeOnSystemd(title: string, clauses: (scene: () => SystemdScene) => void): void {
  if (process.env['SANDKEEP_TEST_SYSTEMD'] !== 'required') {
    console.warn(`${title} skipped: "npm run test:systemd" runs it`);
    describe.skip(title, () => {
      test('needs a systemd of its own', () => {});
    });
    return;
  }
  describe(title, () => clauses(sharedScene()));
}

/** Of the running service, as systemd rates it. */
export async function exposureOf(machine: Machine): Promise<number> {
  const report = await machine.ok('systemd-analyze', 'security', '--no-pager', service);
  return Number(/exposure level for sandkeepd\.service: ([\d.]+)/.exec(report)?.[1]);
}

function sharedScene(): () => SystemdScene {
  let scene: (SystemdScene & { reset(): Promise<void> }) | undefined;
  beforeAll(async () => {
    scene = await sceneOn(await startMachine());
  }, machineTimeoutMs);
  beforeEach(async () => await scene?.reset());
  afterAll(async () => await scene?.machine.stop());
  return () => {
    if (scene === undefined) throw new Error('the scene was not made');
    return scene;
  };
}

async function sceneOn(machine: Machine): Promise<SystemdScene & { reset(): Promise<void> }> {
  const onFake = await serviceOnFake(machine);
  const { systemctl, property } = onFake;
  let since = '';
  return {
    ...onFake,
    journal: async () => {
      const format = ['--output=cat', '--no-pager', `--since=${since}`];
      return await machine.ok('journalctl', ...format, `_SYSTEMD_UNIT=${service}`, '+', `UNIT=${service}`);
    },
    client: () => {
      const client = connect({ socketPath: machine.seenAt(socketPath) });
      onTestFinished(client.close);
      return client;
    },
    dropIn: async (text) => {
      await machine.write(`/etc/systemd/system/${service}.d/test.conf`, text);
      await systemctl('daemon-reload');
    },
    waitForProperty: async (name, isRight) => {
      const what = `${name} of the service is right`;
      await waitUntil(async () => isRight(await property(name)), { timeoutMs: patienceMs, what });
      return await property(name);
    },
    reset: async () => {
      // Where a test has taken the units away it fails, and nothing runs.
      await machine.run(['systemctl', 'stop', service, socket]);
      await machine.remove(`/etc/systemd/system/${service}.d`);
      await machine.remove('/var/lib/sandkeep');
      await machine.remove(configPath);
      await systemctl('daemon-reload');
      await machine.run(['systemctl', 'reset-failed', service]);
      since = (await machine.ok('date', '+%F %T.%N')).trim();
    },
  };
}
