// The scenario by every client, against one daemon: npm run test:clients [-- --only NAME] [-- --verbose]
import { parseArgs } from 'node:util';

import { ensureBuilt } from '../support/build.ts';
import { type ClientRow, clients } from './clients.ts';
import { runControlled } from './control.ts';
import { type FutureServer, startFutureServer } from './future.ts';
import { differences, expectedTable, scenarioFile } from './scenario.ts';
import { type ClientScene, startClientScene } from './scene.ts';

const clientTimeoutMs = 180_000;
const shownDifferences = 10;
const requirement = process.env['SANDKEEP_TEST_CLIENTS'];

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true }, verbose: { type: 'boolean', default: false } },
});

interface Outcome {
  readonly name: string;
  readonly result: 'equal' | 'different' | 'skipped';
  readonly note: string;
}

const expected = expectedTable();
const chosen = clients.filter(({ name }) => options.only === undefined || options.only.includes(name));
if (chosen.length === 0) throw new Error(`there is no client ${options.only?.join(', ')}`);

await ensureBuilt();
const outcomes: Outcome[] = [];
const scene = await startClientScene();
const future = await startFutureServer(scene.daemon.directory);
try {
  // One after the other: each restarts the daemon.
  for (const client of chosen) outcomes.push(await runClient(client, scene, future));
} finally {
  future.close();
  await scene.dispose();
}

for (const { name, result, note } of outcomes) console.log(`${name.padEnd(16)} ${result.padEnd(10)} ${note}`);
const refused = outcomes.filter(
  ({ result }) => result === 'different' || (result === 'skipped' && requirement === 'required'),
);
if (refused.length > 0) process.exitCode = 1;
else console.log(`${expected.length} steps, all tables equal`);

async function runClient(client: ClientRow, scene: ClientScene, future: FutureServer): Promise<Outcome> {
  const prepared = await client.prepare();
  if (prepared.kind === 'missing') return { name: client.name, result: 'skipped', note: prepared.why };
  const begunMs = performance.now();
  const table: string[] = [];
  const failure = await runControlled(scene.daemon, {
    ...prepared,
    environment: {
      ...prepared.environment,
      SANDKEEP_FUTURE_SOCKET: future.socketPath,
      SANDKEEP_SCENARIO: scenarioFile,
      SANDKEEP_CLIENT: client.name,
    },
    timeoutMs: clientTimeoutMs,
    onLine: (line) => table.push(line),
  });
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(1);
  if (options.verbose) for (const line of table) console.log(line);
  const different = differences(expected, table);
  for (const { expected: wanted, got } of different.slice(0, shownDifferences)) {
    console.log(`${client.name}:\n  expected ${wanted}\n  got      ${got}`);
  }
  if (failure !== '') console.log(`${client.name}: ${failure}`);
  if (different.length > 0 || failure !== '') {
    return { name: client.name, result: 'different', note: `${different.length} of ${expected.length} steps` };
  }
  return { name: client.name, result: 'equal', note: `${table.length} steps in ${seconds} s` };
}
