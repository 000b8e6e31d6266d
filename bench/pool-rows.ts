// Rows about warm sandboxes: what a claim takes alone and with others, on the fake engine with containers from nowhere.

import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { SandkeepClient } from '../src/client/client.ts';
import { type FakeEngine, seedOf, startFakeEngine } from '../test/support/fake-engine.ts';
import { startDaemon, templateDigest, templateName } from './daemon.ts';
import type { Floor } from './floor-client.ts';
import { makeRow, median, type Pair, rate, ratePair, type Row, timePair } from './measure.ts';
import { insertWarm } from './records.ts';

/** What each block finds warm when it begins. */
const pooledCount = 1000;
const inFlight = 64;
const warmUps = 200;

export interface Rounds {
  readonly claims: number;
  readonly blocks: number;
}

interface Block {
  readonly claim: Pair;
  readonly throughput: Pair;
}

/** Each block has a daemon and a pool of its own, because a claimed sandbox is warm no more. */
export async function poolRows(directory: string, floor: Floor, rounds: Rounds): Promise<Row[]> {
  const blocks: Block[] = [];
  for (let block = 0; block < rounds.blocks; block += 1) {
    blocks.push(await measureBlock(path.join(directory, `pool-${block}`), floor, rounds.claims));
  }
  const engine = 'fake';
  return [
    makeRow({
      name: 'warm_claim',
      unit: 'ms',
      ...medians(blocks.map(({ claim }) => claim)),
      engine,
      against: 'grpc-js answer by the same messages, with one FULL commit',
    }),
    makeRow({
      name: 'pool_throughput',
      unit: '1/s',
      ...medians(blocks.map(({ throughput }) => throughput)),
      engine,
      against: 'grpc-js echo with one FULL commit, 64 in flight',
    }),
  ];
}

function medians(pairs: readonly Pair[]): Pair {
  return { value: median(pairs.map(({ value }) => value)), floor: median(pairs.map((pair) => pair.floor)) };
}

async function measureBlock(directory: string, floor: Floor, claims: number): Promise<Block> {
  mkdirSync(directory, { recursive: true });
  const engine = await startFakeEngine({ directory });
  try {
    return await onWarm(directory, engine, floor, claims);
  } finally {
    await engine.stop();
  }
}

async function onWarm(directory: string, engine: FakeEngine, floor: Floor, claims: number): Promise<Block> {
  const count = warmUps + claims + pooledCount;
  // Nothing is made while claims go on: what a create costs is another row.
  const pool = { size: count, refill_delay: '1h' };
  const template = { runtime: 'fake', image: 'fake:base', ports: [8080], pool };
  const place = { directory, runtimes: { fake: { socket: engine.socketPath } }, template };
  const { instanceId, ids } = await insertWarm(directory, count, templateDigest(place));
  await engine.seed(seedOf(instanceId, ids, templateName));
  const daemon = await startDaemon(place);
  try {
    const claimer = new Claimer(daemon.client);
    const response = await claimer.claim();
    await floor.sample(response);
    const bytes = Buffer.byteLength(JSON.stringify(response.sandbox));
    const commit = (): Promise<unknown> => floor.commit(bytes);
    const acquire = (): Promise<unknown> => floor.acquire({ session: { session: 'floor' } });
    // The floor has served other rows before.
    await rate(warmUps - 1, inFlight, () => claimer.claim());
    await rate(warmUps, inFlight, acquire);
    const claim = await timePair(claims, () => claimer.claim(), acquire);
    const throughput = await ratePair(1, pooledCount, inFlight, () => claimer.claim(), commit);
    await claimer.assertEmpty();
    return { claim, throughput };
  } finally {
    await daemon.stop();
  }
}

type Acquired = Awaited<ReturnType<SandkeepClient['acquireSandbox']>>;

/** Acquires for sessions that have nothing yet. */
class Claimer {
  readonly #client: SandkeepClient;
  #count = 0;

  constructor(client: SandkeepClient) {
    this.#client = client;
  }

  async claim(): Promise<Acquired> {
    this.#count += 1;
    const response = await this.#client.acquireSandbox({ session: { session: `claim-${this.#count}` } });
    if (response.outcome !== 'ACQUIRE_OUTCOME_CLAIMED') throw new Error(`not claimed: ${response.outcome}`);
    return response;
  }

  async assertEmpty(): Promise<void> {
    const { pool } = await this.#client.getPool({ template: templateName });
    if (pool?.warm !== 0) throw new Error(`${pool?.warm} sandboxes are warm still`);
  }
}
