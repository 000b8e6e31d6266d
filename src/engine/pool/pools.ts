// What is known of the pools only while the daemon runs: who is being claimed, how claims went, who is frozen.

import type { Clock } from '../../ports/clock.ts';

const keptWaits = 128;
/** Warm sandboxes that one look into the database is good for; claims take them one after another. */
const maxCandidates = 64;

export interface PoolMemory {
  hits: number;
  misses: number;
  /** Times of the last claims in milliseconds, oldest first. */
  readonly waitsMs: number[];
  /** Monotonic time of the last create. */
  lastStartMs: number;
  /** Monotonic time of the last claim. */
  lastClaimMs: number;
  /** Monotonic time of the last look at the image. */
  imageCheckedMs: number;
  /** Whether the last look found no room for one more. */
  hasNoRoom: boolean;
  /** Ids that were warm when they were looked up, oldest first, and the template's digest then. */
  candidates: { readonly digest: string; readonly ids: readonly string[]; next: number };
  /** Done since the last sweep told of it. */
  created: number;
  enqueued: number;
  failed: number;
}

const noCandidates = { digest: '', ids: [], next: 0 };

export class Pools {
  readonly #clock: Clock;
  readonly #memories = new Map<string, PoolMemory>();
  /** Warm sandboxes that somebody looks at with a view to claim them. The database decides who gets one. */
  readonly #reserved = new Set<string>();
  /** Warm sandboxes known to be frozen. */
  readonly #frozen = new Set<string>();
  /** Digest of the image that each template's reference leads to now. */
  readonly #images = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(template: string): PoolMemory {
    const known = this.#memories.get(template);
    if (known !== undefined) return known;
    const fresh: PoolMemory = {
      hits: 0,
      misses: 0,
      waitsMs: [],
      lastStartMs: Number.NEGATIVE_INFINITY,
      lastClaimMs: Number.NEGATIVE_INFINITY,
      imageCheckedMs: Number.NEGATIVE_INFINITY,
      hasNoRoom: false,
      candidates: noCandidates,
      created: 0,
      enqueued: 0,
      failed: 0,
    };
    this.#memories.set(template, fresh);
    return fresh;
  }

  noteHit(template: string, begunMs: number): void {
    const memory = this.of(template);
    memory.hits += 1;
    memory.lastClaimMs = this.#clock.monotonicMs();
    memory.waitsMs.push(memory.lastClaimMs - begunMs);
    if (memory.waitsMs.length > keptWaits) memory.waitsMs.shift();
  }

  noteMiss(template: string): void {
    this.of(template).misses += 1;
  }

  /** How many ids to look up, so that some are left that nobody looks at. */
  get wantedCandidates(): number {
    return this.#reserved.size + maxCandidates;
  }

  setCandidates(template: string, digest: string, ids: readonly string[]): void {
    this.of(template).candidates = { digest, ids, next: 0 };
  }

  /** The next that nobody looks at; it may be warm no more. null when they are used up, or of another digest. */
  nextCandidate(template: string, digest: string): string | null {
    const { candidates } = this.of(template);
    if (candidates.digest !== digest) return null;
    while (candidates.next < candidates.ids.length) {
      const id = candidates.ids[candidates.next];
      candidates.next += 1;
      if (id !== undefined && !this.#reserved.has(id)) return id;
    }
    return null;
  }

  reserve(id: string): void {
    this.#reserved.add(id);
  }

  unreserve(id: string): void {
    this.#reserved.delete(id);
  }

  isReserved(id: string): boolean {
    return this.#reserved.has(id);
  }

  noteFrozen(id: string): void {
    this.#frozen.add(id);
  }

  forget(id: string): void {
    this.#frozen.delete(id);
  }

  isFrozen(id: string): boolean {
    return this.#frozen.has(id);
  }

  setImage(template: string, digest: string): void {
    this.#images.set(template, digest);
  }

  imageOf(template: string): string | null {
    return this.#images.get(template) ?? null;
  }
}

/** The middle one; null of none. */
export function medianMs(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
