// Following the event log. A watcher reads from the database at its own pace, so nothing queues up for it, and a
// gap can only come from retention; then it is told.

import { SandkeepError } from '../domain/errors.ts';
import type { EventRecord } from '../domain/sandbox.ts';
import type { EventFilter } from '../ports/store.ts';
import { anySignal, type EngineContext } from './context.ts';

const readPage = 256;

export type WatchFrame =
  | { readonly kind: 'ready'; readonly newestSeq: number; readonly oldestSeq: number }
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'keep_alive'; readonly seq: number };

/** Ends with EVENTS_COMPACTED when events before the reader's place were deleted, and with the signal's reason. */
export async function* watchEvents(
  context: EngineContext,
  filter: EventFilter,
  from: number | 'oldest' | 'newest',
  signal: AbortSignal,
): AsyncGenerator<WatchFrame> {
  const bounds = context.store.eventBounds();
  let seq = from === 'newest' ? bounds.newestSeq : from === 'oldest' ? Math.max(0, bounds.oldestSeq - 1) : from;
  const bell = new Bell();
  const stop = context.store.onEvents(() => bell.ring());
  try {
    assertNotCompacted(context, seq);
    yield { kind: 'ready', ...bounds };
    for (;;) {
      signal.throwIfAborted();
      bell.reset();
      assertNotCompacted(context, seq);
      const newest = context.store.eventBounds().newestSeq;
      const page = context.store.events(filter, seq, readPage);
      for (const event of page) {
        seq = event.seq;
        yield { kind: 'event', event };
      }
      if (page.length === readPage) continue;
      seq = Math.max(seq, newest);
      if (!(await bell.heard(context, signal))) yield { kind: 'keep_alive', seq };
    }
  } finally {
    stop();
  }
}

function assertNotCompacted(context: EngineContext, seq: number): void {
  const { oldestSeq, newestSeq } = context.store.eventBounds();
  if (seq > newestSeq) {
    // A number from a database that was lost or replaced by an older one.
    throw new SandkeepError('EVENTS_COMPACTED', `there is no event ${seq}, the newest is ${newestSeq}`, {
      metadata: { oldest_seq: String(oldestSeq) },
    });
  }
  const missing = oldestSeq === 0 ? seq < newestSeq : seq + 1 < oldestSeq;
  if (!missing) return;
  throw new SandkeepError('EVENTS_COMPACTED', `events after ${seq} begin at ${oldestSeq || newestSeq + 1} now`, {
    metadata: { oldest_seq: String(oldestSeq || newestSeq + 1) },
  });
}

/** Rung by each commit with events; a ring between a read and a wait is not lost. */
class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  reset(): void {
    this.#rung = false;
  }

  /** True when rung, false when it was quiet for the keep-alive time; throws the signal's reason. */
  async heard(context: EngineContext, signal: AbortSignal): Promise<boolean> {
    if (this.#rung) return true;
    const done = new AbortController();
    const rung = new Promise<true>((resolve) => {
      this.#wake = () => resolve(true);
    });
    const quiet = context.clock
      .sleep(context.settings().grpc.watchKeepAliveMs, anySignal(signal, done.signal))
      .then(() => false);
    quiet.catch(() => undefined);
    try {
      return await Promise.race([rung, quiet]);
    } finally {
      done.abort(new Error('heard'));
      signal.throwIfAborted();
    }
  }
}
