// What is deleted because it is old: released records, failed rows, events, requests, operations. And work left
// undone that is due again.

import { hasReason } from '../../domain/errors.ts';
import type { EngineContext } from '../context.ts';
import { add, resume, type Counters } from '../reconcile/reconcile.ts';
import { beginRelease } from '../sandbox/release.ts';
import { startTeardownTask } from '../sandbox/teardown.ts';
import { finishDeletion } from './workspaces.ts';

/** Rows of one kind deleted in one transaction; keeps every commit short. */
const deleteSlice = 500;
const maxSlices = 20;

/**
 * Deletes records of released sandboxes whose TTL has passed, at most so many; keeps those with containers left.
 * Counters are those of the manager this replaces, ttl in seconds; an index finds what is due, so that nothing is
 * looked at and found to be too young.
 */
export async function sweepReleased(context: EngineContext, maxItems: number, signal: AbortSignal): Promise<Counters> {
  const { releasedTtlMs } = context.settings().loops;
  const counters: Counters = {
    ttl: Math.round(releasedTtlMs / 1000),
    scanned: 0,
    deleted: 0,
    skipped_ttl_disabled: 0,
    skipped_not_expired: 0,
    skipped_not_released: 0,
    skipped_not_terminal: 0,
    errors: 0,
  };
  if (releasedTtlMs === 0) {
    counters['skipped_ttl_disabled'] = 1;
    return counters;
  }
  for (const id of context.store.purgeDue(context.clock.wallMs(), maxItems)) {
    signal.throwIfAborted();
    add(counters, 'scanned');
    const record = context.store.getSandbox(id);
    const present = context.store.generations(id).some((generation) => generation.state !== 'GONE');
    if (record?.state !== 'RELEASED' || present) {
      add(counters, present ? 'skipped_not_terminal' : 'skipped_not_released');
      continue;
    }
    try {
      await context.store.write((tx) => tx.deleteSandbox(id));
      add(counters, 'deleted');
    } catch (error) {
      add(counters, 'errors');
      context.logger.warn({ err: error, sandbox: id }, 'a released record could not be deleted');
    }
  }
  return counters;
}

/** Deletes old events, requests and operations, releases failed rows, and finishes deletions of workspaces. */
export async function sweepRetention(context: EngineContext, maxItems: number, signal: AbortSignal): Promise<Counters> {
  const counters: Counters = {};
  const { loops } = context.settings();
  const nowMs = context.clock.wallMs();
  // 0 keeps: nothing is older than the beginning of time, and no log is longer than the longest number.
  const keepSinceMs = loops.eventRetentionMs === 0 ? 0 : nowMs - loops.eventRetentionMs;
  const maxEvents = loops.maxEvents === 0 ? Number.MAX_SAFE_INTEGER : loops.maxEvents;
  context.store.relieve();
  const slices = async (name: string, slice: () => Promise<number>): Promise<void> => {
    for (let index = 0; index < maxSlices; index += 1) {
      signal.throwIfAborted();
      const deleted = await slice();
      add(counters, name, deleted);
      if (deleted < deleteSlice) return;
    }
  };
  const write = context.store.write.bind(context.store);
  await slices('events', () => write((tx) => tx.deleteEventsBefore(keepSinceMs, maxEvents, deleteSlice)));
  await slices('requests', () =>
    write((tx) =>
      tx.deleteRequestsBefore(nowMs - loops.requestIdRetentionMs, loops.maxRequestIdsPerNamespace, deleteSlice),
    ),
  );
  await slices('operations', () => write((tx) => tx.deleteOperationsBefore(keepSinceMs, deleteSlice)));
  const { execRetentionMs, maxEndedExecs } = context.settings().engine;
  await slices('execs', () => write((tx) => tx.deleteExecsBefore(nowMs - execRetentionMs, maxEndedExecs, deleteSlice)));
  context.execRegistry.forgetEndedBefore(nowMs - execRetentionMs);
  await releaseOldFailures(context, nowMs - loops.failedRetentionMs, maxItems, counters);
  await releaseOldRecycled(context, nowMs - loops.recycledTtlMs, maxItems, counters);
  await deleteOldWorkspaces(context, nowMs - loops.workspaceTtlMs, maxItems, counters);
  for (const workspace of context.store.deletingWorkspaces(maxItems)) {
    try {
      await finishDeletion(context, workspace);
      add(counters, 'workspaces');
    } catch (error) {
      add(counters, 'errors');
      context.logger.warn({ err: error, workspace: workspace.id }, 'a workspace could not be deleted yet');
    }
  }
  return counters;
}

async function releaseOldFailures(
  context: EngineContext,
  beforeMs: number,
  maxItems: number,
  counters: Counters,
): Promise<void> {
  if (context.settings().loops.failedRetentionMs === 0) return;
  for (const id of context.store.failedBefore(beforeMs, maxItems)) {
    try {
      // What was made for a pool holds nobody's files.
      const deleteWorkspace = context.store.getSandbox(id)?.pooled ?? false;
      const why = {
        reason: 'FAILED_RETENTION',
        message: 'failed long ago',
        actor: 'reconcile',
        deleteWorkspace,
      } as const;
      await beginRelease(context, id, why);
      add(counters, 'failed_released');
    } catch (error) {
      if (!hasReason(error, 'CONFLICT', 'SANDBOX_NOT_FOUND')) throw error;
    }
  }
}

/** What was recycled long ago is given up, files and all, where the config says so (R13). */
async function releaseOldRecycled(
  context: EngineContext,
  beforeMs: number,
  maxItems: number,
  counters: Counters,
): Promise<void> {
  if (context.settings().loops.recycledTtlMs === 0) return;
  for (const id of context.store.recycledBefore(beforeMs, maxItems)) {
    const record = context.store.getSandbox(id);
    // Somebody may have touched it since it was looked up; then it is not RECYCLED any more.
    if (record?.state !== 'RECYCLED') continue;
    try {
      const message = 'recycled for longer than recycled_ttl';
      const why = { reason: 'RECYCLED_RETENTION', message, actor: 'reconcile', deleteWorkspace: true } as const;
      await beginRelease(context, id, why, record);
      add(counters, 'recycled_released');
    } catch (error) {
      if (!hasReason(error, 'CONFLICT')) throw error;
    }
  }
}

async function deleteOldWorkspaces(
  context: EngineContext,
  beforeMs: number,
  maxItems: number,
  counters: Counters,
): Promise<void> {
  if (context.settings().loops.workspaceTtlMs === 0) return;
  for (const workspace of context.store.unreferencedWorkspaces(beforeMs, maxItems)) {
    const isDeleting = await context.store.write((tx) => {
      if (tx.workspaceReferences(workspace.id, '') > 0) return false;
      // What is stored elsewhere has a retention of its own.
      tx.beginDeletion(workspace.id, 'here');
      return true;
    });
    // Its bytes go below, with those whose deletion was interrupted.
    if (isDeleting) add(counters, 'workspaces_expired');
  }
}

/** Drives creates and releases again whose last try ended without an answer. */
export function sweepRetries(context: EngineContext, maxItems: number): Counters {
  const counters: Counters = { retried: 0 };
  for (const id of context.store.retryDue(context.clock.wallMs(), maxItems)) {
    if (context.slots.isBusy(id)) continue;
    const state = context.store.getSandbox(id)?.state;
    if (state === 'RELEASING' || state === 'RECYCLING') startTeardownTask(context, id);
    else if (state === 'CREATING' || state === 'RESTORING') resume(context, id);
    else continue;
    add(counters, 'retried');
  }
  return counters;
}
