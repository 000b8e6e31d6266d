// What its sandboxes make of a session. Pure.

import type { SandboxState, SessionState } from './sandbox.ts';
import { countsAsLive } from './state.ts';

/** Whatever comes back or lives counts before what is going. A session without sandboxes is RELEASED. */
export function sessionState(states: readonly SandboxState[]): SessionState {
  if (states.includes('RESTORING')) return 'RESTORING';
  if (states.some(countsAsLive)) return 'ACTIVE';
  if (states.includes('RECYCLING')) return 'RECYCLING';
  // Lost and failed ones are restored by the next use as well.
  if (states.some((state) => state === 'RECYCLED' || state === 'LOST' || state === 'FAILED')) return 'RECYCLED';
  return 'RELEASED';
}
