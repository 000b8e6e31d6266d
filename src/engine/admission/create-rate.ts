// How often one owner may have something made: an allowance that fills up again within a minute.

import { SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';

const minuteMs = 60_000;
const maxOwners = 10_000;

interface Allowance {
  left: number;
  atMs: number;
}

export class CreateRate {
  readonly #clock: Clock;
  readonly #perMinute: () => number;
  /** Longest unused first. */
  readonly #allowances = new Map<string, Allowance>();

  constructor(clock: Clock, perMinute: () => number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Takes one. TOO_MANY_REQUESTS when the owner has none left. */
  take(owner: string): void {
    const perMinute = this.#perMinute();
    if (perMinute === 0) return;
    const nowMs = this.#clock.monotonicMs();
    const known = this.#allowances.get(owner) ?? { left: perMinute, atMs: nowMs };
    const left = Math.min(perMinute, known.left + ((nowMs - known.atMs) * perMinute) / minuteMs);
    if (left < 1) throw tooMany(perMinute, Math.ceil(((1 - left) * minuteMs) / perMinute));
    this.#allowances.delete(owner);
    this.#allowances.set(owner, { left: left - 1, atMs: nowMs });
    const [oldest] = this.#allowances.keys();
    if (this.#allowances.size > maxOwners && oldest !== undefined) this.#allowances.delete(oldest);
  }
}

function tooMany(perMinute: number, retryAfterMs: number): SandkeepError {
  return new SandkeepError('TOO_MANY_REQUESTS', `this owner has had ${perMinute} sandboxes made within a minute`, {
    retryAfterMs,
    quota: { subject: 'access.creates_per_minute', description: `at most ${perMinute} a minute` },
  });
}
