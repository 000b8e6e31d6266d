// The event log as it grows.
import type { Event__Output } from '../../gen/sandkeep/v1/Event.ts';
import type { EventFilter } from '../../gen/sandkeep/v1/EventFilter.ts';
import type { SandkeepClient } from '../client.ts';
import { localError, toRpcError } from '../status-details.ts';
import { status } from '@grpc/grpc-js';
import { again, Resumption } from './resume.ts';

export interface WatchOptions extends EventFilter {
  /** Only events with a greater number; absent or 0: what comes next. */
  readonly afterSeq?: number;
  /** Begins with the oldest event kept. */
  readonly fromStart?: boolean;
}

type Frames = ReturnType<SandkeepClient['watchEvents']>;

/**
 * Follows the event log from a number on; goes on after the last one when the daemon restarts or the stream ends. No event is
 * missed and none comes twice. Fails with EVENTS_COMPACTED when the log does not reach back far enough any more.
 */
export class EventWatch implements AsyncIterable<Event__Output>, AsyncDisposable {
  readonly #calls: SandkeepClient;
  readonly #filter: EventFilter;
  readonly #resumption = new Resumption();
  readonly #closing = new AbortController();
  #seq: number;
  #fromStart: boolean;
  #frames: Frames;

  /** Resolves when the watch is set up: what happens from then on is seen. */
  static async open(calls: SandkeepClient, options: WatchOptions): Promise<EventWatch> {
    const watch = new EventWatch(calls, options);
    await again(async () => await watch.#connect());
    return watch;
  }

  private constructor(calls: SandkeepClient, { afterSeq = 0, fromStart = false, ...filter }: WatchOptions) {
    this.#calls = calls;
    this.#filter = filter;
    this.#seq = afterSeq;
    this.#fromStart = fromStart;
    this.#frames = this.#watch();
  }

  /** Every event up to this number was given or filtered out; `afterSeq` of a later watch takes it. */
  get seq(): number {
    return this.#seq;
  }

  [Symbol.asyncIterator](): AsyncIterator<Event__Output> {
    return { next: async () => await this.next() };
  }

  async next(): Promise<IteratorResult<Event__Output, undefined>> {
    for (;;) {
      if (this.#closing.signal.aborted) return { done: true, value: undefined };
      try {
        return { done: false, value: await this.#readEvent() };
      } catch (error) {
        if (!this.#closing.signal.aborted) await this.#reconnect(error);
      }
    }
  }

  /** Ends the watch, and an iteration that waits. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#frames.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #readEvent(): Promise<Event__Output> {
    for (;;) {
      const { done, value } = await this.#frames.next();
      if (done) throw localError(status.UNAVAILABLE, 'the watch ended');
      this.#resumption.succeed();
      if (value.keepAlive) this.#seq = Math.max(this.#seq, Number(value.keepAlive.seq));
      if (!value.event) continue;
      this.#seq = Number(value.event.seq);
      return value.event;
    }
  }

  async #reconnect(error: unknown): Promise<void> {
    // The deadline of one stream is not the end of the watch.
    if (toRpcError(error).status !== 'DEADLINE_EXCEEDED') await this.#resumption.wait(error);
    // A number of 0 would begin with what comes next, and lose what came meanwhile.
    this.#fromStart = this.#seq === 0;
    await again(async () => await this.#connect());
  }

  async #connect(): Promise<void> {
    this.#frames = this.#watch();
    const { value } = await this.#frames.next();
    if (!value?.ready) throw localError(status.UNAVAILABLE, 'the watch ended before it was set up');
    if (this.#fromStart) this.#seq = Math.max(this.#seq, Number(value.ready.oldestSeq) - 1);
    else if (this.#seq === 0) this.#seq = Number(value.ready.currentSeq);
  }

  #watch(): Frames {
    const request = { filter: this.#filter, fromStart: this.#fromStart, afterSeq: this.#fromStart ? 0 : this.#seq };
    return this.#calls.watchEvents(request, { signal: this.#closing.signal });
  }
}
