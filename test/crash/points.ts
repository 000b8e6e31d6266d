// Every point at once: each work is done once to see which failpoints it passes and in how many commits, and then again
// for each of them, with the daemon killed there, sometimes once more while it recovers, and the work sent again.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type SandkeepClient, SandkeepRpcError } from '../../src/client/client.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';
import { checkDatabase, checkRunning, type Findings, type World } from './checks.ts';
import { type CrashEngine, decoysOf, type SeenContainer } from './engine.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { file, idOf, type Subject, type Work, works } from './works.ts';

const answeredWithinMs = 60_000;
const retryPauseMs = 50;
const endSeenWithinMs = 5000;
const shareKilledInRecovery = 0.3;
const maxRecoveryCommit = 4;
const canary = 'canary-7f3a9c51e2d84b60';
const root = path.resolve(import.meta.dirname, '../..');

/** Sites that need what no single host can be made to do here; each is killed at by the test that is named. */
const elsewhere: Readonly<Record<string, string>> = {
  'download.between_renames': 'test/contract/blob/kills.ts',
};

export interface Point {
  readonly work: Work;
  readonly site: string;
  /** Of a site of the store: which commit of the work. */
  readonly commit: number | null;
}

export interface PointsOptions {
  readonly directory: string;
  readonly engine: CrashEngine;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface PointsReport {
  readonly points: number;
  readonly sites: number;
  readonly findings: Findings;
}

export class PointsRun {
  readonly #options: PointsOptions;
  readonly #sites = new Set<string>();
  #daemon: TestDaemon | null = null;
  #decoys: readonly SeenContainer[] = [];
  #instanceId = '';
  #subjects = 0;
  #points = 0;
  #isInterrupted = false;

  constructor(options: PointsOptions) {
    this.#options = options;
  }

  async run(): Promise<PointsReport> {
    const { directory, ledger, engine } = this.#options;
    const daemon = await startDaemon({ directory, config: this.#options.config });
    this.#daemon = daemon;
    this.#instanceId = readFileSync(path.join(daemon.stateDir, 'instance-id'), 'utf8').trim();
    await this.#addDecoys();
    for (const work of works) {
      for (const point of await this.#pointsOf(daemon, work)) await this.#killAt(daemon, point);
      console.log(`${work.name}: killed at ${this.#points} points so far`);
    }
    const world: World = { daemon, engine, instanceId: this.#instanceId, ledger, decoys: this.#decoys };
    const findings = new Map(await checkRunning(world));
    findings.set('sites of the source that no work passes', this.#missing());
    findings.set('secrets in clear', this.#secretsInClear(daemon));
    const exit = await daemon.stop();
    findings.set('a stop that is not clean', exit.code === 0 ? [] : [`code ${exit.code}, signal ${exit.signal}`]);
    for (const [name, problems] of checkDatabase(daemon.stateDir)) findings.set(name, problems);
    return { points: this.#points, sites: this.#sites.size, findings };
  }

  interrupt(): void {
    this.#isInterrupted = true;
  }

  /** Ends the daemon and gives what it left on the engine. */
  async end(): Promise<readonly SeenContainer[]> {
    await this.#daemon?.dispose();
    const decoyIds = new Set(this.#decoys.map(({ id }) => id));
    return (await this.#options.engine.containers()).filter(
      ({ id, labels }) => decoyIds.has(id) || labels[ownershipLabels.instance] === this.#instanceId,
    );
  }

  /** A site that another work was killed at is not tried again, but for those of the store: each commit is another. */
  async #pointsOf(daemon: TestDaemon, work: Work): Promise<readonly Point[]> {
    const subject = await this.#prepared(daemon, work);
    const before = daemon.passedFailpoints().length;
    await daemon.restart({ recordFailpoints: true });
    const ofStart = daemon.passedFailpoints().length;
    await work.act(subject);
    const passed = daemon.passedFailpoints();
    await daemon.restart({ recordFailpoints: false });
    const startCommits = commitsIn(passed.slice(before, ofStart));
    const commits = commitsIn(passed.slice(ofStart));
    await this.#finish(daemon, work, subject);
    const named = [...new Set(passed.slice(ofStart))].filter(
      (site) => !site.startsWith('store.') && !this.#sites.has(site),
    );
    for (const site of passed) this.#sites.add(site);
    const ofStore = Array.from({ length: commits }, (_, commit) =>
      ['store.before_commit', 'store.after_commit'].map((site) => ({ work, site, commit: startCommits + commit })),
    ).flat();
    const first = { work, site: 'store.before_begin', commit: startCommits };
    return [...named.map((site) => ({ work, site, commit: null })), ...(commits > 0 ? [first] : []), ...ofStore];
  }

  async #killAt(daemon: TestDaemon, { work, site, commit }: Point): Promise<void> {
    if (this.#isInterrupted) throw new Error('interrupted');
    const { ledger, random } = this.#options;
    const what = `${work.name} at ${site}${commit === null ? '' : ` of commit ${commit + 1}`}`;
    const subject = await this.#prepared(daemon, work);
    await daemon.restart({ failpoints: `${site}=${commit === null ? '' : `${commit}*off->`}1*kill` });
    const isAnswered = await work.act(subject).then(
      () => true,
      () => false,
    );
    // A call that failed has lost its daemon, whose end is seen a moment later.
    if (!isAnswered) await Promise.race([daemon.ended, delay(endSeenWithinMs)]);
    if (daemon.isRunning()) {
      // What the engine was asked beside the work, and the commits of a start, are not the same each time.
      if (commit === null && !site.startsWith('runtime.')) ledger.violate(`${what} was not met`);
      ledger.count('points met after the answer');
      await daemon.kill();
    }
    this.#points += 1;
    if (random.chance(shareKilledInRecovery)) {
      ledger.count('kills during recovery');
      const recovery = `store.before_commit=${random.below(maxRecoveryCommit)}*off->1*kill`;
      await daemon.start({ failpoints: recovery }).catch(() => undefined);
      await daemon.kill();
    }
    await daemon.start();
    const first = await this.#answered(() => work.act(subject), what);
    await this.#assertRepeatable(work, subject, first, what);
    await this.#assertLeft(work, subject, what);
    await this.#finish(daemon, work, subject);
  }

  async #prepared(daemon: TestDaemon, work: Work): Promise<Subject> {
    this.#subjects += 1;
    const session = `point-${this.#subjects}`;
    const content = `${session} ${'x'.repeat(this.#options.random.below(2000))} end\n`;
    const requestId = `points-${this.#subjects}`;
    const subject = { client: daemon.client, session, requestId: `${requestId}-before`, content, sandboxId: '' };
    if (work.before !== null) await work.before(subject);
    return { ...subject, requestId, sandboxId: work.before === null ? '' : await idOf(daemon.client, session) };
  }

  /** The same call with the same request_id has the same answer (I5). */
  async #assertRepeatable(work: Work, subject: Subject, first: unknown, what: string): Promise<void> {
    if (!/^(acquire|restore|fetch|start|resume)$/.test(work.name)) return;
    const again = await this.#answered(() => work.act(subject), what);
    if (JSON.stringify(again) === JSON.stringify(first)) return;
    this.#options.ledger.violate(`${what}: the repeated call had another answer`);
  }

  /** The session goes on with the same sandbox and the same file, wherever it was cut off. */
  async #assertLeft(work: Work, subject: Subject, what: string): Promise<void> {
    const { ledger } = this.#options;
    const { client, session, content, sandboxId } = subject;
    const acquired = await this.#answered(
      () => client.acquireSandbox({ session: { session }, environment: { CANARY: canary } }),
      what,
    );
    const id = acquired.sandbox?.id ?? '';
    const isSame = sandboxId === '' || id === sandboxId;
    if (isSame !== (work.leaves === 'the sandbox'))
      ledger.violate(`${what}: ${session} got ${id}, it had ${sandboxId}`);
    if (work.before === null) return;
    const read = await this.#answered(() => textOf(client, id), what);
    const expected = work.leaves === 'nothing' ? null : content;
    if (read !== expected) ledger.violate(`${what}: the file holds ${JSON.stringify(read?.slice(0, 80) ?? null)}`);
  }

  /** Some stay, for the checks at the end; the others make room. */
  async #finish(daemon: TestDaemon, work: Work, { session }: Subject): Promise<void> {
    const { ledger, random } = this.#options;
    const { sandbox } = await daemon.client.discoverSandbox({ session: { session } });
    if (sandbox === null) return;
    if (work.leaves === 'the sandbox' && random.chance(0.1)) {
      await daemon.client.acquireSandbox({ session: { session } });
      return ledger.handedOut(sandbox, { session, primary: true, holder: '', sentAt: ledger.tick() });
    }
    await daemon.client.releaseSandbox({ sandboxId: sandbox.id, wait: true, force: true });
  }

  async #answered<T>(send: () => Promise<T>, what: string): Promise<T> {
    const giveUpAtMs = performance.now() + answeredWithinMs;
    for (;;) {
      try {
        return await send();
      } catch (error) {
        const mayPass = error instanceof SandkeepRpcError && error.retryable && performance.now() < giveUpAtMs;
        if (!mayPass) throw new Error(`${what}: ${String(error)}`, { cause: error });
        await delay(retryPauseMs);
      }
    }
  }

  #missing(): readonly string[] {
    const known = sitesOfSource(path.join(root, 'src'));
    return known.filter((site) => !this.#sites.has(site) && elsewhere[site] === undefined);
  }

  #secretsInClear(daemon: TestDaemon): readonly string[] {
    const files = readdirSync(daemon.stateDir).map((name) => path.join(daemon.stateDir, name));
    const texts: readonly (readonly [string, Buffer])[] = [
      ['the log', Buffer.from(daemon.logs())],
      ...files.map((full) => [full, readFileSync(full)] as const),
    ];
    return texts.filter(([, bytes]) => bytes.includes(canary)).map(([name]) => name);
  }

  async #addDecoys(): Promise<void> {
    const decoys = decoysOf(this.#instanceId);
    for (const [name, labels] of decoys) await this.#options.engine.addDecoy(name, labels);
    this.#decoys = (await this.#options.engine.containers()).filter(({ name }) => decoys.has(name));
  }
}

function commitsIn(passed: readonly string[]): number {
  return passed.filter((site) => site === 'store.before_commit').length;
}

/** Null when it is not there. */
async function textOf(client: SandkeepClient, sandboxId: string): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const { data } of client.readFile({ sandboxId, path: file })) pieces.push(data);
  } catch (error) {
    if (error instanceof SandkeepRpcError && error.reason === 'FILE_NOT_FOUND') return null;
    throw error;
  }
  return Buffer.concat(pieces).toString();
}

/** Every failpoint that the source names in full. */
export function sitesOfSource(directory: string): readonly string[] {
  const sites = new Set<string>();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(path.join(directory, name), 'utf8');
    for (const [, site = ''] of text.matchAll(/failpoint(?:Async)?\('([a-z_.]+)'\)/g)) sites.add(site);
  }
  return [...sites];
}
