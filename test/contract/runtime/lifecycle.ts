// Create, start, stop, pause, remove: each idempotent by the instance's name.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import type { ObservedInstance } from '../../../src/ports/runtime.ts';
import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import {
  execute,
  expectReason,
  type Instances,
  mountTarget,
  needs,
  needsImage,
  phaseOf,
  shell,
  text,
} from './fixture.ts';

const answerTimeoutMs = 10_000;
const probeTimeoutMs = 1_000;

export function lifecycleClauses(current: () => Instances): void {
  describe('connect', () => connectClauses(current));
  describe('images', () => imageClauses(current));
  describe('create', () => createClauses(current));
  describe('start and stop', () => startClauses(current));
  describe('ports', () => portClauses(current));
  describe('pause', () => pauseClauses(current));
  describe('remove', () => removeClauses(current));
}

function connectClauses(current: () => Instances): void {
  test('connect says the same identity and capabilities every time', async () => {
    const { runtime, info } = current();
    const again = await runtime.connect(call());
    expect(again.engineId).toBe(info.engineId);
    expect(again.capabilities).toEqual(info.capabilities);
    expect(again.engine).not.toBe('');
  });

  test('a second runtime of the same engine sees the same identity', async () => {
    const second = await current().second();
    expect((await second.connect(call())).engineId).toBe(current().info.engineId);
  });
}

function imageClauses(current: () => Instances): void {
  test('ensureImage of an image that is there fetches nothing and names its digest', async (context) => {
    needs(context, current(), 'images');
    const { runtime, subject } = current();
    const pulled = await runtime.ensureImage(subject.images.base, 'missing', () => {}, call());
    expect(pulled.pulled).toBe(false);
    expect(pulled.digest).not.toBe('');
  });

  test('ensureImage with policy never refuses an image that is missing', async (context) => {
    needs(context, current(), 'images');
    const missing = current().runtime.ensureImage('sandkeep-test:no-such-image', 'never', () => {}, call());
    await expectReason(missing, 'IMAGE_NOT_FOUND');
  });

  test('create refuses an image that is missing and leaves nothing behind', async (context) => {
    needs(context, current(), 'images');
    const spec = current().spec({ image: 'sandkeep-test:no-such-image' });
    await expectReason(current().createFrom(spec), 'IMAGE_NOT_FOUND');
    expect(await phaseOf(current().runtime, spec.ref)).toBe('absent');
  });
}

function createClauses(current: () => Instances): void {
  test('create makes an instance that does not run yet and carries every label (R5)', async () => {
    const { observed, spec } = await current().create();
    expect(observed.phase).toBe('created');
    expect(observed.labels).toMatchObject(spec.labels);
    expect(observed.ref).toMatchObject({ ...spec.ref, containerId: observed.ref.containerId });
    expect(observed.exit).toBeNull();
  });

  test('create twice adopts the first by name, sandbox and generation', async () => {
    const first = await current().create();
    const second = await current().createFrom(first.spec);
    expect(second.observed.ref).toEqual(first.observed.ref);
  });

  test('create adopts an instance that runs already and leaves it running', async () => {
    const first = await current().run();
    const second = await current().createFrom(first.spec);
    expect(second.observed.phase).toBe('running');
    expect(second.observed.ref).toEqual(first.observed.ref);
  });

  test('create adopts after a restart of the daemon (R1)', async () => {
    const first = await current().create();
    const adopted = await (await current().second()).create(first.spec, call());
    expect(adopted.ref).toEqual(first.observed.ref);
  });

  test('two creates of one name at once end in one instance', async () => {
    const spec = current().spec();
    const second = await current().second();
    current().willCreate(spec);
    const [one, other] = await Promise.all([current().runtime.create(spec, call()), second.create(spec, call())]);
    expect(one.ref).toEqual(other.ref);
    expect((await current().runtime.list(call())).filter(({ ref }) => ref.name === spec.ref.name)).toHaveLength(1);
  });

  test('create refuses a name that another sandbox of ours has, and leaves it alone', async () => {
    const first = await current().create();
    const other = current().spec({ name: first.spec.ref.name });
    await expectReason(current().runtime.create(other, call()), 'NAME_TAKEN');
    expect(await phaseOf(current().runtime, first.ref)).toBe('created');
  });

  test('another generation of a sandbox is another instance', async () => {
    const first = await current().create();
    const second = await current().create({ sandboxId: first.spec.ref.sandboxId, generation: 2 });
    expect(second.observed.ref.name).not.toBe(first.observed.ref.name);
    expect(await phaseOf(current().runtime, first.ref)).toBe('created');
  });

  test('the adopted instance is found by name when its container id is not known', async () => {
    const { spec, observed } = await current().run();
    const inspection = await (await current().second()).inspect(spec.ref, call());
    expect(inspection).toMatchObject({ kind: 'present', instance: { phase: 'running', ref: observed.ref } });
  });
}

function startClauses(current: () => Instances): void {
  test('start runs it, and once more is success with the same ports', async () => {
    const { ref, observed } = await current().run();
    expect(observed.phase).toBe('running');
    const again = await current().runtime.start(ref, call());
    expect(again.phase).toBe('running');
    expect(again.ports).toEqual(observed.ports);
  });

  test('start of an instance that never was is SANDBOX_LOST', async () => {
    await expectReason(current().runtime.start(current().spec().ref, call()), 'SANDBOX_LOST');
  });

  test('stop ends it with evidence, and once more is success', async () => {
    const { ref } = await current().run();
    await current().runtime.stop(ref, 1_000, call());
    await current().runtime.stop(ref, 1_000, call());
    const inspection = await current().runtime.inspect(ref, call());
    expect(inspection).toMatchObject({ kind: 'present', instance: { phase: 'exited', ports: [] } });
    expect(inspection.kind === 'present' && inspection.instance.exit).not.toBeNull();
  });

  test('stop of an instance that never was is success', async () => {
    await current().runtime.stop(current().spec().ref, 0, call());
  });

  test('stop kills what ignores the signal once the grace has passed', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'deaf') });
    await current().runtime.stop(ref, 200, call());
    expect(await phaseOf(current().runtime, ref)).toBe('exited');
  });

  test('stop without grace kills at once', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'deaf') });
    await current().runtime.stop(ref, 0, call());
    expect(await phaseOf(current().runtime, ref)).toBe('exited');
  });

  test('start after stop works on the same instance, and its own files persist', async (context) => {
    needs(context, current(), 'exec', 'images');
    const { ref, target, observed } = await current().run();
    await shell(current().runtime, target, 'echo kept > kept.txt', { workdir: '/' });
    await current().runtime.stop(ref, 1_000, call());
    const started = await current().runtime.start(ref, call());
    expect(started.ref).toEqual(observed.ref);
    const kept = await execute(current().runtime, target, ['cat', 'kept.txt'], { workdir: '/' });
    expect(text(kept.stdout)).toBe('kept\n');
  });

  test('start after stop works on the same instance, and mounted files persist (R13)', async (context) => {
    needs(context, current(), 'exec');
    const { ref, target } = await current().runMounted();
    await shell(current().runtime, target, 'echo kept > kept.txt');
    await current().runtime.stop(ref, 1_000, call());
    await current().runtime.start(ref, call());
    const kept = await execute(current().runtime, target, ['cat', 'kept.txt'], { workdir: mountTarget });
    expect(text(kept.stdout)).toBe('kept\n');
  });
}

function portClauses(current: () => Instances): void {
  test('a published port answers where it says', async (context) => {
    needs(context, current(), 'publishedPorts');
    const { observed } = await current().run();
    await expectAnswer(current(), observed);
  });

  test('ports are read again after a restart and answer there', async (context) => {
    needs(context, current(), 'publishedPorts');
    const { ref } = await current().run();
    await current().runtime.stop(ref, 1_000, call());
    const started = await current().runtime.start(ref, call());
    await expectAnswer(current(), started);
    const inspection = await current().runtime.inspect(ref, call());
    expect(inspection).toMatchObject({ kind: 'present', instance: { ports: started.ports } });
  });

  test('an instance without ports publishes none', async () => {
    const { observed } = await current().run({ ports: [] });
    expect(observed.ports).toEqual([]);
  });

  test('a host port that is in use is PORT_UNAVAILABLE', async (context) => {
    needs(context, current(), 'publishedPorts');
    const hostPort = await occupiedPort();
    const spec = current().spec({ ports: [{ containerPort: 8080, hostAddress: '127.0.0.1', hostPort }] });
    await expectReason(current().runFrom(spec), 'PORT_UNAVAILABLE');
  });
}

function pauseClauses(current: () => Instances): void {
  test('pause and unpause are idempotent', async (context) => {
    needs(context, current(), 'pause');
    const { ref } = await current().run();
    const { runtime } = current();
    await runtime.pause(ref, call());
    await runtime.pause(ref, call());
    expect(await phaseOf(runtime, ref)).toBe('paused');
    await runtime.unpause(ref, call());
    await runtime.unpause(ref, call());
    expect(await phaseOf(runtime, ref)).toBe('running');
  });

  test('pause of an instance that never was is SANDBOX_LOST', async (context) => {
    needs(context, current(), 'pause');
    await expectReason(current().runtime.pause(current().spec().ref, call()), 'SANDBOX_LOST');
    await expectReason(current().runtime.unpause(current().spec().ref, call()), 'SANDBOX_LOST');
  });

  test('pause says NOT_SUPPORTED where the capability is missing', async (context) => {
    context.skip(current().info.capabilities.pause, 'it can pause');
    const { ref } = await current().run();
    await expectReason(current().runtime.pause(ref, call()), 'NOT_SUPPORTED');
    await expectReason(current().runtime.unpause(ref, call()), 'NOT_SUPPORTED');
  });

  test('a paused instance can be stopped', async (context) => {
    needs(context, current(), 'pause');
    const { ref } = await current().run();
    await current().runtime.pause(ref, call());
    await current().runtime.stop(ref, 1_000, call());
    expect(await phaseOf(current().runtime, ref)).toBe('exited');
  });

  test('a paused instance can be removed', async (context) => {
    needs(context, current(), 'pause');
    const { ref } = await current().run();
    await current().runtime.pause(ref, call());
    await current().runtime.remove(ref, call());
    expect(await phaseOf(current().runtime, ref)).toBe('absent');
  });
}

function removeClauses(current: () => Instances): void {
  test('remove of a running instance confirms absence, and once more is success (R6)', async () => {
    const { ref } = await current().run();
    await current().runtime.remove(ref, call());
    expect(await phaseOf(current().runtime, ref)).toBe('absent');
    expect(await phaseOf(current().runtime, { ...ref, containerId: null })).toBe('absent');
    await current().runtime.remove(ref, call());
  });

  test('removes at the same time all succeed (R6)', async () => {
    const { ref } = await current().run();
    const { runtime } = current();
    await Promise.all([runtime.remove(ref, call()), runtime.remove(ref, call()), runtime.remove(ref, call())]);
    expect(await phaseOf(runtime, ref)).toBe('absent');
  });

  test('the name is free again after remove', async () => {
    const first = await current().create();
    await current().runtime.remove(first.ref, call());
    const second = await current().createFrom(first.spec);
    expect(second.observed.phase).toBe('created');
  });

  test('remove by name is enough when the container id is not known', async () => {
    const { spec } = await current().run();
    await (await current().second()).remove(spec.ref, call());
    expect(await phaseOf(current().runtime, spec.ref)).toBe('absent');
  });

  test('remove never touches mounted files (R13)', async (context) => {
    needs(context, current(), 'exec');
    const { ref, target, source } = await current().runMounted();
    await shell(current().runtime, target, 'echo kept > kept.txt');
    await current().runtime.remove(ref, call());
    expect(await readFile(path.join(source, 'kept.txt'), 'utf8')).toBe('kept\n');
  });

  test('inspect of an instance that never was is absent', async () => {
    expect(await current().runtime.inspect(current().spec().ref, call())).toEqual({ kind: 'absent' });
  });

  test('closing an adapter keeps its sandboxes (R11)', async () => {
    const second = await current().second();
    const { ref } = await current().runFrom(current().spec(), current().runtime);
    await second.start(ref, call());
    await second.close();
    expect(await phaseOf(current().runtime, ref)).toBe('running');
  });
}

async function expectAnswer(instances: Instances, observed: ObservedInstance): Promise<void> {
  const port = observed.ports.find(({ containerPort }) => containerPort === 8080);
  expect(port?.hostAddress).toBe('127.0.0.1');
  const url = `http://${instances.subject.endpointHost}:${port?.hostPort}/v1/sandbox`;
  await waitUntil(async () => (await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs) })).status === 200, {
    timeoutMs: answerTimeoutMs,
    what: `${url} answers 200`,
  });
}

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
