import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../src/domain/errors.ts';
import {
  canonicalJson,
  decodePageToken,
  defaultPageSize,
  durationMs,
  encodePageToken,
  environmentOf,
  maxPageSize,
  namespaceOf,
  pageSizeOf,
  prewarmCount,
  releaseMode,
  safeNumber,
  sandboxFilter,
  sandboxName,
  sessionKey,
  sessionStateFilter,
  storagePathOf,
  templateName,
  toDuration,
} from '../../../src/grpc/convert.ts';

function reasonOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof SandkeepError) return error.reason;
    throw error;
  }
  return 'accepted';
}

const noFilter = { namespace: '', user: '', session: '', template: '', runtime: '', states: [], labels: {} };

describe('a page token', () => {
  test('gives back its position, for the filter it was made for', () => {
    fc.assert(
      fc.property(fc.nat(), fc.dictionary(fc.string(), fc.string()), (position, filter) => {
        expect(decodePageToken(encodePageToken(position, filter), filter)).toBe(position);
      }),
    );
  });

  test('says nothing to whoever looks at it but is plain text', () => {
    expect(encodePageToken(12, { user: 'ada' })).toMatch(/^[\w-]+$/);
    expect(Buffer.from(encodePageToken(12, { user: 'ada' }), 'base64url').toString()).not.toContain('ada');
  });

  test('of another filter is refused, whatever the order of its keys not', () => {
    const token = encodePageToken(12, { namespace: 'a', user: 'b' });
    expect(decodePageToken(token, { user: 'b', namespace: 'a' })).toBe(12);
    expect(reasonOf(() => decodePageToken(token, { namespace: 'a' }))).toBe('INVALID_PAGE_TOKEN');
  });

  test('that is damaged is refused, never anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.base64String({ minLength: 1 })), (token) => {
        expect(reasonOf(() => decodePageToken(token, {}))).toBe('INVALID_PAGE_TOKEN');
      }),
    );
    const token = encodePageToken(12, {});
    expect(reasonOf(() => decodePageToken(token.slice(0, -4), {}))).toBe('INVALID_PAGE_TOKEN');
    const forged = Buffer.from(JSON.stringify([{ position: 1 }, 'x'])).toString('base64url');
    expect(reasonOf(() => decodePageToken(forged, {}))).toBe('INVALID_PAGE_TOKEN');
  });

  test('that is empty is the first page', () => {
    expect(decodePageToken('', {})).toBeNull();
  });
});

describe('a page size', () => {
  test('of none is the usual one, of too many the largest, below none an error', () => {
    expect(pageSizeOf(0)).toBe(defaultPageSize);
    expect(pageSizeOf(7)).toBe(7);
    expect(pageSizeOf(1_000_000)).toBe(maxPageSize);
    expect(reasonOf(() => pageSizeOf(-1))).toBe('INVALID_FIELD');
  });
});

describe('a filter by state', () => {
  test('with states that this daemon does not know matches those it knows', () => {
    const filter = sandboxFilter({ ...noFilter, states: ['SANDBOX_STATE_RUNNING', 99 as never] });
    expect(filter).toEqual({ states: ['RUNNING'] });
  });

  test('with nothing but such states matches nothing: a ReleaseAll with it releases nobody', () => {
    expect(sandboxFilter({ ...noFilter, states: [99 as never] })).toEqual({ states: [] });
    expect(sandboxFilter({ ...noFilter, namespace: 'n', states: ['SANDBOX_STATE_UNSPECIFIED'] })).toEqual({
      namespace: 'n',
      states: [],
    });
  });

  test('without states shows all, or all but the released', () => {
    expect(sandboxFilter(null)).toEqual({});
    const shown = sandboxFilter(null, false).states ?? [];
    expect(shown).toHaveLength(12);
    expect(shown).not.toContain('RELEASED');
  });
});

describe('states of sessions', () => {
  test('restrict when there are some, and unknown ones match nothing', () => {
    expect(sessionStateFilter([])).toBeNull();
    expect(sessionStateFilter(['SESSION_STATE_RECYCLED', 'SESSION_STATE_ACTIVE'])).toEqual(['ACTIVE', 'RECYCLED']);
    expect(sessionStateFilter(['SESSION_STATE_RELEASED', 77])).toEqual(['RELEASED']);
    expect(sessionStateFilter([77, 'SESSION_STATE_UNSPECIFIED'])).toEqual([]);
  });
});

describe('a session key', () => {
  test('has "default" where a part is left out, and needs its session', () => {
    expect(sessionKey({ namespace: '', user: '', session: 's' })).toEqual({
      namespace: 'default',
      user: 'default',
      session: 's',
    });
    expect(reasonOf(() => sessionKey({ namespace: 'n', user: 'u', session: '' }))).toBe('INVALID_FIELD');
    expect(reasonOf(() => sessionKey(null))).toBe('INVALID_FIELD');
    expect(namespaceOf('')).toBe('default');
  });

  test('names the part that is wrong', () => {
    const wrong = { namespace: 'n', user: 'a'.repeat(129), session: 's' };
    expect(() => sessionKey(wrong)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ metadata: { field: 'session.user' } }) }),
    );
  });
});

describe('numbers and durations', () => {
  test('there and back are the same to the millisecond', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 11 }), (ms) => {
        const { seconds, nanos } = toDuration(ms);
        expect(durationMs({ seconds: String(seconds), nanos }, 'd')).toBe(ms);
      }),
    );
  });

  test('of a duration may not be negative nor absurd, and may be missing', () => {
    expect(durationMs(null, 'd')).toBeNull();
    for (const bad of [
      { seconds: '-1', nanos: 0 },
      { seconds: '0', nanos: -1 },
      { seconds: '99999999999', nanos: 0 },
    ]) {
      expect(reasonOf(() => durationMs(bad as never, 'd'))).toBe('INVALID_FIELD');
    }
  });

  test('of 64 bits are exact or refused', () => {
    expect(safeNumber('9007199254740991', 'n')).toBe(Number.MAX_SAFE_INTEGER);
    for (const bad of ['9007199254740992', '18446744073709551615', '-1', '1.5', 'x']) {
      expect(reasonOf(() => safeNumber(bad, 'n'))).toBe('INVALID_FIELD');
    }
  });
});

describe('names and values', () => {
  test('of a sandbox are needed and bounded', () => {
    expect(sandboxName('abc')).toBe('abc');
    expect(reasonOf(() => sandboxName(''))).toBe('INVALID_FIELD');
    expect(reasonOf(() => sandboxName('a'.repeat(257)))).toBe('INVALID_FIELD');
  });

  test('of the environment are bounded in number and length, and no value is in the error (R10)', () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`A${index}`, 'x']));
    expect(reasonOf(() => environmentOf(many))).toBe('INVALID_FIELD');
    const long = `hidden${'x'.repeat(32 * 1024)}`;
    expect(() => environmentOf({ KEY: long })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hidden') }),
    );
    expect(environmentOf({ KEY: 'x'.repeat(32 * 1024) })).toHaveProperty('KEY');
  });
});

describe('a place in the storage', () => {
  test('is plain names, or left out', () => {
    for (const path of ['', 'a', 'team/ann/s1', 'a.b/%20~x=1@2_3-4']) expect(storagePathOf(path)).toBe(path);
  });

  test('that leads elsewhere or means something else in S3 is refused', () => {
    for (const path of ['/a', 'a/', 'a//b', '../a', 'a/../b', 'a/.b', 'a b', 'a\\b', 'a\0', 'ä', 'x'.repeat(701)]) {
      expect(() => storagePathOf(path)).toThrow(
        expect.objectContaining({
          reason: 'INVALID_FIELD',
          details: expect.objectContaining({ metadata: { field: 'storage_path' } }),
        }),
      );
    }
  });
});

describe('a call about a pool', () => {
  test('that changes it names its template', () => {
    expect(templateName('aio')).toBe('aio');
    expect(reasonOf(() => templateName(''))).toBe('INVALID_FIELD');
  });

  test('asks for 1 to 1000 warm sandboxes', () => {
    expect([prewarmCount(1), prewarmCount(1000)]).toEqual([1, 1000]);
    for (const count of [0, -1, 1001]) expect(reasonOf(() => prewarmCount(count))).toBe('INVALID_FIELD');
  });
});

describe('a release mode', () => {
  test("that is not known is the template's", () => {
    const modes = ['RELEASE_MODE_DESTROY', 'RELEASE_MODE_PARK', 'RELEASE_MODE_UNSPECIFIED', 77].map(releaseMode);
    expect(modes).toEqual(['destroy', 'park', null, null]);
  });
});

describe('canonical text', () => {
  test('is the same for the same content, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });
});
