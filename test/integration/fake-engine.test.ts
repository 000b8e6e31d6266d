// The fake engine has Docker's awkward sides and the faults that tests ask it for.

import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { isUnknownOutcome } from '../../src/domain/errors.ts';
import type { Runtime, RuntimeEvent } from '../../src/ports/runtime.ts';
import { createFakeRuntime } from '../../src/runtime/fake/fake-runtime.ts';
import { processClock } from '../../src/runtime/fake/process-clock.ts';
import { expectReason, phaseOf } from '../contract/runtime/fixture.ts';
import { type FakeEngine, seedOf, startFakeEngine } from '../support/fake-engine.ts';
import { call, makeId, makeSpec, type SpecOverrides } from '../support/spec.ts';
import { makeDirectory, removeDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';

const instanceId = makeId();
const silent = { debug: () => {}, warn: () => {} };
const shortMs = 200;
const patienceMs = 10_000;

let directory: string;
let engine: FakeEngine;
let runtime: Runtime;

beforeEach(async () => {
  directory = await makeDirectory('fake');
  engine = await startFakeEngine({ directory });
  runtime = createFakeRuntime({
    name: 'fake',
    instanceId,
    socketPath: engine.socketPath,
    clock: processClock,
    logger: silent,
  });
});

afterEach(async () => {
  await runtime.close();
  await engine.stop();
  await removeDirectory(directory);
});

function spec(overrides: SpecOverrides = {}): ReturnType<typeof makeSpec> {
  return makeSpec({ instanceId, image: 'fake:base', ...overrides });
}

async function run(overrides: SpecOverrides = {}): ReturnType<Runtime['start']> {
  const created = await runtime.create(spec(overrides), call());
  return await runtime.start(created.ref, call());
}

async function pull(image: string): ReturnType<Runtime['ensureImage']> {
  return await runtime.ensureImage(image, 'missing', () => {}, call());
}

function readEvents(): RuntimeEvent[] {
  const seen: RuntimeEvent[] = [];
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const read = async (): Promise<void> => {
    for await (const event of runtime.events(controller.signal)) seen.push(event);
  };
  // Tests of the end of a stream look at it themselves.
  read().catch(() => {});
  return seen;
}

describe('create', () => {
  test('a name is taken before its container can be seen, and the client’s going away stops nothing', async () => {
    await engine.control({ action: 'delays', delays: { createDelayMs: 1_500 } });
    const wanted = spec();
    const aborted = runtime.create(wanted, call(shortMs));
    await expectReason(aborted, 'RUNTIME_TIMEOUT');
    expect(await phaseOf(runtime, wanted.ref)).toBe('absent');
    await runtime.remove(wanted.ref, call());
    await expectReason(runtime.create(wanted, call(shortMs)), 'RUNTIME_TIMEOUT');
    const adopted = await runtime.create(wanted, call(patienceMs));
    expect(adopted.phase).toBe('created');
    expect(await runtime.list(call())).toHaveLength(1);
  });

  test('a create whose engine is killed never was', async () => {
    await engine.control({ action: 'delays', delays: { createDelayMs: 60_000 } });
    const wanted = spec();
    const creating = expectReason(runtime.create(wanted, call()), 'RUNTIME_UNAVAILABLE');
    await waitUntil(async () => (await engine.calls())['POST /containers'] === 1, {
      timeoutMs: patienceMs,
      what: 'the engine has the create',
    });
    await engine.kill();
    await creating;
    engine = await startFakeEngine({ directory });
    expect(await phaseOf(runtime, wanted.ref)).toBe('absent');
    expect((await runtime.create(wanted, call())).phase).toBe('created');
  });

  test('a mount whose source is missing is MOUNT_SOURCE_MISSING', async () => {
    const mounts = [{ source: `${directory}/missing`, target: '/mnt/user-data', readOnly: false }];
    await expectReason(runtime.create(spec({ mounts }), call()), 'MOUNT_SOURCE_MISSING');
  });
});

describe('life', () => {
  test('every start has another port', async () => {
    const { ref, ports } = await run();
    const seen = new Set([ports[0]?.hostPort]);
    for (let restart = 1; restart <= 3; restart += 1) {
      await runtime.stop(ref, 0, call());
      seen.add((await runtime.start(ref, call())).ports[0]?.hostPort);
    }
    expect(seen.size).toBe(4);
  });

  test('a removal in progress is waited for', async () => {
    await engine.control({ action: 'delays', delays: { removeDelayMs: 300 } });
    const { ref } = await run();
    const removals = [runtime.remove(ref, call()), runtime.remove(ref, call())];
    await waitUntil(async () => (await phaseOf(runtime, ref)) === 'dead', {
      timeoutMs: patienceMs,
      what: 'the removal is under way',
    });
    await Promise.all(removals);
    expect(await phaseOf(runtime, ref)).toBe('absent');
  });

  test('a removal ends the grace of a stop', async () => {
    const { ref } = await run({ image: 'fake:deaf' });
    const stopping = Promise.allSettled([runtime.stop(ref, 600_000, call())]);
    await waitUntil(async () => (await engine.calls())['POST /containers/*/stop'] === 1, {
      timeoutMs: patienceMs,
      what: 'the engine has the stop',
    });
    await runtime.remove(ref, call());
    await stopping;
    expect(await phaseOf(runtime, ref)).toBe('absent');
  });

  test.each(['stop', 'kill'] as const)(
    'after a %s of the engine what ran has exited and nothing is gone',
    async (end) => {
      const running = await run();
      const created = await runtime.create(spec(), call());
      const { engineId } = await runtime.connect(call());
      await engine[end]();
      await expectReason(runtime.list(call()), 'RUNTIME_UNAVAILABLE');
      engine = await startFakeEngine({ directory });
      expect(await phaseOf(runtime, running.ref)).toBe('exited');
      expect(await phaseOf(runtime, created.ref)).toBe('created');
      expect((await runtime.connect(call())).engineId).toBe(engineId);
      expect((await runtime.start(running.ref, call())).phase).toBe('running');
    },
  );

  test('a slow image says 503 and then 200', async () => {
    const { ports } = await run({ image: 'fake:slow', environment: { DELAY: '0.5' } });
    const url = `http://127.0.0.1:${ports[0]?.hostPort}/v1/sandbox`;
    expect((await fetch(url)).status).toBe(503);
    await waitUntil(async () => (await fetch(url)).status === 200, {
      timeoutMs: patienceMs,
      what: 'the image is ready',
    });
  });

  test('an image that never serves has a port that gives no answer', async () => {
    const { ports } = await run({ image: 'fake:never' });
    await expect(fetch(`http://127.0.0.1:${ports[0]?.hostPort}/v1/sandbox`)).rejects.toThrow();
  });

  test('an image with a token refuses who does not have it', async () => {
    const { ports } = await run({ image: 'fake:auth', environment: { SECRET_TOKEN: 'token' } });
    const url = `http://127.0.0.1:${ports[0]?.hostPort}/fastapi/healthz`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: 'Bearer token' } })).status).toBe(200);
  });

  test('a paused container accepts connections and answers later', async () => {
    const { ref, ports } = await run();
    await runtime.pause(ref, call());
    const answered = fetch(`http://127.0.0.1:${ports[0]?.hostPort}/v1/sandbox`);
    await runtime.unpause(ref, call());
    expect((await answered).status).toBe(200);
  });

  test('an image that takes too much memory is killed for it', async () => {
    const { ref } = await run({ image: 'fake:oom', environment: { DELAY: '0' } });
    expect(await runtime.waitExit(ref, call())).toMatchObject({ exitCode: 137, oomKilled: true });
  });
});

describe('images', () => {
  test('a registry’s image is pulled once, with progress, and is there afterwards', async () => {
    const layers = new Set<string>();
    await engine.control({ action: 'delays', delays: { pullDelayMs: 50 } });
    const pullTold = async (): ReturnType<Runtime['ensureImage']> =>
      await runtime.ensureImage('fake-registry/team/app:1', 'missing', ({ layer }) => layers.add(layer), call());
    const [one, other] = await Promise.all([pullTold(), pullTold()]);
    expect([one.pulled, other.digest]).toEqual([true, one.digest]);
    expect(layers.size).toBeGreaterThan(1);
    expect((await pullTold()).pulled).toBe(false);
    expect((await run({ image: 'fake-registry/team/app:1' })).imageDigest).toBe(one.digest);
  });

  test('a pull is denied or finds nothing', async () => {
    await expectReason(pull('fake-denied/app:1'), 'IMAGE_PULL_DENIED');
    await expectReason(pull('elsewhere/app:1'), 'IMAGE_NOT_FOUND');
  });
});

describe('faults', () => {
  test('a refused call did nothing', async () => {
    const wanted = spec();
    await engine.control({ action: 'refuse', method: 'POST', path: '^/containers\\?', count: 1 });
    await expectReason(runtime.create(wanted, call()), 'RUNTIME_UNAVAILABLE');
    expect(await phaseOf(runtime, wanted.ref)).toBe('absent');
    expect((await runtime.create(wanted, call())).phase).toBe('created');
  });

  test.each(['drop_after', 'garbage'] as const)(
    'with %s the create is done, its reply is lost, and it is adopted',
    async (action) => {
      const wanted = spec();
      await engine.control({ action, method: 'POST', path: '^/containers\\?', count: 1 });
      await expectReason(runtime.create(wanted, call()), 'RUNTIME_UNAVAILABLE');
      expect(await phaseOf(runtime, wanted.ref)).toBe('created');
      expect((await runtime.create(wanted, call())).phase).toBe('created');
      expect(await runtime.list(call())).toHaveLength(1);
    },
  );

  test('a hanging engine ends in the call’s deadline', async () => {
    await engine.control({ action: 'hang' });
    await expectReason(runtime.list(call(shortMs)), 'RUNTIME_TIMEOUT');
    await engine.control({ action: 'clear' });
    expect(await runtime.list(call())).toEqual([]);
  });

  test('a delay is only a delay', async () => {
    await engine.control({ action: 'delay', delayMs: 50, path: '^/info' });
    expect((await runtime.connect(call())).engine).toBe('fake');
  });

  test('a failure of the engine is an unknown outcome, a refusal without a meaning is INTERNAL', async () => {
    await engine.control({ action: 'status', status: 500, method: 'GET', path: '^/containers', count: 1 });
    await expectReason(runtime.list(call()), 'RUNTIME_UNAVAILABLE');
    await engine.control({ action: 'status', status: 418, method: 'GET', path: '^/containers', count: 1 });
    const failure = await expectReason(runtime.list(call()), 'INTERNAL');
    expect(isUnknownOutcome(failure)).toBe(true);
  });

  test('an empty list hides what inspect still finds', async () => {
    const { ref } = await run();
    await engine.control({ action: 'list_empty', count: 1 });
    expect(await runtime.list(call())).toEqual([]);
    expect(await runtime.list(call())).toHaveLength(1);
    expect(await phaseOf(runtime, ref)).toBe('running');
  });

  test('another engine behind the socket has another identity', async () => {
    await engine.control({ action: 'engine_id', engineId: 'another' });
    expect((await runtime.connect(call())).engineId).toBe('another');
  });

  test('a cut event stream ends with RUNTIME_UNAVAILABLE', async () => {
    const reading = (async () => {
      for await (const event of runtime.events(new AbortController().signal)) throw new Error(event.kind);
    })();
    await waitUntil(async () => (await engine.calls())['GET /events'] === 1, {
      timeoutMs: patienceMs,
      what: 'the stream is open',
    });
    await Promise.all([expectReason(reading, 'RUNTIME_UNAVAILABLE'), engine.control({ action: 'stop_events' })]);
  });

  test('a silent event stream stays open and says nothing until it is cleared', async () => {
    const seen = readEvents();
    const { ref } = await run();
    await waitUntil(
      async () => {
        await runtime.stop(ref, 0, call());
        await runtime.start(ref, call());
        return seen.length > 0;
      },
      { timeoutMs: patienceMs, what: 'the stream speaks' },
    );
    await engine.control({ action: 'stop_events', mode: 'silent' });
    const { ref: unheard } = await run();
    await engine.control({ action: 'clear' });
    const { ref: heard } = await run();
    await waitUntil(() => seen.some((event) => event.ref.name === heard.name), {
      timeoutMs: patienceMs,
      what: 'the stream speaks again',
    });
    expect(seen.filter((event) => event.ref.name === unheard.name)).toEqual([]);
  });

  test('containers crash, die half and go away behind the daemon’s back', async () => {
    const crashed = await run();
    await engine.control({ action: 'crash_container', name: crashed.ref.name, exitCode: 9 });
    expect(await runtime.waitExit(crashed.ref, call())).toMatchObject({ exitCode: 9 });
    const dead = await run();
    await engine.control({ action: 'mark_dead', name: dead.ref.name });
    expect(await phaseOf(runtime, dead.ref)).toBe('dead');
    await runtime.remove(dead.ref, call());
    const gone = await run();
    await engine.control({ action: 'remove_container', name: gone.ref.name });
    expect(await phaseOf(runtime, gone.ref)).toBe('absent');
  });
});

describe('scale', () => {
  test('thousands of seeded containers are listed, inspected and removed like others, and survive the engine', async () => {
    const ids = Array.from({ length: 5_000 }, makeId);
    const seeded = seedOf(instanceId, ids);
    expect(await engine.seed(seeded)).toHaveLength(ids.length);
    const listed = await runtime.list(call());
    expect(listed).toHaveLength(ids.length);
    const [first] = listed;
    if (first === undefined) throw new Error('the list is empty');
    expect(first).toMatchObject({ phase: 'running', ports: [{ containerPort: 8080 }] });
    await runtime.remove(first.ref, call());
    await engine.kill();
    engine = await startFakeEngine({ directory });
    const phases = new Set((await runtime.list(call())).map(({ phase }) => phase));
    expect(phases).toEqual(new Set(['exited']));
    expect(await runtime.list(call())).toHaveLength(ids.length - 1);
  });

  test('without listeners a start only gives numbers', async () => {
    await engine.stop();
    engine = await startFakeEngine({ directory, args: ['--no-listeners'] });
    const started = await Promise.all(Array.from({ length: 50 }, async () => await run()));
    expect(new Set(started.map(({ ports }) => ports[0]?.hostPort)).size).toBe(50);
  });
});
