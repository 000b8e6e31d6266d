// The runtime port on the fake engine. It behaves towards its engine as the Docker adapter does towards Docker.

import { isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import { type InstanceRef, type InstanceSpec, ownershipLabels } from '../../domain/runtime-spec.ts';
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
import { withDeadline } from './deadline.ts';
import { EngineClient, EngineRefusal, type EngineRequest, isRefusal, unavailable } from './engine-client.ts';
import { FakeExecs } from './fake-execs.ts';
import { fakeFiles } from './fake-files.ts';
import { readLog } from './fake-log.ts';
import { capabilities, isSame, observe, toEvent } from './observe.ts';
import {
  type ContainerView,
  containerSchema,
  containersSchema,
  createdSchema,
  eventSchema,
  exitSchema,
  imageSchema,
  infoSchema,
  linesSchema,
  pullLineSchema,
  sizeSchema,
  usageSchema,
} from './protocol.ts';

export interface Logger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface FakeRuntimeOptions {
  readonly name: 'fake';
  /** Value of the label that makes a container ours. */
  readonly instanceId: string;
  readonly socketPath: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const firstSettlePauseMs = 5;
const longestSettlePauseMs = 250;

export function createFakeRuntime(options: FakeRuntimeOptions): Runtime {
  return new FakeRuntime(options);
}

class FakeRuntime implements Runtime {
  readonly name: string;
  readonly files: FileTree;
  readonly #options: FakeRuntimeOptions;
  readonly #clock: Clock;
  readonly #client: EngineClient;
  readonly #execs: FakeExecs;

  constructor(options: FakeRuntimeOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock;
    this.#client = new EngineClient(options.socketPath);
    const idOf = async (ref: InstanceRef, signal: AbortSignal): Promise<string> =>
      (await this.#required(ref, signal)).id;
    this.files = fakeFiles(this.#clock, this.#client, idOf);
    this.#execs = new FakeExecs(this.#client, options.clock, options.logger, idOf);
  }

  async connect(call: CallOptions): Promise<RuntimeInfo> {
    return await this.#within(call, 'connect', async (signal) => {
      const info = await this.#client.ask({ method: 'GET', path: '/info' }, infoSchema, signal);
      return { engine: 'fake', ...info, components: [], storage: null, capabilities, degraded: [] };
    });
  }

  async ensureImage(
    image: string,
    policy: PullPolicy,
    onProgress: (progress: PullProgress) => void,
    call: CallOptions,
  ): Promise<PulledImage> {
    return await this.#within(call, `image ${image}`, async (signal) => {
      const query = `image=${encodeURIComponent(image)}`;
      if (policy !== 'always') {
        try {
          const { digest } = await this.#client.ask({ method: 'GET', path: `/images?${query}` }, imageSchema, signal);
          return { digest, pulled: false };
        } catch (error) {
          if (policy === 'never' || !isRefusal(error, 'no-such-image')) throw error;
        }
      }
      return await this.#pull({ method: 'POST', path: `/images/pull?${query}`, isLong: true }, onProgress, signal);
    });
  }

  async networkReach(network: string): Promise<NetworkReach> {
    return network === 'none' ? 'nothing' : 'anything';
  }

  async create(spec: InstanceSpec, call: CallOptions): Promise<ObservedInstance> {
    return await this.#within(call, `create of ${spec.ref.name}`, async (signal) => {
      const { image, labels, environment, workdir, mounts, ports } = spec;
      const body = { image, labels, environment, workdir, mounts, ports };
      const request: EngineRequest = {
        method: 'POST',
        path: `/containers?name=${encodeURIComponent(spec.ref.name)}`,
        body,
      };
      // The deadline ends it: a name without a visible holder belongs to a create or a removal that is going on.
      for (let pauseMs = firstSettlePauseMs; ; pauseMs = Math.min(pauseMs * 2, longestSettlePauseMs)) {
        try {
          const { id } = await this.#client.ask(request, createdSchema, signal);
          return this.#observe(await this.#byKey(id, signal), spec.ref);
        } catch (error) {
          if (!isRefusal(error, 'name-in-use')) throw error;
        }
        const holder = await this.#byKey(spec.ref.name, signal);
        if (holder !== null && holder.phase !== 'removing') {
          if (this.#isOurs(holder, spec.ref)) return observe(holder);
          throw new SandkeepError('NAME_TAKEN', `another container has the name ${spec.ref.name}`);
        }
        await this.#clock.sleep(pauseMs, signal);
      }
    });
  }

  async start(ref: InstanceRef, call: CallOptions): Promise<ObservedInstance> {
    return await this.#within(call, `start of ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      await this.#client.tell({ method: 'POST', path: `/containers/${id}/start` }, signal);
      return this.#observe(await this.#byKey(id, signal), ref);
    });
  }

  async stop(ref: InstanceRef, graceMs: number, call: CallOptions): Promise<void> {
    await this.#within(call, `stop of ${ref.name}`, async (signal) => {
      const found = await this.#find(ref, signal);
      if (found === null) return;
      const path = `/containers/${found.id}/stop?graceMs=${graceMs}`;
      await unlessGone(this.#client.tell({ method: 'POST', path, isLong: true }, signal));
    });
  }

  async pause(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#changePhase(ref, 'pause', call);
  }

  async unpause(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#changePhase(ref, 'unpause', call);
  }

  async remove(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#within(call, `removal of ${ref.name}`, async (signal) => {
      // The deadline ends it: a removal that somebody else began is waited for.
      for (let pauseMs = firstSettlePauseMs; ; pauseMs = Math.min(pauseMs * 2, longestSettlePauseMs)) {
        const found = await this.#find(ref, signal);
        if (found === null) return;
        try {
          const path = `/containers/${found.id}?force=1`;
          await unlessGone(this.#client.tell({ method: 'DELETE', path, isLong: true }, signal));
        } catch (error) {
          if (!isRefusal(error, 'removal-in-progress')) throw error;
          await this.#clock.sleep(pauseMs, signal);
        }
      }
    });
  }

  async inspect(ref: InstanceRef, call: CallOptions): Promise<Inspection> {
    return await this.#within(call, `inspect of ${ref.name}`, async (signal) => {
      const found = await this.#find(ref, signal);
      return found === null ? { kind: 'absent' } : { kind: 'present', instance: observe(found) };
    });
  }

  async list(call: CallOptions): Promise<readonly ObservedInstance[]> {
    return await this.#within(call, 'list', async (signal) => {
      const path = `/containers?instance=${encodeURIComponent(this.#options.instanceId)}`;
      const found = await this.#client.ask({ method: 'GET', path }, containersSchema, signal);
      return found.map((view) => observe(view));
    });
  }

  async waitExit(ref: InstanceRef, call: CallOptions): Promise<ExitEvidence> {
    return await this.#within(call, `wait for ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      return await this.#client.ask(
        { method: 'GET', path: `/containers/${id}/wait`, isLong: true },
        exitSchema,
        signal,
      );
    });
  }

  async logTail(ref: InstanceRef, lines: number, call: CallOptions): Promise<readonly string[]> {
    return await this.#within(call, `log of ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      const path = `/containers/${id}/logs?lines=${lines}`;
      return (await this.#client.ask({ method: 'GET', path }, linesSchema, signal)).lines;
    });
  }

  logs(ref: InstanceRef, request: LogRequest, call: CallOptions): AsyncIterable<LogPiece> {
    const open = async (path: string, signal: AbortSignal): Promise<AsyncGenerator> => {
      const { id } = await this.#required(ref, call.signal);
      return await this.#client.lines({ method: 'GET', path: `/containers/${id}/${path}`, isLong: true }, signal);
    };
    return readLog({ clock: this.#clock, what: `log of ${ref.name}`, open }, request, call);
  }

  async usage(ref: InstanceRef, call: CallOptions): Promise<InstanceUsage> {
    return await this.#within(call, `stats of ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      return await this.#client.ask({ method: 'GET', path: `/containers/${id}/usage` }, usageSchema, signal);
    });
  }

  async writableLayerBytes(ref: InstanceRef, call: CallOptions): Promise<number | null> {
    return await this.#within(call, `size of ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      const path = `/containers/${id}/size`;
      return (await this.#client.ask({ method: 'GET', path }, sizeSchema, signal)).writableLayerBytes;
    });
  }

  async exec(target: InstanceTarget, request: ExecRequest, call: CallOptions): Promise<ExecResult> {
    return await this.#within(call, `exec in ${target.ref.name}`, async (signal) =>
      this.#execs.run(target, request, signal),
    );
  }

  async startExec(target: InstanceTarget, request: StartExecRequest, call: CallOptions): Promise<RunningExec> {
    return await this.#within(call, `exec in ${target.ref.name}`, async (signal) =>
      this.#execs.start(target, request, signal),
    );
  }

  async findExec(target: InstanceTarget, handle: ExecHandle, call: CallOptions): Promise<FoundExec> {
    return await this.#within(call, `exec in ${target.ref.name}`, async (signal) =>
      this.#execs.find(target, handle, signal),
    );
  }

  async signalExec(
    target: InstanceTarget,
    handle: ExecHandle,
    execSignal: ExecSignal,
    call: CallOptions,
  ): Promise<void> {
    await this.#within(call, `signal to an exec in ${target.ref.name}`, async (signal) =>
      this.#execs.signal(target, handle, execSignal, signal),
    );
  }

  async *events(signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    // From the moment of asking, so that nothing is lost until the engine has subscribed us.
    const since = `sinceMs=${this.#clock.wallMs()}`;
    const path = `/events?instance=${encodeURIComponent(this.#options.instanceId)}&${since}`;
    const request: EngineRequest = { method: 'GET', path, isLong: true };
    try {
      for await (const line of await this.#client.lines(request, signal)) {
        const event = eventSchema.safeParse(line);
        if (!event.success) throw unavailable(request, 'an event makes no sense');
        yield toEvent(event.data);
      }
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    throw unavailable(request, 'the event stream ended');
  }

  async close(): Promise<void> {
    await this.#execs.settled();
    this.#client.close();
  }

  async #pull(
    request: EngineRequest,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<PulledImage> {
    for await (const line of await this.#client.lines(request, signal)) {
      const parsed = pullLineSchema.safeParse(line);
      if (!parsed.success) break;
      if ('digest' in parsed.data) return { digest: parsed.data.digest, pulled: true };
      if ('problem' in parsed.data) {
        const { kind, message } = parsed.data.problem;
        throw new EngineRefusal(kind ?? 'pull-failed', message);
      }
      onProgress(parsed.data);
    }
    throw new SandkeepError('IMAGE_PULL_FAILED', 'the pull broke off');
  }

  async #changePhase(ref: InstanceRef, action: 'pause' | 'unpause', call: CallOptions): Promise<void> {
    await this.#within(call, `${action} of ${ref.name}`, async (signal) => {
      const { id } = await this.#required(ref, signal);
      try {
        await this.#client.tell({ method: 'POST', path: `/containers/${id}/${action}` }, signal);
      } catch (error) {
        if (!isRefusal(error, action === 'pause' ? 'is-paused' : 'not-paused')) throw error;
      }
    });
  }

  /** SANDBOX_LOST when it is not there. */
  async #required(ref: InstanceRef, signal: AbortSignal): Promise<ContainerView> {
    const found = await this.#find(ref, signal);
    if (found === null) throw lost(ref);
    return found;
  }

  /** By id and by name; a foreign container of that name is not ours, so ours is absent. */
  async #find(ref: InstanceRef, signal: AbortSignal): Promise<ContainerView | null> {
    const byId = ref.containerId === null ? null : await this.#byKey(ref.containerId, signal);
    if (byId !== null && this.#isOurs(byId, ref)) return byId;
    const byName = await this.#byKey(ref.name, signal);
    return byName !== null && this.#isOurs(byName, ref) ? byName : null;
  }

  async #byKey(key: string, signal: AbortSignal): Promise<ContainerView | null> {
    try {
      const path = `/containers/${encodeURIComponent(key)}`;
      return await this.#client.ask({ method: 'GET', path }, containerSchema, signal);
    } catch (error) {
      if (isRefusal(error, 'no-such-container')) return null;
      throw error;
    }
  }

  #observe(view: ContainerView | null, ref: InstanceRef): ObservedInstance {
    if (view === null) throw lost(ref);
    return observe(view);
  }

  #isOurs(view: ContainerView, ref: InstanceRef): boolean {
    return view.labels[ownershipLabels.instance] === this.#options.instanceId && isSame(view, ref);
  }

  async #within<T>(call: CallOptions, what: string, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#clock, call, what, body);
    } catch (error) {
      if (isUnknownOutcome(error))
        this.#options.logger.debug({ err: error, what }, 'the outcome of an engine call is unknown');
      throw error;
    }
  }
}

/** Absent is as good as stopped or removed. */
async function unlessGone(effect: Promise<void>): Promise<void> {
  try {
    await effect;
  } catch (error) {
    if (!isRefusal(error, 'no-such-container')) throw error;
  }
}

function lost(ref: InstanceRef): SandkeepError {
  return new SandkeepError('SANDBOX_LOST', `container ${ref.name} does not exist on the engine`);
}
