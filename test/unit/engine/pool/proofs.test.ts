import { describe, expect, test } from 'vitest';

import { Proofs } from '../../../../src/engine/pool/proofs.ts';
import { ManualClock } from '../../../support/clock.ts';

function watched(provenForMs = 2000) {
  const clock = new ManualClock();
  const proofs = new Proofs(clock, () => provenForMs);
  proofs.setWatched('fake');
  return { clock, proofs };
}

describe('a proof of life', () => {
  test('counts until it is too old', () => {
    const { clock, proofs } = watched();
    proofs.record('s', 1);
    clock.advance(2000);
    expect(proofs.isProven('fake', 's', 1)).toBe(true);
    clock.advance(1);
    expect(proofs.isProven('fake', 's', 1)).toBe(false);
  });

  test('does not age with a wall clock that jumps (B3-25)', () => {
    const { clock, proofs } = watched();
    proofs.record('s', 1);
    clock.jump(3_600_000);
    expect(proofs.isProven('fake', 's', 1)).toBe(true);
  });

  test('counts for its own generation only', () => {
    const { proofs } = watched();
    proofs.record('s', 1);
    expect(proofs.isProven('fake', 's', 2)).toBe(false);
    expect(proofs.isProven('fake', 'another', 1)).toBe(false);
  });

  test('is worth nothing while nobody hears of a death, nor after such a gap', () => {
    const { proofs } = watched();
    proofs.record('s', 1);
    proofs.setUnwatched('fake');
    expect(proofs.isProven('fake', 's', 1)).toBe(false);
    proofs.setWatched('fake');
    expect(proofs.isProven('fake', 's', 1)).toBe(false);
    proofs.record('s', 1);
    expect(proofs.isProven('fake', 's', 1)).toBe(true);
  });

  test('is gone when it is dropped', () => {
    const { proofs } = watched();
    proofs.record('s', 1);
    proofs.drop('s');
    expect(proofs.isProven('fake', 's', 1)).toBe(false);
  });

  test('survives the pruning while it counts', () => {
    const { clock, proofs } = watched();
    proofs.record('old', 1);
    clock.advance(1500);
    proofs.record('young', 1);
    clock.advance(1000);
    proofs.prune();
    expect(proofs.isProven('fake', 'old', 1)).toBe(false);
    expect(proofs.isProven('fake', 'young', 1)).toBe(true);
  });
});
