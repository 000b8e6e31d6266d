// The scenario by every client, against one daemon: npm run test:clients [-- --only NAME] [-- --verbose]
import { parseArgs } from 'node:util';

import { ensureBuilt } from '../support/build.ts';
import { type ClientRow, clients, type Prepared, type Runnable } from './clients.ts';
import { runControlled } from './control.ts';
import { runExample } from './examples.ts';
import { startFutureServer } from './future.ts';
import { type Difference, differences, expectedTable, scenarioFile } from './scenario.ts';
import { startClientScene } from './scene.ts';

const clientTimeoutMs = 180_000;
const shownDifferences = 10;
const requirement = process.env['SANDKEEP_TEST_CLIENTS'];

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true }, verbose: { type: 'boolean', default: false } },
});

interface Outcome {
  readonly name: string;
  readonly result: 'equal' | 'different' | 'skipped' | 'broken';
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
  // They are built at once, but run one after the other: each restarts the daemon.
  const preparing = chosen.map((client) => ({ name: client.name, ...prepareAll(client) }));
  for (const { name, client, example } of preparing) {
    outcomes.push(await outcomeOf(name, await client, async (program) => await runScenario(name, program)));
    if (example)
      outcomes.push(
        await outcomeOf(`${name} example`, await example, async (program) => await runExample(name, program)),
      );
  }
} finally {
  future.close();
  await scene.dispose();
}

for (const { name, result, note } of outcomes) console.log(`${name.padEnd(16)} ${result.padEnd(10)} ${note}`);
const refused = outcomes.filter(
  ({ result }) => result !== 'equal' && (result !== 'skipped' || requirement === 'required'),
);
if (refused.length > 0) process.exitCode = 1;
else console.log(`${expected.length} steps, all tables equal`);

interface Preparing {
  readonly client: Promise<Prepared>;
  readonly example: Promise<Prepared> | undefined;
}

/** The example comes after the client: both are built from the same libraries. */
function prepareAll({ prepare, prepareExample }: ClientRow): Preparing {
  const client = prepare();
  return { client, example: prepareExample && client.then(async () => await prepareExample()) };
}

interface Run {
  readonly failure: string;
  readonly lines: number;
  readonly different: readonly Difference[];
}

async function outcomeOf(name: string, prepared: Prepared, run: (program: Runnable) => Promise<Run>): Promise<Outcome> {
  if (prepared.kind === 'missing') return { name, result: 'skipped', note: prepared.why };
  if (prepared.kind === 'broken') return { name, result: 'broken', note: prepared.why };
  const begunMs = performance.now();
  const { failure, lines, different } = await run(prepared);
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(1);
  for (const { expected: wanted, got } of different.slice(0, shownDifferences)) {
    console.log(`${name}:\n  expected ${wanted}\n  got      ${got}`);
  }
  if (failure !== '') console.log(`${name}: ${failure}`);
  if (different.length > 0 || failure !== '') {
    return { name, result: 'different', note: `${different.length} of ${lines} lines` };
  }
  return { name, result: 'equal', note: `${lines} lines in ${seconds} s` };
}

async function runScenario(name: string, program: Runnable): Promise<Run> {
  const table: string[] = [];
  const failure = await runControlled(scene.daemon, {
    ...program,
    environment: {
      ...program.environment,
      SANDKEEP_FUTURE_SOCKET: future.socketPath,
      SANDKEEP_SCENARIO: scenarioFile,
      SANDKEEP_CLIENT: name,
    },
    timeoutMs: clientTimeoutMs,
    onLine: (line) => table.push(line),
  });
  if (options.verbose) for (const line of table) console.log(line);
  return { failure, lines: table.length, different: differences(expected, table) };
}
