// The daemon is killed at each failpoint, and then at random moments under clients that acquire and release; what it
// leaves is counted, in the last line too:
//   npm run test:crash -- --engine docker|fake --points all|none --kills N --seed N
// The seed repeats what the clients choose and when the kills come; the rest is up to the machine.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { ensureBuilt } from '../support/build.ts';
import { temporary } from '../support/daemon.ts';
import type { Findings } from './checks.ts';
import { type CrashEngine, dockerEngine, fakeEngine } from './engine.ts';
import { Ledger } from './ledger.ts';
import { PointsRun } from './points.ts';
import { Random } from './random.ts';
import { clientCount, CrashRun } from './run.ts';
import { works } from './works.ts';

const shownViolations = 20;

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'fake' },
    points: { type: 'string', default: 'all' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = count('kills', options.kills);
const seed = count('seed', options.seed);

if (!/^(all|none)$/.test(options.points)) throw new Error(`--points is "all" or "none", not "${options.points}"`);

async function main(): Promise<number> {
  await ensureBuilt();
  const directory = temporary();
  const engine = await startEngine(directory);
  let hasPassed = false;
  try {
    const points = options.points === 'all' ? await killAtPoints(path.join(directory, 'p'), engine) : nothing;
    const random = kills > 0 ? await killAtRandom(path.join(directory, 'k'), engine) : nothing;
    hasPassed = points.hasPassed && random.hasPassed;
    const counted = [...invariants].map(([name, checks]) => `${sum([points, random], checks)} ${name}`);
    console.log(`\ncrash, ${engine.name}: ${points.what}${random.what}${counted.join(', ')}, seed ${seed}`);
  } catch (error) {
    console.error(error);
  } finally {
    await engine.end();
    if (hasPassed) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    else console.error(`not passed, seed ${seed}; logs, databases, files and histories are in ${directory}`);
  }
  return hasPassed ? 0 : 1;
}

interface Outcome {
  readonly what: string;
  readonly hasPassed: boolean;
  readonly findings: Findings;
}

const nothing: Outcome = { what: '', hasPassed: true, findings: new Map() };

/** What the last line counts, by the checks that find it. */
const invariants: ReadonlyMap<string, RegExp> = new Map([
  ['acknowledged records lost', /^(acknowledged sandboxes lost|workspace files not as written|violations)/],
  ['containers leaked', /^(containers of ours without a row|quiet within a minute)/],
  ['duplicates', /^two live/],
  ['foreign containers touched', /^decoys/],
  ['other violations', /^(?!acknowledged|workspace|violations|containers of ours|quiet|two live|decoys)/],
]);

function sum(outcomes: readonly Outcome[], checks: RegExp): number {
  const found = outcomes.flatMap(({ findings }) => [...findings]);
  return found.filter(([name]) => checks.test(name)).reduce((total, [, problems]) => total + problems.length, 0);
}

async function killAtPoints(directory: string, engine: CrashEngine): Promise<Outcome> {
  mkdirSync(directory);
  const ledger = new Ledger();
  const storage = { kind: 'directory', directory: path.join(directory, 'storage') };
  const config = { ...configOf(engine), storage };
  const run = new PointsRun({ directory, engine, ledger, random: new Random(seed), config });
  console.log(`each point of ${works.length} works, engine ${engine.name}, seed ${seed}`);
  const interrupt = (): void => run.interrupt();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const { points, sites, findings } = await run.run();
    report({ 'points killed at': points, 'different sites': sites }, ledger, findings);
    return outcomeOf(`${points} points, `, ledger, findings);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await engine.remove(await run.end());
  }
}

async function killAtRandom(directory: string, engine: CrashEngine): Promise<Outcome> {
  mkdirSync(directory);
  const ledger = new Ledger();
  const run = new CrashRun({ directory, engine, ledger, kills, seed, config: configOf(engine) });
  console.log(`${kills} kills of the daemon under ${clientCount} clients, engine ${engine.name}, seed ${seed}`);
  const interrupt = (): void => run.interrupt();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const findings = await run.run();
    const destroyed = [...ledger.sandboxes.values()].filter(({ destroyedAt }) => destroyedAt !== null).length;
    const counts = {
      kills,
      'sandboxes handed out': ledger.sandboxes.size,
      'releases acknowledged': destroyed,
      'sandboxes that must live': ledger.expectedAlive().length,
    };
    report(counts, ledger, findings);
    return outcomeOf(`${kills} kills, `, ledger, findings);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    writeFileSync(path.join(directory, 'history.jsonl'), ledger.history());
    await engine.remove(await run.end());
  }
}

function configOf(engine: CrashEngine): Readonly<Record<string, unknown>> {
  return {
    default_template: 'crash',
    reconcile_interval: '2s',
    runtimes: engine.runtimes,
    templates: { crash: { stop_grace: 0, idle_timeout: 0, ...engine.template } },
  };
}

function outcomeOf(what: string, ledger: Ledger, found: Findings): Outcome {
  const findings = new Map(found).set('violations seen by clients', ledger.violations);
  return { what, findings, hasPassed: [...findings.values()].every((problems) => problems.length === 0) };
}

async function startEngine(directory: string): Promise<CrashEngine> {
  if (options.engine === 'fake') return await fakeEngine(directory);
  if (options.engine === 'docker') return await dockerEngine();
  throw new Error(`--engine is "docker" or "fake", not "${options.engine}"`);
}

function report(counts: Readonly<Record<string, number>>, ledger: Ledger, findings: Findings): void {
  console.log('');
  for (const [name, value] of Object.entries(counts)) row(name, value);
  for (const [name, value] of [...ledger.counts].toSorted(([one], [other]) => one.localeCompare(other)))
    row(name, value);
  console.log('');
  row('violations seen by clients', ledger.violations.length);
  for (const [name, problems] of findings) row(name, problems.length);
  for (const [name, problems] of findings) {
    for (const problem of problems.slice(0, shownViolations)) console.error(`${name}: ${problem}`);
  }
  console.log('');
}

function row(name: string, value: number): void {
  console.log(`${name.padEnd(46)} ${String(value).padStart(8)}`);
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a number, not "${text}"`);
  return Number(text);
}

process.exitCode = await main();
