// What counts as use. Calls in flight keep a sandbox (R7); moments of use are held in memory and flushed in one
// transaction, so a crash costs seconds of activity.

import type { Clock } from '../../ports/clock.ts';
import type { ActivityMark, Store } from '../../ports/store.ts';

interface Use {
  generation: number;
  lastMs: number;
  inFlight: number;
  dirty: boolean;
}

export class Activity {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #uses = new Map<string, Use>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A moment of use of this generation; an older one counts for nothing. Returns the time it is booked at. */
  touch(sandboxId: string, generation: number): number {
    const use = this.#use(sandboxId, generation);
    use.lastMs = this.#clock.wallMs();
    use.dirty = true;
    return use.lastMs;
  }

  /** Keeps the sandbox in use until the returned function is called. */
  begin(sandboxId: string, generation: number): () => void {
    this.#use(sandboxId, generation).inFlight += 1;
    this.touch(sandboxId, generation);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const use = this.#uses.get(sandboxId);
      if (use === undefined) return;
      use.inFlight -= 1;
      use.lastMs = this.#clock.wallMs();
      use.dirty = true;
    };
  }

  inFlight(sandboxId: string): number {
    return this.#uses.get(sandboxId)?.inFlight ?? 0;
  }

  /** Last use that is known here and may not be stored yet; null when there is none. */
  lastUseMs(sandboxId: string, generation: number): number | null {
    const use = this.#uses.get(sandboxId);
    return use === undefined || use.generation !== generation ? null : use.lastMs;
  }

  /** Books what is in memory. Entries that nothing keeps are dropped, so memory follows use. */
  async flush(): Promise<number> {
    const marks: ActivityMark[] = [];
    for (const [sandboxId, use] of this.#uses) {
      if (use.dirty || use.inFlight > 0) {
        const atMs = use.inFlight > 0 ? this.#clock.wallMs() : use.lastMs;
        marks.push({ sandboxId, generation: use.generation, atMs });
      }
    }
    if (marks.length === 0) return 0;
    await this.#store.write((tx) => tx.markActivity(marks));
    for (const mark of marks) this.#settle(mark);
    return marks.length;
  }

  #settle(mark: ActivityMark): void {
    const use = this.#uses.get(mark.sandboxId);
    if (use === undefined || use.generation !== mark.generation || use.lastMs > mark.atMs) return;
    use.dirty = false;
    if (use.inFlight === 0) this.#uses.delete(mark.sandboxId);
  }

  #use(sandboxId: string, generation: number): Use {
    const known = this.#uses.get(sandboxId);
    if (known !== undefined && known.generation === generation) return known;
    const fresh = { generation, lastMs: this.#clock.wallMs(), inFlight: known?.inFlight ?? 0, dirty: false };
    this.#uses.set(sandboxId, fresh);
    return fresh;
  }
}
