// One container of the fake engine while the engine runs: its record, its listeners, and what waits for it.

import type { Clock } from '../../ports/clock.ts';
import { signalGroup } from './command.ts';
import { ContainerLog } from './container-log.ts';
import { type Behaviour, behaviourOf } from './images.ts';
import { openPort, type PortServer } from './port-server.ts';
import type { ContainerRecord, ContainerView } from './protocol.ts';

export type Exit = NonNullable<ContainerRecord['exit']>;

/** Gives out port numbers that nobody listens on. */
export type PortNumbers = () => number;

const defaultDelaySeconds = 1;
const maxPortAttempts = 20;

export class Container {
  record: ContainerRecord;
  isRemoving = false;
  /** Aborted when somebody wants to kill it, so that a stop's grace ends early. */
  interrupt = new AbortController();
  /** Aborted when its program is over. */
  ended = new AbortController();
  readonly behaviour: Behaviour;
  readonly log = new ContainerLog();

  readonly #clock: Clock;
  readonly #groups = new Set<number>();
  readonly #usedPorts = new Set<number>();
  #servers: readonly PortServer[] = [];
  #exitWaiters: ((exit: Exit) => void)[] = [];
  #unpauseWaiters: (() => void)[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #readyAtMs = 0;

  constructor(record: ContainerRecord, clock: Clock) {
    this.record = record;
    this.behaviour = behaviourOf(record.image);
    this.#clock = clock;
  }

  get isLive(): boolean {
    return this.record.phase === 'running' || this.record.phase === 'paused';
  }

  /** How long the image's peculiarity takes, by DELAY in seconds as in the images of the real engines. */
  get delayMs(): number {
    const seconds = Number(this.record.environment['DELAY'] ?? defaultDelaySeconds);
    return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : defaultDelaySeconds * 1_000;
  }

  view(): ContainerView {
    const { id, name, labels, image, imageDigest, ports, startedAtMs, exit, health } = this.record;
    const phase = this.isRemoving ? 'removing' : this.record.phase;
    return { id, name, labels, image, imageDigest, phase, ports, startedAtMs, exit, health };
  }

  /** One change at a time, as the engine's lock on a container does. */
  async exclusively<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(change);
    this.#queue = result.catch(() => {});
    return await result;
  }

  /** Problem "port-in-use"; then nothing is left open. */
  async openPorts(numbers: PortNumbers | null): Promise<ContainerRecord['ports']> {
    this.#readyAtMs = this.#clock.monotonicMs() + (this.behaviour === 'slow' ? this.delayMs : 0);
    const opened: PortServer[] = [];
    const ports: ContainerRecord['ports'] = [];
    try {
      for (const { containerPort, hostAddress, hostPort } of this.record.portRequests) {
        if (numbers !== null) {
          ports.push({ containerPort, hostAddress, hostPort: hostPort ?? numbers() });
          continue;
        }
        const server = await this.#openFresh(hostAddress, hostPort);
        opened.push(server);
        ports.push({ containerPort, hostAddress, hostPort: server.hostPort });
      }
    } catch (error) {
      await closeAll(opened);
      throw error;
    }
    this.#servers = opened;
    for (const { hostPort } of opened) this.#usedPorts.add(hostPort);
    return ports;
  }

  /** Ends listeners and commands, and answers those who wait. The record says already that it has exited. */
  async afterExit(exit: Exit): Promise<void> {
    for (const group of this.#groups) signalGroup(group, 'SIGKILL');
    this.#groups.clear();
    this.ended.abort();
    this.log.close();
    const servers = this.#servers;
    this.#servers = [];
    this.#wakePaused();
    for (const resolve of this.#exitWaiters.splice(0)) resolve(exit);
    await closeAll(servers);
  }

  async exited(): Promise<Exit> {
    return await new Promise((resolve) => this.#exitWaiters.push(resolve));
  }

  /** Process groups of its commands. */
  get groups(): ReadonlySet<number> {
    return this.#groups;
  }

  addGroup(group: number): void {
    for (const known of this.#groups) if (!isGroupAlive(known)) this.#groups.delete(known);
    this.#groups.add(group);
  }

  freeze(): void {
    for (const group of this.#groups) signalGroup(group, 'SIGSTOP');
  }

  thaw(): void {
    for (const group of this.#groups) signalGroup(group, 'SIGCONT');
    this.#wakePaused();
  }

  /** A port the host chooses is another one at every start, so that nobody relies on an old one. */
  async #openFresh(hostAddress: string, wanted: number | null): Promise<PortServer> {
    for (let attempt = 1; ; attempt += 1) {
      const server = await openPort(this.#served(), hostAddress, wanted ?? 0);
      if (wanted !== null || attempt === maxPortAttempts || !this.#usedPorts.has(server.hostPort)) return server;
      await server.close();
    }
  }

  #wakePaused(): void {
    for (const wake of this.#unpauseWaiters.splice(0)) wake();
  }

  #served(): Parameters<typeof openPort>[0] {
    return {
      behaviour: this.behaviour,
      environment: this.record.environment,
      isReady: () => this.#clock.monotonicMs() >= this.#readyAtMs,
      unpaused: async () => {
        if (this.record.phase !== 'paused') return;
        await new Promise<void>((resolve) => this.#unpauseWaiters.push(resolve));
      },
    };
  }
}

async function closeAll(servers: readonly PortServer[]): Promise<void> {
  await Promise.all(servers.map(async (server) => await server.close()));
}

function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
