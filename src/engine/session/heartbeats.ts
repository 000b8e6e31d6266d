// Signs of life of sessions. Held in memory and flushed in one transaction, so a heartbeat costs no commit and a
// crash costs seconds of them.

import type { SessionRecord } from '../../domain/sandbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HeartbeatMark, Store } from '../../ports/store.ts';

interface Mark {
  generation: number;
  atMs: number;
}

export class Heartbeats {
  readonly #store: Store;
  readonly #clock: Clock;
  /** By the position of the session; changed in place, because most sessions have one already. */
  readonly #marks = new Map<number, Mark>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Books a heartbeat of this generation of the session; returns its time. */
  note({ position, generation }: SessionRecord): number {
    const atMs = this.#clock.wallMs();
    const mark = this.#marks.get(position);
    if (mark === undefined) this.#marks.set(position, { generation, atMs });
    else {
      mark.generation = generation;
      mark.atMs = atMs;
    }
    return atMs;
  }

  /** Last heartbeat of this generation that is known here and may not be stored yet; null when there is none. */
  lastMs(session: SessionRecord): number | null {
    const mark = this.#marks.get(session.position);
    return mark?.generation === session.generation ? mark.atMs : null;
  }

  /** Stores what is in memory. A heartbeat of a generation that is over changes nothing (B3-24). */
  async flush(): Promise<number> {
    const marks: HeartbeatMark[] = Array.from(this.#marks, ([position, mark]) => ({ position, ...mark }));
    if (marks.length === 0) return 0;
    await this.#store.write((tx) => tx.markHeartbeats(marks));
    for (const { position, generation, atMs } of marks) {
      const mark = this.#marks.get(position);
      if (mark?.generation === generation && mark.atMs === atMs) this.#marks.delete(position);
    }
    return marks.length;
  }
}
