// The daemon dies by SIGKILL at every point between an intent and its outcome (B3-47, R1). What it leaves is found by
// the next start: no container without a record, no record lost, and the session usable.

import { describe, expect, test } from 'vitest';

import { acquire, getSandbox, patienceMs, sandboxOf, type Scene, startScene, waitForState } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

/** What each kind of work passes, with the failpoints where a death makes a difference, in order. */
const points = {
  create: [
    'store.before_begin',
    'store.before_commit',
    'store.after_commit',
    'create.after_intent',
    'create.after_workspace',
    'create.before_create',
    'create.after_create',
    'create.after_start',
    'create.after_ready',
  ],
  release: [
    'store.before_begin',
    'store.before_commit',
    'store.after_commit',
    'release.after_intent',
    'teardown.before_remove',
    'teardown.after_remove',
  ],
  restore: ['restore.after_intent', 'create.before_create', 'create.after_create', 'create.after_start'],
  stop: ['stop.after_intent', 'stop.after_effect'],
  start: ['start.after_intent', 'start.after_effect'],
  pause: ['pause.after_intent', 'pause.after_effect'],
  resume: ['resume.after_intent', 'resume.after_effect'],
} as const;
type Kind = keyof typeof points;

/** Brings the session to where the work begins; the daemon has no failpoints then. */
const before: Readonly<Record<Kind, (scene: Scene) => Promise<string>>> = {
  create: async () => '',
  release: async (scene) => (await acquire(scene)).id,
  stop: async (scene) => (await acquire(scene)).id,
  pause: async (scene) => (await acquire(scene)).id,
  start: async (scene) => {
    const { id: sandboxId } = await acquire(scene);
    await scene.client.stopSandbox({ sandboxId });
    return sandboxId;
  },
  resume: async (scene) => {
    const { id: sandboxId } = await acquire(scene);
    await scene.client.pauseSandbox({ sandboxId });
    return sandboxId;
  },
  restore: async (scene) => {
    const { id, containerName } = await acquire(scene);
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, id, 'LOST');
    return id;
  },
};

const work: Readonly<Record<Kind, (scene: Scene, sandboxId: string) => Promise<unknown>>> = {
  create: async (scene) => await acquire(scene),
  restore: async (scene) => await acquire(scene),
  release: async (scene, sandboxId) => await scene.client.releaseSandbox({ sandboxId, wait: true }),
  stop: async (scene, sandboxId) => await scene.client.stopSandbox({ sandboxId }),
  start: async (scene, sandboxId) => await scene.client.startSandbox({ sandboxId }),
  pause: async (scene, sandboxId) => await scene.client.pauseSandbox({ sandboxId }),
  resume: async (scene, sandboxId) => await scene.client.resumeSandbox({ sandboxId }),
};

const kinds = Object.keys(points) as Kind[];

test.each(kinds)('%s passes the failpoints that are killed at, and no others', async (kind) => {
  const scene = await startScene();
  const sandboxId = await before[kind](scene);
  await scene.daemon.restart({ recordFailpoints: true });
  const passedAtStart = scene.daemon.passedFailpoints().length;
  await work[kind](scene, sandboxId);
  const passed = new Set(scene.daemon.passedFailpoints().slice(passedAtStart));
  // Every call to the engine has two of its own, which the crash runs kill at.
  const inherited = ['store.', 'runtime.', 'create.after_intent', 'create.after_workspace', 'create.after_ready'];
  const named = [...passed].filter((name) => !name.startsWith('runtime.'));
  const own = named.filter((name) => kind === 'create' || !inherited.some((prefix) => name.startsWith(prefix)));
  const expected: readonly string[] = points[kind].filter((name) => kind === 'create' || !name.startsWith('store.'));
  expect(own.toSorted()).toEqual(expected.toSorted());
});

const deaths = kinds.flatMap((kind) => points[kind].map((point) => ({ kind, point })));

describe('a death during', () => {
  test.each(deaths)('$kind at $point leaves nothing lost and nothing unexplained (B3-47)', async ({ kind, point }) => {
    const scene = await startScene();
    const sandboxId = await before[kind](scene);
    const died = await dieAt(scene, point, async () => await work[kind](scene, sandboxId));
    expect(died).toBe('SIGKILL');
    await scene.daemon.start();
    await settled(scene);
    await assertConsistent(scene);
    // Whatever was cut short, the session works on.
    const again = await acquire(scene);
    expect(again.state).toBe('SANDBOX_STATE_RUNNING');
    const keepsItsId = kind !== 'create' && kind !== 'release';
    if (keepsItsId) expect(again.id).toBe(sandboxId);
    await assertConsistent(scene);
    expect(await scene.engine.containers()).toHaveLength(1);
    await scene.client.releaseSandbox({ sandboxId: again.id, wait: true });
    expect(await scene.engine.containers()).toEqual([]);
  });

  test.each(['create.after_create', 'create.after_start', 'create.after_ready'])(
    'create at %s is finished by the next start with the very same container',
    async (point) => {
      const scene = await startScene();
      await dieAt(scene, point, async () => await acquire(scene));
      const [left] = await scene.engine.containers();
      expect(left).toBeDefined();
      await scene.daemon.start();
      await settled(scene);
      const again = await acquire(scene);
      expect(again).toMatchObject({ containerName: left?.name, containerId: left?.id, generation: '1' });
    },
  );

  test('release goes on after the start without anybody asking', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    await dieAt(scene, 'release.after_intent', async () => await scene.client.releaseSandbox({ sandboxId: id }));
    await scene.daemon.start();
    await waitForState(scene, id, 'RELEASED');
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('create, again and again at the same point, ends with one container once it may', async () => {
    const scene = await startScene();
    await dieAt(scene, 'create.after_create', async () => await acquire(scene));
    for (let life = 1; life <= 3; life += 1) {
      await scene.daemon.start({ failpoints: 'create.after_create=1*kill', waitFor: 'socket' }).catch(() => undefined);
      await scene.daemon.ended;
    }
    await scene.daemon.start({ waitFor: 'ready' });
    const sandbox = await acquire(scene);
    expect(sandbox.state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([sandbox.containerName]);
  });
});

describe('a create whose answer is lost', () => {
  test.each(['drop_after', 'garbage'] as const)(
    'by the engine (%s) is asked for again and made once (R4)',
    async (action) => {
      const scene = await startScene();
      await scene.engine.control({ action, method: 'POST', path: '/containers\\?', count: 1 });
      const sandbox = await scene.client
        .acquireSandbox({ session: { session: 's1' } })
        .then(sandboxOf, async () => await acquire(scene));
      expect(sandbox.state).toBe('SANDBOX_STATE_RUNNING');
      expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([sandbox.containerName]);
    },
  );

  test('by the death of the daemon while the engine makes it is found by the next start', async () => {
    const scene = await startScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 1500 } });
    const call = acquire(scene).catch(() => undefined);
    await waitUntil(async () => (await scene.engine.calls())['POST /containers'] === 1, {
      timeoutMs: patienceMs,
      what: 'the engine makes the container',
    });
    await scene.daemon.restart();
    await call;
    const sandbox = await acquire(scene);
    expect(sandbox.generation).toBe('1');
    expect((await scene.engine.containers()).map(({ name }) => name)).toEqual([sandbox.containerName]);
  });
});

/** The signal that ended the daemon. The failpoint is armed only now, so that it counts from here. */
async function dieAt(scene: Scene, point: string, act: () => Promise<unknown>): Promise<NodeJS.Signals | null> {
  // Of the commits of a start none may be the one that is meant.
  const startCommits = point.startsWith('store.') ? await commitsOfStart(scene) : 0;
  const armed = startCommits === 0 ? `${point}=1*kill` : `${point}=${startCommits}*off->1*kill`;
  await scene.daemon.restart({ failpoints: armed });
  await act().catch(() => undefined);
  const { signal } = await scene.daemon.ended;
  return signal;
}

async function commitsOfStart(scene: Scene): Promise<number> {
  await scene.daemon.restart({ recordFailpoints: true });
  const count = scene.daemon.passedFailpoints().filter((name) => name === 'store.before_begin').length;
  await scene.daemon.restart({ recordFailpoints: false });
  return count;
}

/** Nothing is under way any more: no open operation, no state between two others. */
async function settled(scene: Scene): Promise<void> {
  const passing = /CREATING|RESTORING|RELEASING|RECYCLING/;
  await waitUntil(
    async () => {
      await scene.client.reconcile({});
      const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
      return sandboxes.every(({ state }) => !passing.test(state));
    },
    { timeoutMs: patienceMs, what: 'no sandbox is on its way' },
  );
}

/** Every container has its record, and every record that claims a container has it in that phase. */
async function assertConsistent(scene: Scene): Promise<void> {
  const { sandboxes } = await scene.client.listSandboxes({ showReleased: true });
  const claimed = new Map<string, string>();
  const phases: Readonly<Record<string, string>> = {
    SANDBOX_STATE_RUNNING: 'running',
    SANDBOX_STATE_PARKED: 'running',
    SANDBOX_STATE_PAUSED: 'paused',
    SANDBOX_STATE_STOPPED: 'exited',
  };
  for (const { containerName, state } of sandboxes) {
    const phase = phases[state];
    if (phase !== undefined) claimed.set(containerName, phase);
  }
  const present = new Map<string, string>((await scene.engine.containers()).map(({ name, phase }) => [name, phase]));
  expect(present).toEqual(claimed);
  const { orphans } = await scene.client.listOrphans({});
  expect(orphans).toEqual([]);
  for (const { id } of sandboxes) {
    const open = (await scene.client.explainSandbox({ sandboxId: id })).operations.filter(
      ({ endTime }) => endTime === null,
    );
    expect(open, `open operations of ${(await getSandbox(scene, id)).state}`).toEqual([]);
  }
}
