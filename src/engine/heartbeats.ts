// Signs of life of sessions. Held in memory and flushed in one transaction, so a heartbeat costs no commit and a
// crash costs seconds of them.

import type { SessionRecord } from '../domain/sandbox.ts';
import type { Clock } from '../ports/clock.ts';
import type { HeartbeatMark, Store } from '../ports/store.ts';

export class Heartbeats {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #marks = new Map<number, HeartbeatMark>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Books a heartbeat of this generation of the session; returns its time. */
  note(session: SessionRecord): number {
    const atMs = this.#clock.wallMs();
    this.#marks.set(session.position, { position: session.position, generation: session.generation, atMs });
    return atMs;
  }

  /** Last heartbeat of this generation that is known here and may not be stored yet; null when there is none. */
  lastMs(session: SessionRecord): number | null {
    const mark = this.#marks.get(session.position);
    return mark?.generation === session.generation ? mark.atMs : null;
  }

  /** Stores what is in memory. A heartbeat of a generation that is over changes nothing (B3-24). */
  async flush(): Promise<number> {
    const marks = [...this.#marks.values()];
    if (marks.length === 0) return 0;
    await this.#store.write((tx) => tx.markHeartbeats(marks));
    for (const mark of marks) {
      if (this.#marks.get(mark.position) === mark) this.#marks.delete(mark.position);
    }
    return marks.length;
  }
}
