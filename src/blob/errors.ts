// System errors of files as errors of the table. Host paths stay in the cause, which only the log shows.

import { type ErrorReason, hasReason, SandkeepError } from '../domain/errors.ts';

const reasonByCode: Readonly<Record<string, ErrorReason>> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'PATH_ESCAPES',
  ELOOP: 'PATH_ESCAPES',
  EEXIST: 'FILE_EXISTS',
  ENOSPC: 'NO_SPACE',
  EDQUOT: 'NO_SPACE',
  EFBIG: 'NO_SPACE',
  EACCES: 'FILE_PERMISSION_DENIED',
  EPERM: 'FILE_PERMISSION_DENIED',
  EROFS: 'FILE_PERMISSION_DENIED',
  EMFILE: 'TOO_MANY_REQUESTS',
  ENFILE: 'TOO_MANY_REQUESTS',
};

/** The code of a system error, or "" for anything else. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errorCode(error));
}

/** For catch: null for these codes, and the error itself for any other. */
export function ignoring(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (hasCode(error, ...codes)) return null;
    throw error;
  };
}

/** An error about one file of a workspace; `file` is its path inside it, "" the workspace itself. */
export function fileError(
  reason: ErrorReason,
  key: string,
  file: string,
  why: string,
  details: { readonly cause?: unknown } = {},
): SandkeepError {
  const subject = file === '' ? `workspace ${key}` : `${JSON.stringify(file)} of workspace ${key}`;
  return new SandkeepError(reason, `${subject}: ${why}`, { metadata: { key, file }, ...details });
}

/** A failure at a file of a workspace on this host. What is no system error passes through. */
export function toFileError(error: unknown, key: string, file: string): unknown {
  const code = errorCode(error);
  const reason = error instanceof SandkeepError ? undefined : reasonByCode[code];
  return reason === undefined ? error : fileError(reason, key, file, code, { cause: error });
}

/**
 * Does work for one file of a workspace and tells its failures of that file, those of the storage too. What is neither a
 * system error nor one of the storage passes through.
 */
export async function explaining<T>(key: string, file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!hasReason(error, 'STORAGE_UNAVAILABLE', 'STORAGE_DENIED', 'STORAGE_FULL')) throw toFileError(error, key, file);
    throw fileError(error.reason, key, file, error.message, { cause: error });
  }
}

/** What is stored is not what was written. */
export function corrupt(key: string, what: string): SandkeepError {
  return new SandkeepError('STORAGE_CORRUPT', `what is stored for workspace ${key} is damaged: ${what}`, {
    metadata: { key },
  });
}

export function tooLarge(key: string, what: string): SandkeepError {
  return new SandkeepError('WORKSPACE_TOO_LARGE', `workspace ${key} ${what}`, { metadata: { key } });
}
