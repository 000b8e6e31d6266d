// Pages of sessions. The state of a session is what its sandboxes make of it, and no index knows it: a filter by state
// looks at one session after the other.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionState } from '../domain/sandbox.ts';
import type { SessionView } from '../engine/session/sessions.ts';
import { maxPageSize } from './convert.ts';

/** Sessions that one call looks at for their state; its token leads on from there. */
export const maxSessionsLookedAt = 2000;
/** Sessions that are read in one turn of the event loop. */
const sessionsInOneRead = 100;
/** Sandboxes in one page, so that it fits into a message. One session fits always. */
export const maxSandboxesInPage = maxPageSize;

export interface SessionPage {
  readonly views: readonly SessionView[];
  /** Position that the next page begins after; null at the end. */
  readonly nextPosition: number | null;
}

/**
 * Reads on until the page is full, the sessions end, or enough were looked at. `read` gives sessions after a position
 * in order of creation. `states` null does not restrict.
 */
export async function sessionPage(
  read: (afterPosition: number, limit: number) => readonly SessionView[],
  states: readonly SessionState[] | null,
  afterPosition: number,
  size: number,
  signal: AbortSignal,
): Promise<SessionPage> {
  // Only states that this daemon does not know: there is nothing to look for.
  if (states?.length === 0) return { views: [], nextPosition: null };
  const limit = states === null ? size + 1 : sessionsInOneRead;
  const views: SessionView[] = [];
  let sandboxes = 0;
  let position = afterPosition;
  for (let lookedAt = 0; lookedAt < maxSessionsLookedAt; lookedAt += limit) {
    const rows = read(position, limit);
    for (const view of rows) {
      if (states === null || states.includes(view.state)) {
        const fits = views.length === 0 || sandboxes + view.sandboxes.length <= maxSandboxesInPage;
        if (views.length === size || !fits) return { views, nextPosition: position };
        views.push(view);
        sandboxes += view.sandboxes.length;
      }
      position = view.record.position;
    }
    if (rows.length < limit) return { views, nextPosition: null };
    await nextTurn();
    signal.throwIfAborted();
  }
  return { views, nextPosition: position };
}
