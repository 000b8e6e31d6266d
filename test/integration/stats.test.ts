// StatsService over the daemon's socket.

import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { SandboxStats__Output } from '../../src/gen/sandkeep/v1/SandboxStats.ts';
import type { StreamStatsRequest } from '../../src/gen/sandkeep/v1/StreamStatsRequest.ts';
import { startDaemon } from '../support/daemon.ts';
import { acquire, getSandbox, patienceMs, refusalOf, type Scene, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const fast = { limits: { stats_min_interval: '50ms' } };
const burn = ['sh', '-c', 'while :; do :; done'];

function stream(scene: Pick<Scene, 'client'>, request: StreamStatsRequest = {}) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  return scene.client.streamStats({ interval: { nanos: 50e6 }, ...request }, { signal: over.signal });
}

async function figuresOf(scene: Scene, sandboxId: string): Promise<SandboxStats__Output> {
  const { stats } = await scene.client.getStats({ sandboxId, cpuInterval: { nanos: 300e6 } });
  if (stats === null) throw new Error('the answer has no figures');
  return stats;
}

test('a busy command shows as processor time and a process, and what is not known is absent', async () => {
  const scene = await startScene();
  const { id } = await acquire(scene);
  const { exec } = await scene.client.startExec({ spec: { sandboxId: id, argv: burn } });
  const stats = await figuresOf(scene, id);
  expect(stats).toMatchObject({ sandboxId: id, template: 'base', runtime: 'fake', state: 'SANDBOX_STATE_RUNNING' });
  expect(stats.cpuPercent).toBeGreaterThan(5);
  expect(Number(stats.pids)).toBeGreaterThan(1);
  expect(Number(stats.memoryBytes)).toBeGreaterThan(0);
  expect('memoryLimitBytes' in stats).toBe(false);
  expect('networkSentBytes' in stats).toBe(false);
  expect(stats.disk).toBeNull();
  // In use, it is not idle; measured, it is not in use.
  expect(stats.idleTime).toBeNull();
  await scene.client.signalExec({ sandboxId: id, execId: exec?.execId ?? '', signal: 'SIGKILL' });
});

test('all that run are measured again and again, in order of creation, and what comes and goes is seen', async () => {
  const scene = await startScene({ config: fast });
  const first = await acquire(scene, 's1');
  const second = await acquire(scene, 's2');
  const measurements = stream(scene);
  const ids = async (): Promise<readonly string[]> => {
    const { value } = await measurements.next();
    return value?.stats.map(({ sandboxId }) => sandboxId) ?? [];
  };
  expect(await ids()).toEqual([first.id, second.id]);
  const third = await acquire(scene, 's3');
  await scene.client.releaseSandbox({ sandboxId: first.id, wait: true });
  await waitUntil(async () => (await ids()).join() === [second.id, third.id].join(), {
    timeoutMs: patienceMs,
    what: 'the third is there and the first is not',
  });
  const filtered = await stream(scene, { filter: { session: 's3' } }).next();
  expect(filtered.value?.stats.map(({ sandboxId }) => sandboxId)).toEqual([third.id]);
});

test('the share of the processor is there from the second measurement on', async () => {
  const scene = await startScene({ config: fast });
  const { id } = await acquire(scene);
  await scene.client.startExec({ spec: { sandboxId: id, argv: burn } });
  const measurements = stream(scene, { sandboxId: id, interval: { nanos: 300e6 } });
  const first = await measurements.next();
  expect(first.value?.stats[0]?.cpuPercent).toBeUndefined();
  expect(first.value?.interval).toEqual({ seconds: '0', nanos: 300e6 });
  await waitUntil(async () => ((await measurements.next()).value?.stats[0]?.cpuPercent ?? 0) > 5, {
    timeoutMs: patienceMs,
    what: 'the sandbox is busy',
  });
});

test('an interval below the floor is raised to it', async () => {
  const scene = await startScene({ config: { limits: { stats_min_interval: '10s' } } });
  const { value } = await stream(scene).next();
  expect(value?.interval).toEqual({ seconds: '10', nanos: 0 });
});

test('one that cannot be measured says why and does not end the stream', async () => {
  const scene = await startScene({ config: fast });
  const { id } = await acquire(scene, 's1');
  const other = await acquire(scene, 's2');
  const { containerName } = await getSandbox(scene, id);
  const found = (await scene.engine.containers()).find(({ name }) => name === containerName);
  await scene.engine.control({ action: 'status', status: 503, path: `/containers/${found?.id ?? ''}/usage` });
  const { value } = await stream(scene).next();
  expect(value?.stats.map(({ sandboxId, problem }) => [sandboxId, problem !== ''])).toEqual([
    [id, true],
    [other.id, false],
  ]);
  expect(value?.stats[0]?.time).toBeNull();
  const refused = await refusalOf(scene.client.getStats({ sandboxId: id }));
  expect(refused.reason).toBe('RUNTIME_UNAVAILABLE');
});

test('several who look at once share one measurement', async () => {
  const scene = await startScene({ config: { limits: { stats_min_interval: '20s' } } });
  const { id } = await acquire(scene);
  await scene.engine.control({ action: 'clear' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => scene.client.getStats({ sandboxId: id })));
  expect(new Set(answers.map(({ stats }) => JSON.stringify(stats?.time))).size).toBe(1);
  expect((await scene.engine.calls())['GET /containers/*/usage']).toBe(1);
});

test('looking is no use: a sandbox that is watched is idle all the same (R7)', async () => {
  const templates = { base: { idle_timeout: '300ms', idle_action: 'release' } };
  const scene = await startScene({ templates, config: fast });
  const { id } = await acquire(scene);
  const measurements = stream(scene);
  await waitUntil(
    async () => {
      await measurements.next();
      await scene.client.runSweep({ loop: 'idle' });
      return (await getSandbox(scene, id)).state !== 'SANDBOX_STATE_RUNNING';
    },
    { timeoutMs: patienceMs, what: 'it is idle' },
  );
});

test('the disk usage is measured when it is asked for, answered again for a while, and bounded', async () => {
  const scene = await startScene({ config: { limits: { disk_usage_max_entries: 3 } } });
  const { id, workspacePath } = await acquire(scene);
  writeFileSync(path.join(workspacePath, 'file'), Buffer.alloc(12_345));
  const disk = async () => (await scene.client.getStats({ sandboxId: id, includeDisk: true })).stats?.disk;
  const first = await disk();
  expect(first).toMatchObject({ workspaceBytes: '12345', workspaceTooLarge: false });
  expect(Number(first?.writableLayerBytes)).toBeGreaterThanOrEqual(0);
  writeFileSync(path.join(workspacePath, 'another'), 'x');
  expect(await disk()).toEqual(first);
  const other = await acquire(scene, 's2');
  for (const name of ['a', 'b', 'c', 'd']) writeFileSync(path.join(other.workspacePath, name), name);
  const { stats } = await scene.client.getStats({ sandboxId: other.id, includeDisk: true });
  expect(stats?.disk).toMatchObject({ workspaceTooLarge: true });
  expect(stats?.disk && 'workspaceBytes' in stats.disk).toBe(false);
});

test('what does not run has no figures, and wrong requests are refused', async () => {
  const scene = await startScene();
  const { id } = await acquire(scene);
  await scene.client.stopSandbox({ sandboxId: id });
  const reasonOf = async (call: Promise<unknown>): Promise<string> => (await refusalOf(call)).reason;
  expect(await reasonOf(scene.client.getStats({ sandboxId: id }))).toBe('WRONG_STATE');
  expect(await reasonOf(scene.client.getStats({ sandboxId: 'nothing-like-it' }))).toBe('SANDBOX_NOT_FOUND');
  const tooLong = scene.client.getStats({ sandboxId: id, cpuInterval: { seconds: 11 } });
  expect(await reasonOf(tooLong)).toBe('INVALID_FIELD');
  const { value } = await stream(scene, { sandboxId: id }).next();
  expect(value?.stats).toMatchObject([{ sandboxId: id, problem: 'it is STOPPED', time: null }]);
});

test('a local sandbox has figures of its commands, and none of what it has no part in', async () => {
  const daemon = await startDaemon({ config: { runtimes: { local: { allow_host_exec: true } } } });
  onTestFinished(async () => await daemon.dispose());
  const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 's1' } });
  const sandboxId = sandbox?.id ?? '';
  const { stats: quiet } = await daemon.client.getStats({ sandboxId });
  expect(quiet).toMatchObject({ pids: '0', memoryBytes: '0', runtime: 'local' });
  const { exec } = await daemon.client.startExec({ spec: { sandboxId, argv: burn } });
  const { stats } = await daemon.client.getStats({ sandboxId, cpuInterval: { nanos: 800e6 }, includeDisk: true });
  expect(stats?.cpuPercent).toBeGreaterThan(5);
  expect(Number(stats?.pids)).toBeGreaterThan(0);
  expect(stats && 'networkSentBytes' in stats).toBe(false);
  expect(stats?.disk).toMatchObject({ workspaceBytes: '0' });
  expect(stats?.disk && 'writableLayerBytes' in stats.disk).toBe(false);
  await daemon.client.signalExec({ sandboxId, execId: exec?.execId ?? '', signal: 'SIGKILL' });
});
