// Containers with our label that no record explains: stopped, kept for a while, counted, never silently lost.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import { ownershipLabels } from '../../domain/runtime-spec.ts';
import type { SandboxRecord, SessionKey } from '../../domain/sandbox.ts';
import type { RuntimeName } from '../../domain/template.ts';
import type { ObservedInstance, Runtime } from '../../ports/runtime.ts';
import type { OrphanRecord } from '../../ports/store.ts';
import { findTemplate, runtimeCall, type EngineContext } from '../context.ts';
import { policyOf } from '../sandbox/intent.ts';
import { endpointOf } from '../sandbox/endpoint.ts';

const orphanStopGraceMs = 0;

export interface Orphan {
  readonly record: OrphanRecord;
  readonly phase: string;
  readonly removeAtMs: number | null;
}

/** Remembers when it was first seen; nothing is done to it before the grace has passed. */
export async function noteOrphan(
  context: EngineContext,
  runtime: RuntimeName,
  instance: ObservedInstance,
  counters: Record<string, number>,
): Promise<void> {
  counters['orphans'] = (counters['orphans'] ?? 0) + 1;
  const { name, sandboxId, generation, containerId } = instance.ref;
  await context.store.write((tx) =>
    tx.putOrphan({
      runtime,
      containerName: name,
      containerId: containerId ?? '',
      sandboxId,
      generation,
      firstSeenAtMs: context.clock.wallMs(),
    }),
  );
}

/** Stops orphans after the grace and removes them after their TTL; 0 keeps them. */
export async function sweepOrphans(
  context: EngineContext,
  name: RuntimeName,
  observed: ReadonlyMap<string, ObservedInstance>,
  counters: Record<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const { orphanGraceMs, orphanTtlMs } = context.settings().loops;
  const nowMs = context.clock.wallMs();
  const runtime = context.runtimes.get(name);
  for (const orphan of context.store.orphans()) {
    const instance = observed.get(orphan.containerName);
    if (orphan.runtime !== name || instance === undefined) continue;
    const ageMs = nowMs - orphan.firstSeenAtMs;
    if (ageMs < orphanGraceMs) continue;
    if (orphanTtlMs > 0 && ageMs >= orphanTtlMs) {
      await removeOrphanContainer(context, orphan, runtime, signal);
      counters['removed'] = (counters['removed'] ?? 0) + 1;
    } else if (instance.phase === 'running' || instance.phase === 'paused') {
      await runtime.stop(instance.ref, orphanStopGraceMs, runtimeCall(context, signal));
      counters['quarantined'] = (counters['quarantined'] ?? 0) + 1;
      context.logger.warn({ container: orphan.containerName }, 'stopped a container of ours that no record explains');
    }
  }
}

async function removeOrphanContainer(
  context: EngineContext,
  orphan: OrphanRecord,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<void> {
  await runtime.remove(refOf(orphan), runtimeCall(context, signal));
  await context.store.write((tx) => {
    tx.deleteOrphan(orphan.runtime, orphan.containerName);
    const message = `orphan ${orphan.containerName} was removed`;
    tx.appendEvent({ type: 'recovery', sandboxId: '', reason: 'ORPHAN_REMOVED', message, actor: 'reconcile' });
  });
}

function refOf(orphan: OrphanRecord): ObservedInstance['ref'] {
  const { containerName: name, sandboxId, generation, containerId } = orphan;
  return { name, sandboxId, generation, containerId: containerId === '' ? null : containerId };
}

/** What is known of each orphan, with the engine's present word where it answers. */
export async function listOrphans(context: EngineContext, signal: AbortSignal): Promise<readonly Orphan[]> {
  const { orphanTtlMs } = context.settings().loops;
  const orphans: Orphan[] = [];
  for (const record of context.store.orphans()) {
    const removeAtMs = orphanTtlMs === 0 ? null : record.firstSeenAtMs + orphanTtlMs;
    orphans.push({ record, phase: await phaseOf(context, record, signal), removeAtMs });
  }
  return orphans;
}

async function phaseOf(context: EngineContext, orphan: OrphanRecord, signal: AbortSignal): Promise<string> {
  try {
    const runtime = context.runtimes.get(orphan.runtime as RuntimeName);
    const inspection = await runtime.inspect(refOf(orphan), runtimeCall(context, signal));
    return inspection.kind === 'absent' ? 'absent' : inspection.instance.phase;
  } catch (error) {
    signal.throwIfAborted();
    context.logger.debug({ err: error, container: orphan.containerName }, 'the engine does not say how an orphan is');
    return 'unknown';
  }
}

/** ORPHAN_NOT_FOUND and what the runtime throws. */
export async function removeOrphan(context: EngineContext, containerName: string, signal: AbortSignal): Promise<void> {
  const orphan = requireOrphan(context, containerName);
  const { runtime } = context.runtimes.require(orphan.runtime as RuntimeName);
  await removeOrphanContainer(context, orphan, runtime, signal);
}

/**
 * Makes a sandbox of an orphan, under the id and generation of its labels. ORPHAN_NOT_FOUND, SANDBOX_EXISTS,
 * UNKNOWN_TEMPLATE when the template of its label is gone.
 */
export async function adoptOrphan(
  context: EngineContext,
  containerName: string,
  owner: SessionKey | null,
  signal: AbortSignal,
): Promise<SandboxRecord> {
  const orphan = requireOrphan(context, containerName);
  const { runtime } = context.runtimes.require(orphan.runtime as RuntimeName);
  const inspection = await runtime.inspect(refOf(orphan), runtimeCall(context, signal));
  if (inspection.kind === 'absent') throw orphanNotFound(containerName);
  const { instance } = inspection;
  const template = findTemplate(context, instance.labels[ownershipLabels.template] ?? '');
  const nowMs = context.clock.wallMs();
  try {
    return await context.store.write((tx) => {
      if (owner !== null) tx.touchSession(owner, template.heartbeatTimeoutMs);
      const inserted = tx.insertSandbox(
        {
          id: orphan.sandboxId,
          namespace: owner?.namespace ?? 'default',
          owner,
          template: template.name,
          templateDigest: instance.labels[ownershipLabels.templateDigest] ?? '',
          runtime: template.runtime,
          primary: owner !== null,
          pooled: false,
          state: 'CREATING',
          generation: orphan.generation,
          containerName: orphan.containerName,
          containerId: instance.ref.containerId,
          image: template.image,
          imageDigest: instance.imageDigest,
          labels: {},
          annotations: {},
          workspaceId: null,
          endpoint: [],
          mounts: [],
          skippedMounts: [],
          policy: policyOf(template),
          idleTimeoutMs: template.idleTimeoutMs,
          createdAtMs: nowMs,
          lastActiveAtMs: nowMs,
          idleDueAtMs: null,
          reason: 'ADOPTED',
          message: 'adopted by an operator',
          actor: 'client',
        },
        // Its token was lost with its record; it cannot be read back from the container.
        { environment: {}, token: '' },
      );
      const { id: sandboxId, generation, runtime: name, containerId } = inserted;
      tx.setGeneration({ sandboxId, generation, runtime: name, containerName, containerId, state: 'PRESENT' });
      tx.deleteOrphan(orphan.runtime, containerName);
      const running = instance.phase === 'running';
      return tx.move({
        id: inserted.id,
        from: 'CREATING',
        generation,
        to: running ? 'RUNNING' : 'STOPPED',
        changes: { endpoint: endpointOf(context.settings(), inserted, instance) },
        reason: 'ADOPTED',
        message: 'adopted by an operator',
        actor: 'client',
      });
    });
  } catch (error) {
    if (!hasReason(error, 'SANDBOX_EXISTS')) throw error;
    throw new SandkeepError('SANDBOX_EXISTS', `orphan ${containerName} cannot be adopted: ${error.message}`, {
      cause: error,
    });
  }
}

function requireOrphan(context: EngineContext, containerName: string): OrphanRecord {
  const orphan = context.store.orphans().find((entry) => entry.containerName === containerName);
  if (orphan === undefined) throw orphanNotFound(containerName);
  return orphan;
}

function orphanNotFound(containerName: string): SandkeepError {
  return new SandkeepError('ORPHAN_NOT_FOUND', `there is no orphan "${containerName}"`, {
    metadata: { container_name: containerName },
  });
}
