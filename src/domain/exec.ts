// Commands as things that are kept: what is remembered of each, also over a restart of the daemon.

/** STARTING: the intent is written, and the command may or may not run. */
export type ExecState = 'STARTING' | 'RUNNING' | 'ENDED';

/** Why a command is over. DAEMON_RESTARTED: it ended while nobody watched, and how is not known. */
export type ExecCause =
  | 'EXITED'
  | 'SIGNALLED'
  | 'TIMED_OUT'
  | 'OUT_OF_MEMORY'
  | 'SANDBOX_GONE'
  | 'DAEMON_RESTARTED'
  | 'NOT_STARTED'
  | 'UNKNOWN';

export interface ExecExit {
  readonly cause: ExecCause;
  /** null when it is not known; never invented. */
  readonly exitCode: number | null;
  /** Name of the signal that ended it, where that is known. */
  readonly signal: string | null;
  readonly message: string;
}

export interface ExecRecord {
  readonly position: number;
  readonly sandboxId: string;
  /** Unique in its sandbox. */
  readonly id: string;
  readonly generation: number;
  /** Last part of the program's path; arguments may be secret and are not kept. */
  readonly command: string;
  /** Tells the same request from another one under the same id. */
  readonly fingerprint: string;
  /** Carried by all its processes. */
  readonly mark: string;
  /** The runtime's own name of it; '' while it is not known. */
  readonly runtimeId: string;
  readonly user: string | null;
  readonly hasTerminal: boolean;
  readonly state: ExecState;
  readonly exit: ExecExit | null;
  readonly startedAtMs: number;
  /** When it is ended by its time-out. */
  readonly deadlineAtMs: number;
  readonly endedAtMs: number | null;
  /** Bytes that came on each stream; only what came while a daemon read them. */
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}

export type NewExec = Omit<
  ExecRecord,
  'position' | 'state' | 'exit' | 'endedAtMs' | 'runtimeId' | 'stdoutBytes' | 'stderrBytes'
>;
