// How recently a sandbox was seen alive. Within proven_for, and while the engine's events arrive, reuse asks nobody.

import type { Clock } from '../../ports/clock.ts';

interface Proof {
  readonly generation: number;
  readonly atMs: number;
}

export class Proofs {
  readonly #clock: Clock;
  readonly #provenForMs: () => number;
  readonly #proofs = new Map<string, Proof>();
  /** Runtimes whose event stream is up; a gap makes every proof of theirs worthless. */
  readonly #watched = new Set<string>();

  constructor(clock: Clock, provenForMs: () => number) {
    this.#clock = clock;
    this.#provenForMs = provenForMs;
  }

  record(sandboxId: string, generation: number): void {
    this.#proofs.set(sandboxId, { generation, atMs: this.#clock.monotonicMs() });
  }

  drop(sandboxId: string): void {
    this.#proofs.delete(sandboxId);
  }

  isProven(runtime: string, sandboxId: string, generation: number): boolean {
    const proof = this.#proofs.get(sandboxId);
    if (proof === undefined || proof.generation !== generation || !this.#watched.has(runtime)) return false;
    return this.#clock.monotonicMs() - proof.atMs <= this.#provenForMs();
  }

  setWatched(runtime: string): void {
    this.#watched.add(runtime);
  }

  /** The event stream broke: what was proven before may have died unseen. */
  setUnwatched(runtime: string): void {
    this.#watched.delete(runtime);
    this.#proofs.clear();
  }

  /** Drops what is too old to count; called by the reconcile loop. */
  prune(): void {
    const oldestMs = this.#clock.monotonicMs() - this.#provenForMs();
    for (const [id, proof] of this.#proofs) if (proof.atMs < oldestMs) this.#proofs.delete(id);
  }
}
