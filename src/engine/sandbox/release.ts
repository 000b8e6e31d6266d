// Letting go: of one hold, of one sandbox, of many.

import { failpointAsync } from '#failpoint';
import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { Actor, SandboxRecord } from '../../domain/sandbox.ts';
import type { ReleaseMode } from '../../domain/template.ts';
import type { SandboxFilter, StoreWriter } from '../../ports/store.ts';
import { requireSandbox, type EngineContext } from '../context.ts';
import { endIntent } from './intent.ts';
import { provisionKey } from './provision.ts';
import { startTeardownTask, teardown } from './teardown.ts';
import { untilAborted } from '../until-aborted.ts';
import { assertDeletable, finishDeletion } from '../workspace/workspaces.ts';

const maxRounds = 8;
const listPage = 500;
const maxReportedIds = 1000;

export interface ReleaseRequest {
  readonly id: string;
  /** null takes the template's. */
  readonly mode: ReleaseMode | null;
  /** "" for a release that ends no hold. */
  readonly holder: string;
  readonly force: boolean;
  /** 0 for any. */
  readonly expectedGeneration: number;
  readonly deleteWorkspace: boolean;
  readonly wait: boolean;
}

export interface Released {
  readonly record: SandboxRecord;
  readonly remainingHolders: readonly string[];
}

/**
 * Ends a hold and, when it was the last, the use of the sandbox. Answers when the decision is durable, or with
 * `wait` when the container is gone. SANDBOX_HELD, GENERATION_MISMATCH, WORKSPACE_IN_USE.
 */
export async function release(context: EngineContext, request: ReleaseRequest, signal: AbortSignal): Promise<Released> {
  for (let round = 0; round < maxRounds; round += 1) {
    const record = requireSandbox(context, request.id);
    if (request.expectedGeneration !== 0 && request.expectedGeneration !== record.generation) {
      throw new SandkeepError(
        'GENERATION_MISMATCH',
        `sandbox ${record.id} is in generation ${record.generation}, not ${request.expectedGeneration}`,
        { metadata: { sandbox_id: record.id, generation: String(record.generation) } },
      );
    }
    try {
      const remaining = await endHold(context, record, request);
      if (remaining.length > 0) return { record: requireSandbox(context, record.id), remainingHolders: remaining };
      return { record: await letGo(context, record, request, signal), remainingHolders: [] };
    } catch (error) {
      if (!hasReason(error, 'CONFLICT')) throw error;
    }
  }
  throw new SandkeepError('CONFLICT', `sandbox ${request.id} changed ${maxRounds} times meanwhile`, {
    retryAfterMs: 200,
  });
}

/** Holders that keep the sandbox after this release; [] when it may act. */
async function endHold(
  context: EngineContext,
  record: SandboxRecord,
  request: ReleaseRequest,
): Promise<readonly string[]> {
  const holders = context.store.holders(record.id);
  if (request.force || holders.length === 0) return [];
  if (request.holder === '') {
    throw new SandkeepError('SANDBOX_HELD', `sandbox ${record.id} is held by ${holders.join(', ')}`, {
      metadata: { sandbox_id: record.id, holders: holders.join(',') },
    });
  }
  const remaining = holders.filter((holder) => holder !== request.holder);
  if (remaining.length === 0) return [];
  return await context.store.write((tx) => {
    tx.removeHolder(record.id, request.holder);
    const left = tx.holders(record.id);
    tx.appendEvent({
      type: 'sandbox.holder',
      sandboxId: record.id,
      reason: 'HOLD_ENDED',
      message: `${request.holder} let go, ${left.length} hold it still`,
      actor: 'client',
    });
    return left;
  });
}

async function letGo(
  context: EngineContext,
  record: SandboxRecord,
  request: ReleaseRequest,
  signal: AbortSignal,
): Promise<SandboxRecord> {
  if (record.state === 'RELEASED') {
    if (request.deleteWorkspace) await deleteReleasedWorkspace(context, record);
    return record;
  }
  const mode = request.mode ?? record.policy.releaseMode;
  if (mode === 'park' && record.owner !== null && !request.deleteWorkspace) {
    const parked = await park(context, record, 'client', nobodyElse(record, request));
    if (parked !== null) return parked;
  }
  if (record.state !== 'RELEASING') {
    if (request.deleteWorkspace) assertDeletable(context.store, record);
    const { deleteWorkspace } = request;
    await beginRelease(
      context,
      record.id,
      { reason: 'RELEASE_REQUESTED', message: 'released', actor: 'client', deleteWorkspace },
      record,
      nobodyElse(record, request),
    );
  }
  await failpointAsync('release.after_intent');
  const ending = teardown(context, record.id);
  // The teardown is a task that owns its failure; without `wait` nobody needs its result.
  if (!request.wait) return requireSandbox(context, record.id);
  return await untilAborted(ending, signal);
}

/** The wish to delete the files may come after the release. WORKSPACE_IN_USE, WORKSPACE_DENIED. */
async function deleteReleasedWorkspace(context: EngineContext, record: SandboxRecord): Promise<void> {
  const workspace = record.workspaceId === null ? null : context.store.getWorkspace(record.workspaceId);
  if (workspace === null || workspace.state === 'DELETED') return;
  await context.store.write((tx) => {
    assertDeletable(tx, record);
    tx.beginDeletion(workspace.id, 'everywhere');
  });
  await finishDeletion(context, { ...workspace, deletion: 'everywhere' });
}

/** Checked inside the transaction of the decision; throws to stop it. */
type Guard = (tx: StoreWriter) => void;

const allow: Guard = () => undefined;

/** Somebody may have begun to hold the sandbox after the holders were looked at (R3). */
function nobodyElse(record: SandboxRecord, request: ReleaseRequest): Guard {
  return (tx) => {
    if (request.force || tx.holders(record.id).every((holder) => holder === request.holder)) return;
    throw new SandkeepError('CONFLICT', `sandbox ${record.id} is held by somebody else since`);
  };
}

/** Keeps the container for its own session; null when there is nothing to keep. */
export async function park(
  context: EngineContext,
  record: SandboxRecord,
  actor: Actor,
  guard: Guard = allow,
): Promise<SandboxRecord | null> {
  if (record.state === 'PARKED' || record.state === 'PAUSED' || record.state === 'STOPPED') {
    return await context.store.write((tx) => {
      guard(tx);
      tx.clearHolders(record.id);
      return tx.change(record.id, record.state, record.generation, {});
    });
  }
  if (record.state !== 'RUNNING') return null;
  return await context.store.write((tx) => {
    guard(tx);
    tx.clearHolders(record.id);
    return tx.move({
      id: record.id,
      from: 'RUNNING',
      generation: record.generation,
      to: 'PARKED',
      changes: { lastActiveAtMs: context.clock.wallMs() },
      reason: 'PARKED',
      message: 'kept for its own session until it is idle',
      actor,
    });
  });
}

export interface ReleaseReason {
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  readonly deleteWorkspace: boolean;
}

/**
 * Commits RELEASING and ends a create that is under way; the container is removed by a task. From here on the
 * sandbox is never handed out again. CONFLICT when `expected` is not the present record any more.
 */
export async function beginRelease(
  context: EngineContext,
  id: string,
  why: ReleaseReason,
  expected?: SandboxRecord,
  guard: Guard = allow,
): Promise<void> {
  const record = expected ?? requireSandbox(context, id);
  if (record.state === 'RELEASED' || record.state === 'RELEASING') return;
  await context.store.write((tx) => {
    guard(tx);
    return endIntent(context, tx, record, 'RELEASING', why);
  });
  context.proofs.drop(id);
  context.tasks.abort(
    provisionKey(id),
    new SandkeepError('CONFLICT', `sandbox ${id} was released while it was being made`, {
      metadata: { sandbox_id: id },
    }),
  );
  startTeardownTask(context, id);
}

export interface ReleaseAllRequest {
  readonly filter: SandboxFilter;
  readonly dryRun: boolean;
  readonly mode: ReleaseMode | null;
  readonly force: boolean;
  readonly deleteWorkspace: boolean;
  readonly wait: boolean;
  /** Whether sandboxes of pools, which are nobody's, go as well. */
  readonly pools: 'leave' | 'release';
}

export interface ReleasedAll {
  readonly matched: number;
  readonly released: number;
  readonly held: number;
  readonly failed: number;
  readonly sandboxIds: readonly string[];
}

/** Releases every match; one that fails does not stop the others. */
export async function releaseAll(
  context: EngineContext,
  request: ReleaseAllRequest,
  signal: AbortSignal,
): Promise<ReleasedAll> {
  const counts = { matched: 0, released: 0, held: 0, failed: 0 };
  const sandboxIds: string[] = [];
  for (const record of allMatching(context, request.filter)) {
    signal.throwIfAborted();
    if (record.pooled && request.pools === 'leave') continue;
    counts.matched += 1;
    if (sandboxIds.length < maxReportedIds) sandboxIds.push(record.id);
    if (!request.force && context.store.holders(record.id).length > 0) {
      counts.held += 1;
      continue;
    }
    if (request.dryRun) {
      counts.released += 1;
      continue;
    }
    try {
      const { mode, force, deleteWorkspace } = request;
      await release(
        context,
        { id: record.id, mode, holder: '', force, expectedGeneration: 0, deleteWorkspace, wait: false },
        signal,
      );
      counts.released += 1;
    } catch (error) {
      signal.throwIfAborted();
      counts.failed += 1;
      context.logger.warn({ err: error, sandbox: record.id }, 'release of one of many failed');
    }
  }
  if (request.wait && !request.dryRun) {
    const failed = await waitGone(context, sandboxIds, signal);
    counts.released -= failed;
    counts.failed += failed;
  }
  return { ...counts, sandboxIds };
}

/** Page by page, so that a host with many sandboxes does not hold them all in memory. */
function* allMatching(context: EngineContext, filter: SandboxFilter): Generator<SandboxRecord> {
  let after = 0;
  for (;;) {
    const page = context.store.listSandboxes(filter, after, listPage);
    yield* page.filter((record) => record.state !== 'RELEASED');
    const last = page.at(-1);
    if (last === undefined || page.length < listPage) return;
    after = last.position;
  }
}

async function waitGone(context: EngineContext, ids: readonly string[], signal: AbortSignal): Promise<number> {
  let failed = 0;
  for (const id of ids) {
    const record = context.store.getSandbox(id);
    if (record === null || record.state !== 'RELEASING') continue;
    try {
      await untilAborted(teardown(context, id), signal);
    } catch (error) {
      signal.throwIfAborted();
      failed += 1;
      context.logger.warn({ err: error, sandbox: id }, 'release is decided, its container is not gone yet');
    }
  }
  return failed;
}
