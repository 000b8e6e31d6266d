// Rows about how soon things are as they were: the engine comes back; and how late the event loop is under a steady load.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { SandkeepClient } from '../src/client/client.ts';
import { startFakeEngine } from '../test/support/fake-engine.ts';
import { waitUntil } from '../test/support/wait.ts';
import { startDaemon } from './daemon.ts';
import { lateness, latenessImport } from './lateness.ts';
import { makeRow, median, type Row, timeMs } from './measure.ts';
import { startProgram } from './process.ts';

const waitTimeoutMs = 60_000;
const returnedSandboxes = 20;
const sandboxesASecond = 100;
const template = { runtime: 'fake', image: 'fake:base' };
const floorProgram = path.join(import.meta.dirname, 'floor-start.js');

export interface Rounds {
  readonly returns: number;
  readonly loadSeconds: number;
}

export async function recoveryRows(directory: string, rounds: Rounds): Promise<Row[]> {
  const place = path.join(directory, 'recovery');
  mkdirSync(place, { recursive: true });
  return [
    await engineReturn(path.join(place, 'return'), rounds.returns),
    await loopDelay(path.join(place, 'loop'), rounds.loadSeconds),
  ];
}

/** From the first answer of the engine to a daemon that is READY and has looked at everything. */
async function engineReturn(directory: string, rounds: number): Promise<Row> {
  mkdirSync(directory);
  const args = ['--no-listeners'];
  let engine = await startFakeEngine({ directory, args });
  const daemon = await startDaemon({ directory, runtimes: { fake: { socket: engine.socketPath } }, template });
  const { client } = daemon;
  try {
    for (let made = 0; made < returnedSandboxes; made += 1) {
      await client.acquireSandbox({ session: { session: `s${made}` } });
    }
    const values: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await engine.kill();
      await waitUntil(async () => (await statusOf(client)) === 'DAEMON_STATUS_DEGRADED', {
        timeoutMs: waitTimeoutMs,
        what: 'the engine is seen to be away',
      });
      engine = await startFakeEngine({ directory, args });
      values.push(
        await timeMs(async () => {
          while ((await statusOf(client)) !== 'DAEMON_STATUS_READY') await delay(5);
        }),
      );
      floors.push(await timeMs(async () => await client.reconcile({})));
    }
    const against = 'one pass over the same sandboxes';
    const [value, floor] = [median(values), median(floors)];
    return makeRow({ name: 'engine_return', unit: 'ms', value, floor, engine: 'fake', against });
  } finally {
    await daemon.stop();
    await engine.stop();
  }
}

async function statusOf(client: SandkeepClient): Promise<string> {
  return (await client.getInfo({})).status;
}

/** p99 of how late the daemon's event loop is, while so many sandboxes a second are acquired and released. */
async function loopDelay(directory: string, seconds: number): Promise<Row> {
  mkdirSync(directory);
  const engine = await startFakeEngine({ directory, args: ['--no-listeners'] });
  const [valueFile, floorFile] = [path.join(directory, 'value'), path.join(directory, 'floor')];
  const idle = await startProgram(['--import', latenessImport(floorFile, 'p99'), floorProgram], '"event":"ready"');
  const daemon = await startDaemon({
    directory,
    runtimes: { fake: { socket: engine.socketPath } },
    template,
    imports: [latenessImport(valueFile, 'p99')],
  });
  try {
    await load(daemon.client, 1);
    await Promise.all([lateness(daemon.process, valueFile), lateness(idle, floorFile)]);
    await load(daemon.client, seconds);
    const [value, floor] = await Promise.all([lateness(daemon.process, valueFile), lateness(idle, floorFile)]);
    const against = 'the same libraries, idle, meanwhile';
    return makeRow({ name: 'loop_delay_100', unit: 'ms', value, floor, engine: 'fake', against });
  } finally {
    await daemon.stop();
    await idle.stop();
    await engine.stop();
  }
}

/** At a steady pace, whether or not the daemon keeps up. */
async function load(client: SandkeepClient, seconds: number): Promise<void> {
  const calls: Promise<unknown>[] = [];
  const begunMs = performance.now();
  for (let made = 0; made < seconds * sandboxesASecond; made += 1) {
    await delay(Math.max(0, begunMs + (made * 1000) / sandboxesASecond - performance.now()));
    calls.push(acquireAndRelease(client, `load-${seconds}-${made}`));
  }
  await Promise.all(calls);
}

async function acquireAndRelease(client: SandkeepClient, session: string): Promise<void> {
  const { sandbox } = await client.acquireSandbox({ session: { session } });
  await client.releaseSandbox({ sandboxId: sandbox?.id ?? '', wait: true });
}
