// A logger that keeps what it is told, and metrics that do.

import type { Level, Logger, Metrics } from '../../src/ports/observer.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export class RecordingLogger implements Logger {
  readonly lines: LogLine[] = [];

  isDebugging(): boolean {
    return true;
  }

  debug(fields: object, message: string): void {
    this.lines.push({ level: 'debug', fields, message });
  }

  info(fields: object, message: string): void {
    this.lines.push({ level: 'info', fields, message });
  }

  warn(fields: object, message: string): void {
    this.lines.push({ level: 'warn', fields, message });
  }

  error(fields: object, message: string): void {
    this.lines.push({ level: 'error', fields, message });
  }
}

export class RecordingMetrics implements Metrics {
  readonly samples: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[] = [];

  count(name: string, labels: Readonly<Record<string, string>> = {}, by = 1): void {
    this.samples.push({ name, labels, value: by });
  }

  time(name: string, labels: Readonly<Record<string, string>>, durationMs: number): void {
    this.samples.push({ name, labels, value: durationMs });
  }

  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    this.samples.push({ name, labels, value });
  }

  set(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    this.samples.push({ name, labels, value });
  }

  replace(name: string, levels: readonly Level[]): void {
    for (const { labels, value } of levels) this.samples.push({ name, labels, value });
  }

  reached(name: string, total: number): void {
    this.samples.push({ name, labels: {}, value: total });
  }
}
