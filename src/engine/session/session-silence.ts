// When a session was heard of last, and when its silence has lasted too long.

import type { SandboxRecord, SessionRecord } from '../../domain/sandbox.ts';
import type { EngineContext } from '../context.ts';

/** A heartbeat, or any use of any sandbox (R7); what is only in memory counts too. */
export function lastHeard(context: EngineContext, session: SessionRecord, sandboxes: readonly SandboxRecord[]): number {
  const uses = sandboxes.map(
    (sandbox) => context.activity.lastUseMs(sandbox.id, sandbox.generation) ?? sandbox.lastActiveAtMs,
  );
  return Math.max(session.heartbeatAtMs, context.heartbeats.lastMs(session) ?? 0, ...uses);
}

/** When the session is recycled unless it is heard of; null never. */
export function recycleDue(session: SessionRecord, lastHeardAtMs: number): number | null {
  if (session.heartbeatDueAtMs === null || session.heartbeatTimeoutMs === null) return null;
  return Math.max(session.heartbeatDueAtMs, lastHeardAtMs + session.heartbeatTimeoutMs);
}
