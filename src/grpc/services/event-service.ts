// EventService: the log, page by page or as it grows.

import { type Caller, within } from '../../domain/access.ts';
import { hasReason, SandkeepError } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { watchEvents } from '../../engine/watch.ts';
import type { EventFilter } from '../../ports/store.ts';
import type { EventFilter__Output } from '../../gen/sandkeep/v1/EventFilter.ts';
import type { EventServiceHandlers } from '../../gen/sandkeep/v1/EventService.ts';
import type { WatchEventsResponse } from '../../gen/sandkeep/v1/WatchEventsResponse.ts';
import { decodePageToken, encodePageToken, pageSizeOf, safeNumber, sandboxName } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import { eventMessage } from '../sandbox-message.ts';

export function eventService(context: EngineContext, handlers: Handlers): EventServiceHandlers {
  return {
    WatchEvents: handlers.serverStream(
      'WatchEvents',
      async function* (request, { signal, caller }): AsyncGenerator<WatchEventsResponse> {
        const after = safeNumber(request.afterSeq, 'after_seq');
        const from = request.fromStart ? 'oldest' : after === 0 ? 'newest' : after;
        const filter = eventFilter(context, request.filter, caller);
        for await (const frame of watchEvents(context, filter, from, signal)) {
          if (frame.kind === 'ready') yield { ready: { currentSeq: frame.newestSeq, oldestSeq: frame.oldestSeq } };
          else if (frame.kind === 'event') yield { event: eventMessage(frame.event) };
          else yield { keepAlive: { seq: frame.seq } };
        }
      },
    ),

    ListEvents: handlers.unary('ListEvents', async (request, { caller }) => {
      const filter = eventFilter(context, request.filter, caller);
      const mark = { filter, newestFirst: request.newestFirst, after: request.afterSeq };
      const size = pageSizeOf(request.pageSize);
      const token = decodePageToken(request.pageToken, mark);
      const after = safeNumber(request.afterSeq, 'after_seq');
      if (after > 0 && token === null) assertKept(context, after);
      const page = request.newestFirst
        ? context.store
            .eventsNewestFirst(filter, Number(token ?? Number.MAX_SAFE_INTEGER), size + 1)
            .filter((event) => event.seq > after)
        : context.store.events(filter, Number(token ?? after), size + 1);
      const shown = page.slice(0, size);
      const last = shown.at(-1);
      const nextPageToken = page.length > size && last !== undefined ? encodePageToken(last.seq, mark) : '';
      return { events: shown.map(eventMessage), nextPageToken };
    }),
  };
}

function assertKept(context: EngineContext, after: number): void {
  const { oldestSeq } = context.store.eventBounds();
  if (after + 1 >= oldestSeq) return;
  throw new SandkeepError('EVENTS_COMPACTED', `events after ${after} begin at ${oldestSeq} now`, {
    metadata: { oldest_seq: String(oldestSeq) },
  });
}

function eventFilter(context: EngineContext, filter: EventFilter__Output | null, caller: Caller): EventFilter {
  if (filter === null) return within({}, caller);
  const wanted = {
    ...(filter.namespace === '' ? {} : { namespace: filter.namespace }),
    ...(filter.sandboxId === '' ? {} : { sandboxId: sandboxIdOf(context, filter.sandboxId, caller) }),
    ...(filter.types.length === 0 ? {} : { types: filter.types }),
  };
  return within(wanted, caller);
}

/** Events outlive the record of their sandbox: a name that leads to none is taken as a whole id. */
function sandboxIdOf(context: EngineContext, text: string, { namespaces }: Caller): string {
  try {
    return resolveSandbox(context, sandboxName(text), namespaces).id;
  } catch (error) {
    if (hasReason(error, 'SANDBOX_NOT_FOUND')) return text;
    throw error;
  }
}
