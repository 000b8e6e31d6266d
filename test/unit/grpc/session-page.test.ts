import { describe, expect, test } from 'vitest';

import type { SandboxRecord, SessionState } from '../../../src/domain/sandbox.ts';
import type { SessionView } from '../../../src/engine/session/sessions.ts';
import {
  maxSandboxesInPage,
  maxSessionsLookedAt,
  sessionPage,
  type SessionPage,
} from '../../../src/grpc/session-page.ts';

function sessionAt(position: number, state: SessionState, sandboxes = 1): SessionView {
  return {
    record: {
      position,
      key: { namespace: 'default', user: 'default', session: `s${position}` },
      generation: 1,
      heartbeatTimeoutMs: 0,
      idleTimeoutMs: null,
      heartbeatAtMs: 0,
      heartbeatDueAtMs: null,
      createdAtMs: 0,
    },
    state,
    // Only how many there are counts here.
    sandboxes: Array.from({ length: sandboxes }, () => ({}) as SandboxRecord),
    recycleDueAtMs: null,
    lastHeardAtMs: 0,
  };
}

/** Positions have gaps, as those of forgotten sessions do. */
function sessions(count: number, stateOf: (index: number) => SessionState, sandboxes = 1): SessionView[] {
  return Array.from({ length: count }, (_, index) => sessionAt(index * 3 + 1, stateOf(index), sandboxes));
}

interface Reading {
  readonly page: (after: number, size: number, states?: readonly SessionState[] | null) => Promise<SessionPage>;
  /** Limits of the reads so far. */
  readonly limits: number[];
}

function readingOf(all: readonly SessionView[], signal = new AbortController().signal): Reading {
  const limits: number[] = [];
  const read = (after: number, limit: number): readonly SessionView[] => {
    limits.push(limit);
    return all.filter(({ record }) => record.position > after).slice(0, limit);
  };
  return { limits, page: (after, size, states = null) => sessionPage(read, states, after, size, signal) };
}

async function allPages(reading: Reading, size: number, states: readonly SessionState[] | null): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: number | null = 0; after !== null; ) {
    const { views, nextPosition }: SessionPage = await reading.page(after, size, states);
    pages.push(views.map(({ record }) => record.key.session));
    after = nextPosition;
  }
  return pages;
}

const active = (): SessionState => 'ACTIVE';
const everyTenth = (index: number): SessionState => (index % 10 === 9 ? 'RECYCLED' : 'ACTIVE');

describe('pages of sessions', () => {
  test.each([1, 2, 3, 5, 100])('of size %i follow each other without loss', async (size) => {
    const all = sessions(5, active);
    const pages = await allPages(readingOf(all), size, null);
    expect(pages.flat()).toEqual(all.map(({ record }) => record.key.session));
    expect(pages).toHaveLength(Math.ceil(5 / size));
  });

  test('are one read each where no state is asked for', async () => {
    const reading = readingOf(sessions(5, active));
    await reading.page(0, 3);
    expect(reading.limits).toEqual([4]);
  });

  test('of none are empty and the last', async () => {
    expect(await readingOf([]).page(0, 10)).toEqual({ views: [], nextPosition: null });
    expect(await readingOf([]).page(0, 10, ['ACTIVE'])).toEqual({ views: [], nextPosition: null });
  });

  test('end before they hold more sandboxes than a message has room for', async () => {
    const pages = await allPages(readingOf(sessions(25, active, maxSandboxesInPage / 10)), 100, null);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
  });

  test('hold one session whatever its size', async () => {
    const pages = await allPages(readingOf(sessions(2, active, maxSandboxesInPage * 2)), 100, null);
    expect(pages).toEqual([['s1'], ['s4']]);
  });
});

describe('pages of sessions in some states', () => {
  test.each([1, 7, 50, 1000])('of size %i are full as long as there are some', async (size) => {
    const all = sessions(1000, everyTenth);
    const pages = await allPages(readingOf(all), size, ['RECYCLED', 'RELEASED']);
    const wanted = all.filter(({ state }) => state === 'RECYCLED');
    expect(pages.flat()).toEqual(wanted.map(({ record }) => record.key.session));
    expect(pages).toHaveLength(Math.ceil(wanted.length / size));
  });

  test('end after a bounded number of sessions, and their token leads on', async () => {
    const all = sessions(maxSessionsLookedAt * 2 + 50, (index) =>
      index === maxSessionsLookedAt + 10 ? 'RECYCLED' : 'ACTIVE',
    );
    const reading = readingOf(all);
    const pages = await allPages(reading, 10, ['RECYCLED']);
    expect(pages).toEqual([[], [`s${(maxSessionsLookedAt + 10) * 3 + 1}`], []]);
    expect(Math.max(...reading.limits)).toBeLessThanOrEqual(maxSessionsLookedAt / 10);
  });

  test('of only unknown states are empty without a look', async () => {
    const reading = readingOf(sessions(5, active));
    expect(await reading.page(0, 10, [])).toEqual({ views: [], nextPosition: null });
    expect(reading.limits).toEqual([]);
  });

  test('are not looked for any more when the caller is gone', async () => {
    const gone = new AbortController();
    const reading = readingOf(sessions(maxSessionsLookedAt, active), gone.signal);
    const page = reading.page(0, 10, ['RECYCLED']);
    gone.abort(new Error('gone'));
    await expect(page).rejects.toThrow('gone');
    expect(reading.limits).toHaveLength(1);
  });
});
