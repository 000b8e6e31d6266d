// The daemon that is measured: own directories, the program of bin/, one template.

import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';

import { loadSettings } from '../src/config/load.ts';
import { connect, type SandkeepClient } from '../src/client/client.ts';
import { daemonProgram, type Started, startProgram } from './process.ts';

export const templateName = 'bench';

export interface MeasuredDaemon {
  readonly process: Started;
  readonly client: SandkeepClient;
  stop(): Promise<void>;
}

export interface DaemonPlace {
  readonly directory: string;
  readonly runtimes: Readonly<Record<string, unknown>>;
  readonly template: Readonly<Record<string, unknown>>;
  /** Modules that Node.js loads first. */
  readonly imports?: readonly string[];
}

export async function startDaemon({
  directory,
  runtimes,
  template,
  imports = [],
}: DaemonPlace): Promise<MeasuredDaemon> {
  const { configPath, socketPath } = writeConfig({ directory, runtimes, template });
  const first = imports.flatMap((module) => ['--import', module]);
  const process = await startProgram([...first, daemonProgram, '--config', configPath], '"event":"ready"');
  const client = connect({ socketPath });
  return {
    process,
    client,
    stop: async () => {
      client.close();
      await process.stop();
    },
  };
}

function writeConfig({ directory, runtimes, template }: DaemonPlace): { configPath: string; socketPath: string } {
  const socketPath = path.join(directory, 'run/sk.sock');
  const config = {
    state_dir: stateDirectory(directory),
    data_dir: path.join(directory, 'data'),
    socket: socketPath,
    default_template: templateName,
    runtimes: { docker: { enabled: false }, ...runtimes },
    templates: { [templateName]: { stop_grace: 0, idle_timeout: 0, ...template } },
  };
  mkdirSync(directory, { recursive: true });
  const configPath = path.join(directory, 'config.yaml');
  writeFileSync(configPath, stringify(config));
  return { configPath, socketPath };
}

/** What a record says that was made from the template as it is; another one is outdated. */
export function templateDigest(place: DaemonPlace): string {
  const { configPath } = writeConfig(place);
  const { settings } = loadSettings({ configPath, env: {}, homeDir: '/', isRoot: true, platform: process.platform });
  const digest = settings.templates.get(templateName)?.digest;
  if (digest === undefined) throw new Error('the config has no template to measure');
  return digest;
}

export function stateDirectory(directory: string): string {
  return path.join(directory, 'state');
}
