import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import {
  errorTable,
  hasReason,
  invalidField,
  isErrorReason,
  isUnknownOutcome,
  SandkeepError,
  type ErrorReason,
} from '../../../src/domain/errors.ts';

const rows = Object.entries(errorTable);
const root = path.resolve(import.meta.dirname, '../../..');

/** All of src but the table itself and what is generated. */
function sourceText(): string {
  const source = path.join(root, 'src');
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join(source, 'gen')) && !file.endsWith('domain/errors.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

describe('the error table', () => {
  test.each(rows)('has %s as a name that ErrorInfo takes, with a hint of one sentence', (reason, row) => {
    expect(reason).toMatch(/^[A-Z][A-Z0-9_]+[A-Z0-9]$/);
    expect(reason.length).toBeLessThanOrEqual(63);
    expect(row.hint).toMatch(/^[A-Z"].{9,}\.$/);
    expect(row.hint).not.toContain('\n');
  });

  test('has no reason that nothing gives', () => {
    const text = sourceText();
    const table = readFileSync(path.join(root, 'src/domain/errors.ts'), 'utf8');
    const own = table.slice(table.indexOf('export type ErrorReason'));
    const unused = rows
      .map(([reason]) => reason)
      .filter((reason) => !text.includes(`'${reason}'`) && !own.includes(`'${reason}'`));
    expect(unused).toEqual([]);
  });

  test('has every reason that the documentation names, and the documentation every reason', () => {
    const documented = [
      ...readFileSync(path.join(root, 'docs/ERRORS.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \| ([A-Z_]+) \|/gm),
    ];
    expect(documented.map((match) => [match[1], match[2]])).toEqual(rows.map(([reason, row]) => [reason, row.status]));
  });

  test('says of nothing that the caller must correct that the same call may succeed later', () => {
    const wrong = rows.filter(
      ([, row]) => row.retryable && ['INVALID_ARGUMENT', 'NOT_FOUND', 'PERMISSION_DENIED'].includes(row.status),
    );
    expect(wrong).toEqual([]);
  });

  test('says of all that is UNAVAILABLE or ABORTED that the same call may succeed later', () => {
    const wrong = rows.filter(([, row]) => !row.retryable && ['UNAVAILABLE', 'ABORTED'].includes(row.status));
    expect(wrong).toEqual([]);
  });

  test('knows its own reasons and no inherited names', () => {
    for (const [reason] of rows) expect(isErrorReason(reason)).toBe(true);
    for (const other of ['', 'toString', 'constructor', '__proto__', 'internal'])
      expect(isErrorReason(other)).toBe(false);
  });
});

describe('an error', () => {
  test('has status, retryability and hint of its row', () => {
    const error = new SandkeepError('CONFLICT', 'changed meanwhile');
    expect([error.status, error.retryable, error.hint]).toEqual(Object.values(errorTable.CONFLICT));
    expect(error.message).toBe('changed meanwhile');
  });

  test('keeps its cause for the log', () => {
    const cause = new Error('below');
    expect(new SandkeepError('STORE_FAILED', 'failed', { cause }).cause).toBe(cause);
    expect('cause' in new SandkeepError('STORE_FAILED', 'failed')).toBe(false);
  });

  test('of a field names the field in message, violation and metadata', () => {
    const error = invalidField('session.user', 'is too long');
    expect(error).toMatchObject({ reason: 'INVALID_FIELD', message: 'session.user: is too long' });
    expect(error.details.fieldViolations).toEqual([{ field: 'session.user', description: 'is too long' }]);
    expect(error.details.metadata).toEqual({ field: 'session.user' });
  });

  test('is told by its reason, whatever else is thrown', () => {
    const error: unknown = new SandkeepError('CONFLICT', 'x');
    expect(hasReason(error, 'WRONG_STATE', 'CONFLICT')).toBe(true);
    expect(hasReason(error, 'WRONG_STATE')).toBe(false);
    expect(hasReason(new Error('CONFLICT'), 'CONFLICT')).toBe(false);
    expect(hasReason(undefined, 'CONFLICT')).toBe(false);
  });
});

describe('an outcome', () => {
  test.each<ErrorReason>(['RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT', 'CALL_CANCELLED', 'DEADLINE_PASSED', 'INTERNAL'])(
    'that ended in %s is unknown (R4)',
    (reason) => {
      expect(isUnknownOutcome(new SandkeepError(reason, 'x'))).toBe(true);
    },
  );

  test('that ended in anything that is not ours is unknown', () => {
    expect(isUnknownOutcome(new Error('socket hang up'))).toBe(true);
    expect(isUnknownOutcome(undefined)).toBe(true);
  });

  test.each<ErrorReason>(['CONTAINER_EXITED', 'IMAGE_NOT_FOUND', 'CREATE_REFUSED', 'WRONG_STATE'])(
    'that ended in %s is known',
    (reason) => {
      expect(isUnknownOutcome(new SandkeepError(reason, 'x'))).toBe(false);
    },
  );
});
