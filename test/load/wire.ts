// What really goes over the wire: the client repeats calls by itself, and each try is a call to the daemon.

import { Client, type ServiceError, status } from '@grpc/grpc-js';

import { toRpcError } from '../../src/client/status-details.ts';

export interface Attempt {
  readonly method: string;
  readonly beganAtMs: number;
  /** null while it is under way. */
  endedAtMs: number | null;
  /** The status that the daemon gave; null when the connection broke instead. */
  code: string | null;
}

/** Notes every unary try of this process from now on. */
export function noteAttempts(): readonly Attempt[] {
  const attempts: Attempt[] = [];
  const { makeUnaryRequest } = Client.prototype as { makeUnaryRequest: (...given: unknown[]) => unknown };
  Client.prototype.makeUnaryRequest = function noted(this: Client, ...given: unknown[]) {
    const [path, callback] = [String(given[0]), given.at(-1) as (error: ServiceError | null, answer: unknown) => void];
    const attempt: Attempt = { method: methodOf(path), beganAtMs: now(), endedAtMs: null, code: null };
    attempts.push(attempt);
    const heard = (error: ServiceError | null, answer: unknown): void => {
      attempt.endedAtMs = now();
      attempt.code = codeOf(error);
      callback(error, answer);
    };
    return makeUnaryRequest.call(this, ...given.slice(0, -1), heard);
  } as Client['makeUnaryRequest'];
  return attempts;
}

/** The wall clock, which the daemon and its scrapes share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** As the metrics call it: "/sandkeep.v1.SandboxService/AcquireSandbox" is "AcquireSandbox". */
function methodOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function codeOf(error: ServiceError | null): string | null {
  if (error === null) return 'OK';
  // Only the daemon gives reasons.
  return toRpcError(error).reason === '' ? null : (status[error.code] ?? null);
}
