// What an S3-compatible service and the way to it answer, as errors of the table. What the service says in its own words
// is not passed on: it may repeat what it was sent.

import { type ErrorReason, SandkeepError } from '../domain/errors.ts';
import { errorCode } from './errors.ts';

const fullNames = new Set(['XMinioStorageFull', 'QuotaExceeded', 'StorageFull', 'InsufficientStorage']);
const fullStatus = 507;
/** The same request may succeed: the clock difference is known after the first answer. */
const passingNames = new Set(['RequestTimeTooSkewed', 'RequestTimeout', 'SlowDown', 'ThrottlingException']);
const passingStatuses = new Set([408, 425, 429]);
const safeName = /^[A-Za-z0-9._-]{1,64}$/;

interface Answer {
  readonly name: string;
  readonly status: number;
}

/** Only in the service's own word: any web server says 404, and "absent" would be taken for an empty workspace. */
export function isAbsentObject(error: unknown): boolean {
  return answerOf(error)?.name === 'NoSuchKey';
}

/** An answer that claims success and lacks what every service says. */
export function noService(what: string): SandkeepError {
  return new SandkeepError('STORAGE_DENIED', `${what} in the storage failed: what answered is no S3 service`);
}

/** STORAGE_UNAVAILABLE, STORAGE_DENIED or STORAGE_FULL; errors of the table pass through. */
export function toStorageError(error: unknown, what: string): unknown {
  if (error instanceof SandkeepError) return error;
  const answer = answerOf(error);
  if (answer === null) return connectionFailed(error, what);
  const reason = reasonOf(answer);
  const said = `${answer.status} ${answer.name}`;
  return new SandkeepError(reason, `${what} in the storage failed: it answered ${said}`, {
    metadata: { status: String(answer.status), code: answer.name },
  });
}

function reasonOf({ name, status }: Answer): ErrorReason {
  if (status === fullStatus || fullNames.has(name)) return 'STORAGE_FULL';
  if (status >= 500 || status < 300 || passingStatuses.has(status) || passingNames.has(name)) {
    return 'STORAGE_UNAVAILABLE';
  }
  return 'STORAGE_DENIED';
}

function connectionFailed(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = errorCode(error) || error.name;
  return new SandkeepError('STORAGE_UNAVAILABLE', `${what} in the storage failed: ${code}`, {
    metadata: { code },
    cause: error,
  });
}

/** Null when no whole answer came. */
function answerOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  if (typeof metadata.httpStatusCode !== 'number') return null;
  return { name: safeName.test(error.name) ? error.name : 'Unknown', status: metadata.httpStatusCode };
}
