// The row about an idle sweep: what it costs when few sessions of very many are due.

import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { durationToMs, type SandkeepClient } from '../src/client/client.ts';
import { seedOf, startFakeEngine } from '../test/support/fake-engine.ts';
import { waitUntil } from '../test/support/wait.ts';
import { startDaemon, stateDirectory, templateName } from './daemon.ts';
import { makeRow, median, type Row, timeMs } from './measure.ts';
import { insertRunning, multiplyRecords } from './records.ts';

const sessionCount = 100_000;
const dueCount = 10;
/** The silence that a session is reaped for at once. */
const shortTimeout = { nanos: 1e6 };
const untilDueMs = 10;
const reapTimeoutMs = 30_000;

/** All have a deadline and a running sandbox; only those that fall silent have a container, because only those lose it. */
export async function sweepRow(directory: string, rounds: number): Promise<Row> {
  const place = path.join(directory, 'sweep');
  mkdirSync(place, { recursive: true });
  const lived = { idleTimeoutMs: 3_600_000, lastActiveAtMs: Date.now() };
  const { instanceId, ids } = await insertRunning(place, rounds * dueCount, lived);
  const databasePath = path.join(stateDirectory(place), 'state.db');
  multiplyRecords(databasePath, sessionCount - ids.length);
  const floorPath = path.join(place, 'floor.db');
  copyFileSync(databasePath, floorPath);
  const engine = await startFakeEngine({ directory: place });
  try {
    await engine.seed(seedOf(instanceId, ids, templateName));
    const template = { runtime: 'fake', image: 'fake:base' };
    const daemon = await startDaemon({
      directory: place,
      runtimes: { fake: { socket: engine.socketPath } },
      template,
    });
    try {
      return await measure(daemon.client, ids, floorPath);
    } finally {
      await daemon.stop();
    }
  } finally {
    await engine.stop();
  }
}

async function measure(client: SandkeepClient, ids: readonly string[], floorPath: string): Promise<Row> {
  const floor = new SweepFloor(floorPath);
  const values: number[] = [];
  const floors: number[] = [];
  for (let first = 0; first < ids.length; first += dueCount) {
    values.push(await sweepOnce(client, ids.slice(first, first + dueCount)));
    floors.push(await floor.sweep());
  }
  floor.close();
  const against = 'bare SQLite: the same query, 10 updates with a commit each';
  return makeRow({
    name: 'sweep_100000',
    unit: 'ms',
    value: median(values),
    floor: median(floors),
    engine: 'fake',
    against,
  });
}

/** The time inside the daemon, as it tells itself; the containers are removed after that. */
async function sweepOnce(client: SandkeepClient, sessions: readonly string[]): Promise<number> {
  for (const session of sessions) await client.heartbeat({ session: { session }, heartbeatTimeout: shortTimeout });
  await delay(untilDueMs);
  const { counters } = await client.runSweep({ loop: 'idle' });
  if (counters['reaped_sessions'] !== String(dueCount)) throw new Error(`a sweep did ${JSON.stringify(counters)}`);
  const { loops } = await client.getInfo({});
  const idle = loops.find(({ name }) => name === 'idle');
  await waitUntil(async () => await areRecycled(client, sessions), {
    timeoutMs: reapTimeoutMs,
    what: 'the containers of reaped sessions are gone',
  });
  return durationToMs(idle?.lastDuration ?? { seconds: '0', nanos: 0 });
}

async function areRecycled(client: SandkeepClient, sessions: readonly string[]): Promise<boolean> {
  for (const key of sessions) {
    const { session } = await client.getSession({ session: { session: key } });
    if (session?.state !== 'SESSION_STATE_RECYCLED') return false;
  }
  return true;
}

/** A copy of the daemon's database, with its settings, and nothing but the statements. */
class SweepFloor {
  readonly #database: Database.Database;
  readonly #due: Database.Statement<[number, number], { position: number }>;
  readonly #update: Database.Statement;
  readonly #silence: Database.Statement;

  constructor(databasePath: string) {
    this.#database = new Database(databasePath);
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = FULL');
    this.#due = this.#database.prepare(
      'SELECT * FROM sessions WHERE heartbeat_due_at_ms <= ? ORDER BY heartbeat_due_at_ms LIMIT ?',
    );
    this.#update = this.#database.prepare('UPDATE sessions SET heartbeat_due_at_ms = NULL WHERE position = ?');
    this.#silence = this.#database.prepare(
      `UPDATE sessions SET heartbeat_due_at_ms = 1 WHERE position IN
         (SELECT position FROM sessions WHERE heartbeat_due_at_ms IS NOT NULL LIMIT ${dueCount})`,
    );
  }

  async sweep(): Promise<number> {
    this.#silence.run();
    return await timeMs(async () => {
      const due = this.#due.all(Date.now() - 1000, 1000);
      if (due.length !== dueCount) throw new Error(`${due.length} rows are due`);
      for (const { position } of due) this.#update.run(position);
    });
  }

  close(): void {
    this.#database.close();
  }
}
