// The daemon's log: one JSON object a line, written before the call returns, so that the last words are there.

import { destination as openDestination, pino, stdTimeFunctions, type DestinationStream } from 'pino';

import type { LogLevel } from '../domain/settings.ts';
import type { Logger } from '../ports/observer.ts';
import { redactFields } from './redact.ts';

const standardOutputFd = 1;

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
}

export interface LeveledLogger extends Logger {
  setLevel(level: LogLevel): void;
}

export function createLogger({ level, destination = standardOutput() }: LoggerOptions): LeveledLogger {
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // Already described; pino's own would add what the allow-list leaves out.
      serializers: { err: (described: unknown) => described },
    },
    destination,
  );
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    setLevel: (next) => {
      log.level = next;
    },
  };
}

function standardOutput(): DestinationStream {
  const stream = openDestination({ dest: standardOutputFd, sync: true });
  // A full disk or a closed pipe under the log costs log lines, not the daemon.
  stream.on('error', () => undefined);
  return stream;
}
