// Kills the daemon at random moments under clients that acquire and release, and checks afterwards that nothing
// that was promised is lost and nothing is left over.
// npm run test:crash -- --engine fake|docker --kills N --seed N [--clients N]

import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { systemClock } from '../../src/host/system-clock.ts';
import type { Runtime } from '../../src/ports/runtime.ts';
import { ensureBuilt } from '../support/build.ts';
import { DaemonEnded, startDaemon, type TestDaemon } from '../support/daemon.ts';
import { call, makeId, makeSpec } from '../support/spec.ts';
import {
  allSandboxes,
  checkContainers,
  checkDatabase,
  checkEvents,
  checkFiles,
  checkHolds,
  waitQuiet,
  type Finding,
} from './checks.ts';
import { runClient } from './clients.ts';
import { startEngineUnderTest, type EngineUnderTest } from './engine-under-test.ts';
import { History } from './history.ts';
import { Random } from './random.ts';

const sessionCount = 12;
const decoyCount = 3;
const maxLifeMs = 900;
/** Of the kills, those that come before the daemon is up again. */
const killInStartShare = 0.25;
const maxStartMs = 700;

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'fake' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '8' },
  },
});

process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  await ensureBuilt();
  const directory = realpathSync(mkdtempSync('/tmp/sk-'));
  const seed = Number(options.seed);
  const history = new History();
  const random = new Random(seed);
  let good = false;
  const engine = await startEngineUnderTest(options.engine, directory);
  try {
    console.log(`crash: engine ${engine.name}, ${options.kills} kills, ${options.clients} clients, seed ${seed}`);
    const findings = await crashAndCheck(engine, directory, random, history);
    good = report(findings, history);
  } catch (error) {
    console.error(error);
  } finally {
    await engine.stop();
    if (good) rmSync(directory, { recursive: true, force: true });
    else console.error(`kept for a look: ${directory}; repeat with --engine ${options.engine} --kills ${options.kills} --seed ${seed}`);
  }
  return good;
}

async function crashAndCheck(
  engine: EngineUnderTest,
  directory: string,
  random: Random,
  history: History,
): Promise<Finding[]> {
  const daemon = await startDaemon({ directory, config: engine.config });
  try {
    const instanceId = readFileSync(join(daemon.stateDir, 'instance-id'), 'utf8').trim();
    const decoys = await makeDecoys(engine, instanceId);
    const stopping = new AbortController();
    const sessions = Array.from({ length: sessionCount }, (_, index) => `session-${index}`);
    const clients = Array.from({ length: Number(options.clients) }, (_, index) =>
      runClient({
        name: `client-${index}`,
        socketPath: daemon.socketPath,
        sessions,
        random: new Random(random.between(1, 2 ** 31)),
        history,
        stopping: stopping.signal,
      }),
    );
    // A client that fails ends the run; until then the kills go on.
    const failed = Promise.all(clients);
    failed.catch(() => undefined);
    await Promise.race([killAgainAndAgain(daemon, random), failed]);
    stopping.abort();
    await failed;
    return await checkAll(daemon, engine, instanceId, decoys, history);
  } finally {
    writeFileSync(join(directory, 'daemon.log'), daemon.logs());
    await daemon.dispose();
  }
}

async function killAgainAndAgain(daemon: TestDaemon, random: Random): Promise<void> {
  for (let kill = 1; kill <= Number(options.kills); kill += 1) {
    await systemClock.sleep(random.between(1, maxLifeMs), new AbortController().signal);
    await daemon.kill('SIGKILL');
    if (random.chance(killInStartShare)) await killInStart(daemon, random.between(1, maxStartMs));
    await daemon.start();
    if (kill % 10 === 0) console.log(`  ${kill} kills`);
  }
}

/** A recovery that is itself interrupted must be as good as none. */
async function killInStart(daemon: TestDaemon, afterMs: number): Promise<void> {
  const start = daemon.start().catch((error: unknown) => {
    if (!(error instanceof DaemonEnded)) throw error;
  });
  await systemClock.sleep(afterMs, new AbortController().signal);
  await daemon.kill('SIGKILL');
  await start;
}

/** Containers with our name prefix that belong to another instance. */
async function makeDecoys(engine: EngineUnderTest, instanceId: string): Promise<{ runtime: Runtime; names: string[] }> {
  const otherId = makeId();
  const runtime = engine.runtime(otherId);
  await runtime.connect(call());
  const names: string[] = [];
  for (let index = 0; index < decoyCount; index += 1) {
    const sandboxId = makeId();
    const name = `sandkeep-${instanceId.slice(0, 8)}-${sandboxId}-g1`;
    const spec = makeSpec({ instanceId: otherId, sandboxId, name, image: engine.image });
    const created = await runtime.create(spec, call());
    await runtime.start(created.ref, call());
    names.push(name);
  }
  return { runtime, names };
}

async function checkAll(
  daemon: TestDaemon,
  engine: EngineUnderTest,
  instanceId: string,
  decoys: { runtime: Runtime; names: readonly string[] },
  history: History,
): Promise<Finding[]> {
  await waitQuiet(daemon.client);
  const sandboxes = await allSandboxes(daemon.client);
  const ours = engine.runtime(instanceId);
  await ours.connect(call());
  const running = new Set((await decoys.runtime.list(call())).filter((box) => box.phase === 'running').map((box) => box.ref.name));
  const findings = [
    ...(await checkContainers(sandboxes, ours)),
    ...checkHolds(sandboxes, history),
    checkFiles(daemon.dataDir, history),
    { check: 'decoys of another instance touched', violations: decoys.names.filter((name) => !running.has(name)) },
    await checkEvents(daemon.client),
  ];
  await daemon.client.releaseAllSandboxes({ all: true, force: true, wait: true });
  const left = (await ours.list(call())).map((box) => box.ref.name);
  await daemon.stop();
  findings.push({ check: 'containers left after the release of all', violations: left }, checkDatabase(daemon.stateDir));
  for (const name of decoys.names) {
    const found = (await decoys.runtime.list(call())).find((box) => box.ref.name === name);
    if (found !== undefined) await decoys.runtime.remove(found.ref, call());
  }
  await Promise.all([ours.close(), decoys.runtime.close()]);
  return findings;
}

function report(findings: readonly Finding[], history: History): boolean {
  const { acquired, released, parked, filesWritten, retries } = history.counts;
  console.log(`answered: ${acquired} acquires, ${released} releases, ${parked} parks, ${filesWritten} writes; ${retries} repeats`);
  for (const { check, violations } of findings) {
    console.log(`${String(violations.length).padStart(6)}  ${check}`);
    for (const violation of violations.slice(0, 5)) console.log(`        ${violation}`);
  }
  const total = findings.reduce((sum, finding) => sum + finding.violations.length, 0);
  console.log(total === 0 ? 'crash: every promise kept' : `crash: ${total} promises broken`);
  return total === 0;
}
