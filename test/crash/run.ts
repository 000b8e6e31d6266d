// One run: an engine with decoys, a daemon that is killed again and again, clients that do not stop, and the checks.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { DaemonEnded, startDaemon, type TestDaemon } from '../support/daemon.ts';
import { checkDatabase, checkRunning, type Findings } from './checks.ts';
import { RandomClient } from './client.ts';
import { type CrashEngine, decoysOf, type SeenContainer } from './engine.ts';
import type { Ledger } from './ledger.ts';
import { Random } from './random.ts';

export const clientCount = 8;
const sessions = ['one', 'two', 'three', 'four', 'five'];
/** A life ends this long after READY at most, so that kills meet every phase of a create and a release. */
const maxLifeMs = 1800;
/** Some lives end before READY. */
const shareKilledAtStart = 0.2;
const maxStartMs = 900;
export interface CrashOptions {
  /** Holds everything; the caller removes it. */
  readonly directory: string;
  readonly engine: CrashEngine;
  readonly ledger: Ledger;
  readonly kills: number;
  readonly seed: number;
  readonly config: Readonly<Record<string, unknown>>;
}

export class CrashRun {
  readonly #directory: string;
  readonly #engine: CrashEngine;
  readonly #ledger: Ledger;
  readonly #kills: number;
  readonly #seed: number;
  readonly #config: Readonly<Record<string, unknown>>;
  readonly #random: Random;
  readonly #clientsStop = new AbortController();
  readonly #connections: SandkeepClient[] = [];
  #daemon: TestDaemon | null = null;
  #decoys: readonly SeenContainer[] = [];
  #instanceId = '';
  #isInterrupted = false;

  constructor({ directory, engine, ledger, kills, seed, config }: CrashOptions) {
    this.#config = config;
    this.#directory = directory;
    this.#engine = engine;
    this.#ledger = ledger;
    this.#kills = kills;
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  async run(): Promise<Findings> {
    const daemon = await startDaemon({ directory: this.#directory, config: this.#config });
    this.#daemon = daemon;
    this.#instanceId = readFileSync(path.join(daemon.stateDir, 'instance-id'), 'utf8').trim();
    await this.#addDecoys();
    const clients = Promise.all(this.#makeClients(daemon).map((client) => client.run()));
    // Reported where it is awaited.
    clients.catch(() => undefined);
    for (let kill = 1; kill <= this.#kills; kill += 1) await this.#killOnce(daemon, kill);
    this.#clientsStop.abort();
    if (!daemon.isRunning()) await daemon.start();
    await clients;
    const { ledger, engine, decoys, instanceId } = this.#world();
    const findings = await checkRunning({ daemon, engine, instanceId, ledger, decoys });
    const exit = await daemon.stop();
    findings.set('a stop that is not clean', exit.code === 0 ? [] : [`code ${exit.code}, signal ${exit.signal}`]);
    for (const [name, problems] of checkDatabase(daemon.stateDir)) findings.set(name, problems);
    return findings;
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#clientsStop.abort();
  }

  /** Ends clients and daemon and gives what they left on the engine. */
  async end(): Promise<readonly SeenContainer[]> {
    this.#clientsStop.abort();
    for (const connection of this.#connections) connection.close();
    await this.#daemon?.dispose();
    writeFileSync(path.join(this.#directory, 'daemon.log'), this.#daemon?.logs() ?? '');
    const decoyIds = new Set(this.#decoys.map(({ id }) => id));
    return (await this.#engine.containers()).filter(
      ({ id, labels }) => decoyIds.has(id) || labels[ownershipLabels.instance] === this.#instanceId,
    );
  }

  async #killOnce(daemon: TestDaemon, kill: number): Promise<void> {
    if (this.#isInterrupted) throw new Error('interrupted');
    if (this.#random.chance(shareKilledAtStart)) await delay(this.#random.below(maxStartMs));
    else {
      await daemon.client.waitForReady(60_000);
      await delay(this.#random.below(maxLifeMs));
    }
    const wasRunning = daemon.isRunning();
    const exit = await daemon.kill();
    if (!wasRunning)
      this.#ledger.violate(`the daemon ended by itself before kill ${kill}: ${exit.code ?? exit.signal}`);
    if (kill % 10 === 0) console.log(`${kill} kills, ${this.#ledger.sandboxes.size} sandboxes handed out so far`);
    if (kill === this.#kills) return;
    // Not awaited to the end: the next kill may come before it is ready.
    void daemon.start().catch((error: unknown) => {
      const isOurKill = error instanceof DaemonEnded && error.exit.signal === 'SIGKILL';
      if (!isOurKill && !this.#isInterrupted) this.#ledger.violate(`the daemon did not start: ${String(error)}`);
    });
  }

  #world(): { ledger: Ledger; engine: CrashEngine; decoys: readonly SeenContainer[]; instanceId: string } {
    return { ledger: this.#ledger, engine: this.#engine, decoys: this.#decoys, instanceId: this.#instanceId };
  }

  async #addDecoys(): Promise<void> {
    const decoys = decoysOf(this.#instanceId);
    for (const [name, labels] of decoys) await this.#engine.addDecoy(name, labels);
    this.#decoys = (await this.#engine.containers()).filter(({ name }) => decoys.has(name));
    if (this.#decoys.length !== decoys.size) throw new Error('the decoys are not there');
  }

  #makeClients(daemon: TestDaemon): RandomClient[] {
    return Array.from({ length: clientCount }, (_, index) => {
      const client = connect({ socketPath: daemon.socketPath });
      this.#connections.push(client);
      return new RandomClient({
        name: `client-${index + 1}`,
        client,
        ledger: this.#ledger,
        random: new Random(this.#seed * 1000 + index + 1),
        sessions,
        runId: `run-${this.#seed}`,
        stopping: this.#clientsStop.signal,
      });
    });
  }
}
