// The composition root: builds the rooms in order, and is the only file that names concrete adapters.

import { join } from 'node:path';
import { createStorage } from './blob/create-storage.ts';
import { ConfigError, loadSettings, type LoadOptions } from './config/load.ts';
import { compareSettings } from './config/reload.ts';
import { SandkeepError } from './domain/errors.ts';
import type { Settings } from './domain/settings.ts';
import type { RuntimeName } from './domain/template.ts';
import { createAccess } from './engine/access/access.ts';
import { Activity } from './engine/sandbox/activity.ts';
import type { EngineContext } from './engine/context.ts';
import { ExecRegistry } from './engine/exec/exec-registry.ts';
import { recoverExecs } from './engine/exec/execs.ts';
import { configFindings, diagnose } from './engine/doctor.ts';
import { recordLevels } from './engine/levels.ts';
import { Heartbeats } from './engine/session/heartbeats.ts';
import { Shared } from './engine/observation/shared.ts';
import { Pools } from './engine/pool/pools.ts';
import { Proofs } from './engine/pool/proofs.ts';
import { countOutdated } from './engine/sandbox/queries.ts';
import { closeInterrupted } from './engine/reconcile/reconcile.ts';
import { Requests } from './engine/sandbox/requests.ts';
import { Runtimes } from './engine/runtimes.ts';
import { engineSemaphores } from './engine/semaphores.ts';
import { applyShutdownPolicy } from './engine/shutdown.ts';
import { Slots } from './engine/slots.ts';
import { Tasks } from './engine/tasks.ts';
import { GrpcServer } from './grpc/server.ts';
import { degradedModes, type DaemonControl, type ReloadResult } from './grpc/services/admin-service.ts';
import { checkHost } from './host/checks.ts';
import { hostDirectories } from './host/directories.ts';
import { createHostResources } from './host/host-resources.ts';
import { createProbes } from './host/probes.ts';
import { createIds, sha256 } from './host/random-ids.ts';
import { createServiceManager, inheritedSocketFd, type Pulse, type ServiceManager } from './host/service-manager.ts';
import { systemClock } from './host/system-clock.ts';
import { createTextMatcher } from './host/text-matcher.ts';
import { followEngine } from './loops/engine-events.ts';
import { daemonLoops } from './loops/loops.ts';
import { Ticker } from './loops/ticker.ts';
import { createAudit } from './observe/audit.ts';
import { createEventLoopMonitor } from './observe/event-loop.ts';
import { createLogger, logsToJournal } from './observe/logger.ts';
import { storeHooks } from './observe/store-hooks.ts';
import { createTracer } from './observe/tracing.ts';
import { createMetrics, metricsContentType } from './observe/metrics.ts';
import { serveMetrics, type MetricsEndpoint } from './observe/metrics-endpoint.ts';
import { recordProcess } from './observe/process-levels.ts';
import type { WorkspaceStorage } from './ports/blob.ts';
import type { Runtime } from './ports/runtime.ts';
import type { ToolServers } from './ports/tools.ts';
import { createDockerRuntime } from './runtime/docker/docker-runtime.ts';
import { sourceTranslation } from './runtime/docker/source-translation.ts';
import { createFakeRuntime } from './runtime/fake/fake-runtime.ts';
import { createLocalRuntime } from './runtime/local/local-runtime.ts';
import { measured } from './runtime/measured.ts';
import { openStore, type SqliteStore } from './store/sqlite-store.ts';
import { createToolServers } from './tools/tool-servers.ts';

/** What is left of the stop after the drain: ending streams and closing the socket. */
const serverStopMs = 2000;

export interface DaemonOptions {
  readonly config: LoadOptions;
  readonly version: string;
  /** The process must end with this code at once; nothing may be written any more. */
  readonly onFatal: (exitCode: number, error: Error) => void;
}

export class Daemon {
  readonly #options: DaemonOptions;
  readonly #logger: ReturnType<typeof createLogger>;
  readonly #metrics = createMetrics();
  readonly #tracer = createTracer();
  readonly #store: SqliteStore;
  readonly #context: EngineContext;
  readonly #runtimes: ReadonlyMap<RuntimeName, Runtime>;
  readonly #storage: WorkspaceStorage | null;
  readonly #tools: ToolServers;
  readonly #ticker: Ticker;
  readonly #server: GrpcServer;
  readonly #audit: ReturnType<typeof createAudit>;
  readonly #serviceManager: ServiceManager;
  readonly #eventLoop = createEventLoopMonitor(this.#metrics);
  readonly #startedAtMs = systemClock.wallMs();
  readonly #loopsStopped = new AbortController();
  readonly #streamsStopped = new AbortController();
  readonly #workStopped = new AbortController();
  #settings: Settings;
  #phase: 'starting' | 'serving' | 'draining' = 'starting';
  #followers: readonly Promise<void>[] = [];
  #metricsEndpoint: MetricsEndpoint | null = null;
  #stopWatchdog: () => void = () => undefined;

  /** ConfigError, StateDirectoryError. */
  constructor(options: DaemonOptions) {
    this.#options = options;
    const loaded = loadSettings(options.config);
    this.#settings = loaded.settings;
    this.#logger = createLogger({
      level: this.#settings.logLevel,
      traceId: () => this.#tracer.traceId(),
      format: logsToJournal(process.env) ? 'journal' : 'plain',
    });
    for (const warning of loaded.warnings) this.#logger.warn({ event: 'config' }, warning);
    this.#store = openStore({
      stateDir: this.#settings.paths.stateDir,
      clock: systemClock,
      maxBatch: this.#settings.store.maxBatch,
      ballastBytes: this.#settings.store.ballastBytes,
      onFatal: (error) => options.onFatal(74, error),
      ...storeHooks(this.#logger, this.#metrics),
      traceId: () => this.#tracer.traceId(),
    });
    this.#runtimes = this.#buildRuntimes();
    const outside = { clock: systemClock, logger: this.#logger, directories: hostDirectories };
    this.#storage = createStorage(this.#settings.storage, outside);
    this.#tools = createToolServers(() => this.#settings, systemClock);
    this.#context = this.#buildContext();
    this.#ticker = this.#buildTicker();
    this.#serviceManager = createServiceManager({
      env: process.env,
      pid: process.pid,
      clock: systemClock,
      logger: this.#logger,
    });
    this.#audit = createAudit(this.#settings.access.auditFile, systemClock, this.#logger, this.#metrics);
    this.#server = new GrpcServer({
      audit: this.#audit,
      context: this.#context,
      daemon: this.#control(),
      inheritedFd: inheritedSocketFd(process.env, process.pid),
      stopping: this.#streamsStopped.signal,
    });
    this.#metrics.set('sandkeep_build_info', { version: options.version }, 1);
    this.#metrics.onScrape(() => {
      recordLevels(this.#context);
      recordProcess(this.#metrics, this.#startedAtMs);
      this.#server.recordLevels(this.#metrics);
    });
  }

  /** Serves, looks at what is there, and says that it is ready. SocketError. */
  async start(): Promise<void> {
    await this.#store.write((tx) => tx.grantHeartbeats(systemClock.wallMs()));
    await this.#server.listen();
    this.#metricsEndpoint = await serveMetrics({
      address: this.#settings.metrics.address,
      text: () => this.#metrics.text(),
      logger: this.#logger,
    });
    const passes: Promise<void>[] = [];
    const followers: Promise<void>[] = [];
    for (const name of this.#context.runtimes.names()) {
      passes.push(
        new Promise<void>((resolve) => {
          followers.push(followEngine(this.#context, name, this.#loopsStopped.signal, resolve));
        }),
      );
    }
    this.#followers = followers;
    await Promise.all(passes);
    await closeInterrupted(this.#context, this.#startedAtMs);
    recoverExecs(this.#context);
    this.#ticker.start();
    this.#eventLoop.start();
    if (this.#phase === 'starting') this.#phase = 'serving';
    this.#server.setServing('SERVING');
    const status = this.#statusText();
    await this.#serviceManager.notifyReady(status);
    const watchdog = this.#serviceManager.startWatchdog(() => this.#pulse());
    if (watchdog !== null) this.#stopWatchdog = () => watchdog.stop();
    this.#logger.info({ event: 'ready', socket: this.#settings.paths.socketPath, epoch: this.#store.epoch }, status);
  }

  /** Finishes or hands over what is in flight within the bound, and leaves the sandboxes as on_shutdown says. */
  async stop(): Promise<void> {
    this.#phase = 'draining';
    await this.#serviceManager.notifyStopping();
    this.#server.setServing('NOT_SERVING');
    this.#streamsStopped.abort(new SandkeepError('DRAINING', 'the daemon is stopping', { retryAfterMs: 500 }));
    this.#loopsStopped.abort(new Error('the daemon is stopping'));
    await Promise.allSettled([this.#ticker.stop(), ...this.#followers]);
    const drain = AbortSignal.timeout(this.#settings.drainTimeoutMs);
    await this.#withinDrain(() => applyShutdownPolicy(this.#context, drain), 'sandboxes were left as they are');
    await this.#withinDrain(async () => {
      const late = systemClock.sleep(this.#settings.drainTimeoutMs, drain);
      await Promise.race([this.#context.tasks.settled(), late]);
    }, 'work was left to the next start');
    // What is still under way has its intent on disk; its callers are told, and the next start goes on with it.
    const reason = new SandkeepError('DRAINING', 'the daemon is stopping', { retryAfterMs: 500 });
    this.#workStopped.abort(reason);
    this.#context.tasks.abortAll(reason);
    await this.#server.stop(serverStopMs);
    // Commands go on as far as their runtime lets them; the next start finds them again.
    await this.#context.execRegistry.close();
    await this.#context.tasks.settled();
    const { activity, heartbeats, tokens } = this.#context;
    const flushes = [activity.flush(), heartbeats.flush(), tokens.flush()];
    await this.#withinDrain(() => Promise.all(flushes), 'last activity was not stored');
    this.#audit.close();
    this.#stopWatchdog();
    this.#eventLoop.stop();
    await this.#metricsEndpoint?.close();
    await Promise.allSettled([...this.#runtimes.values()].map((runtime) => runtime.close()));
    await Promise.allSettled([this.#storage?.close()]);
    this.#tools.close();
    this.#store.close();
    this.#logger.info({ event: 'stopped' }, 'stopped');
  }

  /** Reads the config again. What fails is logged; the settings in force stay. */
  async reloadFromSignal(): Promise<void> {
    await this.#serviceManager.notifyReloading();
    this.#audit.reopen();
    try {
      const result = await this.#reload('apply');
      this.#logger.info({ event: 'reload', ...result }, 'config reloaded');
    } catch (error) {
      this.#logger.error({ event: 'reload', err: error }, 'config not reloaded, the old one stays in force');
    }
    await this.#serviceManager.notifyReady(this.#statusText());
  }

  /** From the level of the config to debug, or back. */
  toggleDebug(): void {
    const level = this.#logger.toggleDebug();
    this.#logger.info({ event: 'log_level', level }, `the log level is ${level}`);
  }

  async #withinDrain(fn: () => Promise<unknown>, otherwise: string): Promise<void> {
    try {
      await fn();
    } catch (error) {
      this.#logger.warn({ event: 'stop', err: error }, otherwise);
    }
  }

  #buildRuntimes(): ReadonlyMap<RuntimeName, Runtime> {
    const { runtimes, paths, engine } = this.#settings;
    const common = { instanceId: this.#store.instanceId, clock: systemClock, logger: this.#logger };
    const built = new Map<RuntimeName, Runtime>();
    const add = (runtime: Runtime, name: RuntimeName): void => {
      built.set(name, measured(runtime, { clock: systemClock, metrics: this.#metrics, tracer: this.#tracer }));
    };
    if (runtimes.docker.enabled) {
      add(
        createDockerRuntime({
          ...common,
          name: 'docker',
          host: runtimes.docker.host,
          dockerConfigDir: runtimes.docker.dockerConfigDir,
          maxSockets: runtimes.docker.maxConnections,
          translateSource: sourceTranslation(paths.dataDir, runtimes.docker.hostDataDir),
          fileTransferMaxBytes: engine.fileTransferMaxBytes,
          spoolDir: join(paths.stateDir, 'spool'),
        }),
        'docker',
      );
    }
    if (runtimes.local.enabled) {
      add(
        createLocalRuntime({
          ...common,
          name: 'local',
          stateDir: join(paths.stateDir, 'local'),
          allowHostExec: runtimes.local.allowHostExec,
          bubblewrapPath: runtimes.local.bubblewrapPath,
          maxHeldInstances: runtimes.local.maxHeldInstances,
          hostEnvironment: process.env,
        }),
        'local',
      );
    }
    if (runtimes.fake.enabled) {
      add(createFakeRuntime({ ...common, name: 'fake', socketPath: runtimes.fake.socketPath }), 'fake');
    }
    return built;
  }

  #buildContext(): EngineContext {
    const settings = (): Settings => this.#settings;
    return {
      store: this.#store,
      runtimes: new Runtimes(this.#runtimes, this.#store),
      clock: systemClock,
      ids: createIds(systemClock),
      logger: this.#logger,
      metrics: this.#metrics,
      tracer: this.#tracer,
      settings,
      directories: hostDirectories,
      probes: createProbes(),
      host: createHostResources(this.#settings.paths.dataDir, systemClock),
      storage: this.#storage,
      slots: new Slots(),
      tasks: new Tasks(this.#logger),
      activity: new Activity(this.#store, systemClock),
      heartbeats: new Heartbeats(this.#store, systemClock),
      pools: new Pools(systemClock),
      turns: new Slots(() => settings().admission.maxWaiting),
      proofs: new Proofs(systemClock, () => settings().engine.provenForMs),
      ...engineSemaphores(settings),
      usages: new Shared(systemClock, () => settings().engine.statsMinIntervalMs / 2),
      diskUsages: new Shared(systemClock, () => settings().engine.diskUsageMaxAgeMs),
      matcher: createTextMatcher(() => settings().engine.patternTimeoutMs),
      tools: this.#tools,
      execRegistry: new ExecRegistry(),
      requests: new Requests(this.#store),
      ...createAccess({ store: this.#store, clock: systemClock, ids: createIds(systemClock), hash: sha256, settings }),
      hash: sha256,
      stopping: this.#workStopped.signal,
      gate: {
        assertOpen: () => this.#assertOpen(),
        isDraining: () => this.#phase === 'draining',
      },
    };
  }

  #assertOpen(): void {
    if (this.#phase === 'draining')
      throw new SandkeepError('DRAINING', 'the daemon takes no new work', { retryAfterMs: 1000 });
    if (this.#phase === 'starting')
      throw new SandkeepError('STARTING', 'the daemon is looking at what is there', { retryAfterMs: 200 });
  }

  #buildTicker(): Ticker {
    const ticker = new Ticker(systemClock, this.#logger, this.#metrics, async (byMs) => {
      this.#logger.warn(
        { event: 'clock_jump', byMs },
        'time passed without the daemon, or the wall clock jumped: deadlines move with it',
      );
      await this.#store.write((tx) => tx.shiftDeadlines(byMs));
    });
    const paused = new Set(this.#store.pausedLoops());
    for (const loop of daemonLoops(this.#context)) ticker.add(loop, paused.has(loop.name));
    return ticker;
  }

  #control(): DaemonControl {
    return {
      version: this.#options.version,
      startedAtMs: this.#startedAtMs,
      ticker: this.#ticker,
      status: () => this.#status(),
      reload: (mode) => this.#reload(mode),
      setDraining: (state) => this.#setDraining(state),
      doctor: async (repair) => [
        ...(await checkHost(this.#settings, systemClock.wallMs(), repair)),
        ...(await configFindings(() => this.#reload('dry_run'))),
        ...(await diagnose(this.#context)),
      ],
      metrics: async () => ({ text: await this.#metrics.text(), contentType: metricsContentType }),
    };
  }

  #status(): 'STARTING' | 'READY' | 'DEGRADED' | 'DRAINING' {
    if (this.#phase === 'starting') return 'STARTING';
    if (this.#phase === 'draining') return 'DRAINING';
    return degradedModes(this.#context).some((mode) => mode.reason !== 'LIMITED') ? 'DEGRADED' : 'READY';
  }

  #statusText(): string {
    const degraded = degradedModes(this.#context).filter((mode) => mode.reason !== 'LIMITED');
    const live = this.#store.countLive();
    const word = this.#phase === 'draining' ? 'draining' : 'ready';
    if (degraded.length === 0) return `${word}, ${live} sandboxes`;
    return `${word} with limits, ${live} sandboxes: ${degraded.map((mode) => `${mode.subject} ${mode.reason}`).join(', ')}`;
  }

  #setDraining(state: 'draining' | 'open'): void {
    if (this.#phase === 'starting' || this.#loopsStopped.signal.aborted) return;
    this.#phase = state === 'draining' ? 'draining' : 'serving';
    this.#server.setServing(state === 'draining' ? 'NOT_SERVING' : 'SERVING');
  }

  async #reload(mode: 'apply' | 'dry_run'): Promise<ReloadResult> {
    let loaded: Settings;
    try {
      loaded = loadSettings(this.#options.config).settings;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new SandkeepError('CONFIG_INVALID', error.message, { cause: error });
    }
    const plan = compareSettings(this.#settings, loaded);
    if (mode === 'apply') {
      this.#settings = plan.settings;
      this.#logger.setLevel(plan.settings.logLevel);
    }
    const { applied, restartRequired } = plan;
    return { applied, restartRequired, outdatedSandboxes: countOutdated(this.#context) };
  }

  /** The watchdog is fed by a read of the database on the event loop, so that a stall of either is seen. */
  #pulse(): Pulse {
    return { isAlive: this.#store.eventBounds().newestSeq >= 0, status: this.#statusText() };
  }
}
