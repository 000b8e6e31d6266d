// The scenario by every client, beside a daemon of its own: npm run test:clients [-- --only NAME] [-- --verbose]
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
/** Each has a daemon of its own, and mostly waits. */
const clientsAtOnce = 3;
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
const begun = chosen.map((client) => ({ name: client.name, ...prepareAll(client) }));
const waiting = [...begun];
const outcomes = new Map<string, Outcome>();
await Promise.all(Array.from({ length: clientsAtOnce }, runWaiting));

const table = begun
  .flatMap(({ name }) => [outcomes.get(name), outcomes.get(exampleOf(name))])
  .filter((one) => one !== undefined);
for (const { name, result, note } of table) console.log(`${name.padEnd(16)} ${result.padEnd(10)} ${note}`);
const refused = table.filter(
  ({ result }) => result !== 'equal' && (result !== 'skipped' || requirement === 'required'),
);
if (refused.length > 0) process.exitCode = 1;
else {
  const skipped = table.filter(({ result }) => result === 'skipped').length;
  console.log(`${expected.length} steps, ${table.length - skipped} equal, ${skipped} skipped`);
}

async function runWaiting(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, client, example } = next;
    outcomes.set(name, await outcomeOf(name, await client, async (program) => await runScenario(name, program)));
    if (example === undefined) continue;
    const run = async (program: Runnable) => await runExample(name, program);
    outcomes.set(exampleOf(name), await outcomeOf(exampleOf(name), await example, run));
  }
}

function exampleOf(name: string): string {
  return `${name} example`;
}

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
  const scene = await startClientScene();
  const future = await startFutureServer(scene.daemon.directory);
  try {
    const lines: string[] = [];
    const failure = await runControlled(scene.daemon, {
      ...program,
      environment: {
        ...program.environment,
        SANDKEEP_FUTURE_SOCKET: future.socketPath,
        SANDKEEP_SCENARIO: scenarioFile,
        SANDKEEP_CLIENT: name,
      },
      timeoutMs: clientTimeoutMs,
      onLine: (line) => lines.push(line),
    });
    if (options.verbose) for (const line of lines) console.log(line);
    return { failure, lines: lines.length, different: differences(expected, lines) };
  } finally {
    future.close();
    await scene.dispose();
  }
}
