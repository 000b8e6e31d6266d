// From errno to the error table. A system error's own message holds host paths, so it is never passed on, not even as cause.

import { type ErrorReason, SandkeepError } from '../../domain/errors.ts';

const reasonByCode: Readonly<Record<string, ErrorReason>> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'NOT_A_DIRECTORY',
  EISDIR: 'NOT_A_FILE',
  EEXIST: 'FILE_EXISTS',
  ENOTEMPTY: 'DIRECTORY_NOT_EMPTY',
  ENOSPC: 'NO_SPACE',
  EDQUOT: 'NO_SPACE',
  EFBIG: 'FILE_TOO_LARGE',
  EACCES: 'FILE_PERMISSION_DENIED',
  EPERM: 'FILE_PERMISSION_DENIED',
  EROFS: 'READ_ONLY_PATH',
  ELOOP: 'PATH_ESCAPES',
  ENAMETOOLONG: 'INVALID_PATH',
  EINVAL: 'INVALID_PATH',
  EMFILE: 'TOO_MANY_REQUESTS',
  ENFILE: 'TOO_MANY_REQUESTS',
};

/** A failure of the bytes the caller supplies; it reaches the caller as it was thrown. */
export class ContentFailure extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super('the content failed');
    this.original = original;
  }
}

/** The code of a system error, or null for anything else. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What a caller sees of a failure at this virtual path. */
export function toFileError(error: unknown, path: string): unknown {
  if (error instanceof SandkeepError) return error;
  if (error instanceof ContentFailure) return error.original;
  const code = errorCode(error) ?? 'unknown';
  return fileError(reasonByCode[code] ?? 'INTERNAL', path, `failed with ${code}`);
}

export function fileError(reason: ErrorReason, path: string, why: string): SandkeepError {
  return new SandkeepError(reason, `${path}: ${why}`, { metadata: { path } });
}

/** The file that a write was to replace is not the one its caller has seen. */
export function conflict(path: string): SandkeepError {
  return fileError('CONFLICT', path, 'it is not what it was when its etag was read');
}

/** The signal's own reason when it is ours, else CALL_CANCELLED. */
export function cancellation(signal: AbortSignal): SandkeepError {
  if (signal.reason instanceof SandkeepError) return signal.reason;
  return new SandkeepError('CALL_CANCELLED', 'the call was cancelled');
}
