// Sessions: heard of, reaped, restored, released. What a session is follows from its sandboxes; only its heartbeat
// is its own.

import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { Actor, SandboxRecord, SessionKey, SessionRecord, SessionState } from '../domain/sandbox.ts';
import { sessionState } from '../domain/session.ts';
import { isRecyclable } from '../domain/state.ts';
import type { ReleaseMode } from '../domain/template.ts';
import type { SessionChanges, SessionFilter, StoreReader } from '../ports/store.ts';
import { anySignal, type EngineContext } from './context.ts';
import { forEachLimited } from './for-each-limited.ts';
import { endIntent } from './intent.ts';
import { releaseAll, type ReleasedAll } from './release.ts';
import { restoreRecycled } from './restore.ts';
import { startTeardownTask, teardown } from './teardown.ts';
import { untilAborted } from './until-aborted.ts';

export interface SessionView {
  readonly record: SessionRecord;
  readonly state: SessionState;
  readonly sandboxes: readonly SandboxRecord[];
  /** Last heartbeat or use, what is not stored yet included. */
  readonly lastHeardAtMs: number;
  /** When it is recycled unless it is heard of; null never. */
  readonly recycleDueAtMs: number | null;
}

/** SESSION_NOT_FOUND. */
export function requireSession(reader: StoreReader, key: SessionKey): SessionRecord {
  const session = reader.getSession(key);
  if (session !== null) return session;
  throw new SandkeepError('SESSION_NOT_FOUND', `there is no session "${key.session}"`, {
    metadata: { namespace: key.namespace, user: key.user, session: key.session },
  });
}

/** SESSION_NOT_FOUND. */
export function getSession(context: EngineContext, key: SessionKey): SessionView {
  return viewOf(context, requireSession(context.store, key));
}

export function listSessions(
  context: EngineContext,
  filter: SessionFilter,
  afterPosition: number,
  limit: number,
): readonly SessionView[] {
  return context.store.listSessions(filter, afterPosition, limit).map((record) => viewOf(context, record));
}

function viewOf(context: EngineContext, record: SessionRecord): SessionView {
  const sandboxes = context.store.sandboxesOf(record.key);
  const lastHeardAtMs = lastHeard(context, record, sandboxes);
  return {
    record,
    state: sessionState(sandboxes.map((sandbox) => sandbox.state)),
    sandboxes,
    lastHeardAtMs,
    recycleDueAtMs: recycleDue(record, lastHeardAtMs),
  };
}

/** A heartbeat, or any use of any sandbox (R7); what is only in memory counts too. */
export function lastHeard(context: EngineContext, session: SessionRecord, sandboxes: readonly SandboxRecord[]): number {
  const uses = sandboxes.map(
    (sandbox) => context.activity.lastUseMs(sandbox.id, sandbox.generation) ?? sandbox.lastActiveAtMs,
  );
  return Math.max(session.heartbeatAtMs, context.heartbeats.lastMs(session) ?? 0, ...uses);
}

function recycleDue(session: SessionRecord, lastHeardAtMs: number): number | null {
  if (session.heartbeatDueAtMs === null || session.heartbeatTimeoutMs === null) return null;
  return Math.max(session.heartbeatDueAtMs, lastHeardAtMs + session.heartbeatTimeoutMs);
}

export interface HeartbeatRequest {
  readonly key: SessionKey;
  /** 0 for any. */
  readonly expectedGeneration: number;
  /** null leaves it as it is. */
  readonly heartbeatTimeoutMs: number | null;
  readonly idleTimeoutMs: number | null;
  readonly restore: 'no' | 'yes';
}

export interface HeartbeatResult {
  readonly state: SessionState;
  readonly generation: number;
  readonly recycleDueAtMs: number | null;
  readonly needsRestore: boolean;
}

/**
 * A sign of life; kept in memory unless it changes a time-out. One of a generation that is over is refused, and one to
 * a recycled session wakes it only when asked to. Only then is the signal of the call asked for. SESSION_NOT_FOUND,
 * GENERATION_MISMATCH.
 */
export async function heartbeat(
  context: EngineContext,
  request: HeartbeatRequest,
  call: { readonly signal: AbortSignal },
): Promise<HeartbeatResult> {
  let session = requireSession(context.store, request.key);
  assertGeneration(session, request.expectedGeneration);
  if (request.restore === 'yes' && needsRestore(context.store, request.key)) {
    await restoreSession(context, request.key, call.signal);
    session = requireSession(context.store, request.key);
  }
  const changes = changesOf(context, session, request);
  if (changes !== null) session = await change(context, request.key, changes);
  const states = context.store.statesOf(request.key);
  const state = sessionState(states);
  const isLive = state === 'ACTIVE' || state === 'RESTORING';
  const heardAtMs = isLive ? context.heartbeats.note(session) : session.heartbeatAtMs;
  return {
    state,
    generation: session.generation,
    recycleDueAtMs: isLive ? recycleDue(session, heardAtMs) : null,
    needsRestore: states.includes('RECYCLED') || states.includes('RECYCLING'),
  };
}

function assertGeneration(session: SessionRecord, expected: number): void {
  if (expected === 0 || expected === session.generation) return;
  throw new SandkeepError(
    'GENERATION_MISMATCH',
    `session ${session.key.session} is in generation ${session.generation}, not ${expected}`,
    { metadata: { session: session.key.session, generation: String(session.generation) } },
  );
}

function needsRestore(reader: StoreReader, key: SessionKey): boolean {
  return reader.statesOf(key).some((state) => state === 'RECYCLED' || state === 'RECYCLING');
}

/** The first heartbeat of a session whose templates say nothing begins its deadline. */
function changesOf(context: EngineContext, session: SessionRecord, request: HeartbeatRequest): SessionChanges | null {
  const { heartbeatTimeoutMs, idleTimeoutMs } = request;
  const undecided = session.heartbeatTimeoutMs === null ? context.settings().loops.heartbeatTimeoutMs : null;
  const timeoutMs = heartbeatTimeoutMs ?? undecided;
  if (timeoutMs === null && idleTimeoutMs === null) return null;
  return {
    ...(timeoutMs === null ? {} : { heartbeatTimeoutMs: timeoutMs }),
    ...(idleTimeoutMs === null ? {} : { idleTimeoutMs }),
  };
}

async function change(context: EngineContext, key: SessionKey, changes: SessionChanges): Promise<SessionRecord> {
  return await context.store.write((tx) => {
    const { idleTimeoutMs } = changes;
    if (idleTimeoutMs !== undefined) {
      for (const { id, state, generation } of tx.sandboxesOf(key)) tx.change(id, state, generation, { idleTimeoutMs });
    }
    return tx.changeSession(key, changes);
  });
}

/** Releases every sandbox of the session; one that is not there is none. */
export async function releaseSession(
  context: EngineContext,
  key: SessionKey,
  request: {
    readonly mode: ReleaseMode | null;
    readonly force: boolean;
    readonly deleteWorkspace: boolean;
    readonly wait: boolean;
  },
  signal: AbortSignal,
): Promise<ReleasedAll> {
  return await releaseAll(context, { ...request, filter: { ...key }, dryRun: false }, signal);
}

/** Recycles what the session has, whatever was heard of it. SESSION_NOT_FOUND, SESSION_IN_USE. */
export async function reapSession(
  context: EngineContext,
  key: SessionKey,
  request: { readonly force: boolean; readonly wait: boolean },
  signal: AbortSignal,
): Promise<{ readonly view: SessionView; readonly recycled: number }> {
  const session = requireSession(context.store, key);
  const recycled = await recycleSession(context, session, {
    reason: 'REAP_REQUESTED',
    message: 'reaped by request',
    actor: 'client',
    onlyIf: (sandboxes) => {
      const used = sandboxes.find((sandbox) => context.activity.inFlight(sandbox.id) > 0);
      if (request.force || used === undefined) return;
      throw new SandkeepError('SESSION_IN_USE', `calls are in flight in sandbox ${used.id} of session ${key.session}`, {
        metadata: { session: key.session, sandbox_id: used.id },
        retryAfterMs: 1000,
      });
    },
  });
  if (request.wait) await untilAborted(Promise.all(recycled.map((id) => teardown(context, id))), signal);
  return { view: viewOf(context, requireSession(context.store, key)), recycled: recycled.length };
}

export interface RecycleReason {
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  /** Looks at the sandboxes inside the transaction of the decision (R3); throws to stop it. */
  readonly onlyIf: (sandboxes: readonly SandboxRecord[]) => void;
}

/** Decides the end of all containers of a session in one transaction; returns the ids. The rest is done by tasks. */
export async function recycleSession(
  context: EngineContext,
  session: SessionRecord,
  why: RecycleReason,
): Promise<readonly string[]> {
  const ids = await context.store.write((tx) => {
    const sandboxes = tx
      .sandboxesOf(session.key)
      .filter((sandbox) => isRecyclable(sandbox.state) && !sandbox.quarantined);
    why.onlyIf(sandboxes);
    for (const sandbox of sandboxes) endIntent(context, tx, sandbox, 'RECYCLING', why);
    tx.setSessionDue(session.position, session.generation, null);
    return sandboxes.map((sandbox) => sandbox.id);
  });
  for (const id of ids) {
    context.proofs.drop(id);
    startTeardownTask(context, id);
  }
  return ids;
}

export interface RestoredSession {
  readonly view: SessionView;
  readonly restored: readonly SandboxRecord[];
  readonly failures: readonly { readonly sandboxId: string; readonly reason: string; readonly message: string }[];
}

/**
 * Restores every recycled sandbox of the session; those that run stay (B3-41). Callers at the same time share one
 * restore (B3-39). What fails stays recycled, and the next use tries again. SESSION_NOT_FOUND; the first failure when
 * nothing could be restored.
 */
export async function restoreSession(
  context: EngineContext,
  key: SessionKey,
  signal: AbortSignal,
): Promise<RestoredSession> {
  const session = requireSession(context.store, key);
  const { restored, failures } = await untilAborted(startSessionRestore(context, session), signal);
  const [first] = failures;
  if (restored.length === 0 && first !== undefined) throw first.error;
  return {
    view: viewOf(context, requireSession(context.store, key)),
    restored,
    failures: failures.map(({ sandboxId, error }) => ({
      sandboxId,
      reason: error instanceof SandkeepError ? error.reason : 'INTERNAL',
      message: error instanceof SandkeepError ? error.message : 'an unexpected error; the log has it',
    })),
  };
}

interface SessionRestore {
  readonly restored: readonly SandboxRecord[];
  readonly failures: readonly { readonly sandboxId: string; readonly error: unknown }[];
}

/** The task owns its failures: each row keeps its own. */
export function startSessionRestore(context: EngineContext, session: SessionRecord): Promise<SessionRestore> {
  return context.tasks.run(`restore-session:${session.position}`, async (aborted) => {
    const signal = anySignal(aborted, context.stopping);
    const wanted = context.store
      .sandboxesOf(session.key)
      .filter(({ state }) => state === 'RECYCLED' || state === 'RECYCLING' || state === 'RESTORING');
    const outcomes = await Promise.allSettled(wanted.map(({ id }) => restoreRecycled(context, id, signal)));
    const restored: SandboxRecord[] = [];
    const failures: { sandboxId: string; error: unknown }[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') restored.push(outcome.value.record);
      else failures.push({ sandboxId: wanted[index]?.id ?? '', error: outcome.reason });
    }
    for (const { sandboxId, error } of failures) {
      context.logger.warn({ err: error, sandbox: sandboxId }, 'a sandbox of a session could not be restored');
    }
    return { restored, failures };
  });
}

/** The rest of a session comes back with the first of its sandboxes that is used, without anybody waiting for it. */
export function wakeSiblings(context: EngineContext, record: SandboxRecord): void {
  if (record.owner === null) return;
  const session = context.store.getSession(record.owner);
  if (session === null || !needsRestore(context.store, record.owner)) return;
  startSessionRestore(context, session).catch(() => undefined);
}

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
  const live = sandboxes.filter((sandbox) => isRecyclable(sandbox.state) && sandbox.state !== 'PARKED');
  if (live.some((sandbox) => context.slots.isBusy(sandbox.id))) return 'skipped_lock_busy';
  if (sandboxes.some(({ state }) => state === 'CREATING' || state === 'RESTORING')) return 'skipped_lock_busy';
  if (live.length === 0) {
    await setDue(context, session, null);
    return 'skipped_no_running_containers';
  }
  const message = `not heard of for ${Math.round(heartbeatTimeoutMs / 1000)} s`;
  const assertSilent = (present: readonly SandboxRecord[]): void => {
    const used = present.some((sandbox) => context.activity.inFlight(sandbox.id) > 0);
    const heardAtMs = used ? context.clock.wallMs() : lastHeard(context, session, present);
    const dueAtMs = heardAtMs + heartbeatTimeoutMs;
    if (dueAtMs > context.clock.wallMs()) throw new StillHeard(dueAtMs);
  };
  try {
    await recycleSession(context, session, {
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

/** The session was used after all: its deadline moves. */
class StillHeard extends Error {
  readonly dueAtMs: number;

  constructor(dueAtMs: number) {
    super('the session was heard of');
    this.dueAtMs = dueAtMs;
  }
}

async function setDue(context: EngineContext, session: SessionRecord, dueAtMs: number | null): Promise<void> {
  await context.store.write((tx) => tx.setSessionDue(session.position, session.generation, dueAtMs));
}
