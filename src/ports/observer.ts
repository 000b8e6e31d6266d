// Where rooms say what they did: a log line and numbers. Never given a secret.

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
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
