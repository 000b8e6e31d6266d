import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  containerStep,
  recordStep,
  wouldBeLost,
  type ContainerView,
  type ObservedPhase,
} from '../../../src/domain/reconcile.ts';
import { sandboxStates, type SandboxState } from '../../../src/domain/sandbox.ts';

const phases: readonly ObservedPhase[] = ['none', 'created', 'running', 'paused', 'exited', 'dead', 'unknown'];

type Step = ReturnType<typeof recordStep>['kind'];

/** In the order of the phases. */
const table: Readonly<Record<SandboxState, readonly Step[]>> = {
  //           none       created   running   paused    exited    dead      unknown
  CREATING: ['resume', 'resume', 'resume', 'resume', 'resume', 'resume', 'keep'],
  WARM: ['confirm', 'book', 'prove', 'book', 'book', 'book', 'keep'],
  RUNNING: ['confirm', 'book', 'prove', 'book', 'book', 'book', 'keep'],
  PAUSED: ['confirm', 'book', 'book', 'keep', 'book', 'book', 'keep'],
  PARKED: ['confirm', 'book', 'prove', 'book', 'book', 'book', 'keep'],
  STOPPED: ['confirm', 'keep', 'book', 'book', 'keep', 'keep', 'keep'],
  LOST: ['keep', 'remove', 'remove', 'remove', 'remove', 'remove', 'keep'],
  RECYCLING: ['end', 'end', 'end', 'end', 'end', 'end', 'keep'],
  RECYCLED: ['keep', 'remove', 'remove', 'remove', 'remove', 'remove', 'keep'],
  RESTORING: ['resume', 'resume', 'resume', 'resume', 'resume', 'resume', 'keep'],
  RELEASING: ['end', 'end', 'end', 'end', 'end', 'end', 'keep'],
  RELEASED: ['keep', 'remove', 'remove', 'remove', 'remove', 'remove', 'keep'],
  FAILED: ['keep', 'remove', 'remove', 'remove', 'remove', 'remove', 'keep'],
};

const cells = sandboxStates.flatMap((state) =>
  phases.map((phase, index) => [state, phase, table[state][index]] as const),
);

describe('a record and its container (R1)', () => {
  test('have a row for every state', () => {
    expect(Object.keys(table).sort()).toEqual([...sandboxStates].sort());
  });

  test.each(cells)('%s and a container that is %s: %s', (state, phase, step) => {
    expect(recordStep({ state }, phase)).toEqual({ kind: step });
  });

  test('of which nothing is known are left alone, whatever the state (R4)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sandboxStates), (state) => recordStep({ state }, 'unknown').kind === 'keep'),
    );
  });

  test('count for the brake only where a sandbox would be lost', () => {
    const lost = sandboxStates.filter((state) => wouldBeLost({ state }, 'none'));
    expect(lost).toEqual(['WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED']);
    for (const phase of phases.slice(1)) {
      for (const state of sandboxStates) expect(wouldBeLost({ state }, phase)).toBe(false);
    }
  });
});

describe('a container with our label (R5)', () => {
  const view = (overrides: Partial<ContainerView>): ContainerView => ({
    record: { generation: 3, state: 'RUNNING' },
    generation: 3,
    condemned: false,
    containerEpoch: 5,
    epoch: 5,
    ...overrides,
  });

  test.each<[string, Partial<ContainerView>, string]>([
    ['of the present generation is known', {}, 'known'],
    ['of the present generation is known although condemned, the record decides', { condemned: true }, 'known'],
    ['of an earlier generation is removed', { generation: 2 }, 'remove'],
    ['that a row condemns is removed', { record: null, condemned: true }, 'remove'],
    ['without a row is an orphan', { record: null }, 'orphan'],
    ['of a later generation than the record is an orphan', { generation: 4 }, 'orphan'],
    [
      'of a start after all that the database knows means a restored database',
      { record: null, containerEpoch: 6 },
      'database_restored',
    ],
    [
      'of a later generation and a later start means the same',
      { generation: 4, containerEpoch: 6 },
      'database_restored',
    ],
    [
      'of an earlier generation and a later start is not removed',
      { generation: 2, containerEpoch: 6 },
      'database_restored',
    ],
  ])('%s', (_what, overrides, kind) => {
    expect(containerStep(view(overrides))).toEqual({ kind });
  });

  test('is removed on sight only when a row explains it', () => {
    const anyView = fc.record({
      record: fc.option(
        fc.record({ generation: fc.integer({ min: 1, max: 5 }), state: fc.constantFrom(...sandboxStates) }),
      ),
      generation: fc.integer({ min: 1, max: 5 }),
      condemned: fc.boolean(),
      containerEpoch: fc.integer({ min: 1, max: 3 }),
      epoch: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(anyView, (each) => {
        if (containerStep(each).kind !== 'remove') return;
        expect(each.condemned || (each.record !== null && each.generation < each.record.generation)).toBe(true);
      }),
    );
  });
});
