// Where rooms say what they did: a log line and numbers. Never given a secret.

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Metrics {
  /** Adds to a counter. */
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  /** Records how long something took. */
  time(name: string, labels: Readonly<Record<string, string>>, durationMs: number): void;
  /** Sets a level. */
  set(name: string, labels: Readonly<Record<string, string>>, value: number): void;
}
