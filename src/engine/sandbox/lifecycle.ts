// Start, stop, pause and resume of the container that is there. Each is an operation row before its effect (R1).

import { failpointAsync } from '#failpoint';
import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { OperationKind, SandboxRecord, SandboxState } from '../../domain/sandbox.ts';
import { instanceRef, mergedEnvironment } from '../../domain/spec.ts';
import type { Runtime } from '../../ports/runtime.ts';
import type { SandboxChanges } from '../../ports/store.ts';
import { anySignal, requireSandbox, runtimeCall, wrongState, type EngineContext } from '../context.ts';
import { inspectAlive } from './liveness.ts';
import { endpointOf } from './endpoint.ts';
import { waitReady } from './readiness.ts';

interface Effect {
  readonly kind: OperationKind;
  readonly from: readonly SandboxState[];
  readonly to: SandboxState;
  readonly reason: string;
  readonly run: (runtime: Runtime, record: SandboxRecord, signal: AbortSignal) => Promise<SandboxChanges>;
}

/** Starts a stopped sandbox, or resumes a paused one. Running is success. WRONG_STATE, SANDBOX_LOST, NOT_READY. */
export async function startSandbox(context: EngineContext, id: string): Promise<SandboxRecord> {
  const record = requireSandbox(context, id);
  if (record.state === 'PAUSED') return await resumeSandbox(context, id);
  return await perform(context, id, {
    kind: 'start',
    from: ['STOPPED'],
    to: 'RUNNING',
    reason: 'STARTED',
    run: async (runtime, current, signal) => {
      const ref = instanceRef(current);
      const started = await runtime.start(ref, runtimeCall(context, signal));
      const template = context.settings().templates.get(current.template);
      if (template !== undefined) {
        const secrets = context.store.getSecrets(id);
        const environment = mergedEnvironment(template, secrets);
        const target = { ref: started.ref, mounts: current.mounts, environment, workdir: template.workdir };
        const subject = { runtime, target, started, readiness: template.readiness, token: secrets.token };
        await waitReady(context, subject, signal);
      }
      const lastActiveAtMs = context.clock.wallMs();
      return { endpoint: endpointOf(context.settings(), current, started), failure: null, lastActiveAtMs };
    },
  });
}

/** Stops it and keeps its container. Stopped is success. WRONG_STATE. */
export async function stopSandbox(context: EngineContext, id: string, graceMs: number | null): Promise<SandboxRecord> {
  return await perform(context, id, {
    kind: 'stop',
    from: ['RUNNING', 'PAUSED', 'PARKED'],
    to: 'STOPPED',
    reason: 'STOP_REQUESTED',
    run: async (runtime, current, signal) => {
      const grace = graceMs ?? current.policy.stopGraceMs;
      const timeoutMs = context.settings().engine.runtimeCallTimeoutMs + grace;
      await runtime.stop(instanceRef(current), grace, runtimeCall(context, signal, timeoutMs));
      return { endpoint: [] };
    },
  });
}

/** Freezes it. Paused is success. WRONG_STATE, NOT_SUPPORTED. */
export async function pauseSandbox(context: EngineContext, id: string): Promise<SandboxRecord> {
  return await perform(context, id, {
    kind: 'pause',
    from: ['RUNNING'],
    to: 'PAUSED',
    reason: 'PAUSE_REQUESTED',
    run: async (runtime, current, signal) => {
      await runtime.pause(instanceRef(current), runtimeCall(context, signal));
      return {};
    },
  });
}

/** Thaws it. Running is success. WRONG_STATE, NOT_SUPPORTED. */
export async function resumeSandbox(context: EngineContext, id: string): Promise<SandboxRecord> {
  return await perform(context, id, {
    kind: 'resume',
    from: ['PAUSED'],
    to: 'RUNNING',
    reason: 'RESUME_REQUESTED',
    run: async (runtime, current, signal) => {
      await runtime.unpause(instanceRef(current), runtimeCall(context, signal));
      return { lastActiveAtMs: context.clock.wallMs() };
    },
  });
}

function perform(context: EngineContext, id: string, effect: Effect): Promise<SandboxRecord> {
  const key = `${effect.kind}:${id}`;
  return context.tasks.run(key, (aborted) => {
    const signal = anySignal(aborted, context.stopping);
    return context.slots.run(id, signal, () => performInSlot(context, id, effect, signal));
  });
}

async function performInSlot(
  context: EngineContext,
  id: string,
  effect: Effect,
  signal: AbortSignal,
): Promise<SandboxRecord> {
  const record = requireSandbox(context, id);
  if (record.state === effect.to) return record;
  if (!effect.from.includes(record.state)) throw wrongState(record, effect.from.join(' or '));
  if (record.quarantined)
    throw new SandkeepError('SANDBOX_QUARANTINED', `sandbox ${id} is quarantined: ${record.message}`);
  const { runtime } = context.runtimes.require(record.runtime);
  const operationId = context.ids.shortId();
  await context.store.write((tx) => {
    const { id: sandboxId, generation } = record;
    tx.insertOperation({ id: operationId, sandboxId, kind: effect.kind, generation, deadlineAtMs: null });
    tx.change(record.id, record.state, record.generation, {});
  });
  await failpointAsync(`${effect.kind}.after_intent`);
  try {
    const changes = await effect.run(runtime, record, signal);
    await failpointAsync(`${effect.kind}.after_effect`);
    const moved = await context.store.write((tx) => {
      tx.updateOperation(operationId, { phase: 'done' });
      const { id: sandboxId, state: from, generation } = record;
      const message = `${effect.kind} done`;
      return tx.move({
        id: sandboxId,
        from,
        generation,
        to: effect.to,
        changes,
        reason: effect.reason,
        message,
        actor: 'client',
        operationId,
      });
    });
    noteProof(context, moved);
    return moved;
  } catch (error) {
    await bookFailure(context, record, operationId, error, signal);
    throw error;
  }
}

function noteProof(context: EngineContext, record: SandboxRecord): void {
  if (record.state === 'RUNNING') context.proofs.record(record.id, record.generation);
  else context.proofs.drop(record.id);
}

/** The effect may have happened in part; the record becomes what the engine shows. */
async function bookFailure(
  context: EngineContext,
  record: SandboxRecord,
  operationId: string,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (hasReason(error, 'STORE_FULL', 'STORE_FAILED')) return;
  context.runtimes.noteFailure(record.runtime, error);
  const message = error instanceof Error ? error.message : String(error);
  await context.store.write((tx) => tx.updateOperation(operationId, { phase: 'failed', error: message }));
  if (isUnknownOutcome(error) || hasReason(error, 'NOT_SUPPORTED') || signal.aborted) return;
  await inspectAlive(context, record, signal);
}
