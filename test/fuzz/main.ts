// Everything that a client can send, well made and not, at the built daemon on the fake engine:
//   npm run test:fuzz -- --seconds N --seed N
// The seed repeats what is sent by each fuzzer; how they meet is up to the machine. The last line has the counts.

import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { Random } from '../crash/random.ts';
import { checkDatabase } from '../crash/checks.ts';
import { ensureBuilt } from '../support/build.ts';
import { startDaemon, temporary, type TestDaemon } from '../support/daemon.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine.ts';
import { Findings } from './findings.ts';
import { fuzzRpcs, targets } from './rpcs.ts';
import { beServed, keepTargets, watchMemory } from './steady.ts';
import { fuzzWire } from './wire.ts';

const rpcFuzzers = 6;
const wireFuzzers = 3;
const mebibyte = 1024 * 1024;
/** Of the daemon, whatever is sent. */
const maxResidentBytes = 400 * mebibyte;
/** How much more the last third may need than the middle one. */
const maxGrowth = 1.5;
const percentile = 0.99;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) throw new Error('--seconds and --seed are numbers');

process.exitCode = await main();

async function main(): Promise<number> {
  await ensureBuilt();
  const directory = temporary();
  const findings = new Findings();
  const engine = await startFakeEngine({ directory, args: ['--no-listeners'] });
  console.log(`${seconds} s of fuzz on ${targets.length} methods, seed ${seed}`);
  try {
    const daemon = await startDaemon({ directory, config: configFor(engine) });
    try {
      await attack(daemon, findings);
      await assertSound(daemon, findings);
    } finally {
      await daemon.dispose();
    }
  } finally {
    await engine.dispose();
  }
  const hasPassed = findings.violations === 0;
  if (hasPassed) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  else console.error(`not passed, seed ${seed}; the database and the files are in ${directory}`);
  console.log(
    `fuzz: ${findings.counted('calls')} calls, ${findings.counted('attacks on the socket')} attacks on the socket, ` +
      `${findings.counted('reads of the normal client served')} reads of a normal client served, ` +
      `${findings.violations} violations, seed ${seed}`,
  );
  return hasPassed ? 0 : 1;
}

function configFor(engine: FakeEngine): Readonly<Record<string, unknown>> {
  const template = { runtime: 'fake', image: 'fake:base', idle_timeout: 0, stop_grace: 0 };
  return {
    default_template: 'base',
    max_sandboxes: 200,
    released_ttl: '2s',
    released_check_interval: '1s',
    runtimes: { fake: { socket: engine.socketPath }, local: { enabled: true } },
    templates: { base: template, files: { runtime: 'local', idle_timeout: 0 } },
    limits: { first_byte_timeout: '1s', exec_max_timeout: '5s', exec_default_timeout: '2s' },
  };
}

async function attack(daemon: TestDaemon, findings: Findings): Promise<void> {
  const { socketPath, pid } = daemon;
  const stop = new AbortController();
  const common = { socketPath, findings, stopping: stop.signal };
  const sessions = ['one', 'two', 'three', 'four'];
  const known = { sandboxIds: [] as readonly string[], sessions, templates: ['base', 'files'] };
  const fuzzers = [
    ...Array.from({ length: rpcFuzzers }, (_, index) =>
      fuzzRpcs({ ...common, random: new Random(seed * 1000 + index), known: () => known }),
    ),
    ...Array.from({ length: wireFuzzers }, (_, index) =>
      fuzzWire({ ...common, random: new Random(seed * 1000 + 100 + index) }),
    ),
    keepTargets(common, known, new Random(seed)),
  ];
  const memory = watchMemory(pid, stop.signal);
  const served = beServed(common);
  await Promise.race([delay(seconds * 1000), daemon.ended, Promise.all(fuzzers)]);
  if (!daemon.isRunning())
    findings.violate(`the daemon ended: ${JSON.stringify(await daemon.ended)} ${daemon.logs().slice(-3000)}`);
  stop.abort();
  await Promise.all(fuzzers);
  report(findings, await memory, await served);
}

function report(findings: Findings, memory: readonly number[], latenciesMs: readonly number[]): void {
  for (const [name, value] of findings.counts()) row(name, value);
  const peak = Math.max(...memory);
  const third = Math.floor(memory.length / 3);
  const [middle, last] = [memory.slice(third, -third), memory.slice(-third)].map((part) => Math.max(...part, 1));
  row('peak of the daemon, MiB', Math.round(peak / mebibyte));
  row('peak of the middle third, MiB', Math.round((middle ?? 0) / mebibyte));
  row('peak of the last third, MiB', Math.round((last ?? 0) / mebibyte));
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  row('reads of the normal client, p99, ms', Math.round(sorted[Math.floor(sorted.length * percentile)] ?? 0));
  if (peak > maxResidentBytes) findings.violate(`the daemon needed ${Math.round(peak / mebibyte)} MiB`);
  if ((last ?? 0) > (middle ?? 0) * maxGrowth) findings.violate('the memory of the daemon grew to the end');
  if (latenciesMs.length === 0) findings.violate('the normal client was never served');
}

/** It stops in order, and its database is whole. */
async function assertSound(daemon: TestDaemon, findings: Findings): Promise<void> {
  if (!daemon.isRunning()) return;
  const unexpected = daemon.logs().match(/"msg":"(?:call failed unexpectedly|[^"]*unhandled[^"]*)".*/g) ?? [];
  for (const line of unexpected.slice(0, 3)) findings.violate(`in the log: ${line.slice(0, 1500)}`);
  const exit = await daemon.stop();
  if (exit.code !== 0) findings.violate(`the stop ended with ${exit.code ?? exit.signal}`);
  const integrity = checkDatabase(path.join(daemon.stateDir)).get('integrity of the database') ?? [];
  for (const problem of integrity) findings.violate(`the database: ${problem}`);
}

function row(name: string, value: number): void {
  console.log(`${name.padEnd(60)} ${String(value).padStart(8)}`);
}
