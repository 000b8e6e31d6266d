// Private container engines for tests: each start is an engine of its own, in a directory of its own, that leaves
// nothing behind when it stops. Engines of the same kind run next to each other.

import { connect } from 'node:net';

import { current, debian, gvisor } from './dockerRecipes.ts';
import { askEngine, askEngineJson } from './engineApi.ts';
import {
  createOwnedDirectory,
  destroyOwnedDirectory,
  endOwnedProcess,
  type OwnedProcessHandle,
  rememberTeardown,
  startOwnedProcess,
  sweepAbandonedDirectories,
} from './ownedDirectory.ts';
import { podman } from './podmanRecipe.ts';
import type { EnginePlan, EngineRecipe, EngineSettings } from './recipe.ts';

export { dockerClientDirectory } from './dockerRecipes.ts';
export { type Registry, ensureRegistry, startRegistry } from './registry.ts';
export { type S3Options, type S3Server, ensureS3Server, startS3Server } from './s3.ts';

/** Those that every suite runs on. */
export const engineNames = ['debian', 'current', 'podman'] as const;
/** And the current one with gVisor beside runc, for what is said of OCI runtimes. */
export const allEngineNames = [...engineNames, 'gvisor'] as const;
export type EngineName = (typeof allEngineNames)[number];

const recipes: Record<EngineName, EngineRecipe> = { debian, current, podman, gvisor };
const startTimeoutMs = 60_000;

export interface Engine {
  name: EngineName;
  socketPath: string;
  /** The socket as DOCKER_HOST wants it. */
  dockerHost: string;
  /** What the engine says of itself. */
  version: string;
  apiVersion: string;
  /** Everything the engine keeps, also its logs (`*.log`). */
  directory: string;
  stop(): Promise<void>;
  /** Ends the engine in order and starts it again with the same data and address, doing `between` while it is down. */
  restart(between?: () => Promise<void>): Promise<void>;
  /** The same, with an engine that dies at once. */
  crash(between?: () => Promise<void>): Promise<void>;
}

export function isEngineName(name: string): name is EngineName {
  return allEngineNames.some((known) => known === name);
}

/** Fetches or builds what the engine needs; quick when it is there. */
export async function ensure(name: EngineName): Promise<void> {
  await recipes[name].ensure();
}

export async function start(name: EngineName, settings: EngineSettings = {}): Promise<Engine> {
  await ensure(name);
  await sweepAbandonedDirectories();
  const directory = await createOwnedDirectory();
  try {
    return await startIn(directory, name, settings);
  } catch (error) {
    await destroyOwnedDirectory(directory, []);
    throw error;
  }
}

async function startIn(directory: string, name: EngineName, settings: EngineSettings): Promise<Engine> {
  const plan = await recipes[name].plan(directory, settings);
  if (plan.teardown) await rememberTeardown(directory, plan.teardown);
  const socketPath = plan.processes.at(-1)?.socketPath ?? '';
  let started = await startProcesses(directory, plan);

  let stopping: Promise<void> | undefined;
  return {
    name,
    socketPath,
    dockerHost: `unix://${socketPath}`,
    ...(await readVersion(socketPath)),
    directory,
    stop: async () => {
      stopping ??= destroyOwnedDirectory(directory, started);
      await stopping;
    },
    restart: async (between) => {
      for (const service of started.toReversed()) await endOwnedProcess(service);
      await between?.();
      started = await startProcesses(directory, plan);
    },
    crash: async (between) => {
      for (const service of started.toReversed()) await endOwnedProcess(service, 'SIGKILL');
      await between?.();
      started = await startProcesses(directory, plan);
    },
  };
}

/** In order; the last one answers when this returns. */
async function startProcesses(directory: string, plan: EnginePlan): Promise<OwnedProcessHandle[]> {
  const started: OwnedProcessHandle[] = [];
  for (const process of plan.processes) {
    const running = await startOwnedProcess(directory, process);
    started.push(running);
    await running.waitUntil(async () => await acceptsConnections(process.socketPath), startTimeoutMs);
  }
  const socketPath = plan.processes.at(-1)?.socketPath ?? '';
  await started.at(-1)?.waitUntil(async () => await answersPing(socketPath), startTimeoutMs);
  return started;
}

async function acceptsConnections(socketPath: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(socketPath);
  socket.setTimeout(1000, () => resolve(false));
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  const accepted = await promise;
  socket.destroy();
  return accepted;
}

async function answersPing(socketPath: string): Promise<boolean> {
  try {
    return (await askEngine(socketPath, { path: '/_ping', timeoutMs: 2000 })).status === 200;
  } catch {
    return false;
  }
}

async function readVersion(socketPath: string): Promise<{ version: string; apiVersion: string }> {
  const answer = await askEngineJson(socketPath, { path: '/version' });
  if (typeof answer !== 'object' || answer === null) throw new Error('the engine tells no version');
  const version = 'Version' in answer ? String(answer.Version) : '';
  const apiVersion = 'ApiVersion' in answer ? String(answer.ApiVersion) : '';
  return { version, apiVersion };
}
