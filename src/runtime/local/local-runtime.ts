// The runtime that needs no engine: an instance is a record, its mounts are host directories served by MountedFiles,
// and its commands run on the host, in bubblewrap where that works. Without bubblewrap it is no security boundary.

import { randomBytes } from 'node:crypto';

import { SandkeepError } from '../../domain/errors.ts';
import { type InstanceRef, type InstanceSpec, ownershipLabels } from '../../domain/runtime-spec.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FileTree } from '../../ports/files.ts';
import type { LogPiece } from '../../ports/logs.ts';
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
  RunningExec,
  Runtime,
  RuntimeEvent,
  RuntimeInfo,
  StartExecRequest,
} from '../../ports/runtime.ts';
import { runToEnd } from '../exec/run-to-end.ts';
import { cancellation } from '../rooted/file-errors.ts';
import { HostFileTree } from '../rooted/host-file-tree.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import { openScope, withinCall } from './call-scope.ts';
import { type InstanceRecord, InstanceRecords } from './instance-records.ts';
import { KeyedQueue } from '../rooted/keyed-queue.ts';
import { LocalCommands } from './local-commands.ts';
import { toInfo } from './local-info.ts';
import { LocalUsage } from './local-usage.ts';
import { LruMap } from './lru-map.ts';
import { evidence, observe, toObserved, toRecord } from './observed.ts';

/** How often a wait looks whether its instance still runs. */
const firstWaitMs = 20;
const longestWaitMs = 500;
const markBytes = 16;

export interface LocalLogger {
  debug(details: Readonly<Record<string, unknown>>, message: string): void;
  info(details: Readonly<Record<string, unknown>>, message: string): void;
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

export interface LocalRuntimeOptions {
  readonly name: 'local';
  readonly instanceId: string;
  /** A directory of our own for the records of instances. */
  readonly stateDir: string;
  readonly allowHostExec: boolean;
  /** null: searched in PATH. */
  readonly bubblewrapPath: string | null;
  /** Instances whose mounts are held in memory; others are read again from what the caller gives. */
  readonly maxHeldInstances: number;
  readonly clock: Clock;
  readonly logger: LocalLogger;
  /** The daemon's environment, of which commands on the host get an allow-list. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
}

/** Makes the runtime; nothing is touched before connect. Errors of its methods: ports/runtime.ts. */
export function createLocalRuntime(options: LocalRuntimeOptions): Runtime {
  return new LocalRuntime(options);
}

class LocalRuntime implements Runtime {
  readonly name: string;
  readonly files: FileTree;
  readonly #options: LocalRuntimeOptions;
  readonly #records: InstanceRecords;
  readonly #commands: LocalCommands;
  readonly #changes = new KeyedQueue();
  readonly #usage = new LocalUsage();
  /** Kills of abandoned commands; each has its own bound. */
  readonly #background = new Set<Promise<void>>();
  readonly #held: LruMap<{ readonly mounts: string; readonly files: MountedFiles }>;

  constructor(options: LocalRuntimeOptions) {
    this.name = options.name;
    this.#options = options;
    this.#records = new InstanceRecords(options.stateDir);
    this.#commands = new LocalCommands(options);
    this.#held = new LruMap(options.maxHeldInstances);
    this.files = new HostFileTree({
      open: (call) => openScope(options.clock, call),
      filesOf: async (target) => {
        await this.#existing(target.ref);
        return this.#files(target);
      },
    });
  }

  async connect(call: CallOptions): Promise<RuntimeInfo> {
    return await withinCall(this.#options.clock, call, async () => {
      await this.#records.open(this.#options.clock.wallMs());
      const isolation = this.#options.allowHostExec ? await this.#commands.probe() : null;
      return toInfo(isolation);
    });
  }

  async ensureImage(): Promise<PulledImage> {
    return { digest: '', pulled: false };
  }

  async networkReach(network: string): Promise<NetworkReach> {
    if (!this.#options.allowHostExec) return 'nothing';
    const { kind } = await this.#commands.probe();
    return network === 'none' && kind === 'bubblewrap' ? 'nothing' : 'anything';
  }

  async create(spec: InstanceSpec, call: CallOptions): Promise<ObservedInstance> {
    if (spec.labels[ownershipLabels.instance] !== this.#options.instanceId) {
      throw new SandkeepError('CREATE_REFUSED', 'the instance label is not that of this daemon');
    }
    return await this.#change(spec.ref, call, async () => {
      const present = await this.#adopt(spec.ref);
      if (present !== null) return present;
      await new MountedFiles(spec.mounts).requireSources();
      const record = toRecord(spec);
      if (await this.#records.add(record)) return toObserved(record, null);
      const winner = await this.#adopt(spec.ref);
      if (winner !== null) return winner;
      throw new SandkeepError('NAME_TAKEN', `the name ${spec.ref.name} was taken and freed at once`);
    });
  }

  async start(ref: InstanceRef, call: CallOptions): Promise<ObservedInstance> {
    return await this.#change(ref, call, async () => {
      const record = await this.#existing(ref);
      await new MountedFiles(record.mounts).requireSources();
      if (record.phase === 'running') return toObserved(record, null);
      const started: InstanceRecord = { ...record, phase: 'running', startedAtMs: this.#options.clock.wallMs() };
      await this.#records.replace(started);
      return toObserved(started, null);
    });
  }

  async stop(ref: InstanceRef, _graceMs: number, call: CallOptions): Promise<void> {
    await this.#change(ref, call, async () => {
      const record = await this.#find(ref);
      if (record === null) return;
      if (record.phase !== 'exited') await this.#records.replace({ ...record, phase: 'exited' });
      if (!record.mayHaveProcesses) return;
      await this.#commands.killAll(ref.name);
      await this.#records.replace({ ...record, phase: 'exited', mayHaveProcesses: false });
    });
  }

  async pause(): Promise<void> {
    throw new SandkeepError('NOT_SUPPORTED', 'the local runtime cannot pause');
  }

  async unpause(): Promise<void> {
    throw new SandkeepError('NOT_SUPPORTED', 'the local runtime cannot pause');
  }

  async remove(ref: InstanceRef, call: CallOptions): Promise<void> {
    await this.#change(ref, call, async () => {
      const lookup = await this.#records.read(ref.name);
      if (lookup.kind === 'absent') return;
      if (lookup.kind === 'damaged') {
        this.#options.logger.warn({ name: ref.name }, 'removing a damaged record of a local instance');
      } else if (!this.#isOurs(lookup.record, ref)) {
        return;
      }
      if (lookup.kind === 'damaged' || lookup.record.mayHaveProcesses) await this.#commands.killAll(ref.name);
      await this.#records.remove(ref.name);
      this.#held.delete(ref.name);
    });
  }

  async inspect(ref: InstanceRef, call: CallOptions): Promise<Inspection> {
    return await withinCall(this.#options.clock, call, async () => {
      const record = await this.#find(ref);
      return record === null ? { kind: 'absent' } : { kind: 'present', instance: await observe(record) };
    });
  }

  async list(call: CallOptions): Promise<readonly ObservedInstance[]> {
    return await withinCall(this.#options.clock, call, async (signal) => {
      const instances: ObservedInstance[] = [];
      for (const name of await this.#records.names()) {
        if (signal.aborted) throw cancellation(signal);
        const lookup = await this.#records.read(name);
        if (lookup.kind === 'damaged') {
          this.#options.logger.warn({ name }, 'a record of a local instance is damaged and left out');
        } else if (lookup.kind === 'present' && this.#hasOurLabel(lookup.record)) {
          instances.push(await observe(lookup.record));
        }
      }
      return instances;
    });
  }

  /** An instance that was never started does not run, so the wait ends at once. SANDBOX_LOST. */
  async waitExit(ref: InstanceRef, call: CallOptions): Promise<ExitEvidence> {
    const { clock } = this.#options;
    return await withinCall(clock, call, async (signal) => {
      let pauseMs = firstWaitMs;
      // Bounded by the call's deadline, which aborts the signal and with it the sleep.
      for (;;) {
        const { phase, exit } = await observe(await this.#existing(ref));
        if (phase !== 'running') return exit ?? evidence('it was never started');
        await clock.sleep(pauseMs, signal);
        pauseMs = Math.min(pauseMs * 2, longestWaitMs);
      }
    });
  }

  async logTail(): Promise<readonly string[]> {
    return [];
  }

  async *logs(ref: InstanceRef): AsyncGenerator<LogPiece> {
    await this.#existing(ref);
    yield* [];
    const why = 'a local sandbox has no first process, so it has no log; attach to its commands for their output';
    throw new SandkeepError('NOT_SUPPORTED', why);
  }

  /** Of its commands: nothing else runs in it. */
  async usage(ref: InstanceRef, call: CallOptions): Promise<InstanceUsage> {
    return await withinCall(this.#options.clock, call, async () => {
      const { mayHaveProcesses } = await this.#readyForCommand(ref);
      return await this.#usage.read(mayHaveProcesses ? ref.name : null, this.#options.clock.wallMs());
    });
  }

  /** There is no image below it. */
  async writableLayerBytes(ref: InstanceRef, call: CallOptions): Promise<number | null> {
    return await withinCall(this.#options.clock, call, async () => {
      await this.#existing(ref);
      return null;
    });
  }

  async exec(target: InstanceTarget, request: ExecRequest, call: CallOptions): Promise<ExecResult> {
    const starter = {
      clock: this.#options.clock,
      start: (started: StartExecRequest, startCall: CallOptions) => this.startExec(target, started, startCall),
      kill: (handle: ExecHandle, killCall: CallOptions) => this.signalExec(target, handle, 'SIGKILL', killCall),
      keep: (work: Promise<void>) => this.#keep(work),
    };
    const scope = openScope(this.#options.clock, call);
    try {
      const mark = randomBytes(markBytes).toString('hex');
      return await runToEnd(starter, request, mark, { signal: scope.signal, timeoutMs: call.timeoutMs });
    } finally {
      scope.end();
    }
  }

  /** Also EXEC_PATH_NOT_MAPPED, INVALID_FIELD, INVALID_PATH, NOT_SUPPORTED and those of LocalCommands.start. */
  async startExec(target: InstanceTarget, request: StartExecRequest, call: CallOptions): Promise<RunningExec> {
    if (!this.#options.allowHostExec) {
      throw new SandkeepError('HOST_EXEC_DISABLED', 'commands of local sandboxes are switched off');
    }
    return await withinCall(this.#options.clock, call, async () => {
      const record = await this.#expectProcesses(target.ref);
      const isWanted = async (): Promise<boolean> => (await this.#find(target.ref))?.phase === 'running';
      const job = { target, files: this.#files(target), network: record.network, request, isWanted };
      return await this.#commands.start(job);
    });
  }

  async findExec(target: InstanceTarget, handle: ExecHandle, call: CallOptions): Promise<FoundExec> {
    return await withinCall(this.#options.clock, call, async () => {
      const found = await this.#commands.find(target.ref.name, handle);
      if (found.kind === 'running' || (await this.#find(target.ref))?.phase === 'running') return found;
      return { kind: 'ended', ending: { exitCode: null, signal: null, cause: 'sandbox_gone' } };
    });
  }

  async signalExec(target: InstanceTarget, handle: ExecHandle, signal: ExecSignal, call: CallOptions): Promise<void> {
    await withinCall(this.#options.clock, call, async () => {
      await this.#readyForCommand(target.ref);
      await this.#commands.signal(target.ref.name, handle, signal);
    });
  }

  /** Nothing happens to an instance here but by our own calls: it is silent until the signal ends it. */
  async *events(signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    await this.#records.requireDirectory();
    await untilAborted(signal);
    yield* [];
  }

  async close(): Promise<void> {
    this.#commands.killInFlight();
    await Promise.all(this.#background);
  }

  #keep(work: Promise<void>): void {
    const owned = work
      .catch((error: unknown) => this.#options.logger.warn({ error: String(error) }, 'a command could not be ended'))
      .finally(() => this.#background.delete(owned));
    this.#background.add(owned);
  }

  /** One change of an instance at a time; an aborted call does nothing. */
  async #change<T>(ref: InstanceRef, call: CallOptions, work: () => Promise<T>): Promise<T> {
    return await withinCall(this.#options.clock, call, async (signal) => {
      return await this.#changes.run(ref.name, async () => {
        if (signal.aborted) throw cancellation(signal);
        return await work();
      });
    });
  }

  #hasOurLabel(record: InstanceRecord): boolean {
    return record.labels[ownershipLabels.instance] === this.#options.instanceId;
  }

  #isOurs(record: InstanceRecord, ref: InstanceRef): boolean {
    return this.#hasOurLabel(record) && record.sandboxId === ref.sandboxId && record.generation === ref.generation;
  }

  /** null when it is absent or not ours. INTERNAL for a damaged record: unknown is not dead (R4). */
  async #find(ref: InstanceRef): Promise<InstanceRecord | null> {
    const lookup = await this.#records.read(ref.name);
    if (lookup.kind === 'damaged') {
      throw new SandkeepError('INTERNAL', `the record of ${ref.name} is damaged`, { metadata: { name: ref.name } });
    }
    return lookup.kind === 'present' && this.#isOurs(lookup.record, ref) ? lookup.record : null;
  }

  async #existing(ref: InstanceRef): Promise<InstanceRecord> {
    const record = await this.#find(ref);
    if (record === null) throw new SandkeepError('SANDBOX_LOST', `there is no local instance ${ref.name}`);
    return record;
  }

  /** The instance of this name when it is the one meant; null when the name is free. NAME_TAKEN. */
  async #adopt(ref: InstanceRef): Promise<ObservedInstance | null> {
    const lookup = await this.#records.read(ref.name);
    if (lookup.kind === 'absent') return null;
    if (lookup.kind === 'present' && this.#isOurs(lookup.record, ref)) return await observe(lookup.record);
    throw new SandkeepError('NAME_TAKEN', `another instance has the name ${ref.name}`);
  }

  /** The record of an instance that may run a command now. SANDBOX_LOST, WRONG_STATE. */
  async #readyForCommand(ref: InstanceRef): Promise<InstanceRecord> {
    const record = await this.#existing(ref);
    if (record.phase !== 'running') {
      throw new SandkeepError('WRONG_STATE', `the sandbox is ${record.phase}`, { metadata: { phase: record.phase } });
    }
    return record;
  }

  /** Committed before the first command starts, so that a stop after a crash knows to look for processes. */
  async #expectProcesses(ref: InstanceRef): Promise<InstanceRecord> {
    const known = await this.#readyForCommand(ref);
    if (known.mayHaveProcesses) return known;
    return await this.#changes.run(ref.name, async () => {
      const record: InstanceRecord = { ...(await this.#readyForCommand(ref)), mayHaveProcesses: true };
      await this.#records.replace(record);
      return record;
    });
  }

  #files(target: InstanceTarget): MountedFiles {
    const mounts = JSON.stringify(target.mounts);
    const held = this.#held.get(target.ref.name);
    if (held?.mounts === mounts) return held.files;
    const files = new MountedFiles(target.mounts);
    this.#held.set(target.ref.name, { mounts, files });
    return files;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
