// System errors of directory work as errors of the table. Host paths stay in the cause, which only the log shows.

import { SandkeepError, type ErrorReason } from '../domain/errors.ts';

const reasons: Readonly<Record<string, ErrorReason>> = {
  ENOSPC: 'NO_SPACE',
  EDQUOT: 'NO_SPACE',
  EACCES: 'FILE_PERMISSION_DENIED',
  EPERM: 'FILE_PERMISSION_DENIED',
  EROFS: 'FILE_PERMISSION_DENIED',
  ENOTDIR: 'NOT_A_DIRECTORY',
  ELOOP: 'PATH_ESCAPES',
};

export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function isAbsent(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

/** `what` says what was tried, without a path. Errors of the table pass through. */
export function directoryError(error: unknown, what: string): unknown {
  if (error instanceof SandkeepError) return error;
  const code = errorCode(error);
  const reason = reasons[code];
  if (reason === undefined) return error;
  return new SandkeepError(reason, `${what}: ${code}`, { metadata: { code }, cause: error });
}
