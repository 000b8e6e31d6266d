import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sandboxStates, type SandboxState } from '../../../src/domain/sandbox.ts';
import {
  assertLegalMove,
  canBeIdle,
  countsAsLive,
  hasContainer,
  isLegalMove,
  isRestorable,
} from '../../../src/domain/state.ts';

const state = fc.constantFrom(...sandboxStates);
const holdsForEveryPair = (property: (from: SandboxState, to: SandboxState) => void): void => {
  for (const from of sandboxStates) for (const to of sandboxStates) property(from, to);
};
const from = (start: SandboxState): SandboxState[] => sandboxStates.filter((to) => isLegalMove(start, to));

describe('the moves', () => {
  test.each<[SandboxState, SandboxState[]]>([
    ['CREATING', ['WARM', 'RUNNING', 'STOPPED', 'RELEASING', 'FAILED']],
    ['WARM', ['RUNNING', 'PAUSED', 'STOPPED', 'LOST', 'RELEASING', 'FAILED']],
    ['RUNNING', ['PAUSED', 'PARKED', 'STOPPED', 'LOST', 'RECYCLING', 'RELEASING', 'FAILED']],
    ['PAUSED', ['RUNNING', 'STOPPED', 'LOST', 'RECYCLING', 'RELEASING', 'FAILED']],
    ['PARKED', ['RUNNING', 'STOPPED', 'LOST', 'RECYCLING', 'RELEASING', 'FAILED']],
    ['STOPPED', ['RUNNING', 'LOST', 'RECYCLING', 'RESTORING', 'RELEASING', 'FAILED']],
    ['LOST', ['RECYCLING', 'RESTORING', 'RELEASING', 'FAILED']],
    ['RECYCLING', ['RECYCLED', 'RELEASING', 'FAILED']],
    ['RECYCLED', ['RESTORING', 'RELEASING', 'FAILED']],
    ['RESTORING', ['RUNNING', 'STOPPED', 'LOST', 'RECYCLED', 'RELEASING', 'RELEASED', 'FAILED']],
    ['RELEASING', ['RELEASED', 'FAILED']],
    ['RELEASED', ['RESTORING']],
    ['FAILED', ['RESTORING', 'RELEASING']],
  ])('from %s lead to %j and nowhere else', (start, ends) => {
    expect(new Set(from(start))).toEqual(new Set(ends));
  });

  test('that are not in the table throw, all others do not', () => {
    holdsForEveryPair((start, end) => {
      if (isLegalMove(start, end)) expect(() => assertLegalMove(start, end)).not.toThrow();
      else expect(() => assertLegalMove(start, end)).toThrow(`illegal move of a sandbox: ${start} to ${end}`);
    });
  });

  test('never lead to where they begin', () => {
    fc.assert(fc.property(state, (same) => !isLegalMove(same, same)));
  });

  test('lead to RELEASING from every state but RELEASING and RELEASED', () => {
    const ends = sandboxStates.filter((start) => !isLegalMove(start, 'RELEASING'));
    expect(ends).toEqual(['RELEASING', 'RELEASED']);
  });

  test('lead to FAILED from every state that something can still happen in', () => {
    const never = sandboxStates.filter((start) => !isLegalMove(start, 'FAILED'));
    expect(never).toEqual(['RELEASED', 'FAILED']);
  });

  test('lead to LOST exactly from the states with a container, and back from a restore that began there', () => {
    holdsForEveryPair((start) => {
      expect(isLegalMove(start, 'LOST')).toBe(hasContainer(start) || start === 'RESTORING');
    });
  });

  test('lead to RESTORING exactly from what can be restored', () => {
    for (const start of sandboxStates) expect(isLegalMove(start, 'RESTORING')).toBe(isRestorable(start));
  });

  test('take a restore back to where it came from', () => {
    for (const start of sandboxStates.filter(isRestorable)) expect(isLegalMove('RESTORING', start)).toBe(true);
  });

  test('lead to an end from everywhere: no state is a trap', () => {
    for (const start of sandboxStates) expect(reachable(start)).toContain('RELEASED');
  });

  test('never lead back to CREATING', () => {
    fc.assert(fc.property(state, (start) => !isLegalMove(start, 'CREATING')));
  });
});

describe('the sets of states', () => {
  test('agree with each other', () => {
    for (const each of sandboxStates) {
      if (hasContainer(each)) expect(countsAsLive(each)).toBe(true);
      if (canBeIdle(each)) expect(hasContainer(each)).toBe(true);
    }
    expect(sandboxStates.filter(countsAsLive)).toEqual([
      'CREATING',
      'WARM',
      'RUNNING',
      'PAUSED',
      'PARKED',
      'STOPPED',
      'RESTORING',
    ]);
    expect(sandboxStates.filter(canBeIdle)).toEqual(['RUNNING', 'PAUSED', 'PARKED', 'STOPPED']);
  });
});

function reachable(start: SandboxState): ReadonlySet<SandboxState> {
  const seen = new Set<SandboxState>([start]);
  for (const each of seen) for (const next of from(each)) seen.add(next);
  return seen;
}
