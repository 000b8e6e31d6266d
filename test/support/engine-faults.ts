// What must hold when one call to the engine goes wrong in any way, on whichever engine: the caller gets a reason that
// says so, the same call succeeds afterwards, and there is one container for each sandbox and none for the released.

import { describe, expect, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import type { DockFault, Fault, Rule } from './dockfault.ts';
import { refusalOf, sandboxOf } from './scene.ts';
import { waitUntil } from './wait.ts';

export interface FaultScene {
  readonly client: SandkeepClient;
  readonly proxy: DockFault;
  /** Names of every container of the daemon, asked for past the proxy. */
  containers(): Promise<readonly string[]>;
  /** Ends what runs in it, behind the daemon's back. */
  crash(containerName: string): Promise<void>;
}

export type EngineCall =
  | 'info'
  | 'list'
  | 'events'
  | 'create'
  | 'start'
  | 'inspect'
  | 'stop'
  | 'remove'
  | 'pause'
  | 'unpause'
  | 'exec create'
  | 'exec start';

export interface FaultSubject {
  readonly start: () => Promise<FaultScene>;
  readonly routes: Readonly<Record<EngineCall, Pick<Rule, 'method' | 'path'>>>;
  /** Of one test, which tries every fault. */
  readonly timeoutMs: number;
}

const patienceMs = 30_000;
const delayMs = 200;
const truncatedBytes = 5;

const faults: readonly Fault[] = [
  { action: 'drop_before' },
  { action: 'drop_after' },
  { action: 'hang' },
  { action: 'hang_after' },
  { action: 'delay', delayMs },
  { action: 'status', status: 500, message: 'a fault of the test' },
  { action: 'status_after', status: 503, message: 'a fault of the test' },
  { action: 'truncate', bytes: truncatedBytes },
  { action: 'reset' },
  { action: 'garbage' },
  { action: 'nonsense' },
  { action: 'duplicate' },
];

/** What a caller may be told of an engine that did not answer as it should. */
const toldOfTheEngine = ['RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT'];

interface Trial {
  readonly scene: FaultScene;
  readonly fault: Fault;
  readonly sandbox: Sandbox__Output;
}

/** Brings a sandbox to where the call is made; what makes it; what is true when it has succeeded. */
interface Clause {
  readonly before?: (trial: Trial) => Promise<unknown>;
  readonly act: (trial: Trial) => Promise<unknown>;
  readonly state?: string;
}

const clauses: Readonly<Record<Exclude<EngineCall, 'info' | 'events' | 'create' | 'start'>, Clause>> = {
  list: { act: async ({ scene }) => await scene.client.reconcile({}) },
  inspect: {
    act: async ({ scene, sandbox }) =>
      await scene.client.getSandbox({ sandboxId: sandbox.id, view: 'SANDBOX_VIEW_LIVE' }),
  },
  stop: {
    act: async ({ scene, sandbox }) => await scene.client.stopSandbox({ sandboxId: sandbox.id }),
    state: 'STOPPED',
  },
  remove: {
    act: async ({ scene, sandbox }) => await scene.client.releaseSandbox({ sandboxId: sandbox.id, wait: true }),
    state: 'RELEASED',
  },
  pause: {
    act: async ({ scene, sandbox }) => await scene.client.pauseSandbox({ sandboxId: sandbox.id }),
    state: 'PAUSED',
  },
  unpause: {
    before: async ({ scene, sandbox }) => await scene.client.pauseSandbox({ sandboxId: sandbox.id }),
    act: async ({ scene, sandbox }) => await scene.client.resumeSandbox({ sandboxId: sandbox.id }),
    state: 'RUNNING',
  },
  'exec create': { act: runTrue },
  'exec start': { act: runTrue },
};

/** Defines a test for each call; the row of docs/RELIABILITY.md that each fault belongs to is in its title. */
export function engineFaultClauses(subject: FaultSubject): void {
  const options = { timeout: subject.timeoutMs };

  describe('every way of an engine to fail one call', () => {
    test.each(Object.keys(clauses) as (keyof typeof clauses)[])(
      'of %s is told as such, and the call that follows succeeds (F8, F9, F14, F15)',
      options,
      async (call) => {
        const scene = await subject.start();
        for (const fault of faults) await tryOnce(scene, subject, call, fault);
      },
    );

    test.each(['create', 'start'] as const)(
      'of %s makes one container and no second one (F5, F8, F14)',
      options,
      async (call) => {
        const scene = await subject.start();
        for (const fault of faults) {
          const session = `s-${fault.action}`;
          const acquire = async (): Promise<Sandbox__Output> =>
            sandboxOf(await scene.client.acquireSandbox({ session: { session } }));
          scene.proxy.inject({ fault, count: 1, ...subject.routes[call] });
          await tolerated(acquire(), fault);
          expect(scene.proxy.strikes(), `${fault.action} struck`).toBe(1);
          scene.proxy.clear();
          const sandbox = await succeeding(acquire, fault.action);
          expect(sandbox.state, fault.action).toBe('SANDBOX_STATE_RUNNING');
          await assertSettled(scene, fault.action);
          expect(await scene.containers(), fault.action).toEqual([sandbox.containerName]);
          await scene.client.releaseSandbox({ sandboxId: sandbox.id, wait: true });
        }
      },
    );

    test('of the event stream ends in another one, and nothing that happens is missed (F18)', options, async () => {
      const scene = await subject.start();
      const sandbox = await made(scene, 'events');
      for (const call of ['events', 'info', 'list'] as const) {
        // Those of single answers are tried with the other calls.
        const tried = call === 'events' ? faults : faults.filter(({ action }) => /hang|reset|garbage/.test(action));
        for (const fault of tried) {
          const what = `${fault.action} of ${call}`;
          scene.proxy.inject({ fault, count: 1, ...subject.routes[call] });
          scene.proxy.stopEvents('cut');
          await waitUntil(() => scene.proxy.strikes() === 1, { timeoutMs: patienceMs, what: `${what} strikes` });
          await scene.crash(sandbox.containerName);
          scene.proxy.clear();
          await waitForState(scene, sandbox.id, 'STOPPED', what);
          await succeeding(async () => await scene.client.acquireSandbox({ session: { session: 'events' } }), what);
          expect((await read(scene, sandbox.id)).generation, what).toBe('1');
        }
      }
      await assertSettled(scene, 'all of them');
    });
  });

  describe('an engine behind a broken line', () => {
    test(
      'that refuses for a while is said to be away, nothing is lost, and it is back by itself (F13)',
      options,
      async () => {
        const scene = await subject.start();
        const sandbox = await made(scene, 's1');
        await scene.proxy.refuse();
        await waitUntil(async () => (await degraded(scene)).includes('RUNTIME_UNAVAILABLE'), {
          timeoutMs: patienceMs,
          what: 'the engine is seen to be away',
        });
        const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: 's2' } }));
        expect(refusal).toMatchObject({ reason: 'RUNTIME_UNAVAILABLE', status: 'UNAVAILABLE', retryable: true });
        await scene.client.reconcile({});
        await scene.client.reconcile({});
        expect((await read(scene, sandbox.id)).state).toBe('SANDBOX_STATE_RUNNING');
        await scene.proxy.accept();
        await waitUntil(async () => (await degraded(scene)).length === 0, {
          timeoutMs: patienceMs,
          what: 'the engine is connected again',
        });
        expect((await made(scene, 's1')).id).toBe(sandbox.id);
        expect((await read(scene, sandbox.id)).generation).toBe('1');
        await assertSettled(scene, 'the outage');
      },
    );

    test(
      'that answers nothing at all is said to be away within its time-outs, and reads go on (F14)',
      options,
      async () => {
        const scene = await subject.start();
        const sandbox = await made(scene, 's1');
        for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
          scene.proxy.inject({ fault: { action: 'hang' }, method, path: /./ });
        }
        scene.proxy.stopEvents('silent');
        const refusal = await refusalOf(scene.client.stopSandbox({ sandboxId: sandbox.id }));
        expect(toldOfTheEngine).toContain(refusal.reason);
        await waitUntil(async () => (await degraded(scene)).includes('RUNTIME_UNAVAILABLE'), {
          timeoutMs: patienceMs,
          what: 'the engine is seen to be away',
        });
        expect(await read(scene, sandbox.id)).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
        expect((await scene.client.listSandboxes({})).sandboxes).toHaveLength(1);
        scene.proxy.clear();
        scene.proxy.stopEvents('cut');
        await succeeding(async () => await scene.client.stopSandbox({ sandboxId: sandbox.id }), 'stop');
        expect((await made(scene, 's1')).id).toBe(sandbox.id);
        await assertSettled(scene, 'the silence');
      },
    );
  });

  async function tryOnce(
    scene: FaultScene,
    { routes }: FaultSubject,
    call: keyof typeof clauses,
    fault: Fault,
  ): Promise<void> {
    const clause = clauses[call];
    const sandbox = await made(scene, `s-${fault.action}`);
    const trial = { scene, fault, sandbox };
    await clause.before?.(trial);
    scene.proxy.inject({ fault, count: 1, ...routes[call] });
    await tolerated(clause.act(trial), fault);
    expect(scene.proxy.strikes(), `${fault.action} struck`).toBe(1);
    scene.proxy.clear();
    await succeeding(async () => await clause.act(trial), fault.action);
    const after = await read(scene, sandbox.id);
    expect(after.state, fault.action).toBe(`SANDBOX_STATE_${clause.state ?? 'RUNNING'}`);
    expect(after.generation, fault.action).toBe('1');
    await assertSettled(scene, fault.action);
    await scene.client.releaseSandbox({ sandboxId: sandbox.id, wait: true });
    expect(await scene.containers(), fault.action).toEqual([]);
  }
}

async function runTrue({ scene, sandbox }: Trial): Promise<void> {
  const { exitCode } = await scene.client.runExec({ sandboxId: sandbox.id, argv: ['true'] });
  expect(exitCode).toBe(0);
}

/** It succeeds, or is refused with a reason of the engine. */
async function tolerated(call: Promise<unknown>, fault: Fault): Promise<void> {
  const refusal = await call.then(
    () => null,
    async (error: unknown) => await refusalOf(Promise.reject(error)),
  );
  if (refusal !== null) expect(toldOfTheEngine, `${fault.action}: ${refusal.message}`).toContain(refusal.reason);
}

/** The answer of a call that is sent until the engine is there again. */
async function succeeding<T>(call: () => Promise<T>, what: string): Promise<T> {
  let answer: { readonly value: T } | null = null;
  const ask = async (): Promise<boolean> => {
    answer = { value: await call() };
    return true;
  };
  await waitUntil(ask, { timeoutMs: patienceMs, what: `${what}: success` });
  const given = answer as { readonly value: T } | null;
  if (given === null) throw new Error(`${what}: no answer`);
  return given.value;
}

async function made(scene: FaultScene, session: string): Promise<Sandbox__Output> {
  return await succeeding(
    async () => sandboxOf(await scene.client.acquireSandbox({ session: { session } })),
    `acquire of ${session}`,
  );
}

async function read(scene: FaultScene, sandboxId: string): Promise<Sandbox__Output> {
  return sandboxOf(await scene.client.getSandbox({ sandboxId }));
}

async function degraded(scene: FaultScene): Promise<readonly string[]> {
  return (await scene.client.getInfo({})).degraded.map(({ reason }) => reason);
}

async function waitForState(scene: FaultScene, sandboxId: string, state: string, what: string): Promise<void> {
  await waitUntil(async () => (await read(scene, sandboxId)).state === `SANDBOX_STATE_${state}`, {
    timeoutMs: patienceMs,
    what: `${what}: ${sandboxId} is ${state}`,
  });
}

/** Nothing is on its way, no operation is open, and containers and records are each other's. */
async function assertSettled(scene: FaultScene, what: string): Promise<void> {
  const passing = /CREATING|RESTORING|RELEASING|RECYCLING/;
  const withoutContainer = /RELEASED|RECYCLED|LOST|FAILED/;
  await waitUntil(
    async () => {
      await scene.client.reconcile({});
      const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
      return sandboxes.every(({ state }) => !passing.test(state));
    },
    { timeoutMs: patienceMs, what: `${what}: nothing is on its way` },
  );
  const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
  const claimed = sandboxes.filter(({ state }) => !withoutContainer.test(state)).map((row) => row.containerName);
  expect((await scene.containers()).toSorted(), what).toEqual(claimed.toSorted());
  expect((await scene.client.listOrphans({})).orphans, what).toEqual([]);
  for (const { id: sandboxId } of sandboxes) {
    const { operations } = await scene.client.explainSandbox({ sandboxId });
    expect(
      operations.filter(({ endTime }) => endTime === null),
      what,
    ).toEqual([]);
  }
}
