// The docker runtime: sandboxes as containers of a Docker engine or of Podman's Docker-compatible service.

import type { InstanceRef, InstanceSpec } from '../../domain/runtime-spec.ts';
import type { PullPolicy } from '../../domain/template.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FileTree } from '../../ports/files.ts';
import type { LogPiece, LogRequest } from '../../ports/logs.ts';
import type { InstanceUsage } from '../../ports/usage.ts';
import type {
  CallOptions,
  ExecHandle,
  ExecRequest,
  ExecResult,
  ExecSignal,
  ExitEvidence,
  FoundExec,
  Inspection,
  InstanceTarget,
  NetworkReach,
  ObservedInstance,
  PulledImage,
  PullProgress,
  RunningExec,
  Runtime,
  RuntimeEvent,
  RuntimeInfo,
  StartExecRequest,
} from '../../ports/runtime.ts';
import { runtimeInfo } from './capabilities.ts';
import { Connection, type Engine, type Logger } from './connection.ts';
import {
  changePhase,
  createContainer,
  inspectContainer,
  listContainers,
  startContainer,
  stopContainer,
  waitForExit,
} from './containers.ts';
import { withDeadline } from './deadline.ts';
import { DockerFiles } from './docker-files.ts';
import { dockerConfigDirectory } from './endpoint.ts';
import { watchEvents } from './events.ts';
import { findExec, runExec, signalExec, startExec } from './exec.ts';
import { Images } from './images.ts';
import { beginLog, readLog } from './log-stream.ts';
import { readLogTail } from './logs.ts';
import { networkReach } from './networks.ts';
import { removeContainer } from './removal.ts';
import { readUsage, readWritableLayer } from './usage.ts';

/** The stream itself has no end; finding the engine has. */
const eventsConnectTimeoutMs = 30_000;

export interface DockerRuntimeOptions {
  readonly name: 'docker';
  /** Value of the label that makes a container ours (R5). */
  readonly instanceId: string;
  /** Address in the syntax of DOCKER_HOST; null looks for it. */
  readonly host: string | null;
  /** Directory of docker's client configuration; null is DOCKER_CONFIG or ~/.docker. */
  readonly dockerConfigDir: string | null;
  /** Connections for short calls, and as many again for streams. */
  readonly maxSockets: number;
  /** From a path as the daemon sees it to the path the engine knows it by, when the daemon is in a container itself. */
  readonly translateSource?: (hostPath: string) => string;
  readonly fileTransferMaxBytes: number;
  /** Directory for file transfers on their way. */
  readonly spoolDir: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The adapter connects on first use; see the port for the errors of each call. */
export function createDockerRuntime(options: DockerRuntimeOptions): Runtime {
  return new DockerRuntime(options);
}

class DockerRuntime implements Runtime {
  readonly name: string;
  readonly files: FileTree;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #images: Images;
  /** Kills of abandoned execs; each has its own bound. */
  readonly #background = new Set<Promise<void>>();

  constructor(options: DockerRuntimeOptions) {
    this.name = options.name;
    this.#clock = options.clock;
    this.#images = new Images(dockerConfigDirectory(options.dockerConfigDir, process.env));
    this.#connection = new Connection({
      host: options.host,
      dockerConfigDir: options.dockerConfigDir,
      maxSockets: options.maxSockets,
      clock: options.clock,
      logger: options.logger,
      instanceId: options.instanceId,
      translateSource: options.translateSource ?? ((hostPath) => hostPath),
      spoolDir: options.spoolDir,
    });
    this.files = new DockerFiles({
      clock: options.clock,
      limits: { maxBytes: options.fileTransferMaxBytes },
      engine: async (signal) => this.#connection.engine(signal),
      keepBackgroundWork: (work) => this.#keep(work),
    });
  }

  async connect(call: CallOptions): Promise<RuntimeInfo> {
    return await withDeadline(this.#clock, call, 'connect', async (signal) =>
      runtimeInfo((await this.#connection.connect(signal)).capabilities),
    );
  }

  async ensureImage(
    image: string,
    policy: PullPolicy,
    onProgress: (progress: PullProgress) => void,
    call: CallOptions,
  ): Promise<PulledImage> {
    return await this.#run(call, `image ${image}`, async (engine, signal) =>
      this.#images.ensure(engine, image, policy, onProgress, signal),
    );
  }

  async networkReach(network: string, call: CallOptions): Promise<NetworkReach | null> {
    return await this.#run(call, `network ${network}`, async (engine, signal) => networkReach(engine, network, signal));
  }

  async create(spec: InstanceSpec, call: CallOptions): Promise<ObservedInstance> {
    return await this.#run(call, `create ${spec.ref.name}`, async (engine, signal) =>
      createContainer(engine, spec, signal),
    );
  }

  async start(ref: InstanceRef, call: CallOptions): Promise<ObservedInstance> {
    return await this.#run(call, `start ${ref.name}`, async (engine, signal) => startContainer(engine, ref, signal));
  }

  async stop(ref: InstanceRef, graceMs: number, call: CallOptions): Promise<void> {
    await this.#run(call, `stop ${ref.name}`, async (engine, signal) => stopContainer(engine, ref, graceMs, signal));
  }

  async pause(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#run(call, `pause ${ref.name}`, async (engine, signal) => changePhase(engine, ref, 'pause', signal));
  }

  async unpause(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#run(call, `unpause ${ref.name}`, async (engine, signal) => changePhase(engine, ref, 'unpause', signal));
  }

  async remove(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#run(call, `remove ${ref.name}`, async (engine, signal) => removeContainer(engine, ref, signal));
  }

  async inspect(ref: InstanceRef, call: CallOptions): Promise<Inspection> {
    return await this.#run(call, `inspect ${ref.name}`, async (engine, signal) =>
      inspectContainer(engine, ref, signal),
    );
  }

  async list(call: CallOptions): Promise<readonly ObservedInstance[]> {
    return await this.#run(call, 'list', listContainers);
  }

  async waitExit(ref: InstanceRef, call: CallOptions): Promise<ExitEvidence> {
    return await this.#run(call, `wait for ${ref.name}`, async (engine, signal) => waitForExit(engine, ref, signal));
  }

  async logTail(ref: InstanceRef, lines: number, call: CallOptions): Promise<readonly string[]> {
    return await this.#run(call, `logs of ${ref.name}`, async (engine, signal) =>
      readLogTail(engine, ref, lines, signal),
    );
  }

  async *logs(ref: InstanceRef, request: LogRequest, call: CallOptions): AsyncGenerator<LogPiece> {
    const opening = await this.#run(call, `logs of ${ref.name}`, async (engine, signal) =>
      beginLog(engine, ref, request, signal, call.signal),
    );
    yield* readLog(opening, ref, request, call);
  }

  async usage(ref: InstanceRef, call: CallOptions): Promise<InstanceUsage> {
    return await this.#run(call, `stats of ${ref.name}`, async (engine, signal) => readUsage(engine, ref, signal));
  }

  async writableLayerBytes(ref: InstanceRef, call: CallOptions): Promise<number | null> {
    return await this.#run(call, `size of ${ref.name}`, async (engine, signal) =>
      readWritableLayer(engine, ref, signal),
    );
  }

  async exec(target: InstanceTarget, request: ExecRequest, call: CallOptions): Promise<ExecResult> {
    return await this.#run(call, `exec in ${target.ref.name}`, async (engine, signal) =>
      runExec(engine, target, request, signal, (work) => this.#keep(work)),
    );
  }

  async startExec(target: InstanceTarget, request: StartExecRequest, call: CallOptions): Promise<RunningExec> {
    return await this.#run(call, `exec in ${target.ref.name}`, async (engine, signal) =>
      startExec(engine, target, request, signal),
    );
  }

  async findExec(target: InstanceTarget, handle: ExecHandle, call: CallOptions): Promise<FoundExec> {
    return await this.#run(call, `exec in ${target.ref.name}`, async (engine, signal) =>
      findExec(engine, target, handle, signal),
    );
  }

  async signalExec(
    target: InstanceTarget,
    handle: ExecHandle,
    execSignal: ExecSignal,
    call: CallOptions,
  ): Promise<void> {
    await this.#run(call, `signal to an exec in ${target.ref.name}`, async (engine, signal) =>
      signalExec(engine, target, handle, execSignal, signal),
    );
  }

  async *events(signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    if (signal.aborted) return;
    const sinceMs = this.#clock.wallMs();
    const call = { signal, timeoutMs: eventsConnectTimeoutMs };
    const engine = await this.#run(call, 'events', async (connected) => connected);
    yield* watchEvents(engine, sinceMs, signal);
  }

  async close(): Promise<void> {
    await Promise.all(this.#background);
    this.#connection.close();
  }

  async #run<T>(
    call: CallOptions,
    what: string,
    body: (engine: Engine, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return await withDeadline(this.#clock, call, what, async (signal) =>
      body(await this.#connection.engine(signal), signal),
    );
  }

  #keep(work: Promise<void>): void {
    const owned = work.finally(() => this.#background.delete(owned));
    this.#background.add(owned);
  }
}
