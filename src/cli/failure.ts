// Turns whatever went wrong into what a person, a script and the shell are told.
import { hasReason, SandkeepRpcError } from '../client/errors.ts';
import type { JsonObject } from '../client/json.ts';
import { isDaemonAway } from '../client/retry.ts';
import { exitCodeOfStatus, exitCodes } from './exit-codes.ts';

/** The command line is wrong in a way that only the command itself can see. */
export class UsageError extends Error {
  readonly hint: string;

  constructor(message: string, hint = '') {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** A command that succeeded as a call and still has to say no. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  readonly hint: string;

  constructor(message: string, exitCode: number, hint = '') {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** Of a stream: whoever asks again gets what comes next. */
export function isResumable(error: unknown): error is SandkeepRpcError {
  return error instanceof SandkeepRpcError && (isDaemonAway(error) || hasReason(error, 'SLOW_CONSUMER'));
}

export interface Failure {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
  /** For --json. */
  readonly details: JsonObject;
}

export function describeFailure(error: unknown, socketPath: string): Failure {
  if (error instanceof SandkeepRpcError) return describeRpcError(error, socketPath);
  if (error instanceof UsageError) return plainFailure(error.message, error.hint, exitCodes.usage);
  if (error instanceof CommandFailure) return plainFailure(error.message, error.hint, error.exitCode);
  return plainFailure(error instanceof Error ? error.message : String(error), '', exitCodes.otherError);
}

function plainFailure(message: string, hint: string, exitCode: number): Failure {
  return { message, hint, exitCode, details: {} };
}

function describeRpcError(error: SandkeepRpcError, socketPath: string): Failure {
  const { message, hint, exitCode } = describeByOrigin(error, socketPath);
  const details: JsonObject = {
    status: error.status,
    code: error.code,
    reason: error.reason,
    metadata: error.metadata,
    retryable: error.retryable,
    retry_after_seconds: error.retryAfterMs === undefined ? null : error.retryAfterMs / 1000,
    field_violations: error.fieldViolations.map(({ field, description }) => ({ field, description })),
  };
  return { message, hint, exitCode, details };
}

function describeByOrigin(error: SandkeepRpcError, socketPath: string): Omit<Failure, 'details'> {
  const exitCode = exitCodeOfError(error);
  if (error.reason !== '') return { message: error.message, hint: error.hint, exitCode };
  const systemError = /connect (E[A-Z]+)/.exec(error.message)?.[1];
  if (systemError !== undefined) return describeConnectError(systemError, socketPath);
  if (error.status === 'DEADLINE_EXCEEDED') {
    const hint = 'Give more time with --timeout; what the call began goes on, and "sandkeep ls" shows it.';
    return { message: 'the daemon did not answer in time', hint, exitCode };
  }
  if (error.status === 'UNAVAILABLE') {
    const hint = 'The daemon may be restarting; try again, and look in its log.';
    return { message: `the connection to ${socketPath} broke: ${error.message}`, hint, exitCode };
  }
  return { message: error.message, hint: error.hint, exitCode };
}

/** A shell says 127 when it finds no command, and so do callers of exec expect it. */
function exitCodeOfError(error: SandkeepRpcError): number {
  return error.reason === 'COMMAND_NOT_FOUND' ? exitCodes.execNotFound : exitCodeOfStatus(error.status);
}

function describeConnectError(systemError: string, socketPath: string): Omit<Failure, 'details'> {
  if (systemError === 'EACCES' || systemError === 'EPERM') {
    const hint = 'Join the group that owns the socket, or run the command as the user of the daemon.';
    return { message: `not allowed to open the socket ${socketPath}`, hint, exitCode: exitCodes.permission };
  }
  const why = systemError === 'ENOENT' ? 'there is no such socket' : `nobody answers on it (${systemError})`;
  return {
    message: `cannot reach sandkeepd at ${socketPath}: ${why}`,
    hint: 'Start it with "systemctl start sandkeepd" or by running "sandkeepd"; another socket is named with --socket or SANDKEEP_SOCKET.',
    exitCode: exitCodes.unavailable,
  };
}
