// Idleness and what becomes old: the idle and released sweeps (B3-19..23, B3-46, R7).

import { describe, expect, test } from 'vitest';

import { durationFromMs, timestampToDate } from '../../src/client/convert.ts';
import { writeBytes } from '../support/files.ts';
import {
  acquire,
  getSandbox,
  patienceMs,
  sandboxOf,
  type Scene,
  sharedScene,
  startScene,
  waitForCalls,
  waitForState,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const soon = { idleTimeout: durationFromMs(1) };

/** Sweeps until the sandbox is in the state; a sweep that comes too early does nothing. */
async function sweepUntil(scene: Scene, sandboxId: string, state: string): Promise<void> {
  await waitUntil(
    async () => {
      await scene.client.runSweep({ loop: 'idle' });
      return (await getSandbox(scene, sandboxId)).state === `SANDBOX_STATE_${state}`;
    },
    { timeoutMs: patienceMs, what: `the idle sandbox is ${state}` },
  );
}

async function idleDue(scene: Scene, sandboxId: string): Promise<number> {
  const { planned } = await scene.client.explainSandbox({ sandboxId });
  const due = planned.find(({ loop }) => loop === 'idle')?.dueTime;
  if (due === undefined || due === null) throw new Error('no idle action is planned');
  return timestampToDate(due).getTime();
}

/** Ends what was begun. */
type Use = () => Promise<void>;

const untilTold = 'while [ ! -e go ]; do sleep 0.05; done';

/** With the way to end it. */
async function longExec(scene: Scene, sandboxId: string): Promise<Use> {
  await scene.client.startExec({ spec: { sandboxId, execId: 'long', shell: untilTold } });
  return async () => {
    await scene.client.runExec({ sandboxId, argv: ['touch', 'go'] });
    await scene.client.waitExec({ sandboxId, execId: 'long' });
  };
}

async function silentReader(scene: Scene, sandboxId: string): Promise<Use> {
  const end = await longExec(scene, sandboxId);
  const call = scene.client.exec({ attach: { sandboxId, execId: 'long' } });
  await call.started;
  return async () => {
    call.close();
    await end();
  };
}

async function stuckReader(scene: Scene, sandboxId: string): Promise<Use> {
  const call = scene.client.exec({ start: { sandboxId, shell: 'head -c 20000000 /dev/zero' } });
  await call.output[Symbol.asyncIterator]().next();
  return async () => {
    const { execId } = await call.started;
    call.close();
    await scene.client.signalExec({ sandboxId, execId, signal: 'SIGKILL' });
    await scene.client.waitExec({ sandboxId, execId });
  };
}

async function waitForExec(scene: Scene, sandboxId: string): Promise<Use> {
  const end = await longExec(scene, sandboxId);
  const waiting = scene.client.waitExec({ sandboxId, execId: 'long' });
  return async () => {
    await end();
    await waiting;
  };
}

async function slowDownload(scene: Scene, sandboxId: string): Promise<Use> {
  return await firstOf(scene.client.readFile({ sandboxId, path: '/workspace/large' }));
}

async function slowCopyOut(scene: Scene, sandboxId: string): Promise<Use> {
  return await firstOf(scene.client.copyOut({ sandboxId, path: '/workspace' }));
}

async function silentWatch(scene: Scene, sandboxId: string): Promise<Use> {
  return await firstOf(scene.client.watchFiles({ sandboxId, path: '/workspace' }));
}

/** One message is read, and no other until the end. */
async function firstOf(messages: AsyncIterable<unknown>): Promise<Use> {
  const iterator = messages[Symbol.asyncIterator]();
  expect((await iterator.next()).done).toBe(false);
  return async () => void (await iterator.return?.());
}

async function slowUpload(scene: Scene, sandboxId: string): Promise<Use> {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    begun.resolve();
    await gate.promise;
  }
  const writing = scene.client.writeFile({ sandboxId, path: '/workspace/slow' }, content());
  await begun.promise;
  await waitUntil(async () => (await scene.client.explainSandbox({ sandboxId })).activity > 0, {
    timeoutMs: patienceMs,
    what: 'the upload has begun',
  });
  return async () => {
    gate.resolve();
    await writing;
  };
}

describe('an idle sandbox', () => {
  const shared = sharedScene();
  let uses = 0;

  test.each([
    ['recycle', 'RECYCLED', 0],
    ['park', 'PARKED', 1],
    ['release', 'RELEASED', 0],
  ] as const)('is dealt with as its template says: %s (B3-19)', async (idleAction, state, left) => {
    const scene = await startScene({ templates: { base: { idle_action: idleAction } } });
    const { id } = await acquire(scene, 's1', soon);
    await sweepUntil(scene, id, state);
    expect(await scene.engine.containers()).toHaveLength(left);
    const { events } = await scene.client.listEvents({ filter: { sandboxId: id } });
    expect(events.map(({ actor }) => actor)).toContain('ACTOR_IDLE');
  });

  test('by the loop itself, without anybody asking', async () => {
    const scene = await startScene({ config: { idle_check_interval: '200ms' } });
    const { id } = await acquire(scene, 's1', { idleTimeout: durationFromMs(300) });
    await waitForState(scene, id, 'RECYCLED');
    const again = await scene.client.acquireSandbox({ session: { session: 's1' } });
    expect(again.outcome).toBe('ACQUIRE_OUTCOME_RESTORED');
    expect(sandboxOf(again)).toMatchObject({ id, generation: '2' });
  });

  test('never is one whose idle time-out is 0; its death is still seen (B3-22)', async () => {
    const scene = await startScene();
    const { id, containerName } = await acquire(scene, 's1', { idleTimeout: durationFromMs(0) });
    const { counters } = await scene.client.runSweep({ loop: 'idle' });
    expect(counters).toMatchObject({ scanned: '0' });
    const { planned } = await scene.client.explainSandbox({ sandboxId: id });
    expect(planned).toEqual([]);
    await scene.engine.control({ action: 'remove_container', name: containerName });
    await waitForState(scene, id, 'LOST');
  });

  test('is none while a command runs in it, however long (B3-21, R7)', async () => {
    const scene = await startScene();
    const { id: sandboxId } = await acquire(scene, 's1', soon);
    const running = scene.client.runExec({ sandboxId, argv: ['sh', '-c', 'cat; echo done'], stdin: Buffer.from('') });
    await running;
    const gate = scene.client.runExec({ sandboxId, shell: 'while [ ! -e go ]; do sleep 0.05; done; echo gone' });
    await waitForCalls(scene, 'POST /containers/*/exec', 2);
    for (let pass = 0; pass < 5; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.explainSandbox({ sandboxId })).activity).toBe(1);
    await scene.client.runExec({ sandboxId, argv: ['touch', 'go'] });
    expect((await gate).stdout.toString()).toBe('gone\n');
    await sweepUntil(scene, sandboxId, 'RECYCLED');
  });

  test.each<[string, (scene: Scene, sandboxId: string) => Promise<Use>]>([
    ['a long command that nobody follows', longExec],
    ['a reader of a command that is silent', silentReader],
    ['a reader of a command that reads nothing', stuckReader],
    ['a wait for a command', waitForExec],
    ['a download that is not read', slowDownload],
    ['a copy out that is not read', slowCopyOut],
    ['an upload that has not ended', slowUpload],
    ['a watch of its files', silentWatch],
  ])('is none under %s, and is one soon after (R7)', async (_what, begin) => {
    const scene = shared();
    uses += 1;
    const { id: sandboxId } = await acquire(scene, `used${uses}`, soon);
    await writeBytes(scene.client, sandboxId, '/workspace/large', Buffer.alloc(20_000_000));
    const end = await begin(scene, sandboxId);
    for (let pass = 0; pass < 5; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await getSandbox(scene, sandboxId)).state).toBe('SANDBOX_STATE_RUNNING');
    expect((await scene.client.explainSandbox({ sandboxId })).activity).toBeGreaterThan(0);
    await end();
    await sweepUntil(scene, sandboxId, 'RECYCLED');
  });

  test.each([
    ['an acquire', async (scene: Scene) => await acquire(scene)],
    ['a keepalive', async (scene: Scene, sandboxId: string) => await scene.client.keepAliveSandbox({ sandboxId })],
    [
      'a get that touches',
      async (scene: Scene, sandboxId: string) => await scene.client.getSandbox({ sandboxId, touch: true }),
    ],
    ['a command', async (scene: Scene, sandboxId: string) => await scene.client.runExec({ sandboxId, argv: ['true'] })],
    [
      'a look at a file',
      async (scene: Scene, sandboxId: string) => await scene.client.listFiles({ sandboxId, path: '/workspace' }),
    ],
  ])('is put off by %s, also after a SIGKILL of the daemon once it is flushed', async (_what, use) => {
    const scene = await startScene();
    const { id } = await acquire(scene, 's1', { idleTimeout: durationFromMs(600_000) });
    await scene.client.runSweep({ loop: 'activity' });
    const before = await idleDue(scene, id);
    await waitUntil(async () => (await use(scene, id), (await idleDue(scene, id)) > before), {
      timeoutMs: patienceMs,
      what: 'the idle time moves on',
    });
    await scene.client.runSweep({ loop: 'activity' });
    const flushed = await idleDue(scene, id);
    await scene.daemon.restart();
    expect(await idleDue(scene, id)).toBe(flushed);
  });

  test.each([
    ['reconciliation (B3-23)', async (scene: Scene) => await scene.client.reconcile({})],
    ['a plain get', async (scene: Scene, sandboxId: string) => await scene.client.getSandbox({ sandboxId })],
    [
      'a live get',
      async (scene: Scene, sandboxId: string) =>
        await scene.client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' }),
    ],
    ['a list', async (scene: Scene) => await scene.client.listSandboxes({})],
    ['a restart of the daemon', async (scene: Scene) => await scene.daemon.restart()],
  ])('is not put off by %s', async (_what, look) => {
    const scene = await startScene();
    const { id } = await acquire(scene, 's1', { idleTimeout: durationFromMs(600_000) });
    await scene.client.runSweep({ loop: 'activity' });
    const before = await idleDue(scene, id);
    await look(scene, id);
    await scene.client.runSweep({ loop: 'activity' });
    expect(await idleDue(scene, id)).toBe(before);
  });

  test('that is parked expires on its schedule although every pass sees it (B3-23)', async () => {
    const scene = await startScene({ templates: { base: { idle_action: 'park', release_mode: 'park' } } });
    const { id: sandboxId } = await acquire(scene, 's1', soon);
    await scene.client.releaseSandbox({ sandboxId });
    await waitUntil(
      async () => {
        await scene.client.reconcile({});
        await scene.client.runSweep({ loop: 'idle' });
        return (await getSandbox(scene, sandboxId)).state === 'SANDBOX_STATE_RELEASED';
      },
      { timeoutMs: patienceMs, what: 'the parked sandbox is released' },
    );
    expect(await scene.engine.containers()).toEqual([]);
  });

  test('is left to the next sweep when there are more than max_items', async () => {
    const scene = await startScene();
    for (const session of ['s1', 's2', 's3']) await acquire(scene, session, soon);
    let swept = 0;
    await waitUntil(
      async () => {
        const { counters } = await scene.client.runSweep({ loop: 'idle', maxItems: 1 });
        expect(Number(counters['recycled'])).toBeLessThanOrEqual(1);
        swept += Number(counters['recycled']);
        return swept === 3;
      },
      { timeoutMs: patienceMs, what: 'all three are recycled, one at a time' },
    );
  });
});

describe('the record of a released sandbox (B3-46)', () => {
  async function release(scene: Scene, sessions: readonly string[]): Promise<void> {
    for (const session of sessions) {
      const { id: sandboxId } = await acquire(scene, session);
      await scene.client.releaseSandbox({ sandboxId, wait: true });
    }
  }

  async function known(scene: Scene): Promise<number> {
    return (await scene.client.listSandboxes({ showReleased: true })).sandboxes.length;
  }

  test('is deleted when its TTL has passed, at most max_items of them in a pass', async () => {
    const scene = await startScene({ config: { released_ttl: '1ms' } });
    await release(scene, ['s1', 's2', 's3']);
    const running = await acquire(scene, 's4');
    await waitUntil(
      async () => (await scene.client.runSweep({ loop: 'released', maxItems: 2 })).counters['deleted'] === '2',
      {
        timeoutMs: patienceMs,
        what: 'two are deleted',
      },
    );
    expect(await known(scene)).toBe(2);
    await scene.client.runSweep({ loop: 'released' });
    expect((await scene.client.listSandboxes({ showReleased: true })).sandboxes.map(({ id }) => id)).toEqual([
      running.id,
    ]);
  });

  test('is kept while it is younger', async () => {
    const scene = await startScene();
    await release(scene, ['s1']);
    expect((await scene.client.runSweep({ loop: 'released' })).counters).toMatchObject({ deleted: '0' });
    expect(await known(scene)).toBe(1);
  });

  test('is kept for ever with a TTL of 0', async () => {
    const scene = await startScene({ config: { released_ttl: 0 } });
    await release(scene, ['s1']);
    expect((await scene.client.runSweep({ loop: 'released' })).counters).toMatchObject({
      deleted: '0',
      skipped_ttl_disabled: '1',
    });
    expect(await known(scene)).toBe(1);
  });
});
