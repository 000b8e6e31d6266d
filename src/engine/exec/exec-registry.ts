// The execs that this daemon holds: running ones, and the output of ended ones as long as it is kept.

import type { LiveExec } from './live-exec.ts';

interface Entry {
  readonly live: LiveExec;
  readonly over: AbortController;
}

export class ExecRegistry {
  readonly #entries = new Map<string, Entry>();
  /** One start at a time under the same id; a second one joins. */
  readonly #starting = new Map<string, Promise<LiveExec>>();
  readonly #lives = new Set<Promise<void>>();

  find(sandboxId: string, id: string): LiveExec | null {
    return this.#entries.get(keyOf(sandboxId, id))?.live ?? null;
  }

  /** Runs start, or joins the one under way. */
  async startOnce(sandboxId: string, id: string, start: () => Promise<LiveExec>): Promise<LiveExec> {
    const key = keyOf(sandboxId, id);
    const known = this.#starting.get(key);
    if (known !== undefined) return await known;
    const starting = start().finally(() => this.#starting.delete(key));
    this.#starting.set(key, starting);
    return await starting;
  }

  /** Holds the exec until it is forgotten; its signal fires when the daemon lets go of it. */
  add(live: LiveExec): AbortSignal {
    const over = new AbortController();
    this.#entries.set(keyOf(live.record.sandboxId, live.record.id), { live, over });
    return over.signal;
  }

  /** Owns what goes on as long as the command does; close waits for it. */
  own(life: Promise<void>): void {
    const owned = life.finally(() => this.#lives.delete(owned));
    owned.catch(() => undefined);
    this.#lives.add(owned);
  }

  forget(sandboxId: string, id: string): void {
    this.#entries.delete(keyOf(sandboxId, id));
  }

  /** Drops the output of execs that ended before this time. */
  forgetEndedBefore(beforeMs: number): void {
    for (const [key, { live }] of this.#entries) {
      if (live.isEnded && (live.record.endedAtMs ?? 0) < beforeMs) this.#entries.delete(key);
    }
  }

  /** Keeps the output of ended execs under a bound: the longest ended lose theirs first. */
  trimEnded(maxBytes: number): void {
    const ended = [...this.#entries].filter(([, { live }]) => live.isEnded);
    ended.sort(([, one], [, other]) => (other.live.record.endedAtMs ?? 0) - (one.live.record.endedAtMs ?? 0));
    let kept = 0;
    for (const [key, { live }] of ended) {
      kept += live.keptBytes;
      if (kept > maxBytes) this.#entries.delete(key);
    }
  }

  /** Lets go of everything; no end is booked that was not seen. */
  async close(): Promise<void> {
    for (const { live, over } of this.#entries.values()) {
      over.abort(new Error('the daemon stops'));
      live.detach();
    }
    await Promise.allSettled(this.#lives);
  }
}

function keyOf(sandboxId: string, id: string): string {
  return `${sandboxId}/${id}`;
}
