// One timer for every loop. A loop never overlaps itself, has a deadline, and its failure is its own.

import type { Clock } from '../ports/clock.ts';
import type { Logger, Metrics } from '../ports/observer.ts';

export interface Loop {
  readonly name: string;
  /** 0 switches it off. Read before each wait, so that a reload counts. */
  readonly intervalMs: () => number;
  readonly timeoutMs: number;
  readonly run: (maxItems: number, signal: AbortSignal) => Promise<Record<string, number>>;
}

export interface LoopState {
  readonly name: string;
  readonly intervalMs: number;
  readonly paused: boolean;
  readonly lastRunAtMs: number | null;
  readonly lastDurationMs: number;
  readonly runs: number;
  readonly errors: number;
  readonly lastError: string;
}

interface Running {
  readonly loop: Loop;
  paused: boolean;
  dueMs: number;
  intervalMs: number;
  current: Promise<Record<string, number>> | null;
  lastRunAtMs: number | null;
  lastDurationMs: number;
  runs: number;
  errors: number;
  lastError: string;
}

const tickMs = 250;
/** A wall clock that moves this much more or less than the monotonic one has jumped. */
const jumpMs = 5000;
/** A tick that comes so much too late: nobody could be heard in between, as while the process was stopped. */
const stallMs = 5000;

export class Ticker {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #onJump: (byMs: number) => Promise<void>;
  readonly #loops = new Map<string, Running>();
  readonly #stopped = new AbortController();
  #timer: Promise<void> | null = null;
  #skewMs: number;
  /** By how much deadlines are still to be moved. */
  #owedMs = 0;
  #isOwing = false;

  constructor(clock: Clock, logger: Logger, metrics: Metrics, onJump: (byMs: number) => Promise<void>) {
    this.#clock = clock;
    this.#logger = logger;
    this.#metrics = metrics;
    this.#onJump = onJump;
    this.#skewMs = clock.wallMs() - clock.monotonicMs();
  }

  /** The first run comes one interval after this, so that a start grants clients time to come back. */
  add(loop: Loop, paused: boolean): void {
    const intervalMs = loop.intervalMs();
    const dueMs = this.#clock.monotonicMs() + intervalMs;
    const idle = { current: null, lastRunAtMs: null, lastDurationMs: 0, runs: 0, errors: 0, lastError: '' };
    this.#loops.set(loop.name, { loop, paused, dueMs, intervalMs, ...idle });
  }

  start(): void {
    this.#timer ??= this.#tick();
  }

  /** Ends the loops; what runs is aborted and waited for. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the daemon is stopping'));
    await this.#timer;
    await Promise.allSettled([...this.#loops.values()].map((running) => Promise.resolve(running.current)));
  }

  /** Runs a loop now, or joins its run. Null for an unknown name. */
  runNow(name: string, maxItems: number): Promise<Record<string, number>> | null {
    const running = this.#loops.get(name);
    return running === undefined ? null : this.#run(running, maxItems);
  }

  /** Null for an unknown name. */
  setState(name: string, state: 'paused' | 'running'): LoopState | null {
    const running = this.#loops.get(name);
    if (running === undefined) return null;
    running.paused = state === 'paused';
    return stateOf(running);
  }

  states(): readonly LoopState[] {
    return [...this.#loops.values()].map(stateOf);
  }

  async #tick(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const begunMs = this.#clock.monotonicMs();
      try {
        await this.#clock.sleep(tickMs, this.#stopped.signal);
      } catch {
        return;
      }
      await this.#moveDeadlines(this.#clock.monotonicMs() - begunMs - tickMs);
      const nowMs = this.#clock.monotonicMs();
      for (const running of this.#loops.values()) this.#startIfDue(running, nowMs);
    }
  }

  #startIfDue(running: Running, nowMs: number): void {
    const intervalMs = running.loop.intervalMs();
    // A reload that changes the interval counts from now on.
    if (intervalMs !== running.intervalMs) {
      running.intervalMs = intervalMs;
      running.dueMs = nowMs + intervalMs;
    }
    if (intervalMs === 0 || running.paused || running.current !== null || nowMs < running.dueMs) return;
    running.dueMs = nowMs + intervalMs;
    this.#run(running, 0).catch(() => undefined);
  }

  #run(running: Running, maxItems: number): Promise<Record<string, number>> {
    if (running.current !== null) return running.current;
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(running.loop.timeoutMs)]);
    const begunMs = this.#clock.monotonicMs();
    const run = running.loop
      .run(maxItems, signal)
      .then((counters) => {
        this.#count(running.loop.name, counters);
        this.#tell(running.loop.name, counters, this.#clock.monotonicMs() - begunMs);
        return counters;
      })
      .catch((error: unknown) => {
        running.errors += 1;
        this.#metrics.count('sandkeep_loop_errors_total', { loop: running.loop.name });
        running.lastError = error instanceof Error ? error.message : String(error);
        const fields = { event: 'loop', loop: running.loop.name, outcome: 'failed', err: error };
        this.#logger.error(fields, 'a loop failed; it runs again at its next time');
        throw error;
      })
      .finally(() => {
        running.current = null;
        running.runs += 1;
        running.lastRunAtMs = this.#clock.wallMs();
        running.lastDurationMs = this.#clock.monotonicMs() - begunMs;
        this.#metrics.time('sandkeep_loop_run_duration_ms', { loop: running.loop.name }, running.lastDurationMs);
      });
    running.current = run;
    return run;
  }

  /** What a run says it did is also a metric. */
  #count(loop: string, counters: Record<string, number>): void {
    for (const [counter, by] of Object.entries(counters)) {
      if (by > 0) this.#metrics.count('sandkeep_sweep_items_total', { loop, counter }, by);
    }
  }

  /** Every run has its line; most find nothing to do, and what they did to sandboxes has lines of its own. */
  #tell(loop: string, counters: Record<string, number>, durationMs: number): void {
    const rounded = Math.round(durationMs * 100) / 100;
    this.#logger.debug({ event: 'loop', loop, outcome: 'ok', durationMs: rounded, counters }, 'a loop ran');
  }

  /**
   * Deadlines are stored as wall time; when the clock jumps they move with it, and nothing is reaped for it (B3-25).
   * Likewise after a standstill: heartbeats and calls that came meanwhile are not read yet. What cannot be written is
   * tried again at the next tick.
   */
  async #moveDeadlines(lateMs: number): Promise<void> {
    const skewMs = this.#clock.wallMs() - this.#clock.monotonicMs();
    if (Math.abs(skewMs - this.#skewMs) >= jumpMs) {
      this.#owedMs += skewMs - this.#skewMs;
      this.#skewMs = skewMs;
    }
    if (lateMs >= stallMs) this.#owedMs += lateMs;
    if (this.#owedMs === 0) return;
    // The monotonic clock has fractions, and stored times have none.
    const byMs = Math.round(this.#owedMs);
    try {
      await this.#onJump(byMs);
      this.#owedMs = 0;
      this.#isOwing = false;
    } catch (error) {
      if (!this.#isOwing) this.#logger.error({ err: error, byMs }, 'deadlines could not be moved with the clock yet');
      this.#isOwing = true;
    }
  }
}

function stateOf(running: Running): LoopState {
  const { loop, paused, intervalMs, lastRunAtMs, lastDurationMs, runs, errors, lastError } = running;
  return { name: loop.name, intervalMs, paused, lastRunAtMs, lastDurationMs, runs, errors, lastError };
}
