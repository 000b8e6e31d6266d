// Sessions that have fallen silent are recycled: their containers go, their work stays.

import { hasReason } from '../../domain/errors.ts';
import type { SandboxRecord, SessionRecord } from '../../domain/sandbox.ts';
import { isRecyclable } from '../../domain/state.ts';
import type { EngineContext } from '../context.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { lastHeard } from './session-silence.ts';
import { isBeingMade, recycleSession } from './sessions.ts';

/** What a sweep decides in one commit: enough that few of them are needed, and that none keeps others waiting. */
export const decidedAtOnce = 64;

/**
 * Recycles sessions that have fallen silent, at most so many; heartbeats in memory are booked before. Counters are those
 * of the manager this replaces.
 */
export async function sweepSessions(
  context: EngineContext,
  maxItems: number,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const counters = {
    scanned_sessions: 0,
    reaped_sessions: 0,
    skipped_no_heartbeat: 0,
    skipped_no_running_containers: 0,
    skipped_lock_busy: 0,
    skipped_not_idle_after_double_check: 0,
    errors: 0,
  };
  const due = context.store.sessionsDue(context.clock.wallMs(), maxItems);
  await forEachLimited(due, decidedAtOnce, async (session) => {
    signal.throwIfAborted();
    counters.scanned_sessions += 1;
    try {
      const outcome = await reapIfSilent(context, session);
      counters[outcome] += 1;
    } catch (error) {
      counters.errors += 1;
      context.logger.warn({ err: error, session: session.position }, 'a silent session could not be recycled');
    }
  });
  return counters;
}

type ReapOutcome =
  | 'reaped_sessions'
  | 'skipped_no_heartbeat'
  | 'skipped_no_running_containers'
  | 'skipped_lock_busy'
  | 'skipped_not_idle_after_double_check';

async function reapIfSilent(context: EngineContext, session: SessionRecord): Promise<ReapOutcome> {
  const { heartbeatTimeoutMs } = session;
  if (heartbeatTimeoutMs === null || heartbeatTimeoutMs === 0) {
    await setDue(context, session, null);
    return 'skipped_no_heartbeat';
  }
  const sandboxes = context.store.sandboxesOf(session.key);
  // A parked sandbox was released already: its idle time decides, not a heartbeat that nobody owes any more.
  const live = sandboxes.filter(({ state, quarantined }) => isRecyclable(state) && state !== 'PARKED' && !quarantined);
  if (live.some((sandbox) => context.slots.isBusy(sandbox.id))) return 'skipped_lock_busy';
  if (isBeingMade(sandboxes.map(({ state }) => state))) return 'skipped_lock_busy';
  if (live.length === 0) {
    await setDue(context, session, null);
    return 'skipped_no_running_containers';
  }
  const message = `not heard of for ${Math.round(heartbeatTimeoutMs / 1000)} s`;
  const assertSilent = (present: SessionRecord, itsSandboxes: readonly SandboxRecord[]): void => {
    const used = itsSandboxes.some((sandbox) => context.activity.inFlight(sandbox.id) > 0);
    const timeoutMs = present.heartbeatTimeoutMs ?? 0;
    if (timeoutMs === 0) throw new StillHeard(null);
    const heardAtMs = used ? context.clock.wallMs() : lastHeard(context, present, itsSandboxes);
    const dueAtMs = heardAtMs + timeoutMs;
    if (dueAtMs > context.clock.wallMs()) throw new StillHeard(dueAtMs);
  };
  try {
    await recycleSession(context, session.key, {
      reason: 'HEARTBEAT_LAPSED',
      message,
      actor: 'idle',
      onlyIf: assertSilent,
    });
    return 'reaped_sessions';
  } catch (error) {
    if (error instanceof StillHeard) await setDue(context, session, error.dueAtMs);
    else if (!hasReason(error, 'CONFLICT')) throw error;
    return 'skipped_not_idle_after_double_check';
  }
}

/** The session was used after all, or is not to be reaped any more: its deadline moves. */
class StillHeard extends Error {
  readonly dueAtMs: number | null;

  constructor(dueAtMs: number | null) {
    super('the session was heard of');
    this.dueAtMs = dueAtMs;
  }
}

async function setDue(context: EngineContext, session: SessionRecord, dueAtMs: number | null): Promise<void> {
  await context.store.write((tx) => tx.setSessionDue(session.position, session.generation, dueAtMs));
}
