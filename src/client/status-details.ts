// Decodes the typed details that the daemon sends beside a gRPC status.
import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Any__Output } from '../gen/google/protobuf/Any.ts';
import type { BadRequest__Output } from '../gen/google/rpc/BadRequest.ts';
import type { ErrorInfo__Output } from '../gen/google/rpc/ErrorInfo.ts';
import type { QuotaFailure__Output } from '../gen/google/rpc/QuotaFailure.ts';
import type { RetryInfo__Output } from '../gen/google/rpc/RetryInfo.ts';
import type { Status__Output } from '../gen/google/rpc/Status.ts';
import { findMessage } from './contract.ts';
import { durationToMs } from './convert.ts';
import { SandkeepRpcError } from './errors.ts';

const DETAILS_KEY = 'grpc-status-details-bin';
const TYPE_URL_PREFIX = 'type.googleapis.com/';

interface StatusDetails {
  errorInfo: ErrorInfo__Output | undefined;
  badRequest: BadRequest__Output | undefined;
  retryInfo: RetryInfo__Output | undefined;
  quotaFailure: QuotaFailure__Output | undefined;
}

/** The messages that are decoded here, by their names in the contract. */
interface MessageOf {
  'google.rpc.Status': Status__Output;
  'google.rpc.ErrorInfo': ErrorInfo__Output;
  'google.rpc.BadRequest': BadRequest__Output;
  'google.rpc.RetryInfo': RetryInfo__Output;
  'google.rpc.QuotaFailure': QuotaFailure__Output;
}

/** Whatever a call of grpc-js failed with, as the error that callers see. */
export function toRpcError(error: unknown): SandkeepRpcError {
  if (error instanceof SandkeepRpcError) return error;
  if (!isServiceError(error)) return localError(status.UNKNOWN, error instanceof Error ? error.message : String(error));
  const details = decodeDetails(error.metadata);
  const { hint = '', retryable, ...metadata } = details.errorInfo?.metadata ?? {};
  const retryDelay = details.retryInfo?.retryDelay;
  return new SandkeepRpcError(
    error.details,
    {
      code: error.code,
      status: statusName(error.code),
      reason: details.errorInfo?.reason ?? '',
      domain: details.errorInfo?.domain ?? '',
      hint,
      metadata,
      retryable: retryable === undefined ? error.code === status.UNAVAILABLE : retryable === 'true',
      retryAfterMs: retryDelay ? durationToMs(retryDelay) : undefined,
      fieldViolations: details.badRequest?.fieldViolations ?? [],
      quotaViolations: details.quotaFailure?.violations ?? [],
    },
    { cause: error },
  );
}

/** An error that arose on this side of the socket. */
export function localError(code: status, message: string): SandkeepRpcError {
  return new SandkeepRpcError(message, {
    code,
    status: statusName(code),
    reason: '',
    domain: '',
    hint: '',
    metadata: {},
    retryable: code === status.UNAVAILABLE,
    retryAfterMs: undefined,
    fieldViolations: [],
    quotaViolations: [],
  });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}

function statusName(code: number): string {
  return status[code] ?? 'UNKNOWN';
}

function decodeDetails(metadata: Metadata): StatusDetails {
  const parts = decodeParts(metadata);
  return {
    errorInfo: findPart(parts, 'google.rpc.ErrorInfo'),
    badRequest: findPart(parts, 'google.rpc.BadRequest'),
    retryInfo: findPart(parts, 'google.rpc.RetryInfo'),
    quotaFailure: findPart(parts, 'google.rpc.QuotaFailure'),
  };
}

function decodeParts(metadata: Metadata): readonly Any__Output[] {
  const encoded = metadata.get(DETAILS_KEY)[0];
  return encoded instanceof Buffer ? (decode('google.rpc.Status', encoded)?.details ?? []) : [];
}

function findPart<Name extends keyof MessageOf>(
  parts: readonly Any__Output[],
  name: Name,
): MessageOf[Name] | undefined {
  const part = parts.find((part) => part.type_url === TYPE_URL_PREFIX + name);
  return part && decode(name, part.value);
}

function decode<Name extends keyof MessageOf>(name: Name, bytes: Buffer): MessageOf[Name] | undefined {
  try {
    return findMessage(name)?.deserialize(bytes) as MessageOf[Name] | undefined;
  } catch {
    // A status without its details is worth more than an error about the details.
    return undefined;
  }
}
