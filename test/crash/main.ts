// The daemon is killed at random moments under clients that acquire and release, and what it leaves is counted:
//   npm run test:crash -- --engine docker|fake --kills N --seed N
// The seed repeats what the clients choose and when the kills come; the rest is up to the machine.

import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ensureBuilt } from '../support/build.ts';
import { temporary } from '../support/daemon.ts';
import type { Findings } from './checks.ts';
import { type CrashEngine, dockerEngine, fakeEngine } from './engine.ts';
import { Ledger } from './ledger.ts';
import { clientCount, CrashRun } from './run.ts';

const shownViolations = 20;

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'fake' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = count('kills', options.kills);
const seed = count('seed', options.seed);

process.exitCode = await main();

async function main(): Promise<number> {
  await ensureBuilt();
  const directory = temporary();
  const engine = await startEngine(directory);
  const ledger = new Ledger();
  const run = new CrashRun({ directory, engine, ledger, kills, seed });
  const interrupt = (): void => run.interrupt();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  let hasPassed = false;
  try {
    console.log(`${kills} kills of the daemon under ${clientCount} clients, engine ${engine.name}, seed ${seed}`);
    const findings = await run.run();
    report(ledger, findings);
    hasPassed = ledger.violations.length === 0 && [...findings.values()].every((problems) => problems.length === 0);
  } catch (error) {
    console.error(error);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await run.end();
    if (hasPassed) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    else console.error(`\nnot passed, seed ${seed}; the log, the database and the files are in ${directory}`);
  }
  return hasPassed ? 0 : 1;
}

async function startEngine(directory: string): Promise<CrashEngine> {
  if (options.engine === 'fake') return await fakeEngine(directory);
  if (options.engine === 'docker') return await dockerEngine();
  throw new Error(`--engine is "docker" or "fake", not "${options.engine}"`);
}

function report(ledger: Ledger, findings: Findings): void {
  const destroyed = [...ledger.sandboxes.values()].filter(({ destroyedAt }) => destroyedAt !== null).length;
  console.log('');
  row('kills', kills);
  row('seed', seed);
  row('sandboxes handed out', ledger.sandboxes.size);
  row('releases acknowledged', destroyed);
  row('sandboxes that must live', ledger.expectedAlive().length);
  for (const [name, value] of [...ledger.counts].toSorted(([one], [other]) => one.localeCompare(other)))
    row(name, value);
  console.log('');
  row('violations seen by clients', ledger.violations.length);
  for (const [name, problems] of findings) row(name, problems.length);
  for (const [name, problems] of findings) {
    for (const problem of problems.slice(0, shownViolations)) console.error(`${name}: ${problem}`);
  }
}

function row(name: string, value: number): void {
  console.log(`${name.padEnd(46)} ${String(value).padStart(8)}`);
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a number, not "${text}"`);
  return Number(text);
}
