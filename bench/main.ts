// What calls cost, each beside its floor in the same run: only the ratio says something on a busy machine.
//   npm run bench [-- --docker] [--json] [--assert] [--quick] [--only GROUP]
// Containers are those of the fake engine; with --docker of DOCKER_HOST or of a private Debian engine.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { start } from '../test/engines/engines.ts';
import { ensureTestImages, testImages } from '../test/images/images.ts';
import { ensureBuilt } from '../test/support/build.ts';
import { temporary } from '../test/support/daemon.ts';
import { startFakeEngine } from '../test/support/fake-engine.ts';
import { backupRow } from './backup-rows.ts';
import { type ContainerEngine, containerRows } from './container-rows.ts';
import { execRows } from './exec-rows.ts';
import { startFloor } from './floor-client.ts';
import type { Row } from './measure.ts';
import { poolRows } from './pool-rows.ts';
import { rawDocker, rawFake } from './raw-engine.ts';
import { recoveryRows } from './recovery-rows.ts';
import { recordRows } from './record-rows.ts';
import { sweepRow } from './sweep-rows.ts';
import { transferRows } from './transfer-rows.ts';

const full = {
  containers: { reuse: 1000, cold: 20, blocks: 3 },
  pools: { claims: 400, blocks: 3 },
  execs: 40,
  transfers: 5,
  records: { starts: 5, pages: 200, blocks: 5, callsInBlock: 3000 },
  sweeps: 15,
  backups: 3,
  recovery: { returns: 5, loadSeconds: 20 },
};
const quick = {
  containers: { reuse: 300, cold: 5, blocks: 1 },
  pools: { claims: 200, blocks: 1 },
  execs: 10,
  transfers: 2,
  records: { starts: 2, pages: 50, blocks: 2, callsInBlock: 1000 },
  sweeps: 5,
  backups: 1,
  recovery: { returns: 2, loadSeconds: 5 },
};

const readiness = { kind: 'http', path: '/v1/sandbox', timeout: '60s' };

const { values: options } = parseArgs({
  options: {
    docker: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    assert: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

/** What must hold; rows that are not here have no bound. */
const bounds: Readonly<Record<string, { readonly text: string; readonly holds: (row: Row) => boolean }>> = {
  acquire_reuse: { text: 'at most 1.5 x floor', holds: ({ ratio }) => ratio <= 1.5 },
  acquire_cold: { text: 'at most 1.10 x floor', holds: ({ ratio }) => ratio <= 1.1 },
  restore: { text: 'at most 1.15 x floor', holds: ({ ratio }) => ratio <= 1.15 },
  warm_claim: options.quick
    ? { text: 'at most 1.5 x floor', holds: ({ ratio }) => ratio <= 1.5 }
    : { text: 'at most 1.5 x floor and under 1 ms', holds: ({ ratio, value }) => ratio <= 1.5 && value < 1 },
  pool_throughput: { text: 'at least 60 % of floor', holds: ({ ratio }) => ratio >= 0.6 },
  heartbeat_64: { text: 'at least 80 % of floor', holds: ({ ratio }) => ratio >= 0.8 },
  sweep_100000: { text: 'under 5 ms', holds: ({ value }) => value < 5 },
  exec_echo: { text: 'at most 1.15 x floor', holds: ({ ratio }) => ratio <= 1.15 },
  exec_stdout_100mb: { text: 'at most 1.25 x floor', holds: ({ ratio }) => ratio <= 1.25 },
  file_read_100mb: { text: 'at most 1.25 x floor', holds: ({ ratio }) => ratio <= 1.25 },
  file_write_100mb: { text: 'at most 1.25 x floor', holds: ({ ratio }) => ratio <= 1.25 },
  rss_transfers: { text: 'under 100 MB', holds: ({ value }) => value < 100 },
  list_10000: { text: 'under 10 ms', holds: ({ value }) => value < 10 },
  reconcile_1000: { text: 'under 1 s', holds: ({ value }) => value < 1000 },
  engine_return: { text: 'under 5 s', holds: ({ value }) => value < 5000 },
  loop_delay_100: { text: 'under 20 ms', holds: ({ value }) => value < 20 },
  backup_stall: { text: 'under 50 ms', holds: ({ value }) => value < 50 },
  rss_10000: { text: 'under 120 MB', holds: ({ value }) => value < 120 },
};

process.exitCode = await main();

async function main(): Promise<number> {
  await ensureBuilt();
  const directory = temporary();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.splice(0).toReversed()) await stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('SIGINT', () => void stopAll().finally(() => process.exit(130)));
  try {
    const engine = options.docker ? await dockerEngine(stops) : await fakeEngine(directory, stops);
    const floor = await startFloor(directory);
    stops.push(() => floor.stop());
    const rounds = options.quick ? quick : full;
    const groups: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
      containers: () => containerRows(directory, engine, floor, rounds.containers),
      pools: () => poolRows(directory, floor, rounds.pools),
      execs: () => execRows(directory, engine, rounds.execs),
      transfers: () => transferRows(directory, engine, rounds.transfers),
      records: () => recordRows(directory, floor, rounds.records),
      sweeps: async () => [await sweepRow(directory, rounds.sweeps)],
      backups: async () => [await backupRow(directory, rounds.backups)],
      recovery: () => recoveryRows(directory, rounds.recovery),
    };
    const names = options.only === '' ? Object.keys(groups) : options.only.split(',');
    const rows: Row[] = [];
    for (const name of names) {
      const group = groups[name];
      if (group === undefined) throw new Error(`--only knows ${Object.keys(groups).join(', ')}, not "${name}"`);
      rows.push(...(await group()));
    }
    return report(rows);
  } finally {
    await stopAll();
  }
}

async function fakeEngine(directory: string, stops: (() => Promise<void>)[]): Promise<ContainerEngine> {
  const place = path.join(directory, 'engine');
  mkdirSync(place);
  const engine = await startFakeEngine({ directory: place });
  stops.push(() => engine.stop());
  return {
    name: 'fake',
    socketPath: engine.socketPath,
    raw: rawFake(engine.socketPath),
    runtimes: (socket) => ({ fake: { socket } }),
    template: { runtime: 'fake', image: 'fake:base', ports: [8080], readiness },
  };
}

async function dockerEngine(stops: (() => Promise<void>)[]): Promise<ContainerEngine> {
  const given = process.env['DOCKER_HOST'] ?? '';
  const own = given === '' ? await start('debian') : null;
  if (own !== null) stops.push(() => own.stop());
  const host = own?.dockerHost ?? given;
  if (!host.startsWith('unix://')) throw new Error(`DOCKER_HOST is "${host}", and only unix:// is measured`);
  await ensureTestImages(host, ['base']);
  const socketPath = host.slice('unix://'.length);
  return {
    name: own === null ? 'docker' : `docker ${own.version}`,
    socketPath,
    raw: rawDocker(socketPath),
    runtimes: (socket) => ({ docker: { enabled: true, host: `unix://${socket}` } }),
    template: { runtime: 'docker', image: testImages.base, pull: 'never', ports: [8080], readiness },
  };
}

function report(rows: readonly Row[]): number {
  const line = (cells: readonly string[]): string =>
    [26, 6, 9, 9, 7, 20].map((width, index) => (cells[index] ?? '').padEnd(width)).join('') + (cells[6] ?? '');
  console.log(line(['row', 'unit', 'value', 'floor', 'ratio', 'engine', 'floor is']));
  let failed = 0;
  for (const row of rows) {
    const { name, unit, value, floor, ratio, engine, against } = row;
    console.log(line([name, unit, shown(value), shown(floor), ratio.toFixed(2), engine, against]));
    for (const other of row.beside ?? []) {
      console.log(line([`  ${other.name}`, unit, other.value === null ? 'absent' : shown(other.value)]));
    }
  }
  for (const row of rows) {
    const bound = bounds[row.name];
    if (!options.assert || bound === undefined) continue;
    const holds = bound.holds(row);
    if (!holds) failed += 1;
    console.log(
      `${holds ? 'PASS' : 'FAIL'}  ${row.name}: ${shown(row.value)} ${row.unit}, ratio ${row.ratio.toFixed(2)}, ${bound.text}`,
    );
  }
  if (options.json) console.log(JSON.stringify({ rows }));
  return failed === 0 ? 0 : 1;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
