// Rows about containers: reuse, cold creates and releases, beside raw calls to the same engine.

import path from 'node:path';

import type { SandkeepClient } from '../src/client/client.ts';
import { listenBetween } from './create-body.ts';
import { startDaemon, type DaemonPlace } from './daemon.ts';
import type { Floor } from './floor-client.ts';
import { makeRow, median, rate, type Row, timeMs, timePair } from './measure.ts';
import type { RawEngine } from './raw-engine.ts';

export interface ContainerEngine {
  /** As the table shows it. */
  readonly name: string;
  readonly socketPath: string;
  readonly raw: RawEngine;
  /** Keys of the config for an engine at this socket. */
  runtimes(socketPath: string): Readonly<Record<string, unknown>>;
  readonly template: Readonly<Record<string, unknown>>;
}

export interface Rounds {
  readonly reuse: number;
  readonly cold: number;
  readonly blocks: number;
}

const inFlight = 8;
const createsInBlock = 16;
const warmUps = 200;

export async function containerRows(
  directory: string,
  engine: ContainerEngine,
  floor: Floor,
  rounds: Rounds,
): Promise<Row[]> {
  const place = { directory: path.join(directory, 'containers'), template: engine.template };
  const body = await ownCreateBody(directory, engine, place);
  const daemon = await startDaemon({ ...place, runtimes: engine.runtimes(engine.socketPath) });
  const bench = new ContainerBench(daemon.client, engine, body);
  try {
    return [
      ...(await bench.reuse(floor, rounds.reuse)),
      ...(await bench.coldAndRelease(rounds.cold)),
      await bench.restore(rounds.cold),
      await bench.cold8(rounds.blocks),
    ];
  } finally {
    await bench.removeAll();
    await daemon.stop();
  }
}

/** The daemon makes one sandbox through a listener, and the body of its create request is the floor's too. */
async function ownCreateBody(
  directory: string,
  engine: ContainerEngine,
  place: Omit<DaemonPlace, 'runtimes'>,
): Promise<object> {
  const between = await listenBetween(directory, engine.socketPath);
  const daemon = await startDaemon({ ...place, runtimes: engine.runtimes(between.socketPath) });
  try {
    const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 'body' } });
    // Its workspace stays, so the floor's containers mount a directory that is there.
    await daemon.client.releaseSandbox({ sandboxId: sandbox?.id ?? '', wait: true });
    return withoutOwner(between.body());
  } finally {
    await daemon.stop();
    await between.close();
  }
}

/** The floor's containers are nobody's: the daemon must not take them for its own. */
function withoutOwner(body: object): object {
  const copy: Record<string, unknown> = { ...body };
  for (const key of ['Labels', 'labels']) {
    if (key in copy) copy[key] = { 'sandkeep-bench': 'floor' };
  }
  return copy;
}

class ContainerBench {
  readonly #client: SandkeepClient;
  readonly #engine: ContainerEngine;
  readonly #body: object;
  readonly #rawIds = new Set<string>();
  readonly #sandboxIds = new Set<string>();
  #count = 0;

  constructor(client: SandkeepClient, engine: ContainerEngine, body: object) {
    this.#client = client;
    this.#engine = engine;
    this.#body = body;
  }

  /** As a client calls it that needs no name for what is idempotent anyway, and with a request_id, whose answer is kept. */
  async reuse(floor: Floor, rounds: number): Promise<Row[]> {
    return [
      await this.#reuseBy('acquire_reuse', () => '', floor, rounds),
      await this.#reuseBy('acquire_reuse_request_id', () => `reuse-${this.#next()}`, floor, rounds),
    ];
  }

  async #reuseBy(name: string, requestId: () => string, floor: Floor, rounds: number): Promise<Row> {
    const session = { session: 'reused' };
    const first = await this.#client.acquireSandbox({ session });
    this.#sandboxIds.add(first.sandbox?.id ?? '');
    const bytes = Buffer.byteLength(JSON.stringify(first.sandbox));
    const acquire = async (): Promise<void> => {
      const { outcome } = await this.#client.acquireSandbox({ session, requestId: requestId() });
      if (outcome !== 'ACQUIRE_OUTCOME_REUSED') throw new Error(`not reused: ${outcome}`);
    };
    const pair = await timePair(rounds, acquire, () => floor.commit(bytes), warmUps);
    const against = 'grpc-js echo with one FULL commit';
    return makeRow({ name, unit: 'ms', ...pair, engine: this.#engine.name, against });
  }

  async coldAndRelease(rounds: number): Promise<Row[]> {
    const times = {
      cold: new Array<number>(),
      rawCold: new Array<number>(),
      release: new Array<number>(),
      rawRemove: new Array<number>(),
    };
    // The first of each pays for what is loaded and cached.
    for (let round = -1; round < rounds; round += 1) {
      const cold = await timeMs(() => this.#acquireCold());
      const rawCold = await timeMs(() => this.#rawCold());
      const release = await timeMs(() => this.#releaseOne());
      const rawRemove = await timeMs(() => this.#rawRemoveOne());
      if (round < 0) continue;
      times.cold.push(cold);
      times.rawCold.push(rawCold);
      times.release.push(release);
      times.rawRemove.push(rawRemove);
    }
    const engine = this.#engine.name;
    return [
      makeRow({
        name: 'acquire_cold',
        unit: 'ms',
        value: median(times.cold),
        floor: median(times.rawCold),
        engine,
        against: 'raw create + start + inspect + ready',
      }),
      makeRow({
        name: 'release',
        unit: 'ms',
        value: median(times.release),
        floor: median(times.rawRemove),
        engine,
        against: 'raw remove by force',
      }),
    ];
  }

  /** Of a session that was reaped, one sandbox, and a session that had none before. */
  async restore(rounds: number): Promise<Row> {
    const values: number[] = [];
    const colds: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const session = { session: `restored-${this.#next()}` };
      const cold = await timeMs(async () => {
        const { sandbox } = await this.#client.acquireSandbox({ session, requestId: `cold-${this.#next()}` });
        this.#sandboxIds.add(sandbox?.id ?? '');
      });
      await this.#client.reapSession({ session, wait: true });
      const restore = await timeMs(async () => {
        const { restored } = await this.#client.restoreSession({ session, requestId: `restore-${this.#next()}` });
        if (restored.length !== 1) throw new Error(`${restored.length} sandboxes were restored`);
      });
      await this.#clear();
      if (round < 0) continue;
      values.push(restore);
      colds.push(cold);
    }
    const pair = { value: median(values), floor: median(colds) };
    const against = 'a cold acquire of the daemon itself';
    return makeRow({ name: 'restore', unit: 'ms', ...pair, engine: this.#engine.name, against });
  }

  async cold8(blocks: number): Promise<Row> {
    const values: number[] = [];
    const floors: number[] = [];
    for (let block = 0; block < blocks; block += 1) {
      values.push(await rate(createsInBlock, inFlight, () => this.#acquireCold()));
      await this.#clear();
      floors.push(await rate(createsInBlock, inFlight, () => this.#rawCold()));
      await this.#clear();
    }
    const pair = { value: median(values), floor: median(floors) };
    const against = 'raw create + start + inspect + ready, 8 in flight';
    return makeRow({ name: 'acquire_cold_8', unit: '1/s', ...pair, engine: this.#engine.name, against });
  }

  async removeAll(): Promise<void> {
    await this.#clear();
    await this.#client.releaseAllSandboxes({ all: true, force: true, wait: true });
  }

  async #acquireCold(): Promise<void> {
    const request = { session: { session: `cold-${this.#next()}` }, requestId: `cold-${this.#next()}` };
    const { sandbox, outcome } = await this.#client.acquireSandbox(request);
    if (outcome !== 'ACQUIRE_OUTCOME_CREATED') throw new Error(`not created: ${outcome}`);
    this.#sandboxIds.add(sandbox?.id ?? '');
  }

  async #releaseOne(): Promise<void> {
    const sandboxId = [...this.#sandboxIds].at(-1) ?? '';
    this.#sandboxIds.delete(sandboxId);
    await this.#client.releaseSandbox({ sandboxId, wait: true, requestId: `release-${this.#next()}` });
  }

  async #rawCold(): Promise<void> {
    this.#rawIds.add(await this.#engine.raw.coldStart(`bench-floor-${process.pid}-${this.#next()}`, this.#body));
  }

  async #rawRemoveOne(): Promise<void> {
    const [id] = this.#rawIds;
    if (id === undefined) throw new Error('no container to remove');
    this.#rawIds.delete(id);
    await this.#engine.raw.remove(id);
  }

  async #clear(): Promise<void> {
    while (this.#sandboxIds.size > 0) await this.#releaseOne();
    while (this.#rawIds.size > 0) await this.#rawRemoveOne();
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}
