// What is known of the pools only while the daemon runs: who is being claimed, how claims went, who is frozen.

import type { Clock } from '../ports/clock.ts';

const keptWaits = 128;

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
  /** Done since the last sweep told of it. */
  created: number;
  enqueued: number;
  failed: number;
}

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

  /** The first of these that nobody else looks at, reserved; null when there is none. */
  reserveOne(ids: readonly string[]): string | null {
    const free = ids.find((id) => !this.#reserved.has(id));
    if (free === undefined) return null;
    this.#reserved.add(free);
    return free;
  }

  unreserve(id: string): void {
    this.#reserved.delete(id);
  }

  get reserved(): number {
    return this.#reserved.size;
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
