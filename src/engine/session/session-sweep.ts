// Sessions that have fallen silent are recycled: their containers go, their work stays.

import type { SandboxRecord, SessionRecord } from '../../domain/sandbox.ts';
import type { StoreWriter } from '../../ports/store.ts';
import type { EngineContext } from '../context.ts';
import { lastHeard } from './session-silence.ts';
import { endContainers, isBeingMade, recyclable, recycleAll } from './sessions.ts';

/** What a sweep decides in one commit: enough that few of them are needed, and that none keeps others waiting. */
export const decidedAtOnce = 64;

type ReapOutcome =
  | 'reaped_sessions'
  | 'skipped_no_heartbeat'
  | 'skipped_no_running_containers'
  | 'skipped_lock_busy'
  | 'skipped_not_idle_after_double_check';

type SessionCounters = Record<'scanned_sessions' | 'errors' | ReapOutcome, number>;

interface Decision {
  readonly outcome: ReapOutcome;
  readonly recycled: readonly string[];
}

/** Recycles sessions that have fallen silent, at most so many. Counters are those of the manager this replaces. */
export async function sweepSessions(
  context: EngineContext,
  maxItems: number,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const counters: SessionCounters = {
    scanned_sessions: 0,
    reaped_sessions: 0,
    skipped_no_heartbeat: 0,
    skipped_no_running_containers: 0,
    skipped_lock_busy: 0,
    skipped_not_idle_after_double_check: 0,
    errors: 0,
  };
  const due = context.store.sessionsDue(context.clock.wallMs(), maxItems);
  for (let first = 0; first < due.length; first += decidedAtOnce) {
    signal.throwIfAborted();
    await reapTogether(context, due.slice(first, first + decidedAtOnce), counters);
  }
  return counters;
}

/** In one commit, unless one of them cannot be recycled: then each in its own, and that one does not stop the others. */
async function reapTogether(
  context: EngineContext,
  sessions: readonly SessionRecord[],
  counters: SessionCounters,
): Promise<void> {
  try {
    await reap(context, sessions, counters);
  } catch {
    await Promise.all(sessions.map((session) => reapAlone(context, session, counters)));
  }
}

async function reapAlone(context: EngineContext, session: SessionRecord, counters: SessionCounters): Promise<void> {
  try {
    await reap(context, [session], counters);
  } catch (error) {
    counters.scanned_sessions += 1;
    counters.errors += 1;
    context.logger.warn({ err: error, session: session.position }, 'a silent session could not be recycled');
  }
}

async function reap(
  context: EngineContext,
  sessions: readonly SessionRecord[],
  counters: SessionCounters,
): Promise<void> {
  const decisions = await context.store.write((tx) => sessions.map((session) => reapIfSilent(context, tx, session)));
  for (const { outcome, recycled } of decisions) {
    counters.scanned_sessions += 1;
    counters[outcome] += 1;
    endContainers(context, recycled);
  }
}

/** Looks and decides inside one transaction (R3). */
function reapIfSilent(context: EngineContext, tx: StoreWriter, { key }: SessionRecord): Decision {
  const skipped = (outcome: ReapOutcome): Decision => ({ outcome, recycled: [] });
  const session = tx.getSession(key);
  if (session === null) return skipped('skipped_not_idle_after_double_check');
  const { position, generation, heartbeatTimeoutMs } = session;
  if (heartbeatTimeoutMs === null || heartbeatTimeoutMs === 0) {
    tx.setSessionDue(position, generation, null);
    return skipped('skipped_no_heartbeat');
  }
  const sandboxes = tx.sandboxesOf(key);
  // A parked sandbox was released already: its idle time decides, not a heartbeat that nobody owes any more.
  const ended = recyclable(sandboxes);
  const live = ended.filter(({ state }) => state !== 'PARKED');
  if (live.some((sandbox) => context.slots.isBusy(sandbox.id))) return skipped('skipped_lock_busy');
  if (isBeingMade(sandboxes)) return skipped('skipped_lock_busy');
  if (live.length === 0) {
    tx.setSessionDue(position, generation, null);
    return skipped('skipped_no_running_containers');
  }
  const dueAtMs = heardAtMs(context, session, ended) + heartbeatTimeoutMs;
  if (dueAtMs > context.clock.wallMs()) {
    tx.setSessionDue(position, generation, dueAtMs);
    return skipped('skipped_not_idle_after_double_check');
  }
  const message = `not heard of for ${Math.round(heartbeatTimeoutMs / 1000)} s`;
  const why = { reason: 'HEARTBEAT_LAPSED', message, actor: 'idle' } as const;
  return { outcome: 'reaped_sessions', recycled: recycleAll(context, tx, session, sandboxes, why) };
}

/** A call in flight counts as a sign of life at every moment (R7). */
function heardAtMs(context: EngineContext, session: SessionRecord, sandboxes: readonly SandboxRecord[]): number {
  if (sandboxes.some(({ id }) => context.activity.inFlight(id) > 0)) return context.clock.wallMs();
  return lastHeard(context, session, sandboxes);
}
