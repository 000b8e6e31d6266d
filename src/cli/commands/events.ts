// The event log.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { RETRY_ATTEMPTS, RETRY_MAX_DELAY_MS } from '../../client/retry.ts';
import type { Event__Output } from '../../gen/sandkeep/v1/Event.ts';
import type { EventFilter } from '../../gen/sandkeep/v1/EventFilter.ts';
import type { Context, Define } from '../context.ts';
import { isResumable } from '../failure.ts';
import { collect, parseCount, present } from '../parse.ts';
import { eventLine } from '../render/event.ts';

const DEFAULT_LIMIT = 50;
const MAX_PAGE_SIZE = 1000;

interface EventOptions {
  readonly follow?: true;
  readonly after?: number;
  readonly sandbox?: string;
  readonly type?: string[];
  readonly limit?: number;
}

export function addEventCommands(program: Command, define: Define): void {
  const events = program
    .command('events')
    .description('show the event log: the newest events, or those after a number')
    .option('-f, --follow', 'go on with what happens, through restarts of the daemon')
    .option('--after <number>', 'only events with a greater number; 0 starts with the oldest kept', parseCount)
    .option('--sandbox <id>', 'only of this sandbox')
    .option('--type <name>', 'only of this type, for example sandbox.state (repeatable)', collect)
    .option('--limit <count>', `at most this many without --follow (default: ${DEFAULT_LIMIT})`, parseCount);
  define<EventOptions>(events, showEvents);
}

async function showEvents(context: Context, _args: readonly string[], options: EventOptions) {
  const filter = present({ namespace: context.namespace, sandboxId: options.sandbox, types: options.type });
  if (options.follow) await followEvents(context, filter, options.after);
  else await listEvents(context, filter, options);
  return undefined;
}

async function listEvents(context: Context, filter: EventFilter, options: EventOptions): Promise<void> {
  const events = await collectEvents(context, filter, options);
  // Without a number to start from, the newest are asked for; they are shown in the order they happened.
  if (options.after === undefined) events.reverse();
  for (const event of events) await showEvent(context, event);
  if (events.length === 0) await context.output.notice('No events. "sandkeep events --follow" waits for the next.');
}

async function collectEvents(context: Context, filter: EventFilter, options: EventOptions): Promise<Event__Output[]> {
  const limit = options.limit ?? DEFAULT_LIMIT;
  const events: Event__Output[] = [];
  let pageToken = '';
  while (events.length < limit) {
    const request = {
      filter,
      pageToken,
      pageSize: Math.min(MAX_PAGE_SIZE, limit - events.length),
      newestFirst: options.after === undefined,
      ...present({ afterSeq: options.after }),
    };
    const page = await context.client.listEvents(request, context.call);
    events.push(...page.events);
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  return events;
}

async function followEvents(context: Context, filter: EventFilter, after: number | undefined): Promise<void> {
  let position = after === undefined ? undefined : String(after);
  let failures = 0;
  for (;;) {
    try {
      for await (const frame of context.client.watchEvents({ filter, ...startAfter(position) }, context.call)) {
        failures = 0;
        if (frame.event) await showEvent(context, frame.event);
        position = frame.event?.seq ?? frame.keepAlive?.seq ?? position ?? frame.ready?.currentSeq;
      }
      return;
    } catch (error) {
      failures += 1;
      if (!isResumable(error) || position === undefined || failures > RETRY_ATTEMPTS) throw error;
      await context.output.notice(`sandkeep: ${error.message}; going on after event ${position}`);
      await sleep(RETRY_MAX_DELAY_MS, undefined, { signal: context.signal });
    }
  }
}

/** Number 0 alone would mean "what comes next". */
function startAfter(position: string | undefined) {
  if (position === undefined) return {};
  return position === '0' ? { fromStart: true } : { afterSeq: position };
}

async function showEvent({ output }: Context, event: Event__Output): Promise<void> {
  await output.show('Event', event, () => [eventLine(event, output.paint)]);
}
