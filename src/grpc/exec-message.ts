// Between the messages of ExecService and what the engine knows of execs.

import { invalidField } from '../domain/errors.ts';
import type { ExecRecord } from '../domain/exec.ts';
import type { EngineContext } from '../engine/context.ts';
import type { ExecStart } from '../engine/exec/execs.ts';
import type { LiveExec, WhenFull } from '../engine/exec/live-exec.ts';
import { type ExecSignal, execSignals, type TerminalSize } from '../ports/runtime.ts';
import type { Duration__Output } from '../gen/google/protobuf/Duration.ts';
import type { Exec } from '../gen/sandkeep/v1/Exec.ts';
import type { ExecCause__Output } from '../gen/sandkeep/v1/ExecCause.ts';
import type { ExecSpec__Output } from '../gen/sandkeep/v1/ExecSpec.ts';
import type { TerminalSize__Output } from '../gen/sandkeep/v1/TerminalSize.ts';
import { canonicalJson, durationMs, environmentOf, toTimestamp } from './convert.ts';

export const maxStdinBytes = 1024 * 1024;
const maxArguments = 1024;
const maxArgumentBytes = 128 * 1024;
const maxTerminalSize = 65_535;
const execIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

interface CommandFields {
  readonly argv: readonly string[];
  readonly shell: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly timeout: Duration__Output | null;
}

/** What every way to run a command has in common. INVALID_FIELD. */
export function commandOf(context: EngineContext, fields: CommandFields) {
  const { execDefaultTimeoutMs, execMaxTimeoutMs } = context.settings().engine;
  const timeoutMs = durationMs(fields.timeout, 'timeout') ?? execDefaultTimeoutMs;
  if (timeoutMs === 0) throw invalidField('timeout', 'must be more than zero');
  if (timeoutMs > execMaxTimeoutMs)
    throw invalidField(
      'timeout',
      `is longer than the ${execMaxTimeoutMs / 1000} s that limits.exec_max_timeout allows`,
    );
  if (fields.workdir !== '' && !fields.workdir.startsWith('/'))
    throw invalidField('workdir', 'must be an absolute path');
  return {
    argv: argvOf(fields),
    environment: environmentOf(fields.environment),
    workdir: fields.workdir === '' ? null : fields.workdir,
    user: fields.user === '' ? null : fields.user,
    timeoutMs,
  };
}

/** INVALID_FIELD. stdin null: none, or what will be sent. */
export function execStart(
  context: EngineContext,
  spec: ExecSpec__Output,
  stdin: Uint8Array | null,
  usual: WhenFull,
): ExecStart {
  const { timeoutMs, ...command } = commandOf(context, spec);
  const isStream = spec.openStdin || (spec.terminal !== null && stdin === null);
  const input = isStream ? 'stream' : (stdin ?? 'none');
  const body = canonicalJson({ ...spec, sandboxId: '', stdin: Buffer.from(stdin ?? []).toString('base64') });
  return {
    id: execIdOf(spec.execId, 'start'),
    request: { ...command, input, terminal: spec.terminal === null ? null : terminalSize(spec.terminal) },
    fingerprint: context.store.fingerprint(body),
    timeoutMs,
    whenFull: whenFullOf(spec.whenFull, usual),
  };
}

/** INVALID_FIELD. Only a start may leave it out. */
export function execIdOf(text: string, use: 'start' | 'lookup'): string {
  if (text === '' && use === 'start') return '';
  if (execIdPattern.test(text)) return text;
  const rule = 'is 1 to 64 of the characters A-Z a-z 0-9 . _ - and begins with a letter or digit';
  throw invalidField('exec_id', text === '' ? 'is required' : rule);
}

/** INVALID_FIELD. Empty is SIGTERM. */
export function execSignalOf(text: string): ExecSignal {
  if (text === '') return 'SIGTERM';
  if (Object.hasOwn(execSignals, text)) return text as ExecSignal;
  throw invalidField('signal', `must be one of ${Object.keys(execSignals).join(', ')}`);
}

/** INVALID_FIELD. */
export function terminalSize({ columns, rows }: TerminalSize__Output): TerminalSize {
  for (const value of [columns, rows]) {
    if (value < 1 || value > maxTerminalSize) throw invalidField('terminal', `must be 1 to ${maxTerminalSize}`);
  }
  return { columns, rows };
}

export function execMessage(record: ExecRecord, live: LiveExec | null): Exec {
  const { exit } = record;
  const isEnded = record.state === 'ENDED';
  return {
    sandboxId: record.sandboxId,
    execId: record.id,
    generation: record.generation,
    command: record.command,
    user: record.user ?? '',
    hasTerminal: record.hasTerminal,
    state: `EXEC_STATE_${record.state}`,
    ...(exit === null
      ? {}
      : {
          exit: {
            cause: `EXEC_CAUSE_${exit.cause}` satisfies ExecCause__Output,
            ...(exit.exitCode === null ? {} : { exitCode: exit.exitCode }),
            signal: exit.signal ?? '',
            message: exit.message,
          },
        }),
    startTime: toTimestamp(record.startedAtMs),
    deadline: toTimestamp(record.deadlineAtMs),
    endTime: toTimestamp(record.endedAtMs),
    stdoutBytes: isEnded || live === null ? record.stdoutBytes : live.endOffsets.stdout,
    stderrBytes: isEnded || live === null ? record.stderrBytes : live.endOffsets.stderr,
    stdinBytes: live?.inputBytes ?? 0,
    attachable: live !== null && (live.hasStreams || live.keptBytes > 0),
  };
}

function whenFullOf(value: unknown, usual: WhenFull): WhenFull {
  if (value === 'WHEN_FULL_BLOCK') return 'block';
  return value === 'WHEN_FULL_TRIM' ? 'trim' : usual;
}

function argvOf(fields: CommandFields): readonly string[] {
  if (fields.shell !== '' && fields.argv.length > 0) throw invalidField('shell', 'set either argv or shell');
  const argv = fields.shell === '' ? fields.argv : ['sh', '-c', fields.shell];
  if (argv.length === 0 || argv[0] === '') throw invalidField('argv', 'names no command');
  if (argv.length > maxArguments) throw invalidField('argv', `has more than ${maxArguments} entries`);
  for (const argument of argv) {
    if (argument.includes('\0')) throw invalidField('argv', 'an entry holds NUL');
    if (Buffer.byteLength(argument) > maxArgumentBytes)
      throw invalidField('argv', `an entry is longer than ${maxArgumentBytes} bytes`);
  }
  return argv;
}
