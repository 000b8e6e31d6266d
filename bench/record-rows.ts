// Rows about many records: start, memory, lists, keepalives and heartbeats, on the fake engine with containers from nowhere.

import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { SandkeepClient } from '../src/client/client.ts';
import { type FakeEngine, seedOf, startFakeEngine } from '../test/support/fake-engine.ts';
import { type DaemonPlace, startDaemon, templateName } from './daemon.ts';
import type { Floor } from './floor-client.ts';
import { makeRow, median, rate, ratePair, type Row, timePair } from './measure.ts';
import { startProgram } from './process.ts';
import { insertRunning } from './records.ts';

const startedCount = 1000;
const listedCount = 10_000;
const pageSize = 100;
const inFlight = 64;
const floorProgram = path.join(import.meta.dirname, 'floor-start.js');
const ready = '"event":"ready"';

export interface Rounds {
  readonly starts: number;
  readonly pages: number;
  readonly blocks: number;
  readonly callsInBlock: number;
}

export async function recordRows(directory: string, floor: Floor, rounds: Rounds): Promise<Row[]> {
  return [
    await onRecords(path.join(directory, 'some'), startedCount, (place, engine) => reconcile(place, engine, rounds)),
    ...(await onRecords(path.join(directory, 'many'), listedCount, (place) => manyRecords(place, floor, rounds))),
  ];
}

/** A state directory and an engine that agree on so many running sandboxes. */
async function onRecords<T>(
  directory: string,
  count: number,
  measure: (place: DaemonPlace, engine: FakeEngine) => Promise<T>,
): Promise<T> {
  mkdirSync(directory, { recursive: true });
  const engine = await startFakeEngine({ directory });
  try {
    const { instanceId, ids } = await insertRunning(directory, count);
    await engine.seed(seedOf(instanceId, ids, templateName));
    const template = { runtime: 'fake', image: 'fake:base' };
    return await measure({ directory, runtimes: { fake: { socket: engine.socketPath } }, template }, engine);
  } finally {
    await engine.stop();
  }
}

/** From the spawn to READY, beside a process that loads the same libraries and reads the engine's list. */
async function reconcile(place: DaemonPlace, engine: FakeEngine, rounds: Rounds): Promise<Row> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds.starts; round += 1) {
    const daemon = await startDaemon(place);
    values.push(daemon.process.tookMs);
    await daemon.stop();
    const floor = await startProgram([floorProgram, engine.socketPath], ready);
    floors.push(floor.tookMs);
    await floor.stop();
  }
  const against = 'Node.js, the same libraries, one raw list of the same 1,000';
  return makeRow({
    name: 'reconcile_1000',
    unit: 'ms',
    value: median(values),
    floor: median(floors),
    engine: 'fake',
    against,
  });
}

async function manyRecords(place: DaemonPlace, floor: Floor, rounds: Rounds): Promise<Row[]> {
  const daemon = await startDaemon(place);
  try {
    const ids = await listAll(daemon.client);
    if (ids.length !== listedCount) throw new Error(`${ids.length} sandboxes are listed`);
    const residentMb = daemon.process.residentMb();
    const idle = await startProgram([floorProgram], ready);
    const idleMb = idle.residentMb();
    await idle.stop();
    const against = 'Node.js with the same libraries, idle';
    const memory = makeRow({
      name: 'rss_10000',
      unit: 'MB',
      value: residentMb,
      floor: idleMb,
      engine: 'fake',
      against,
    });
    return [
      await listPage(daemon.client, floor, rounds),
      await keepAlive(daemon.client, floor, ids, rounds),
      await heartbeat(daemon.client, floor, ids, rounds),
      memory,
    ];
  } finally {
    await daemon.stop();
  }
}

async function listAll(client: SandkeepClient): Promise<string[]> {
  const ids: string[] = [];
  for (let pageToken = ''; ; ) {
    const page = await client.listSandboxes({ pageSize, pageToken });
    ids.push(...page.sandboxes.map(({ id }) => id));
    if (page.nextPageToken === '') return ids;
    pageToken = page.nextPageToken;
  }
}

/** Pages from all over the list, because a slow one would be at its end. */
async function listPage(client: SandkeepClient, floor: Floor, rounds: Rounds): Promise<Row> {
  let pageToken = '';
  const page = async (): Promise<void> => {
    const { nextPageToken } = await client.listSandboxes({ pageSize, pageToken });
    pageToken = nextPageToken;
  };
  // As text a page has about twice the bytes it has on the wire.
  const { sandboxes } = await client.listSandboxes({ pageSize });
  const bytes = Math.round(Buffer.byteLength(JSON.stringify(sandboxes)) / 2);
  const pair = await timePair(rounds.pages, page, () => floor.reply(bytes), 10);
  const against = 'grpc-js reply of as many bytes';
  return makeRow({ name: 'list_10000', unit: 'ms', ...pair, engine: 'fake', against });
}

async function keepAlive(client: SandkeepClient, floor: Floor, ids: readonly string[], rounds: Rounds): Promise<Row> {
  let next = 0;
  const keep = async (): Promise<void> => {
    const sandboxId = ids[next % ids.length] ?? '';
    next += 1;
    await client.keepAliveSandbox({ sandboxId });
  };
  const bytes = 64;
  const pair = await ratePair(rounds.blocks, rounds.callsInBlock, inFlight, keep, () => floor.commit(bytes));
  const against = 'grpc-js echo with one FULL commit, 64 in flight';
  return makeRow({ name: 'keepalive_64', unit: '1/s', ...pair, engine: 'fake', against });
}

/** The session of each record has the name of its sandbox. The same client calls the floor, for the same answer. */
async function heartbeat(client: SandkeepClient, floor: Floor, ids: readonly string[], rounds: Rounds): Promise<Row> {
  let next = 0;
  const request = () => {
    next += 1;
    return { session: { session: ids[next % ids.length] ?? '' } };
  };
  const beat = async (): Promise<void> => {
    const { state } = await client.heartbeat(request());
    if (state !== 'SESSION_STATE_ACTIVE') throw new Error(`the session is ${state}`);
  };
  const echo = (): Promise<unknown> => floor.heartbeat(request());
  await rate(rounds.callsInBlock, inFlight, beat);
  await rate(rounds.callsInBlock, inFlight, echo);
  const pair = await ratePair(rounds.blocks, rounds.callsInBlock, inFlight, beat, echo);
  const against = 'grpc-js answer by the same messages, 64 in flight';
  return makeRow({ name: 'heartbeat_64', unit: '1/s', ...pair, engine: 'fake', against });
}
