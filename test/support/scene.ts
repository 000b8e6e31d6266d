// A daemon on a fake engine for one test, with templates for what tests need; both end with the test.

import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

import { hasReason, type SandkeepRpcError } from '../../src/client/errors.ts';
import type { SandkeepClient } from '../../src/client/client.ts';
import { connect } from '../../src/client/client.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import { configOnFake } from './fake-config.ts';
import { type DaemonSettings, startDaemon, temporary, type TestDaemon } from './daemon.ts';
import { type FakeEngine, startFakeEngine } from './fake-engine.ts';
import { waitUntil } from './wait.ts';

type Section = Readonly<Record<string, unknown>>;

export const patienceMs = 20_000;

export interface SceneOptions extends DaemonSettings {
  /** By name, over the base template. */
  readonly templates?: Readonly<Record<string, Section>>;
  readonly engineArgs?: readonly string[];
  /** Before the daemon starts for the first time. */
  readonly prepare?: (stateDir: string) => Promise<void>;
}

export interface Scene {
  readonly daemon: TestDaemon;
  readonly client: SandkeepClient;
  /** The present one: restartEngine replaces it. */
  readonly engine: FakeEngine;
  readonly directory: string;
  /** Starts the engine again in its directory; what ran has exited. */
  restartEngine(): Promise<void>;
  /** The whole config, for writeConfig and restart. */
  config(changes?: Section, templates?: Readonly<Record<string, Section>>): Section;
}

export type AtEnd = (end: () => void | Promise<void>) => void;

/** One scene for the tests of a suite, each with sandboxes of its own; a daemon and an engine take a second to start. */
export function sharedScene(options: SceneOptions = {}): () => Scene {
  const ends: (() => void | Promise<void>)[] = [];
  let scene: Scene | undefined;
  beforeAll(async () => {
    scene = await startScene(options, (end) => ends.unshift(end));
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
export async function startScene(options: SceneOptions = {}, atEnd: AtEnd = onTestFinished): Promise<Scene> {
  const { templates = {}, engineArgs = [], config = {}, prepare, ...settings } = options;
  const directory = temporary();
  atEnd(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const start = async (): Promise<FakeEngine> => {
    const started = await startFakeEngine({ directory, args: engineArgs });
    atEnd(async () => await started.dispose());
    return started;
  };
  let engine = await start();
  const sceneConfig: Scene['config'] = (changes = {}, moreTemplates = {}) =>
    configOnFake(engine.socketPath, {
      config: { ...config, ...changes },
      templates: { ...templates, ...moreTemplates },
    });
  await prepare?.(path.join(directory, 'state'));
  const daemon = await startDaemon({ ...settings, directory, config: sceneConfig() });
  atEnd(async () => await daemon.dispose());
  return {
    daemon,
    client: daemon.client,
    directory,
    get engine() {
      return engine;
    },
    restartEngine: async () => {
      engine = await start();
    },
    config: sceneConfig,
  };
}

/** A client of its own, ended with the test. */
export function anotherClient(scene: Scene): SandkeepClient {
  const client = connect({ socketPath: scene.daemon.socketPath });
  onTestFinished(client.close);
  return client;
}

/** The sandbox of an answer; every answer that has one has it. */
export function sandboxOf(answer: { readonly sandbox: Sandbox__Output | null }): Sandbox__Output {
  if (answer.sandbox === null) throw new Error('the answer has no sandbox');
  return answer.sandbox;
}

export async function getSandbox(scene: Scene, sandboxId: string): Promise<Sandbox__Output> {
  return sandboxOf(await scene.client.getSandbox({ sandboxId }));
}

export async function acquire(scene: Scene, session = 's1', more: Section = {}): Promise<Sandbox__Output> {
  return sandboxOf(await scene.client.acquireSandbox({ session: { session }, ...more }));
}

export async function waitForState(scene: Scene, sandboxId: string, state: string): Promise<Sandbox__Output> {
  await waitUntil(async () => (await getSandbox(scene, sandboxId)).state === `SANDBOX_STATE_${state}`, {
    timeoutMs: patienceMs,
    what: `sandbox ${sandboxId} is ${state}`,
  });
  return await getSandbox(scene, sandboxId);
}

/** Waits until the engine has had so many requests of a route since its counts were cleared. */
export async function waitForCalls(scene: Scene, route: string, count = 1): Promise<void> {
  await waitUntil(async () => ((await scene.engine.calls())[route] ?? 0) >= count, {
    timeoutMs: patienceMs,
    what: `the engine has ${count} times ${route}`,
  });
}

/** The refusal, which has a reason of the table and a hint; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<SandkeepRpcError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error;
  }
  throw new Error(`the call was not refused: ${JSON.stringify(answer)}`);
}

function isRefusal(error: unknown): error is SandkeepRpcError {
  return error instanceof Error && 'reason' in error && hasReason(error, String(error.reason)) && error.hint !== '';
}
