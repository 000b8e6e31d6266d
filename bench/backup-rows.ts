// The row about a backup: how long the daemon answers nobody while it copies a large database.

import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startFakeEngine } from '../test/support/fake-engine.ts';
import { startDaemon, stateDirectory } from './daemon.ts';
import { lateness, latenessImport } from './lateness.ts';
import { makeRow, median, type Row, timeMs } from './measure.ts';
import { insertRunning, multiplyRecords } from './records.ts';

const recordCount = 190_000;
const bytesPerMegabyte = 1024 ** 2;
const leastMegabytes = 160;

/** The longest stall of each backup, beside the longest one of the same daemon when it has nothing to do. */
export async function backupRow(directory: string, rounds: number): Promise<Row> {
  const place = path.join(directory, 'backup');
  mkdirSync(place, { recursive: true });
  const { ids } = await insertRunning(place, 1);
  const databasePath = path.join(stateDirectory(place), 'state.db');
  multiplyRecords(databasePath, recordCount - ids.length);
  const megabytes = statSync(databasePath).size / bytesPerMegabyte;
  if (megabytes < leastMegabytes) throw new Error(`the database has ${megabytes} MB only`);
  const file = path.join(place, 'lateness');
  const engine = await startFakeEngine({ directory: place });
  try {
    const daemon = await startDaemon({
      directory: place,
      runtimes: { fake: { socket: engine.socketPath } },
      template: { runtime: 'fake', image: 'fake:base' },
      imports: [latenessImport(file, 'max')],
    });
    try {
      const values: number[] = [];
      const floors: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await lateness(daemon.process, file);
        const tookMs = await timeMs(async () => await daemon.client.backup({}, { timeoutMs: 600_000 }));
        values.push(await lateness(daemon.process, file));
        await delay(tookMs);
        floors.push(await lateness(daemon.process, file));
      }
      const row = makeRow({
        name: 'backup_stall',
        unit: 'ms',
        value: median(values),
        floor: median(floors),
        engine: 'fake',
        against: `the same daemon for as long without a backup of its ${megabytes.toFixed(0)} MB`,
      });
      return { ...row, beside: [{ name: 'VACUUM INTO, as a whole', value: await vacuum(databasePath, place) }] };
    } finally {
      await daemon.stop();
    }
  } finally {
    await engine.stop();
  }
}

/** On a copy that nobody holds, as a daemon would have to do it on its only thread. */
async function vacuum(databasePath: string, place: string): Promise<number> {
  const copy = path.join(place, 'vacuum-source.db');
  copyFileSync(databasePath, copy);
  const database = new Database(copy);
  const tookMs = await timeMs(async () => {
    database.prepare('VACUUM INTO ?').run(path.join(place, 'vacuum.db'));
  });
  database.close();
  return tookMs;
}
