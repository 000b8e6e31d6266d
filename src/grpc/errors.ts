// From the error table to what travels: status code, message, and google.rpc details.

import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js';
import { errorTable, SandkeepError, type ErrorReason, type StatusName } from '../domain/errors.ts';
import { googleRpc } from './definitions.ts';

const domain = 'sandkeep';
/** grpc-js refuses metadata beyond 8 KiB in many clients; long evidence is cut. */
const maxMetadataValue = 1500;
const maxMessage = 2000;
const typePrefix = 'type.googleapis.com/google.rpc.';

const codes: Readonly<Record<StatusName, status>> = status;

/** The error as grpc-js sends it. Anything that is not ours becomes INTERNAL without its text. */
export function toServerError(error: unknown): ServerErrorResponse {
  const known = error instanceof SandkeepError ? error : internalError(error);
  const code = codes[known.status];
  const message = known.message.slice(0, maxMessage);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', encodeStatus(code, message, known));
  return { name: known.reason, message, code, details: message, metadata };
}

export function internalError(cause: unknown): SandkeepError {
  return new SandkeepError('INTERNAL', 'an unexpected error; the log of the daemon has it', { cause });
}

function encodeStatus(code: status, message: string, error: SandkeepError): Buffer {
  const { details, reason } = error;
  const packed = [packErrorInfo(error, reason)];
  if (details.fieldViolations !== undefined) {
    const fieldViolations = details.fieldViolations.map(({ field, description }) => ({ field, description }));
    packed.push(pack('BadRequest', googleRpc.BadRequest.serialize({ fieldViolations })));
  }
  if (details.retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.floor(details.retryAfterMs / 1000), nanos: (details.retryAfterMs % 1000) * 1e6 };
    packed.push(pack('RetryInfo', googleRpc.RetryInfo.serialize({ retryDelay })));
  }
  if (details.quota !== undefined) {
    packed.push(pack('QuotaFailure', googleRpc.QuotaFailure.serialize({ violations: [{ ...details.quota }] })));
  }
  return googleRpc.Status.serialize({ code, message, details: packed });
}

function packErrorInfo(error: SandkeepError, reason: ErrorReason): { type_url: string; value: Buffer } {
  const own = Object.entries(error.details.metadata ?? {}).map(([name, value]) => [
    name,
    value.slice(-maxMetadataValue),
  ]);
  const metadata: Record<string, string> = {
    ...Object.fromEntries(own),
    hint: errorTable[reason].hint,
    retryable: String(errorTable[reason].retryable),
  };
  return pack('ErrorInfo', googleRpc.ErrorInfo.serialize({ reason, domain, metadata }));
}

function pack(type: string, value: Buffer): { type_url: string; value: Buffer } {
  return { type_url: typePrefix + type, value };
}
