import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  idleDecision,
  idleDueAtMs,
  isIdleNow,
  isMassChange,
  retryDelayMs,
  type IdleDecision,
} from '../../../src/domain/policy.ts';
import {
  sandboxStates,
  type RecordedPolicy,
  type SandboxRecord,
  type SandboxState,
} from '../../../src/domain/sandbox.ts';
import type { IdleAction } from '../../../src/domain/template.ts';

const policyOf = (idleAction: IdleAction): RecordedPolicy => ({
  idleAction,
  releaseMode: 'destroy',
  stopGraceMs: 0,
  workdir: null,
  tokenEnv: null,
  storeWorkspace: false,
});
const idleStates: readonly SandboxState[] = ['RUNNING', 'PAUSED', 'PARKED', 'STOPPED'];

describe('what idleness leads to', () => {
  test.each<[SandboxState, IdleAction, IdleDecision]>([
    ['RUNNING', 'park', 'park'],
    ['PARKED', 'park', 'release'],
    ['PAUSED', 'park', 'release'],
    ['STOPPED', 'park', 'release'],
    ['RUNNING', 'recycle', 'recycle'],
    ['PARKED', 'recycle', 'recycle'],
    ['RUNNING', 'release', 'release'],
    ['STOPPED', 'release', 'release'],
    ['RUNNING', 'none', 'nothing'],
    ['WARM', 'release', 'nothing'],
    ['RECYCLED', 'release', 'nothing'],
  ])('of a sandbox that is %s with the action "%s" is %s', (state, action, decision) => {
    expect(idleDecision(state, policyOf(action))).toBe(decision);
  });
});

describe('the idle deadline', () => {
  test('is the last activity and the time-out, and none exactly when nothing would be done', () => {
    const action = fc.constantFrom<IdleAction>('recycle', 'park', 'release', 'none');
    fc.assert(
      fc.property(
        fc.constantFrom(...sandboxStates),
        action,
        fc.nat({ max: 1e9 }),
        fc.nat(),
        (state, idleAction, idleTimeoutMs, lastActiveAtMs) => {
          const due = idleDueAtMs(state, policyOf(idleAction), idleTimeoutMs, lastActiveAtMs);
          const acts = idleTimeoutMs > 0 && idleAction !== 'none' && idleStates.includes(state);
          expect(due).toBe(acts ? lastActiveAtMs + idleTimeoutMs : null);
        },
      ),
    );
  });

  test('of 0 is never (B3-23)', () => {
    expect(idleDueAtMs('RUNNING', policyOf('release'), 0, 5)).toBeNull();
  });
});

describe('being idle now', () => {
  const record = (fields: Partial<SandboxRecord>): SandboxRecord =>
    ({ quarantined: false, ...fields }) as SandboxRecord;

  test('begins at the deadline itself, and never for a quarantined sandbox', () => {
    expect(isIdleNow(record({ idleDueAtMs: 100 }), 99)).toBe(false);
    expect(isIdleNow(record({ idleDueAtMs: 100 }), 100)).toBe(true);
    expect(isIdleNow(record({ idleDueAtMs: 100, quarantined: true }), 100)).toBe(false);
    expect(isIdleNow(record({ idleDueAtMs: null }), Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});

describe('the pause before the next try', () => {
  test('doubles from one second to its bound', () => {
    expect([0, 1, 2, 3, 4].map((attempts) => retryDelayMs(attempts, 10_000))).toEqual([1000, 2000, 4000, 8000, 10_000]);
  });

  test('is a positive number within the bound for any number of tries', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.integer({ min: 1000, max: 3_600_000 }), (attempts, maxMs) => {
        const delayMs = retryDelayMs(attempts, maxMs);
        expect(delayMs).toBeGreaterThanOrEqual(1000);
        expect(delayMs).toBeLessThanOrEqual(maxMs);
      }),
    );
  });
});

describe('the brake', () => {
  test.each([
    [5, 10, 5, 20, false],
    [6, 10, 5, 20, true],
    [20, 100, 5, 20, false],
    [21, 100, 5, 20, true],
    [3, 3, 5, 20, false],
    [1, 1000, 0, 0, true],
  ])('of %i lost of %i, with a minimum of %i and %i percent, is %s', (changed, known, minimum, percent, expected) => {
    expect(isMassChange(changed, known, minimum, percent)).toBe(expected);
  });
});
