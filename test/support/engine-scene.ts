// The built daemon on a real engine, with the real command line; everything ends with the test.

import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, onTestFinished } from 'vitest';

import { type ConnectOptions, connect, type SandkeepClient } from '../../src/client/client.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import type { AcquireSandboxResponse__Output } from '../../src/gen/sandkeep/v1/AcquireSandboxResponse.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import { askEngine, askEngineJson } from '../engines/engineApi.ts';
import { ensureTestImages, testImages } from '../images/images.ts';
import { startDaemon, temporary, type TestDaemon } from './daemon.ts';
import { sandboxOf } from './scene.ts';
import { removeDirectory } from './temporary.ts';
import { waitUntil } from './wait.ts';

type Section = Readonly<Record<string, unknown>>;

const cliProgram = path.resolve(import.meta.dirname, '../../bin/sandkeep.js');
const cliTimeoutMs = 60_000;
const requestTimeoutMs = 10_000;
export const patienceMs = 30_000;

/** What every template of these tests has unless it says otherwise. */
export const base = {
  runtime: 'docker',
  image: testImages.base,
  pull: 'never',
  ports: [8080],
  readiness: { kind: 'http', path: '/v1/sandbox', timeout: '20s' },
  limits: { memory: '128m', cpus: 1, pids: 64 },
  stop_grace: '2s',
  idle_timeout: 0,
};

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EngineSceneOptions {
  /** As DOCKER_HOST. */
  readonly host: string;
  /** By name, over the base template; "base" is always there. */
  readonly templates?: Readonly<Record<string, Section>>;
  readonly docker?: Section;
  readonly config?: Section;
}

export class EngineScene {
  readonly host: string;
  readonly directory: string;
  readonly daemon: TestDaemon;

  readonly #options: EngineSceneOptions;

  constructor(options: EngineSceneOptions, directory: string, daemon: TestDaemon) {
    this.#options = options;
    this.host = options.host;
    this.directory = directory;
    this.daemon = daemon;
  }

  get client(): SandkeepClient {
    return this.daemon.client;
  }

  async acquire(session = 's1', more: Section = {}): Promise<Acquired> {
    const answer = await this.client.acquireSandbox({ session: { session }, ...more });
    return { ...answer, sandbox: sandboxOf(answer), url: answer.endpoint?.url ?? '' };
  }

  async get(sandboxId: string): Promise<Sandbox__Output> {
    return sandboxOf(await this.client.getSandbox({ sandboxId }));
  }

  async waitForState(sandboxId: string, state: string): Promise<Sandbox__Output> {
    await waitUntil(async () => (await this.get(sandboxId)).state === `SANDBOX_STATE_${state}`, {
      timeoutMs: patienceMs,
      what: `sandbox ${sandboxId} is ${state}`,
    });
    return await this.get(sandboxId);
  }

  /** Runs bin/sandkeep.js as a process of its own. */
  async cli(argv: readonly string[], stdin = ''): Promise<CliResult> {
    const { promise, resolve } = Promise.withResolvers<CliResult>();
    const child = execFile(
      process.execPath,
      [cliProgram, ...argv],
      { env: { ...process.env, SANDKEEP_SOCKET: this.daemon.socketPath }, timeout: cliTimeoutMs },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, stdout, stderr });
      },
    );
    child.stdin?.end(stdin);
    return await promise;
  }

  /** Standard output of a command in a sandbox. */
  async run(sandboxId: string, argv: readonly string[], more: Section = {}): Promise<string> {
    const result = await this.client.runExec({ sandboxId, argv: [...argv], ...more });
    if (result.exitCode !== 0) throw new Error(`${argv.join(' ')}: ${result.exitCode}, ${result.stderr.toString()}`);
    return result.stdout.toString();
  }

  /** Names of every container of this daemon, whatever state it is in. */
  async containers(): Promise<readonly string[]> {
    const { instanceId } = await this.client.getInfo({});
    return await containersLabelled(this.host, `${ownershipLabels.instance}=${instanceId}`);
  }

  /** What the engine says of a container. */
  async inspect(container: string): Promise<ContainerInspection> {
    return (await askEngineJson(this.host, { path: `/containers/${container}/json` })) as ContainerInspection;
  }

  /** Something behind the daemon's back, such as "/containers/NAME/kill". */
  async engine(method: string, enginePath: string, body?: object): Promise<unknown> {
    const content = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
    return await askEngineJson(this.host, { method, path: enginePath, ...content });
  }

  /** Other templates, taken over by a reload. */
  async reconfigure(templates: Readonly<Record<string, Section>>): Promise<void> {
    this.daemon.writeConfig(configOf({ ...this.#options, templates }));
    await this.client.reload({});
  }

  /** A client of its own, ended with the test. */
  anotherClient(): SandkeepClient {
    const options: ConnectOptions = { socketPath: this.daemon.socketPath };
    const client = connect(options);
    onTestFinished(client.close);
    return client;
  }

  async end(): Promise<void> {
    if (!this.daemon.isRunning()) await this.daemon.start();
    await this.client.releaseAllSandboxes({ all: true, force: true, wait: true });
    await this.daemon.dispose();
  }
}

export interface Acquired extends Omit<AcquireSandboxResponse__Output, 'sandbox'> {
  readonly sandbox: Sandbox__Output;
  readonly url: string;
}

export interface ContainerInspection {
  readonly Id: string;
  readonly Config: { readonly Labels: Readonly<Record<string, string>>; readonly Env: readonly string[] };
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly StartedAt: string };
  readonly NetworkSettings: { readonly Ports: Readonly<Record<string, readonly PortBinding[] | null>> };
}

interface PortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

type AtEnd = (end: () => Promise<void>) => void;

/** One scene for the tests of a suite, each with sandboxes of its own. */
export function sharedEngineScene(options: EngineSceneOptions): () => EngineScene {
  const ends: (() => Promise<void>)[] = [];
  let scene: EngineScene | undefined;
  beforeAll(async () => {
    scene = await startEngineScene(options, (end) => ends.unshift(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (scene === undefined) throw new Error('the scene was not made');
    return scene;
  };
}

/** It ends with the running test, unless somebody else ends it. */
export async function startEngineScene(
  options: EngineSceneOptions,
  atEnd: AtEnd = onTestFinished,
): Promise<EngineScene> {
  await ensureTestImages(options.host);
  const directory = temporary();
  // Users of the host who share a workspace have to get through.
  chmodSync(directory, 0o755);
  atEnd(async () => await removeDirectory(directory));
  const daemon = await startDaemon({ directory, config: configOf(options) });
  const scene = new EngineScene(options, directory, daemon);
  atEnd(async () => await scene.end());
  return scene;
}

function configOf({ host, templates = {}, docker = {}, config = {} }: EngineSceneOptions): Section {
  const named = Object.entries({ base: {}, ...templates });
  return {
    default_template: 'base',
    ...config,
    runtimes: { docker: { enabled: true, host, ...docker }, local: { enabled: false } },
    templates: Object.fromEntries(named.map(([name, keys]) => [name, { ...base, ...keys }])),
  };
}

export async function containersLabelled(host: string, label: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const list = await askEngineJson(host, { path: `/containers/json?all=1&filters=${filters}` });
  return (list as { Names: string[] }[]).map(({ Names }) => (Names[0] ?? '').replace(/^\//, ''));
}

/** Status of a GET; the first time after a start the port may still be on its way. */
export async function statusOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(requestTimeoutMs) });
  await answer.arrayBuffer();
  return answer.status;
}

export async function sandboxStatus(url: string): Promise<number> {
  return await statusOf(`${url}/v1/sandbox`);
}

export async function isOnEngine(host: string, container: string): Promise<boolean> {
  return (await askEngine(host, { path: `/containers/${container}/json` })).status === 200;
}
