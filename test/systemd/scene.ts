// A machine with the service and a fake engine, both units of its systemd; everything ends with the suite.

import { existsSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { fakeEngineAt, type FakeEngineControl } from '../support/fake-engine.ts';
import { configOnFake, type FakeConfig, patienceMs } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';
import { type Machine, startMachine } from './machine.ts';

export const service = 'sandkeepd.service';
export const socket = 'sandkeepd.socket';
export const socketPath = '/run/sandkeep/sandkeep.sock';
export const configPath = '/etc/sandkeep/config.yaml';
const engineUnit = 'engine.service';
const engineProgram = '/usr/lib/sandkeep/src/runtime/fake/fake-engine.ts';
const machineTimeoutMs = 600_000;

export interface SystemdScene {
  readonly machine: Machine;
  readonly engine: FakeEngineControl;
  /** One of its own, closed with the test. */
  readonly client: () => SandkeepClient;
  readonly systemctl: (...argv: readonly string[]) => Promise<string>;
  /** What systemctl shows of the service. */
  readonly property: (name: string) => Promise<string>;
  /** What the journal has of the service since the test began. */
  readonly journal: () => Promise<string>;
  /** The config of a daemon on the engine, for the next start or reload. */
  readonly configure: (config?: FakeConfig) => Promise<void>;
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
  const systemctl = async (...argv: readonly string[]): Promise<string> => await machine.ok('systemctl', ...argv);
  const property = async (name: string): Promise<string> =>
    (await systemctl('show', '--value', `--property=${name}`, service)).trim();
  const engineSocket = '/share/engine/engine.sock';
  await machine.ok('mkdir', '/share/engine');
  const start = ['/usr/bin/node', engineProgram, '--socket', engineSocket, '--state', '/share/engine/state'];
  await machine.ok('systemd-run', `--unit=${engineUnit}`, '--property=KillMode=mixed', '--quiet', ...start);
  const socketOnHost = path.join(machine.directory, engineSocket);
  await waitUntil(() => existsSync(socketOnHost), { timeoutMs: patienceMs, what: 'the engine is there' });

  let since = '';
  const journal = async (): Promise<string> => {
    const format = ['--output=cat', '--no-pager', `--since=${since}`];
    return await machine.ok('journalctl', ...format, `_SYSTEMD_UNIT=${service}`, '+', `UNIT=${service}`);
  };
  return {
    machine,
    engine: fakeEngineAt(socketOnHost),
    systemctl,
    property,
    journal,
    client: () => {
      const client = connect({ socketPath: machine.seenAt(socketPath) });
      onTestFinished(client.close);
      return client;
    },
    configure: async (config) => await machine.write(configPath, stringify(configOnFake(engineSocket, config))),
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
      await systemctl('stop', service, socket);
      await machine.remove(`/etc/systemd/system/${service}.d`);
      await machine.remove('/var/lib/sandkeep');
      await machine.remove(configPath);
      await systemctl('daemon-reload');
      await machine.run(['systemctl', 'reset-failed', service]);
      since = (await machine.ok('date', '+%F %T.%N')).trim();
    },
  };
}
