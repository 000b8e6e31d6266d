// An image registry on loopback, with or without credentials.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { builtGoPrograms } from './cache.ts';
import { runCommand } from './commands.ts';
import {
  createOwnedDirectory,
  destroyOwnedDirectory,
  startOwnedProcess,
  sweepAbandonedDirectories,
} from './ownedDirectory.ts';

const startTimeoutMs = 30_000;

export interface Registry {
  /** Host and port, as an image name starts. */
  host: string;
  url: string;
  directory: string;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  htpasswd?: { user: string; password: string };
}

/** Builds the registry when it is missing; returns its program. */
export async function ensureRegistry(): Promise<string> {
  const programs = await builtGoPrograms('registry', [
    { package: 'github.com/distribution/distribution/v3/cmd/registry', version: 'v3.1.2' },
  ]);
  return path.join(programs, 'registry');
}

export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const program = await ensureRegistry();
  await sweepAbandonedDirectories();
  const directory = await createOwnedDirectory();
  try {
    const configFile = path.join(directory, 'config.yml');
    await writeFile(configFile, await registryConfiguration(directory, options));
    const running = await startOwnedProcess(directory, {
      program,
      programArguments: ['serve', configFile],
      environment: { OTEL_TRACES_EXPORTER: 'none' },
    });
    let host = '';
    await running.waitUntil(async () => {
      // The port is the kernel's choice; the registry tells it in its log.
      host = /listening on (127\.0\.0\.1:\d+)/.exec(await readFile(running.logPath, 'utf8'))?.[1] ?? '';
      return host !== '' && (await answers(`http://${host}/v2/`));
    }, startTimeoutMs);
    let stopping: Promise<void> | undefined;
    return {
      host,
      url: `http://${host}`,
      directory,
      stop: async () => {
        stopping ??= destroyOwnedDirectory(directory, [running]);
        await stopping;
      },
    };
  } catch (error) {
    await destroyOwnedDirectory(directory, []);
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200 || answer.status === 401;
  } catch {
    return false;
  }
}

async function registryConfiguration(directory: string, options: RegistryOptions): Promise<string> {
  const configuration: Record<string, unknown> = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: path.join(directory, 'images') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0' },
  };
  if (options.htpasswd) {
    const passwordFile = path.join(directory, 'htpasswd');
    const { user, password } = options.htpasswd;
    await writeFile(passwordFile, `${user}:${await bcrypt(password)}\n`);
    configuration['auth'] = { htpasswd: { realm: 'sandkeep-test', path: passwordFile } };
  }
  // JSON is YAML too.
  return JSON.stringify(configuration, undefined, 2);
}

/** The registry takes bcrypt only; the C library's crypt, which Perl reaches, can do it. */
async function bcrypt(password: string): Promise<string> {
  const salt = randomBytes(11).toString('hex');
  const hash = await runCommand('perl', ['-e', 'print crypt($ENV{PASSWORD}, $ENV{SALT})'], {
    environment: { ...process.env, PASSWORD: password, SALT: `$2y$05$${salt}` },
  });
  if (!hash.startsWith('$2y$')) throw new Error("the C library's crypt knows no bcrypt");
  return hash;
}
