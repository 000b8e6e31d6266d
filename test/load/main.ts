// Clients at work while systemd restarts the daemon, and its metrics scraped meanwhile. What was lost, doubled, slow or
// counted otherwise is said in the last lines:
//   npm run test:load -- --clients 64 --seconds 60 --restarts 10 [--pause-ms 2000] [--longest-ms 2000]
//     [--pictures DIRECTORY]

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { hasReason } from '../../src/client/errors.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { ensureBuilt } from '../support/build.ts';
import { waitUntil } from '../support/wait.ts';
import { service, serviceOnFake, type ServiceOnFake, socket, socketPath } from '../systemd/service.ts';
import { startMachine } from '../systemd/machine.ts';
import { compare } from './agreement.ts';
import { connectClients, type LoadClient, Told, work } from './clients.ts';
import { drawPictures } from './pictures.ts';
import { keepScraping, scrape, type Scrape } from './scrapes.ts';
import { noteAttempts, now } from './wire.ts';

const scrapePauseMs = 500;
/** While a daemon ends, so that its last counts are nearly all of them. */
const closingScrapePauseMs = 10;
const settleTimeoutMs = 60_000;
const shownProblems = 20;
const metricsPath = '/run/sandkeep/metrics.sock';

const { values: options } = parseArgs({
  options: {
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    restarts: { type: 'string', default: '10' },
    'pause-ms': { type: 'string', default: '2000' },
    'longest-ms': { type: 'string', default: '2000' },
    pictures: { type: 'string' },
  },
});
const clients = numberOf('clients', options.clients);
const seconds = numberOf('seconds', options.seconds);
const restarts = numberOf('restarts', options.restarts);
/** What a call may take with all its tries. */
const longestCallMs = numberOf('longest-ms', options['longest-ms']);
const pauseMs = numberOf('pause-ms', options['pause-ms']);

process.exitCode = await main();

async function main(): Promise<number> {
  await ensureBuilt();
  const machine = await startMachine();
  try {
    const scene = await serviceOnFake(machine);
    await scene.configure({ config: { metrics: { address: metricsPath }, released_check_interval: '1m' } });
    await scene.systemctl('start', socket, service);
    return await underLoad(scene);
  } finally {
    await machine.stop();
  }
}

async function underLoad(scene: ServiceOnFake): Promise<number> {
  const attempts = noteAttempts();
  const told = new Told();
  const scrapes: Scrape[] = [];
  const metricsSocket = scene.machine.seenAt(metricsPath);
  const connected = connectClients(clients, scene.machine.seenAt(socketPath));
  const ended = new AbortController();
  const scraped = new AbortController();
  let scrapeAfterMs = scrapePauseMs;
  const scraping = keepScraping(metricsSocket, scrapes, () => scrapeAfterMs, scraped.signal);
  const working = Promise.all(
    connected.map(async (client) => await work(client, told, { pauseMs, ended: ended.signal })),
  );

  const begunMs = now();
  const restartedAtMs: number[] = [];
  for (let restart = 1; restart <= restarts; restart += 1) {
    await delay(Math.max(0, begunMs + (restart * seconds * 1000) / (restarts + 1) - now()));
    restartedAtMs.push(now());
    scrapeAfterMs = closingScrapePauseMs;
    scrapes.push(await scrape(metricsSocket));
    await scene.systemctl('restart', service);
    scrapeAfterMs = scrapePauseMs;
  }
  await delay(Math.max(0, begunMs + seconds * 1000 - now()));
  ended.abort();
  await working;
  scraped.abort();
  await scraping;
  scrapes.push(await scrape(metricsSocket));

  const agreement = compare(attempts, scrapes);
  const kept = told.sandboxes.filter(({ isReleased }) => !isReleased);
  const lost = await lostOf(connected, told);
  const doubled = await doubledOf(scene, connected, told);
  for (const { client } of connected) client.close();
  if (options.pictures !== undefined) draw(options.pictures, scrapes, { begunMs, restartedAtMs });

  const tooLong = told.longerThan(longestCallMs);
  const problems = [...lost, ...doubled, ...told.failures, ...told.wrongAnswers, ...agreement.disagreements];
  for (const problem of problems.slice(0, shownProblems)) console.error(problem);
  const { lives, answered, unseen, broken, disagreements } = agreement;
  console.log(
    `metrics: ${scrapes.length} scrapes of ${lives} lives have ${agreement.scraped} calls; the clients had ${answered} answers, ` +
      `${unseen} of them after the last scrape of a life, and ${broken} calls broken off; ${disagreements.length} counts disagree`,
  );
  console.log(
    `load: ${clients} clients with pauses of ${pauseMs} ms, ${seconds} s, ${restarts} restarts: ${told.durationsMs.length} calls, p50 ${told.quantileMs(0.5)} ms, ` +
      `p99 ${told.quantileMs(0.99)} ms, longest ${told.longest}; ${told.failures.length} failed, ${tooLong} longer than ` +
      `${longestCallMs} ms; ${told.sandboxes.length} sandboxes acknowledged, ${kept.length} kept, ${lost.length} lost, ` +
      `${doubled.length} doubled, ${told.wrongAnswers.length} wrong answers`,
  );
  return problems.length === 0 && tooLong === 0 && lives === restarts + 1 ? 0 : 1;
}

/** What was acknowledged is there as it was left: running in its first container, or released. */
async function lostOf([first]: readonly LoadClient[], told: Told): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { id, session, isReleased } of told.sandboxes) {
    const stateOf = async (): Promise<string> => {
      try {
        const found = await first?.client.getSandbox({ sandboxId: id });
        return `${found?.sandbox?.state} in generation ${found?.sandbox?.generation}`;
      } catch (error) {
        if (hasReason(error, 'SANDBOX_NOT_FOUND')) return 'gone';
        throw error;
      }
    };
    const isRight = async (): Promise<boolean> => {
      const state = await stateOf();
      return isReleased ? /RELEASED|gone/.test(state) : state === 'SANDBOX_STATE_RUNNING in generation 1';
    };
    try {
      await waitUntil(isRight, { timeoutMs: isReleased ? settleTimeoutMs : 0, what: 'it is as it was left' });
    } catch {
      lost.push(`lost: ${session}, ${id}: ${isReleased ? 'released' : 'kept'}, is ${await stateOf()}`);
    }
  }
  return lost;
}

/** Each session has one sandbox, and each kept sandbox one container; nothing else runs. */
async function doubledOf(
  { engine }: ServiceOnFake,
  [first]: readonly LoadClient[],
  told: Told,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const kept = told.sandboxes.filter(({ isReleased }) => !isReleased);
  for (const { id, session } of kept) {
    const again = await first?.client.acquireSandbox({ session: { session } });
    if (again?.sandbox?.id !== id) problems.push(`doubled: ${session} had ${id} and has ${again?.sandbox?.id}`);
  }
  const containers = Map.groupBy(await engine.containers(), ({ labels }) => labels[ownershipLabels.sandbox]);
  const ids = new Set(kept.map(({ id }) => id));
  for (const [id, group] of containers) {
    if (id === undefined || !ids.has(id)) problems.push(`doubled: a container of ${id}, which nobody keeps`);
    else if (group.length > 1) problems.push(`doubled: ${group.length} containers of ${id}`);
  }
  return problems;
}

function draw(
  directory: string,
  scrapes: readonly Scrape[],
  times: { begunMs: number; restartedAtMs: number[] },
): void {
  for (const [name, text] of drawPictures(scrapes, times)) writeFileSync(path.join(directory, name), text);
}

function numberOf(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a number, not "${text}"`);
  return Number(text);
}
