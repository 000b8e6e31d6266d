// Sessions: heard of, reaped, restored, released. What a session is follows from its sandboxes; only its heartbeat
// is its own.

import { SandkeepError } from '../../domain/errors.ts';
import type { Actor, SandboxRecord, SessionKey, SessionRecord, SessionState } from '../../domain/sandbox.ts';
import { sessionState } from '../../domain/session.ts';
import { isRecyclable } from '../../domain/state.ts';
import type { ReleaseMode } from '../../domain/template.ts';
import type { SessionChanges, SessionFilter, StoreReader, StoreWriter } from '../../ports/store.ts';
import { anySignal, type EngineContext } from '../context.ts';
import { endIntent } from '../sandbox/intent.ts';
import { releaseAll, type ReleasedAll } from '../sandbox/release.ts';
import { restoreRecycled } from './restore.ts';
import { lastHeard, recycleDue } from './session-silence.ts';
import { startTeardownTask, teardown } from '../sandbox/teardown.ts';
import { untilAborted } from '../until-aborted.ts';

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
  session = await decide(context, request, session);
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

/** Stores what the heartbeat decides, if anything; the first one begins the deadline where no template did. */
async function decide(
  context: EngineContext,
  { key, ...request }: HeartbeatRequest,
  session: SessionRecord,
): Promise<SessionRecord> {
  const { heartbeatTimeoutMs, idleTimeoutMs } = request;
  const usualMs = context.settings().loops.heartbeatTimeoutMs;
  const isUndecided = session.heartbeatTimeoutMs === null && usualMs > 0;
  const changes: SessionChanges = {
    ...(heartbeatTimeoutMs === null ? {} : { heartbeatTimeoutMs }),
    ...(idleTimeoutMs === null ? {} : { idleTimeoutMs }),
  };
  const isChanged = Object.keys(changes).length > 0;
  if (!isUndecided && !isChanged) return session;
  return await context.store.write((tx) => {
    requireSession(tx, key);
    // Not as if the client had set it: a template that says something later is to count.
    const touched = tx.touchSession(key, isUndecided ? usualMs : null);
    if (!isChanged) return touched;
    if (idleTimeoutMs !== null) {
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
  return await releaseAll(context, { ...request, filter: { ...key }, dryRun: false, pools: 'leave' }, signal);
}

/** Recycles what the session has, whatever was heard of it. SESSION_NOT_FOUND, SESSION_IN_USE. */
export async function reapSession(
  context: EngineContext,
  key: SessionKey,
  request: { readonly force: boolean; readonly wait: boolean },
  signal: AbortSignal,
): Promise<{ readonly view: SessionView; readonly recycled: number }> {
  const assertMay = (sandboxes: readonly SandboxRecord[]): void => {
    const used = recyclable(sandboxes).find(({ id }) => context.activity.inFlight(id) > 0);
    if (request.force || used === undefined) return;
    throw new SandkeepError('SESSION_IN_USE', `calls are in flight in sandbox ${used.id} of session ${key.session}`, {
      metadata: { session: key.session, sandbox_id: used.id },
      retryAfterMs: 1000,
    });
  };
  const why = { reason: 'REAP_REQUESTED', message: 'reaped by request', actor: 'client' } as const;
  const recycled = await recycleSession(context, key, assertMay, why);
  if (request.wait) await untilAborted(Promise.all(recycled.map((id) => teardown(context, id))), signal);
  return { view: viewOf(context, requireSession(context.store, key)), recycled: recycled.length };
}

interface RecycleReason {
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
}

/** Decides the end of all containers of a session in one transaction; returns the ids. The rest is done by tasks. */
async function recycleSession(
  context: EngineContext,
  key: SessionKey,
  onlyIf: (sandboxes: readonly SandboxRecord[]) => void,
  why: RecycleReason,
): Promise<readonly string[]> {
  const ids = await context.store.write((tx) => {
    const session = requireSession(tx, key);
    const sandboxes = tx.sandboxesOf(key);
    onlyIf(sandboxes);
    return recycleAll(context, tx, session, sandboxes, why);
  });
  endContainers(context, ids);
  return ids;
}

/** The part of a recycle that is inside the transaction: all of the session that has a container. Returns their ids. */
export function recycleAll(
  context: EngineContext,
  tx: StoreWriter,
  session: SessionRecord,
  sandboxes: readonly SandboxRecord[],
  why: RecycleReason,
): readonly string[] {
  const ended = recyclable(sandboxes);
  for (const sandbox of ended) endIntent(context, tx, sandbox, 'RECYCLING', why);
  // What is being made will run, and be expected to be heard of.
  if (!isBeingMade(sandboxes)) tx.setSessionDue(session.position, session.generation, null);
  return ended.map(({ id }) => id);
}

/** The part that is after the commit. */
export function endContainers(context: EngineContext, ids: readonly string[]): void {
  for (const id of ids) {
    context.proofs.drop(id);
    startTeardownTask(context, id);
  }
}

export function recyclable(sandboxes: readonly SandboxRecord[]): readonly SandboxRecord[] {
  return sandboxes.filter(({ state, quarantined }) => isRecyclable(state) && !quarantined);
}

export function isBeingMade(sandboxes: readonly SandboxRecord[]): boolean {
  return sandboxes.some(({ state }) => state === 'CREATING' || state === 'RESTORING');
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
