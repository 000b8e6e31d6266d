// The one error type that calls of the client reject with.

export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

export interface QuotaViolation {
  readonly subject: string;
  readonly description: string;
}

export interface RpcFailure {
  /** The gRPC status as a number, for example 9. */
  readonly code: number;
  /** The same by name, for example "FAILED_PRECONDITION". */
  readonly status: string;
  /** A reason of the error table; empty when the error did not come from the daemon. */
  readonly reason: string;
  /** "sandkeep" for errors of the daemon, else empty. */
  readonly domain: string;
  /** What to do next; empty when the error did not come from the daemon. */
  readonly hint: string;
  /** Every dynamic value of the message, by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether the same call may succeed later without the caller changing anything. */
  readonly retryable: boolean;
  /** How long to wait at least before the next try, where the daemon says so. */
  readonly retryAfterMs: number | undefined;
  readonly fieldViolations: readonly FieldViolation[];
  readonly quotaViolations: readonly QuotaViolation[];
}

export class SandkeepRpcError extends Error implements RpcFailure {
  readonly code: number;
  readonly status: string;
  readonly reason: string;
  readonly domain: string;
  readonly hint: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly fieldViolations: readonly FieldViolation[];
  readonly quotaViolations: readonly QuotaViolation[];

  constructor(message: string, failure: RpcFailure, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandkeepRpcError';
    this.code = failure.code;
    this.status = failure.status;
    this.reason = failure.reason;
    this.domain = failure.domain;
    this.hint = failure.hint;
    this.metadata = failure.metadata;
    this.retryable = failure.retryable;
    this.retryAfterMs = failure.retryAfterMs;
    this.fieldViolations = failure.fieldViolations;
    this.quotaViolations = failure.quotaViolations;
  }
}

/** Whether the error is one of these reasons of the error table. */
export function hasReason(error: unknown, ...reasons: readonly string[]): error is SandkeepRpcError {
  return error instanceof SandkeepRpcError && reasons.includes(error.reason);
}
