// What sandkeep asks of anything that runs a sandbox. Every call is idempotent by the instance's name,
// takes a signal and a deadline, and throws SandkeepError. A failure that isUnknownOutcome() says nothing
// about whether the effect happened; any other failure means it did not.

import type { EngineStorage } from '../domain/doctor.ts';
import type { InstanceRef, InstanceSpec, MountSpec } from '../domain/runtime-spec.ts';
import type { PullPolicy } from '../domain/template.ts';
import type { FileTree } from './files.ts';
import type { LogPiece, LogRequest } from './logs.ts';
import type { InstanceUsage } from './usage.ts';

export interface CallOptions {
  /** Aborting ends the wait, not necessarily the effect. */
  readonly signal: AbortSignal;
  /** Bound of this call in milliseconds; RUNTIME_TIMEOUT when it passes. */
  readonly timeoutMs: number;
}

export interface RuntimeCapabilities {
  readonly pause: boolean;
  readonly exec: boolean;
  readonly images: boolean;
  /** Commands run on the host without isolation. */
  readonly hostExec: boolean;
  readonly publishedPorts: boolean;
  readonly imageHealthcheck: boolean;
  readonly init: boolean;
  readonly events: boolean;
  /** What the first process writes is kept and can be read. */
  readonly logs: boolean;
  /** OCI runtimes the engine lists; empty where the notion does not apply. */
  readonly ociRuntimes: readonly string[];
}

export interface RuntimeInfo {
  /** Kind of engine for people: "docker", "podman", "local", "fake". */
  readonly engine: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Stable identity of the engine, or null where it has none (Podman's changes with every call). */
  readonly engineId: string | null;
  /** Programs that the engine starts containers with and names with their versions, such as "runc". */
  readonly components: readonly { readonly name: string; readonly version: string }[];
  /** Where the engine keeps the files of containers; null where it does not say. */
  readonly storage: EngineStorage | null;
  readonly capabilities: RuntimeCapabilities;
  /** What this runtime cannot do here and the command or setting that ends it; for GetInfo. */
  readonly degraded: readonly { readonly mode: string; readonly remedy: string }[];
}

export type InstancePhase = 'created' | 'running' | 'paused' | 'exited' | 'dead';

export interface ExitEvidence {
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly message: string;
}

export interface PublishedPort {
  readonly containerPort: number;
  readonly hostAddress: string;
  readonly hostPort: number;
}

/** What a sandbox can reach over its network. These are the engine's rules: sandkeep sets none of its own. */
export type NetworkReach = 'nothing' | 'own_network' | 'anything';

/** An instance that exists. */
export interface ObservedInstance {
  readonly ref: InstanceRef;
  readonly phase: InstancePhase;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PublishedPort[];
  readonly imageDigest: string | null;
  readonly startedAtMs: number | null;
  /** Set when phase is exited or dead. */
  readonly exit: ExitEvidence | null;
  /** State of the image's own health check, null where it has none or the engine does not run it. */
  readonly health: 'starting' | 'healthy' | 'unhealthy' | null;
}

/** Tri-state by type: an answer "present" or "absent"; unknown is a thrown error (R4). */
export type Inspection =
  | { readonly kind: 'present'; readonly instance: ObservedInstance }
  | { readonly kind: 'absent' };

export interface ExecRequest {
  readonly argv: readonly string[];
  /** Added to the sandbox's environment. Secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string | null;
  readonly user: string | null;
  readonly stdin: Uint8Array | null;
  /** Bytes kept of each of stdout and stderr; the rest is counted and dropped. */
  readonly maxOutputBytes: number;
  /** The command is ended after this many milliseconds. */
  readonly timeoutMs: number;
  /** How long the engine may take to begin it, however long it may run; without it the bound of the call alone. */
  readonly startTimeoutMs?: number;
}

export interface ExecResult {
  /** null when unknown; never invented. */
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly stdoutTruncatedBytes: number;
  readonly stderrTruncatedBytes: number;
  readonly timedOut: boolean;
  readonly durationMs: number;
}

export const execSignals = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGWINCH: 28,
} as const;
export type ExecSignal = keyof typeof execSignals;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface StartExecRequest {
  readonly argv: readonly string[];
  /** Added to the sandbox's environment. Secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string | null;
  readonly user: string | null;
  /** With a terminal all output is stdout, and input passes its line discipline. */
  readonly terminal: TerminalSize | null;
  /** "none": the command reads the end at once; bytes: all that it reads; "stream": what is written to it. */
  readonly input: 'none' | 'stream' | Uint8Array;
  /** 32 hexadecimal digits that no other exec has; all processes of the command carry them. */
  readonly mark: string;
}

/** Names one exec to its runtime, also after a restart of the daemon. No secret. */
export interface ExecHandle {
  readonly mark: string;
  /** The runtime's own name; '' while it is not known whether the command was started. */
  readonly runtimeId: string;
  readonly user: string | null;
}

/** How a command ended. What is not known is null: nothing here is guessed. */
export interface ExecEnding {
  /** A command ended by signal n has 128 + n. */
  readonly exitCode: number | null;
  /** Set where the runtime itself says that a signal ended it. */
  readonly signal: string | null;
  readonly cause: 'exited' | 'signalled' | 'oom' | 'sandbox_gone' | 'unknown';
}

export interface ExecOutput {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

/** A command that runs, with its streams. Its owner reads the output to the end, or detaches. */
export interface RunningExec {
  readonly runtimeId: string;
  /** Read once. A reader that stops reading stops the command. Ends soon after the command, whoever holds its streams. */
  readonly output: AsyncIterable<ExecOutput>;
  /**
   * Rejects when it never ran: COMMAND_NOT_FOUND, FILE_NOT_FOUND for the workdir, INVALID_FIELD, CREATE_REFUSED; and with
   * an unknown outcome when the connection to it is lost, of which findExec may tell more.
   */
  readonly ending: Promise<ExecEnding>;
  /** Resolves when more may be written. What a command does not take any more is dropped. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the input; output goes on. */
  endInput(): void;
  /** NOT_SUPPORTED without a terminal. */
  resize(size: TerminalSize, call: CallOptions): Promise<void>;
  /** Lets go of the streams. The command goes on, its output is lost from here. */
  detach(): void;
}

/** What a runtime knows of an exec that it is asked about by its handle. */
export type FoundExec =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly ending: ExecEnding }
  | { readonly kind: 'forgotten' };

/** A running instance as exec and files need it. */
export interface InstanceTarget {
  readonly ref: InstanceRef;
  /** The mounts it was created with; runtimes may serve them from the host. */
  readonly mounts: readonly MountSpec[];
  /** The environment it was created with. Secret; a runtime whose instances carry it already ignores it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Directory commands start in when the request names none. */
  readonly workdir: string | null;
}

export interface PullProgress {
  readonly layer: string;
  readonly status: string;
  readonly currentBytes: number;
  readonly totalBytes: number;
}

export interface PulledImage {
  /** Digest or id of the image as the engine names it. */
  readonly digest: string;
  /** False when the image was there already and nothing was fetched. */
  readonly pulled: boolean;
}

export interface RuntimeEvent {
  readonly kind: 'start' | 'exit' | 'pause' | 'unpause' | 'remove' | 'other';
  readonly ref: InstanceRef;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
}

export interface Runtime {
  readonly name: string;

  /** Asks the engine who it is. RUNTIME_UNAVAILABLE when nothing answers. Called at start and after every gap. */
  connect(call: CallOptions): Promise<RuntimeInfo>;

  /**
   * Makes sure the image is there by the policy; single-flight per image.
   * IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED.
   */
  ensureImage(
    image: string,
    policy: PullPolicy,
    onProgress: (progress: PullProgress) => void,
    call: CallOptions,
  ): Promise<PulledImage>;

  /** What sandboxes on a network of this name reach; null when there is no such network. */
  networkReach(network: string, call: CallOptions): Promise<NetworkReach | null>;

  /**
   * Creates the instance without starting it; adopts one of the same name, sandbox and generation that is ours.
   * NAME_TAKEN when another container has the name, IMAGE_NOT_FOUND, CREATE_REFUSED, PORT_UNAVAILABLE,
   * MOUNT_SOURCE_MISSING. A name that is taken by nothing visible is an unknown outcome: somebody's create is under way.
   */
  create(spec: InstanceSpec, call: CallOptions): Promise<ObservedInstance>;

  /** Starts it and reads its ports back. Already running is success. PORT_UNAVAILABLE, CREATE_REFUSED, MOUNT_SOURCE_MISSING, SANDBOX_LOST. */
  start(ref: InstanceRef, call: CallOptions): Promise<ObservedInstance>;

  /** Stops it within graceMs, then kills. Already stopped or absent is success. */
  stop(ref: InstanceRef, graceMs: number, call: CallOptions): Promise<void>;

  /** NOT_SUPPORTED where capabilities.pause is false. Already paused is success. SANDBOX_LOST. */
  pause(ref: InstanceRef, call: CallOptions): Promise<void>;
  unpause(ref: InstanceRef, call: CallOptions): Promise<void>;

  /** Kills and removes; returns only when absence is confirmed by name (R6). Absent is success. Never touches bind-mounted files. */
  remove(ref: InstanceRef, call: CallOptions): Promise<void>;

  /** By id and by name; "absent" only on the engine's own word. */
  inspect(ref: InstanceRef, call: CallOptions): Promise<Inspection>;

  /** Everything that carries our instance label, in any phase. Foreign containers never appear (R5). */
  list(call: CallOptions): Promise<readonly ObservedInstance[]>;

  /** Resolves when the instance is not running any more; evidence of how it ended. */
  waitExit(ref: InstanceRef, call: CallOptions): Promise<ExitEvidence>;

  /** Last lines of its output, newest last; [] where there are none. */
  logTail(ref: InstanceRef, lines: number, call: CallOptions): Promise<readonly string[]>;

  /**
   * What its first process has written, as far as it is kept; with follow also what comes, until the instance does not run
   * any more, which is the end. The deadline is for the beginning. A reader that stops reading stops nothing but the
   * transfer. NOT_SUPPORTED where nothing is kept, SANDBOX_LOST.
   */
  logs(ref: InstanceRef, request: LogRequest, call: CallOptions): AsyncIterable<LogPiece>;

  /** Measures once, at once. WRONG_STATE when it does not run, SANDBOX_LOST. */
  usage(ref: InstanceRef, call: CallOptions): Promise<InstanceUsage>;

  /** Bytes written over its image, outside of mounts; null where there is none. May take long. SANDBOX_LOST. */
  writableLayerBytes(ref: InstanceRef, call: CallOptions): Promise<number | null>;

  /**
   * Returns when the command ends, even if a background child keeps its output open. A command ended by signal n has
   * exit code 128 + n. HOST_EXEC_DISABLED, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, NOT_SUPPORTED, FILE_NOT_FOUND for a
   * missing workdir, WRONG_STATE when the instance does not run, SANDBOX_LOST when it does not exist.
   */
  exec(target: InstanceTarget, request: ExecRequest, call: CallOptions): Promise<ExecResult>;

  /** What is inside. */
  readonly files: FileTree;

  /**
   * Starts a command and gives its streams; the call bounds the start alone. Errors as those of exec, which may also come
   * with the ending.
   */
  startExec(target: InstanceTarget, request: StartExecRequest, call: CallOptions): Promise<RunningExec>;

  /** Whether the command still runs or how it ended, without its streams. An error says nothing about it (R4). */
  findExec(target: InstanceTarget, handle: ExecHandle, call: CallOptions): Promise<FoundExec>;

  /**
   * Sends the signal to the whole process tree; SIGKILL until none of it is left. Nothing left is success.
   * EXEC_KILL_UNSUPPORTED when the image lacks what it takes, SANDBOX_LOST, WRONG_STATE.
   */
  signalExec(target: InstanceTarget, handle: ExecHandle, signal: ExecSignal, call: CallOptions): Promise<void>;

  /** A nudge, never the truth: ends with an error at any gap, and the reader lists again. */
  events(signal: AbortSignal): AsyncIterable<RuntimeEvent>;

  /** Gives back sockets and children of this adapter; sandboxes stay. */
  close(): Promise<void>;
}
