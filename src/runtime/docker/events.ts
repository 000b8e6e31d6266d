// What the engine says is happening, as a nudge to look. Engines drop events of slow readers and forget them
// over a restart, so the end of the stream is an error and its reader lists again.

import { SandkeepError } from '../../domain/errors.ts';
import type { RuntimeEvent } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { toSandkeepError } from './errors.ts';
import { parseJson, textAt, textMapAt } from './json.ts';
import { ownershipFilter, refFromLabels } from './labels.ts';
import { splitLines } from './lines.ts';

/** An event carries all labels of its container. */
const maxEventCharacters = 1024 * 1024;

const kinds: Readonly<Record<string, RuntimeEvent['kind']>> = {
  start: 'start',
  die: 'exit',
  died: 'exit',
  pause: 'pause',
  unpause: 'unpause',
  destroy: 'remove',
  // Podman's word for destroy.
  remove: 'remove',
  create: 'other',
  oom: 'other',
};

/** What Docker is asked for; the events of execs would be many more. */
const askedKinds = ['create', 'start', 'die', 'pause', 'unpause', 'destroy', 'oom'];

/** Events of ours from now on. Returns when the signal aborts; any other end is RUNTIME_UNAVAILABLE. */
export async function* watchEvents(engine: Engine, sinceMs: number, signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
  const query = {
    // From the moment of asking, so that nothing is lost until the engine has subscribed us.
    since: Math.floor(sinceMs / 1000),
    filters: {
      type: ['container'],
      label: [ownershipFilter(engine.instanceId)],
      ...(engine.capabilities.eventKindFilter ? { event: askedKinds } : {}),
    },
  };
  try {
    const answer = await engine.client.stream({ method: 'GET', path: '/events', query }, signal);
    for await (const line of splitLines(answer.body, maxEventCharacters)) {
      const event = eventFromLine(line, engine.instanceId);
      if (event !== null) yield event;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw toSandkeepError(error, 'events');
  }
  if (signal.aborted) return;
  throw new SandkeepError('RUNTIME_UNAVAILABLE', 'events: the engine ended the event stream; list again');
}

/** Pure: one line of the stream; null for what is not ours or not about a container's life. */
export function eventFromLine(line: string, instanceId: string): RuntimeEvent | null {
  const event = parseJson(line);
  const action = textAt(event, 'Action') || textAt(event, 'status');
  const kind = kinds[action];
  if (kind === undefined) return null;
  const attributes = textMapAt(event, 'Actor', 'Attributes');
  const ref = refFromLabels(attributes, instanceId, attributes['name'] ?? '', textAt(event, 'Actor', 'ID'));
  if (ref === null) return null;
  return {
    kind,
    ref,
    exitCode: kind === 'exit' ? exitCodeOf(attributes['exitCode'] ?? attributes['containerExitCode']) : null,
    oomKilled: action === 'oom',
  };
}

function exitCodeOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
