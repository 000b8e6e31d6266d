// The containers of the fake engine, with Docker's measured behaviour where it hurts: a name is taken before its
// container can be seen, a client that goes away stops nothing, a removal in progress refuses others, every start
// has new ports, and a restart of the engine ends what ran.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Clock } from '../../ports/clock.ts';
import type { InstanceUsage } from '../../ports/usage.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import type { ExecSignal } from '../../ports/runtime.ts';
import { Container, type Exit } from './container.ts';
import type { ContainerLog } from './container-log.ts';
import { Execs, requireNotRemoving, requireRunning } from './execs.ts';
import { digestOf, ImageStore } from './images.ts';
import { bytesBelow, measureContainer } from './measure.ts';
import { Problem } from './problem.ts';
import type { ContainerView, CreateBody, EngineDelays, EngineEvent, ExecBody, Seed } from './protocol.ts';
import { StateFile } from './state-file.ts';
import { talk } from './talk.ts';

export interface EngineOptions {
  readonly directory: string;
  readonly listeners: 'real' | 'none';
  readonly clock: Clock;
  readonly onEvent: (event: EngineEvent) => void;
}

const killedExit: Exit = { exitCode: 137, oomKilled: false, message: '' };
const healthDelayMs = 50;
const firstFakePort = 20_000;
const fakePortCount = 40_000;
const maxLogLines = 1_000;

export class Engine {
  readonly delays: EngineDelays = {
    createDelayMs: 0,
    startDelayMs: 0,
    stopDelayMs: 0,
    removeDelayMs: 0,
    pullDelayMs: 0,
  };
  readonly images: ImageStore;
  readonly execs: Execs;

  readonly #options: EngineOptions;
  readonly #clock: Clock;
  readonly #state: StateFile;
  readonly #containers = new Map<string, Container>();
  /** Every taken name, with null while its container is being created. */
  readonly #names = new Map<string, string | null>();
  readonly #closing = new AbortController();
  #fakePorts = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.execs = new Execs(options.clock);
    this.#state = new StateFile(options.directory, randomBytes(16).toString('hex'));
    this.images = new ImageStore(this.#state, async () => await this.#wait(this.delays.pullDelayMs));
    for (const record of this.#state.containers.values()) {
      const container = new Container(record, this.#clock);
      this.#containers.set(record.id, container);
      this.#names.set(record.name, record.id);
      // What ran died with the engine that ran it.
      if (container.isLive) this.#save(container, { phase: 'exited', ports: [], health: null, exit: killedExit });
    }
  }

  get engineId(): string {
    return this.#state.engineId;
  }

  changeEngineId(engineId: string): void {
    this.#state.saveEngineId(engineId);
  }

  list(instanceId: string | null): ContainerView[] {
    const all = [...this.#containers.values()].map((container) => container.view());
    if (instanceId === null) return all;
    return all.filter(({ labels }) => labels['sandkeep.instance'] === instanceId);
  }

  /** By id or name; a container that is being created is not there yet. */
  inspect(key: string): ContainerView {
    return this.#find(key).view();
  }

  async create(name: string, body: CreateBody): Promise<string> {
    // An image that is missing is refused before the name is taken.
    this.images.digest(body.image);
    const missing = body.mounts.find(({ source }) => !existsSync(source));
    if (missing !== undefined) {
      throw new Problem(400, 'mount-missing', `bind source path does not exist: ${missing.source}`);
    }
    if (this.#names.has(name)) throw new Problem(409, 'name-in-use', `The name "${name}" is already in use`);
    this.#names.set(name, null);
    await this.#wait(this.delays.createDelayMs);
    return this.#register(name, body).record.id;
  }

  /** False when it runs already. */
  async start(key: string): Promise<boolean> {
    const container = this.#find(key);
    return await container.exclusively(async () => {
      requireNotRemoving(container);
      if (container.record.phase === 'paused') throw new Problem(409, 'is-paused', 'cannot start a paused container');
      if (container.record.phase === 'running') return false;
      await this.#wait(this.delays.startDelayMs);
      const ports = await container.openPorts(this.#options.listeners === 'none' ? () => this.#nextFakePort() : null);
      container.interrupt = new AbortController();
      container.ended = new AbortController();
      container.log.open();
      const health = container.behaviour === 'health' ? 'starting' : null;
      this.#save(container, { phase: 'running', ports, startedAtMs: this.#clock.wallMs(), exit: null, health });
      this.#tell(container, 'start');
      this.#live(container).catch((error: unknown) => this.#fail(error));
      return true;
    });
  }

  /** False when it does not run. */
  async stop(key: string, graceMs: number): Promise<boolean> {
    const container = this.#find(key);
    return await container.exclusively(async () => {
      if (!container.isLive) return false;
      const obeys = graceMs > 0 && container.behaviour !== 'deaf';
      if (!obeys) await this.#grace(container, graceMs);
      await this.#wait(this.delays.stopDelayMs);
      await this.#end(container, obeys ? { exitCode: 0, oomKilled: false, message: '' } : killedExit);
      return true;
    });
  }

  async pause(key: string): Promise<void> {
    const container = this.#find(key);
    await container.exclusively(async () => {
      if (container.record.phase === 'paused') throw new Problem(409, 'is-paused', 'the container is already paused');
      requireRunning(container);
      this.#save(container, { phase: 'paused' });
      container.freeze();
      this.#tell(container, 'pause');
    });
  }

  async unpause(key: string): Promise<void> {
    const container = this.#find(key);
    await container.exclusively(async () => {
      if (container.record.phase === 'running') throw new Problem(409, 'not-paused', 'the container is not paused');
      if (!container.isLive) throw new Problem(409, 'not-running', 'the container is not running');
      this.#save(container, { phase: 'running' });
      container.thaw();
      this.#tell(container, 'unpause');
    });
  }

  async remove(key: string, mode: 'force' | 'stopped'): Promise<void> {
    const container = this.#find(key);
    requireNotRemoving(container);
    if (container.isLive && mode === 'stopped') throw new Problem(409, 'is-running', 'stop the container first');
    container.isRemoving = true;
    container.interrupt.abort();
    await container.exclusively(async () => {
      if (container.isLive) await this.#end(container, killedExit);
      await this.#wait(this.delays.removeDelayMs);
      await rm(this.#rootOf(container), { recursive: true, force: true });
      this.#containers.delete(container.record.id);
      this.execs.forget(container);
      this.#names.delete(container.record.name);
      this.#state.removeContainer(container.record.id);
      this.#tell(container, 'destroy');
    });
  }

  /** At once when it does not run. */
  async waitExit(key: string): Promise<Exit> {
    const container = this.#find(key);
    if (container.isLive) return await container.exited();
    return container.record.exit ?? { exitCode: null, oomKilled: false, message: '' };
  }

  logTail(key: string, lines: number): string[] {
    const { log } = this.#find(key).record;
    return log.slice(Math.max(0, log.length - lines));
  }

  log(key: string): ContainerLog {
    return this.#find(key).log;
  }

  async usage(key: string): Promise<InstanceUsage> {
    return await measureContainer(this.#find(key), this.#clock.wallMs());
  }

  async writableLayerBytes(key: string): Promise<number> {
    return await bytesBelow(this.#rootOf(this.#find(key)));
  }

  /** The host directory that is the container's root, made when it is first asked for. */
  async rootDirectory(key: string): Promise<string> {
    const container = this.#find(key);
    const directory = this.#rootOf(container);
    await mkdir(directory, { recursive: true });
    // As engines do, so that what lies beside a mount can be made.
    for (const { target } of container.record.mounts) await mkdir(path.join(directory, target), { recursive: true });
    return directory;
  }

  async createExec(key: string, body: ExecBody): Promise<string> {
    const container = this.#find(key);
    requireRunning(container);
    const { argv, terminal, mark } = body;
    const directory = await this.#execDirectory(container, body.workdir);
    const environment = { PATH: process.env['PATH'] ?? '', ...container.record.environment, ...body.environment };
    return this.execs.create(container, { argv, directory, environment, terminal }, mark);
  }

  async signalExec(key: string, mark: string, signal: ExecSignal): Promise<void> {
    requireRunning(this.#find(key));
    await this.execs.signal(mark, signal);
  }

  /** A container ends by itself, as if its process had crashed. */
  async crash(key: string, exit: Exit): Promise<void> {
    const container = this.#find(key);
    await container.exclusively(async () => {
      if (container.isLive) await this.#end(container, exit);
    });
  }

  /** A removal that the engine did not finish. */
  async markDead(key: string): Promise<void> {
    await this.crash(key, killedExit);
    this.#save(this.#find(key), { phase: 'dead' });
  }

  seed(seed: Seed): string[] {
    const records = seed.containers.map(({ name, labels }) => {
      if (this.#names.has(name)) throw new Problem(409, 'name-in-use', `The name "${name}" is already in use`);
      const request = { containerPort: 8080, hostAddress: '127.0.0.1', hostPort: null };
      const container = this.#newContainer(name, {
        image: seed.image,
        labels,
        environment: {},
        workdir: null,
        mounts: [],
        ports: [request],
      });
      const ports = [{ ...request, hostPort: this.#nextFakePort() }];
      container.record = { ...container.record, phase: 'running', ports, startedAtMs: this.#clock.wallMs() };
      return container.record;
    });
    this.#state.saveContainers(records);
    return records.map(({ id }) => id);
  }

  /** An orderly end of the engine: what runs ends, and nothing is removed. */
  async close(): Promise<void> {
    this.#closing.abort();
    const live = [...this.#containers.values()].filter((container) => container.isLive);
    await Promise.all(live.map(async (container) => await this.#end(container, killedExit)));
  }

  #register(name: string, body: CreateBody): Container {
    const container = this.#newContainer(name, body);
    this.#state.saveContainer(container.record);
    this.#tell(container, 'create');
    return container;
  }

  #newContainer(name: string, body: CreateBody): Container {
    const { image, labels, environment, workdir, mounts, ports } = body;
    const container = new Container(
      {
        id: randomBytes(32).toString('hex'),
        name,
        image,
        labels,
        environment,
        workdir,
        mounts,
        imageDigest: digestOf(image),
        portRequests: ports,
        phase: 'created',
        ports: [],
        startedAtMs: null,
        exit: null,
        health: null,
        log: [],
      },
      this.#clock,
    );
    this.#containers.set(container.record.id, container);
    this.#names.set(name, container.record.id);
    return container;
  }

  /** What the image does by itself once it runs. */
  async #live(container: Container): Promise<void> {
    const { behaviour } = container;
    const started = container.record.startedAtMs;
    if (behaviour === 'talk') return await this.#talk(container, started);
    if (behaviour === 'exit') {
      this.#log(container, 'boom: cannot start');
      return await this.#exit(container, started, 3);
    }
    if (behaviour !== 'oom' && behaviour !== 'health') return;
    await this.#wait(behaviour === 'oom' ? container.delayMs : healthDelayMs);
    await container.exclusively(async () => {
      if (!container.isLive || container.record.startedAtMs !== started) return;
      if (behaviour === 'health') this.#save(container, { health: 'healthy' });
      else await this.#end(container, { exitCode: 137, oomKilled: true, message: '' });
    });
  }

  async #talk(container: Container, started: number | null): Promise<void> {
    const exitCode = await talk(container, this.#clock, this.#closing.signal);
    if (exitCode !== null) await this.#exit(container, started, exitCode);
  }

  async #exit(container: Container, started: number | null, exitCode: number): Promise<void> {
    await container.exclusively(async () => {
      if (!container.isLive || container.record.startedAtMs !== started) return;
      await this.#end(container, { exitCode, oomKilled: false, message: '' });
    });
  }

  async #end(container: Container, exit: Exit): Promise<void> {
    if (container.record.phase === 'paused') container.thaw();
    this.#save(container, { phase: 'exited', ports: [], exit, health: null });
    this.#tell(container, 'die');
    await container.afterExit(exit);
  }

  async #grace(container: Container, graceMs: number): Promise<void> {
    const signal = AbortSignal.any([container.interrupt.signal, this.#closing.signal]);
    await this.#clock.sleep(graceMs, signal).catch(() => {});
  }

  async #wait(delayMs: number): Promise<void> {
    if (delayMs > 0) await this.#clock.sleep(delayMs, this.#closing.signal);
  }

  async #execDirectory(container: Container, requested: string | null): Promise<string> {
    const workdir = requested ?? container.record.workdir ?? '/';
    const root = { source: await this.rootDirectory(container.record.id), target: '/', readOnly: false };
    const directory = new MountedFiles([root, ...container.record.mounts]).hostPath(workdir);
    // The image's own workdir is made with the container, as engines do.
    if (directory !== null && requested === null) await mkdir(directory, { recursive: true });
    if (directory === null || !existsSync(directory)) {
      throw new Problem(400, 'workdir-missing', `chdir to "${workdir}": no such file or directory`);
    }
    return directory;
  }

  #log(container: Container, line: string): void {
    container.log.add('stderr', `${line}\n`, this.#clock.wallMs());
    this.#save(container, { log: [...container.record.log, line].slice(-maxLogLines) });
  }

  #save(container: Container, change: Partial<Container['record']>): void {
    container.record = { ...container.record, ...change };
    this.#state.saveContainer(container.record);
  }

  #tell(container: Container, kind: EngineEvent['kind']): void {
    const { id, name, labels, exit } = container.record;
    const exitCode = kind === 'die' ? (exit?.exitCode ?? null) : null;
    const oomKilled = kind === 'die' && exit?.oomKilled === true;
    this.#options.onEvent({ kind, id, name, labels, exitCode, oomKilled });
  }

  #find(key: string): Container {
    const container = this.#containers.get(key) ?? this.#containers.get(this.#names.get(key) ?? '');
    if (container === undefined) throw new Problem(404, 'no-such-container', `No such container: ${key}`);
    return container;
  }

  #rootOf(container: Container): string {
    return path.join(this.#options.directory, 'rootfs', container.record.id);
  }

  #nextFakePort(): number {
    this.#fakePorts += 1;
    return firstFakePort + (this.#fakePorts % fakePortCount);
  }

  /** A container's own life has no caller to tell; only the end of the engine may cut it short. */
  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    process.nextTick(() => {
      throw error;
    });
  }
}
