import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type SandboxState, sandboxStates } from '../../../src/domain/sandbox.ts';
import { sessionState } from '../../../src/domain/session.ts';
import { countsAsLive, hasContainer, isRecyclable, occupies } from '../../../src/domain/state.ts';

describe('the state of a session', () => {
  test.each<[readonly SandboxState[], string]>([
    [[], 'RELEASED'],
    [['RELEASED'], 'RELEASED'],
    [['RELEASING'], 'RELEASED'],
    [['CREATING'], 'ACTIVE'],
    [['RUNNING'], 'ACTIVE'],
    [['PARKED'], 'ACTIVE'],
    [['PAUSED'], 'ACTIVE'],
    [['STOPPED'], 'ACTIVE'],
    [['RECYCLING'], 'RECYCLING'],
    [['RECYCLED'], 'RECYCLED'],
    [['LOST'], 'RECYCLED'],
    [['FAILED'], 'RECYCLED'],
    [['RESTORING'], 'RESTORING'],
    [['RUNNING', 'RECYCLED'], 'ACTIVE'],
    [['RECYCLING', 'RECYCLED'], 'RECYCLING'],
    [['RESTORING', 'RUNNING', 'RECYCLED'], 'RESTORING'],
    [['RELEASED', 'RECYCLED'], 'RECYCLED'],
  ])('whose sandboxes are %j is %s', (states, state) => {
    expect(sessionState(states)).toBe(state);
  });

  test('does not depend on the order of its sandboxes, nor on how many are in one state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...sandboxStates), { maxLength: 6 }), (states) => {
        expect(sessionState(states.toReversed())).toBe(sessionState(states));
        expect(sessionState([...states, ...states])).toBe(sessionState(states));
      }),
    );
  });
});

describe('a sandbox counts against limits', () => {
  test.each(sandboxStates)('in state %s exactly as long as it may have a container (R6)', (state) => {
    const mayHaveOne = !['LOST', 'RECYCLED', 'RELEASED', 'FAILED'].includes(state);
    expect(occupies(state)).toBe(mayHaveOne);
    if (hasContainer(state)) expect(countsAsLive(state)).toBe(true);
    if (countsAsLive(state)) expect(occupies(state)).toBe(true);
  });
});

describe('a reap ends', () => {
  test.each(sandboxStates)("%s only if it is somebody's and at rest", (state) => {
    expect(isRecyclable(state)).toBe(['RUNNING', 'PAUSED', 'PARKED', 'STOPPED', 'LOST'].includes(state));
  });
});
