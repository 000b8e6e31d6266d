// Ends the containers of a sandbox whose end is committed: RELEASING to RELEASED, RECYCLING to RECYCLED.
// Terminal is written only after the runtime confirmed the absence of every generation (R6).

import { setImmediate as nextTurn } from 'node:timers/promises';
import { failpointAsync } from '#failpoint';
import { hasReason } from '../../domain/errors.ts';
import { retryDelayMs } from '../../domain/policy.ts';
import type { GenerationRecord, OperationRecord, SandboxRecord, WorkspaceRecord } from '../../domain/sandbox.ts';
import { anySignal, requireSandbox, runtimeCall, type EngineContext } from '../context.ts';
import { storeWorkspace } from '../workspace/storage.ts';
import { finishDeletion } from '../workspace/workspaces.ts';

export function teardownKey(sandboxId: string): string {
  return `teardown:${sandboxId}`;
}

/** Finishes the end of the sandbox, or joins whoever does. On failure the row stays and the loops try again. */
export function teardown(context: EngineContext, sandboxId: string): Promise<SandboxRecord> {
  return context.tasks.run(teardownKey(sandboxId), (aborted) => inItsSlot(context, sandboxId, aborted));
}

/** The task owns its failure: the row keeps it, and the loops try again. */
export function startTeardownTask(context: EngineContext, sandboxId: string): void {
  const task = context.tasks.run(teardownKey(sandboxId), async (aborted) => {
    // In a turn of its own: a sweep that ends many has decided about all before it is held up by the first.
    await nextTurn();
    return await inItsSlot(context, sandboxId, aborted);
  });
  task.catch(() => undefined);
}

function inItsSlot(context: EngineContext, sandboxId: string, aborted: AbortSignal): Promise<SandboxRecord> {
  const signal = anySignal(aborted, context.stopping);
  return context.slots.run(sandboxId, signal, () => runTeardown(context, sandboxId, signal));
}

async function runTeardown(context: EngineContext, sandboxId: string, signal: AbortSignal): Promise<SandboxRecord> {
  const record = requireSandbox(context, sandboxId);
  if (record.state !== 'RELEASING' && record.state !== 'RECYCLING') return record;
  const operation = context.store.operations(sandboxId, 1)[0];
  try {
    await failpointAsync('teardown.before_remove');
    await removeGenerations(context, record, record.generation, signal);
    await failpointAsync('teardown.after_remove');
    await storeWorkspace(context, record, signal);
    return await commitEnd(context, record, operation);
  } catch (error) {
    context.runtimes.noteFailure(record.runtime, error);
    await scheduleRetry(context, record, operation, error);
    throw error;
  }
}

/** Stops and removes every recorded generation up to this one that is not confirmed gone. */
export async function removeGenerations(
  context: EngineContext,
  record: SandboxRecord,
  upTo: number,
  signal: AbortSignal,
): Promise<void> {
  const present = context.store
    .generations(record.id)
    .filter((generation) => generation.state !== 'GONE' && generation.generation <= upTo);
  for (const generation of present) await removeGeneration(context, generation, record.policy.stopGraceMs, signal);
}

/** The intent is the condemned row: after a crash the reconcile loop finds it and goes on. */
export async function removeGeneration(
  context: EngineContext,
  generation: GenerationRecord,
  stopGraceMs: number,
  signal: AbortSignal,
): Promise<void> {
  // Another engine's word that a container is absent says nothing about ours.
  const { runtime } = context.runtimes.require(generation.runtime);
  const ref = {
    name: generation.containerName,
    sandboxId: generation.sandboxId,
    generation: generation.generation,
    containerId: generation.containerId,
  };
  if (generation.state !== 'CONDEMNED') {
    await context.store.write((tx) => tx.setGeneration({ ...generation, state: 'CONDEMNED' }));
  }
  const graceCall = runtimeCall(context, signal, context.settings().engine.runtimeCallTimeoutMs + stopGraceMs);
  if (stopGraceMs > 0) await runtime.stop(ref, stopGraceMs, graceCall);
  await runtime.remove(ref, runtimeCall(context, signal));
  context.proofs.drop(generation.sandboxId);
  await context.store.write((tx) => {
    tx.setGeneration({ ...generation, state: 'GONE' });
    tx.releasePorts(generation.sandboxId, generation.generation);
  });
}

async function commitEnd(
  context: EngineContext,
  record: SandboxRecord,
  operation: OperationRecord | undefined,
): Promise<SandboxRecord> {
  const nowMs = context.clock.wallMs();
  const released = record.state === 'RELEASING';
  const workspace =
    record.deleteWorkspace && record.workspaceId !== null ? context.store.getWorkspace(record.workspaceId) : null;
  const { ended, deletable } = await context.store.write((tx) => {
    // Somebody may have begun to use the workspace meanwhile; then its bytes stay (R13).
    const isFree = workspace !== null && tx.workspaceReferences(workspace.id, record.id) === 0;
    const deletable = isFree ? workspace : null;
    if (operation !== undefined) tx.updateOperation(operation.id, { phase: 'done' });
    if (deletable !== null) tx.beginDeletion(deletable.id, 'everywhere');
    if (released) tx.clearHolders(record.id);
    const moved = tx.move({
      id: record.id,
      from: record.state,
      generation: record.generation,
      to: released ? 'RELEASED' : 'RECYCLED',
      changes: {
        endpoint: [],
        containerId: null,
        retryAtMs: null,
        ...(released ? { releasedAtMs: nowMs, purgeAtMs: purgeTime(context, nowMs) } : {}),
      },
      reason: record.reason,
      message: released ? 'its container is gone' : 'its container is gone, its workspace is kept',
      actor: record.actor,
      operationId: operation?.id ?? '',
    });
    if (released && record.workspaceId !== null) tx.noteUnreferenced(record.workspaceId);
    return { ended: moved, deletable };
  });
  // The sandbox is gone either way; a deletion that fails is finished by the retention loop.
  if (deletable !== null) await tryDeletion(context, { ...deletable, deletion: 'everywhere' });
  return ended;
}

async function tryDeletion(context: EngineContext, workspace: WorkspaceRecord): Promise<void> {
  try {
    await finishDeletion(context, workspace);
  } catch (error) {
    context.logger.warn({ err: error, workspace: workspace.id }, 'a workspace could not be deleted yet');
  }
}

async function scheduleRetry(
  context: EngineContext,
  record: SandboxRecord,
  operation: OperationRecord | undefined,
  error: unknown,
): Promise<void> {
  if (hasReason(error, 'DRAINING')) return;
  const message = error instanceof Error ? error.message : String(error);
  context.logger.warn({ err: error, sandbox: record.id }, 'sandbox could not be ended yet, trying again later');
  const delayMs = retryDelayMs(operation?.attempts ?? 0, context.settings().engine.teardownRetryMaxMs);
  try {
    await context.store.write((tx) => {
      if (operation !== undefined) tx.updateOperation(operation.id, { attempt: true, error: message });
      tx.change(record.id, record.state, record.generation, { retryAtMs: context.clock.wallMs() + delayMs });
    });
  } catch (failure) {
    context.logger.warn(
      { err: failure, sandbox: record.id },
      'the retry could not be recorded; reconciliation finds the row',
    );
  }
}

/** When the record of a sandbox released then is deleted; null never. */
export function purgeTime(context: EngineContext, releasedAtMs: number): number | null {
  const ttlMs = context.settings().loops.releasedTtlMs;
  return ttlMs === 0 ? null : releasedAtMs + ttlMs;
}
