// The daemon's log: one JSON object a line, written before the call returns, so that the last words are there.

import { fstatSync } from 'node:fs';
import { destination as openDestination, pino, stdTimeFunctions, type DestinationStream } from 'pino';

import type { LogLevel } from '../domain/settings.ts';
import type { Logger } from '../ports/observer.ts';
import { redactFields } from './redact.ts';

const standardOutputFd = 1;

/** What the journal calls them; a line begins with the number in angle brackets, as sd-daemon(3) says. */
const journalPriorities: readonly (readonly [atLeast: number, priority: number])[] = [
  [50, 3],
  [40, 4],
  [30, 6],
  [0, 7],
];

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
  /** Of the trace that the present work belongs to; "" without one. */
  readonly traceId?: () => string;
  /** "journal" when the lines go to systemd's journal, which then knows how severe each is. */
  readonly format?: 'plain' | 'journal';
}

export interface LeveledLogger extends Logger {
  setLevel(level: LogLevel): void;
  /** From the level of the config to debug, or back again. Returns the one in force. */
  toggleDebug(): LogLevel;
}

export function createLogger({
  level,
  destination = standardOutput(),
  traceId = () => '',
  format = 'plain',
}: LoggerOptions): LeveledLogger {
  let configured = level;
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      mixin: () => {
        const id = traceId();
        return id === '' ? {} : { traceId: id };
      },
      // Already described; pino's own would add what the allow-list leaves out.
      serializers: { err: (described: unknown) => described },
    },
    format === 'journal' ? withPriorities(destination) : destination,
  );
  return {
    isDebugging: () => log.isLevelEnabled('debug'),
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    setLevel: (next) => {
      configured = next;
      log.level = next;
    },
    toggleDebug: () => {
      const isQuiet = configured !== 'debug' && configured !== 'trace';
      const next = isQuiet && log.level === configured ? 'debug' : configured;
      log.level = next;
      return next;
    },
  };
}

/** Whether standard output is the stream that systemd connected to its journal, and no redirection of it. */
export function logsToJournal(env: NodeJS.ProcessEnv): boolean {
  const stream = env['JOURNAL_STREAM'];
  if (stream === undefined || stream === '') return false;
  try {
    const { dev, ino } = fstatSync(standardOutputFd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}

/** pino notes the level of each line on a stream that asks for it. */
function withPriorities(destination: DestinationStream): DestinationStream {
  const stream = {
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write: (line: string): void => {
      const [, priority] = journalPriorities.find(([atLeast]) => stream.lastLevel >= atLeast) ?? [0, 7];
      destination.write(`<${priority}>${line}`);
    },
  };
  return stream;
}

function standardOutput(): DestinationStream {
  const stream = openDestination({ dest: standardOutputFd, sync: true });
  // A full disk or a closed pipe under the log costs log lines, not the daemon.
  stream.on('error', () => undefined);
  return stream;
}
