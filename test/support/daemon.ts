// sandkeepd as a process of its own: the built program, a real socket, a real database. For tests, and for programs
// that are no tests: nothing here needs vitest. Build dist first (vitest does; others call ensureBuilt).

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { waitUntil } from './wait.ts';

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'bin/sandkeepd.js');
/** As the first line of the program says. */
const nodeFlags = ['--max-semi-space-size=1', '--optimize-for-size'];
const startTimeoutMs = 30_000;
const stopTimeoutMs = 60_000;
const maxKeptLogCharacters = 4_000_000;
const removeAttempts = 5;
/** Leaves room for the names below it in the 103 bytes of a socket path. */
const maxTemporaryBytes = 40;

type Section = Readonly<Record<string, unknown>>;

export interface DaemonSettings {
  /** Keys of the config file; paths, and a docker runtime that is off, are there unless given. */
  readonly config?: Section;
  readonly env?: Readonly<Record<string, string>>;
  /** As in failpoint.ts: "create.after_intent=1*kill". */
  readonly failpoints?: string;
  /** Whether every failpoint that is passed is noted, for `passedFailpoints`. */
  readonly recordFailpoints?: boolean;
  /** "ready" by default; "socket" when the first pass may take its time. */
  readonly waitFor?: 'ready' | 'socket';
}

export interface DaemonOptions extends DaemonSettings {
  /** Holds everything and is left to the caller; without it a temporary one that goes away. */
  readonly directory?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** It ended before it was ready. */
export class DaemonEnded extends Error {
  readonly exit: Exit;
  readonly logs: string;

  constructor(exit: Exit, logs: string) {
    super(`sandkeepd ended with ${exit.code ?? exit.signal}: ${logs.slice(-2000)}`);
    this.exit = exit;
    this.logs = logs;
  }
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Throws DaemonEnded when it ends instead; then nothing is left behind. */
export async function startDaemon(options: DaemonOptions = {}): Promise<TestDaemon> {
  const daemon = new TestDaemon(options);
  try {
    await daemon.start(options);
    return daemon;
  } catch (error) {
    await daemon.dispose();
    throw error;
  }
}

export class TestDaemon {
  readonly directory: string;
  readonly socketPath: string;
  readonly stateDir: string;
  readonly dataDir: string;
  readonly configPath: string;
  readonly client: SandkeepClient;
  readonly #failpointLog: string;
  readonly #ownsDirectory: boolean;
  #settings: DaemonSettings;
  #child: ChildProcess | null = null;
  #ended: Promise<Exit> = Promise.resolve({ code: null, signal: null });
  #logs = '';

  constructor(options: DaemonOptions) {
    this.#ownsDirectory = options.directory === undefined;
    this.directory = options.directory ?? temporary();
    this.socketPath = path.join(this.directory, 'run', 'sk.sock');
    this.stateDir = path.join(this.directory, 'state');
    this.dataDir = path.join(this.directory, 'data');
    this.configPath = path.join(this.directory, 'config.yaml');
    this.#failpointLog = path.join(this.directory, 'failpoints.log');
    this.#settings = options;
    this.client = connect({ socketPath: this.socketPath });
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the daemon does not run');
    return pid;
  }

  /** Ends with the process. */
  get ended(): Promise<Exit> {
    return this.#ended;
  }

  /** Everything it has written, over all its lives. */
  logs(): string {
    return this.#logs;
  }

  /** In order, with repetitions; of all its lives that recorded them. */
  passedFailpoints(): readonly string[] {
    if (!existsSync(this.#failpointLog)) return [];
    return readFileSync(this.#failpointLog, 'utf8').split('\n').filter(Boolean);
  }

  /** Another life in the same directories. What is not given stays, but for failpoints: those are of one life. */
  async start(settings: DaemonSettings = {}): Promise<void> {
    if (this.isRunning()) throw new Error('the daemon runs already');
    this.#settings = { ...this.#settings, failpoints: '', ...settings };
    this.writeConfig(this.#settings.config ?? {});
    this.#spawn();
    if (this.#settings.waitFor === 'socket') await this.#whileAlive(async () => await isServed(this.socketPath));
    else await this.#whileAlive(async () => (await this.client.waitForReady(1000), true));
  }

  /** Ends it by SIGKILL if it runs, and starts it again. */
  async restart(settings: DaemonSettings = {}): Promise<void> {
    await this.kill();
    await this.start(settings);
  }

  isRunning(): boolean {
    return this.#child !== null && running.has(this.#child);
  }

  /** Without waiting for anything. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning()) this.#child?.kill(signal);
  }

  /** Sends the signal and waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.signal(signal);
    await waitUntil(() => !this.isRunning(), { timeoutMs: stopTimeoutMs, what: `the daemon ends on ${signal}` });
    return await this.#ended;
  }

  /** In order, by SIGTERM. */
  async stop(): Promise<Exit> {
    return await this.kill('SIGTERM');
  }

  /** Replaces the config file; a reload or the next start reads it. */
  writeConfig(config: Section): void {
    this.#settings = { ...this.#settings, config };
    const { runtimes, ...rest } = config;
    const text = stringify({
      state_dir: this.stateDir,
      data_dir: this.dataDir,
      socket: this.socketPath,
      ...rest,
      runtimes: { docker: { enabled: false }, ...(isSection(runtimes) ? runtimes : {}) },
    });
    writeFileSync(this.configPath, text);
  }

  /** Ends the process at once and removes the temporary directory. */
  async dispose(): Promise<void> {
    this.client.close();
    this.signal('SIGCONT');
    await this.kill();
    if (this.#ownsDirectory) rmSync(this.directory, { recursive: true, force: true, maxRetries: removeAttempts });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #spawn(): void {
    const child = spawn(
      process.execPath,
      [...nodeFlags, ...this.#failpointFlags(), program, '--config', this.configPath],
      {
        cwd: this.directory,
        env: this.#environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        this.#logs = (this.#logs + text).slice(-maxKeptLogCharacters);
      });
    }
    this.#ended = new Promise((resolve, reject) => {
      child.once('error', (error) => {
        running.delete(child);
        reject(error);
      });
      // After its output has been read, so that the log is complete.
      child.once('close', (code, signal) => {
        running.delete(child);
        resolve({ code, signal });
      });
    });
    this.#ended.catch(() => {});
  }

  #failpointFlags(): string[] {
    const { failpoints = '', recordFailpoints = false } = this.#settings;
    return failpoints !== '' || recordFailpoints ? ['--conditions=sandkeep-failpoints'] : [];
  }

  /** That of the tests, without what would reach a daemon or a service manager by accident. */
  #environment(): NodeJS.ProcessEnv {
    const { env = {}, failpoints = '', recordFailpoints = false } = this.#settings;
    const dropped = /^(SANDKEEP_|NODE_OPTIONS$|NOTIFY_SOCKET$|WATCHDOG_|LISTEN_|STATE_DIRECTORY$|RUNTIME_DIRECTORY$)/;
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !dropped.test(name)));
    return {
      ...inherited,
      ...(failpoints === '' ? {} : { SANDKEEP_FAILPOINTS: failpoints }),
      ...(recordFailpoints ? { SANDKEEP_FAILPOINT_LOG: this.#failpointLog } : {}),
      ...env,
    };
  }

  async #whileAlive(condition: () => boolean | Promise<boolean>): Promise<void> {
    const what = 'the daemon is up';
    await waitUntil(async () => !this.isRunning() || (await condition()), { timeoutMs: startTimeoutMs, what });
    if (!this.isRunning()) throw new DaemonEnded(await this.#ended, this.#logs);
  }
}

/** Short, so that sockets below it have paths that are short enough. The caller removes it. */
export function temporary(): string {
  const base = Buffer.byteLength(tmpdir()) > maxTemporaryBytes ? '/tmp' : tmpdir();
  return realpathSync(mkdtempSync(path.join(base, 'sk-')));
}

/** A file alone may be what a killed daemon left. */
async function isServed(socketPath: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connectSocket(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
