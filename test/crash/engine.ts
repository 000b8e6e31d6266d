// The engine under the daemon, seen from outside: what containers there are, and decoys that are not ours.

import { z } from 'zod';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { askEngine, askEngineJson } from '../engines/engineApi.ts';
import { start } from '../engines/engines.ts';
import { ensureTestImages, testImages } from '../images/images.ts';
import { startFakeEngine } from '../support/fake-engine.ts';

type Section = Readonly<Record<string, unknown>>;

export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isRunning: boolean;
  /** Changes when it is started again. */
  readonly startedAt: string;
}

export interface CrashEngine {
  readonly name: string;
  readonly runtimes: Section;
  readonly template: Section;
  containers(): Promise<readonly SeenContainer[]>;
  /** A running container with these labels. */
  addDecoy(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  remove(containers: readonly SeenContainer[]): Promise<void>;
  /** Ends the engine if it was started here. */
  end(): Promise<void>;
}

const readiness = { kind: 'http', path: '/v1/sandbox', timeout: '60s' };

export async function fakeEngine(directory: string): Promise<CrashEngine> {
  const engine = await startFakeEngine({ directory });
  // As slow as a real one in proportion, so that kills meet creates and removals under way.
  const delays = { createDelayMs: 20, startDelayMs: 60, stopDelayMs: 20, removeDelayMs: 40 };
  await engine.control({ action: 'delays', delays });
  return {
    name: 'fake',
    runtimes: { fake: { socket: engine.socketPath }, local: { enabled: false } },
    template: { runtime: 'fake', image: 'fake:base', ports: [8080], readiness },
    containers: async () => {
      const views = await engine.containers();
      return views.map(({ id, name, labels, phase, startedAtMs }) => {
        return { id, name, labels, isRunning: phase === 'running', startedAt: String(startedAtMs) };
      });
    },
    addDecoy: async (name, labels) => {
      await engine.seed({ image: 'fake:base', containers: [{ name, labels }] });
    },
    remove: async (containers) => {
      for (const { name } of containers) await engine.control({ action: 'remove_container', name });
    },
    end: async () => await engine.stop(),
  };
}

/** That of DOCKER_HOST, else a private one. */
export async function dockerEngine(): Promise<CrashEngine> {
  const given = process.env['DOCKER_HOST'];
  const own = given === undefined || given === '' ? await start('debian') : null;
  const host = own?.dockerHost ?? given ?? '';
  try {
    await ensureTestImages(host, ['base']);
  } catch (error) {
    await own?.stop();
    throw error;
  }
  return {
    name: own === null ? `docker at ${host}` : `docker, private, ${own.version}`,
    runtimes: { docker: { enabled: true, host }, local: { enabled: false } },
    template: { runtime: 'docker', image: testImages.base, pull: 'never', ports: [8080], readiness },
    containers: async () => await dockerContainers(host),
    addDecoy: async (name, labels) => await addDockerDecoy(host, name, labels),
    remove: async (containers) => {
      for (const { id } of containers) {
        await askEngine(host, { method: 'DELETE', path: `/containers/${id}?force=true` });
      }
    },
    end: async () => await own?.stop(),
  };
}

const createdSchema = z.object({ Id: z.string() });
const listSchema = z.array(z.object({ Id: z.string() }));
const inspectionSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullable() }),
  State: z.object({ Running: z.boolean(), StartedAt: z.string() }),
});

async function dockerContainers(host: string): Promise<SeenContainer[]> {
  const listed = listSchema.parse(await askEngineJson(host, { path: '/containers/json?all=1' }));
  const seen: SeenContainer[] = [];
  for (const { Id } of listed) {
    const answer = await askEngine(host, { path: `/containers/${Id}/json` });
    // Removed since the list was made.
    if (answer.status === 404) continue;
    const { Name, Config, State } = inspectionSchema.parse(JSON.parse(answer.body));
    const name = Name.replace(/^\//, '');
    seen.push({ id: Id, name, labels: Config.Labels ?? {}, isRunning: State.Running, startedAt: State.StartedAt });
  }
  return seen;
}

async function addDockerDecoy(host: string, name: string, labels: Readonly<Record<string, string>>): Promise<void> {
  const body = { Image: testImages.base, Labels: labels, HostConfig: { NetworkMode: 'none' } };
  const { Id } = createdSchema.parse(
    await askEngineJson(host, {
      method: 'POST',
      path: `/containers/create?name=${name}`,
      body: Buffer.from(JSON.stringify(body)),
    }),
  );
  await askEngineJson(host, { method: 'POST', path: `/containers/${Id}/start` });
}

/** Named as ours are, but another instance's, or nobody's. */
export function decoysOf(instanceId: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const prefix = `sandkeep-${instanceId.slice(0, 8)}`;
  const foreign = (sandboxId: string, instance: string): Record<string, string> => ({
    [ownershipLabels.instance]: instance,
    [ownershipLabels.sandbox]: sandboxId,
    [ownershipLabels.generation]: '1',
    [ownershipLabels.epoch]: '1',
  });
  const sandboxId = '01kzzzzzzzzzzzzzzzzzzzzzzz';
  return new Map([
    [`${prefix}-${sandboxId}-g1`, foreign(sandboxId, 'another-instance')],
    // The same first characters as ours, which is what names show.
    [`${prefix}-${sandboxId}-g2`, foreign(sandboxId, `${instanceId.slice(0, 8)}-another`)],
    [`${prefix}-decoy`, {}],
  ]);
}
