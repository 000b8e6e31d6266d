// The fake engine as a process of its own: it survives the daemon, and tests can kill it.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import {
  callsSchema,
  containersSchema,
  type ContainerView,
  type Control,
  type Seed,
  seededSchema,
} from '../../src/runtime/fake/protocol.ts';
import { waitUntil } from './wait.ts';

const entry = path.resolve(import.meta.dirname, '../../src/runtime/fake/fake-engine.ts');
const startTimeoutMs = 20_000;
const maxKeptOutputCharacters = 10_000;

export interface FakeEngineOptions {
  /** Holds the socket and what the engine keeps; short, for a socket's path has about 100 characters. */
  readonly directory: string;
  /** Such as "--no-listeners" or "--create-delay-ms=500". */
  readonly args?: readonly string[];
}

/** What is asked of an engine that runs, whoever started it. */
export interface FakeEngineControl {
  readonly socketPath: string;
  /** Puts a fault in place, changes a delay, or does something behind the daemon's back. */
  control(rule: Control): Promise<void>;
  /** Running containers from nowhere; gives their ids. */
  seed(seed: Seed): Promise<readonly string[]>;
  /** Requests served since the last clear, by "METHOD /route". */
  calls(): Promise<Readonly<Record<string, number>>>;
  /** Every container, whoever's it is; counted as a call like the daemon's own. */
  containers(): Promise<readonly ContainerView[]>;
}

export interface FakeEngine extends FakeEngineControl {
  /** In order: what runs ends, the rest is kept for the next start in the same directory. */
  stop(): Promise<void>;
  /** At once. Commands that run in containers go on without it. */
  kill(): Promise<void>;
  /** At once, with whatever runs in its containers. */
  dispose(): Promise<void>;
}

export async function startFakeEngine(options: FakeEngineOptions): Promise<FakeEngine> {
  const socketPath = path.join(options.directory, 'engine.sock');
  const state = path.join(options.directory, 'engine');
  const child = spawn(process.execPath, [entry, '--socket', socketPath, '--state', state, ...(options.args ?? [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    output = (output + text).slice(-maxKeptOutputCharacters);
  });
  await waitUntil(
    async () => {
      if (hasEnded(child)) return true;
      await ask(socketPath, 'GET', '/control/calls');
      return true;
    },
    { timeoutMs: startTimeoutMs, what: 'the fake engine answers' },
  );
  if (hasEnded(child)) throw new Error(`the fake engine ended at once: ${output}`);
  return {
    ...fakeEngineAt(socketPath),
    stop: async () => await end(child, 'SIGTERM'),
    kill: async () => await end(child, 'SIGKILL'),
    dispose: async () => {
      await end(child, 'SIGKILL');
      endCommandsIn(state);
    },
  };
}

export function fakeEngineAt(socketPath: string): FakeEngineControl {
  return {
    socketPath,
    control: async (rule) => void (await ask(socketPath, 'POST', '/control', rule)),
    seed: async (seed) => seededSchema.parse(await ask(socketPath, 'POST', '/control/seed', seed)).ids,
    calls: async () => callsSchema.parse(await ask(socketPath, 'GET', '/control/calls')),
    containers: async () => containersSchema.parse(await ask(socketPath, 'GET', '/containers')),
  };
}

/** Names and labels of running containers of one instance, as the daemon would have made them. */
export function seedOf(instanceId: string, sandboxIds: readonly string[], template = 'seeded'): Seed {
  return {
    image: 'fake:base',
    containers: sandboxIds.map((sandboxId) => ({
      name: `sandkeep-${instanceId.slice(0, 8)}-${sandboxId}-g1`,
      labels: {
        [ownershipLabels.instance]: instanceId,
        [ownershipLabels.sandbox]: sandboxId,
        [ownershipLabels.generation]: '1',
        [ownershipLabels.epoch]: '1',
        [ownershipLabels.template]: template,
        [ownershipLabels.templateDigest]: 'seeded-digest',
      },
    })),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await ended;
}

/** Commands of containers have their working directory below the engine's. */
function endCommandsIn(directory: string): void {
  for (const entry of existsSync('/proc') ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`).startsWith(`${directory}/`)) process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It ended by itself, or is somebody else's.
    }
  }
}

async function ask(socketPath: string, method: string, url: string, body?: object): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ socketPath, method, path: url, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', reject);
      response.on('end', () => {
        const isRefused = (response.statusCode ?? 500) >= 400;
        if (isRefused) reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
        else resolve(text === '' ? null : JSON.parse(text));
      });
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
