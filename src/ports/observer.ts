// Where rooms say what they did: a log line and numbers. Never given a secret.

/** The fields that a log line may have. What has another name is not written, whatever it holds. */
export const logFieldNames = [
  'event',
  'outcome',
  'durationMs',
  'err',
  'error',
  'reason',
  'method',
  'code',
  'traceId',
  'requestId',
  'sandbox',
  'session',
  'namespace',
  'generation',
  'operation',
  'kind',
  'attempts',
  'template',
  'runtime',
  'container',
  'containerId',
  'workspace',
  'exec',
  'image',
  'digest',
  'layer',
  'status',
  'loop',
  'counters',
  'task',
  'failures',
  'retryAtMs',
  'key',
  'what',
  'byMs',
  'directory',
  'problem',
  'registry',
  'engine',
  'version',
  'apiVersion',
  'endpoint',
  'socket',
  'address',
  'epoch',
  'level',
  'applied',
  'path',
  'bytes',
  'restartRequired',
  'outdatedSandboxes',
] as const;

export type LogFields = Readonly<Partial<Record<(typeof logFieldNames)[number], unknown>>>;

export interface Logger {
  /** Whether lines of debug are written: what makes one for every call asks before. */
  isDebugging(): boolean;
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export interface Level {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metrics {
  /** Adds to a counter. */
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  /** Records how long something took. */
  time(name: string, labels: Readonly<Record<string, string>>, durationMs: number): void;
  /** Records how much something was, in the unit of its name. */
  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void;
  /** Sets a level. */
  set(name: string, labels: Readonly<Record<string, string>>, value: number): void;
  /** Sets all levels of a name at once; what is not given is gone. */
  replace(name: string, levels: readonly Level[]): void;
  /** Sets a counter that somebody else counts. */
  reached(name: string, total: number): void;
}

/** What a caller sent along, as W3C Trace Context has it. */
export interface CallerTrace {
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
}

/** A piece of work in a trace. */
export interface Span {
  /** Whatever fn begins belongs to the span. */
  run<T>(fn: () => T): T;
  /** With the reason of its failure, or null. */
  end(failure: string | null): void;
}

/** Null spans are those that nobody would see. */
export interface Tracer {
  /** Of the trace that the present work belongs to; "" without one. */
  traceId(): string;
  /** A call of a client. */
  call(method: string, caller: CallerTrace): Span | null;
  /** A step of the present work. */
  step(name: string): Span | null;
}

/** A call that changes something: who, what, to which, and how it ended. Never a secret. */
export interface AuditEntry {
  /** The id of a token, "socket" where none is asked for, "nobody" for a call without a good one. */
  readonly who: string;
  readonly method: string;
  /** "ok", or the reason of the error. */
  readonly outcome: string;
  readonly request_id?: string;
  readonly sandbox?: string;
  readonly namespace?: string;
  readonly user?: string;
  readonly session?: string;
  readonly exec?: string;
  readonly template?: string;
  readonly loop?: string;
  readonly container?: string;
  readonly token?: string;
}

export interface Audit {
  readonly isOn: boolean;
  record(entry: AuditEntry): void;
  /** Goes on in a new file where the old one was renamed. */
  reopen(): void;
  close(): void;
}
