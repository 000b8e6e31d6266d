// The service on a fake engine in a machine, both units of its systemd. For tests, and for programs that are no tests.

import { existsSync } from 'node:fs';
import path from 'node:path';

import { stringify } from 'yaml';

import { configOnFake, type FakeConfig } from '../support/fake-config.ts';
import { fakeEngineAt, type FakeEngineControl } from '../support/fake-engine.ts';
import { waitUntil } from '../support/wait.ts';
import type { Machine } from './machine.ts';

export const service = 'sandkeepd.service';
export const socket = 'sandkeepd.socket';
export const socketPath = '/run/sandkeep/sandkeep.sock';
export const configPath = '/etc/sandkeep/config.yaml';
const engineUnit = 'engine.service';
const engineProgram = '/usr/lib/sandkeep/src/runtime/fake/fake-engine.ts';
const patienceMs = 20_000;

export interface ServiceOnFake {
  readonly machine: Machine;
  readonly engine: FakeEngineControl;
  readonly systemctl: (...argv: readonly string[]) => Promise<string>;
  /** What systemctl shows of the service. */
  readonly property: (name: string) => Promise<string>;
  /** The config of a daemon on the engine, for the next start or reload. */
  readonly configure: (config?: FakeConfig) => Promise<void>;
}

export async function serviceOnFake(machine: Machine): Promise<ServiceOnFake> {
  const systemctl = async (...argv: readonly string[]): Promise<string> => await machine.ok('systemctl', ...argv);
  const engineSocket = '/share/engine/engine.sock';
  await machine.ok('mkdir', '/share/engine');
  const start = ['/usr/bin/node', engineProgram, '--socket', engineSocket, '--state', '/share/engine/state'];
  await machine.ok('systemd-run', `--unit=${engineUnit}`, '--property=KillMode=mixed', '--quiet', ...start);
  const socketOnHost = path.join(machine.directory, engineSocket);
  await waitUntil(() => existsSync(socketOnHost), { timeoutMs: patienceMs, what: 'the engine is there' });
  return {
    machine,
    engine: fakeEngineAt(socketOnHost),
    systemctl,
    property: async (name) => (await systemctl('show', '--value', `--property=${name}`, service)).trim(),
    configure: async (config) => await machine.write(configPath, stringify(configOnFake(engineSocket, config))),
  };
}
