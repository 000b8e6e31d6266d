// Whether a sandbox still lives, by the engine's own word, and what its record becomes when it does not.
// Unknown is not dead: an error destroys nothing (R4).

import { hasReason } from '../../domain/errors.ts';
import type { Actor, SandboxRecord, SandboxState } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import { isUp } from '../../domain/state.ts';
import type { Inspection, ObservedInstance } from '../../ports/runtime.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { endpointOf } from './endpoint.ts';

export type Liveness =
  | { readonly kind: 'alive'; readonly record: SandboxRecord }
  | { readonly kind: 'changed'; readonly record: SandboxRecord }
  | { readonly kind: 'unknown'; readonly record: SandboxRecord; readonly message: string };

/** Asks the engine unless the sandbox was proven alive within proven_for. */
export async function checkAlive(
  context: EngineContext,
  record: SandboxRecord,
  signal: AbortSignal,
): Promise<Liveness> {
  if (context.proofs.isProven(record.runtime, record.id, record.generation)) return { kind: 'alive', record };
  return await inspectAlive(context, record, signal);
}

/** What the engine says of the present container; an error is an answer that says nothing (R4). */
export async function inspect(
  context: EngineContext,
  record: SandboxRecord,
  signal: AbortSignal,
): Promise<Inspection | { readonly kind: 'unknown'; readonly message: string }> {
  try {
    return await context.runtimes.get(record.runtime).inspect(instanceRef(record), runtimeCall(context, signal));
  } catch (error) {
    signal.throwIfAborted();
    context.runtimes.noteFailure(record.runtime, error);
    return { kind: 'unknown', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Asks the engine and books what it says. */
export async function inspectAlive(
  context: EngineContext,
  record: SandboxRecord,
  signal: AbortSignal,
): Promise<Liveness> {
  const inspection = await inspect(context, record, signal);
  if (inspection.kind === 'unknown') return { ...inspection, record };
  const after = await bookObservation(context, record, inspection, 'engine');
  const alive = after.state === record.state && after.generation === record.generation;
  if (alive && isUp(record.state)) context.proofs.record(record.id, record.generation);
  return { kind: alive ? 'alive' : 'changed', record: after };
}

/**
 * Moves a record to what was observed of its present container; nothing when they agree or when the record
 * has changed since it was read (the observation is of the past then).
 */
export async function bookObservation(
  context: EngineContext,
  record: SandboxRecord,
  inspection: Inspection,
  actor: Actor,
): Promise<SandboxRecord> {
  if (record.state === 'WARM' && inspection.kind === 'present') noteFrozen(context, record, inspection.instance);
  const to = observedState(record.state, inspection);
  if (to === null) return record;
  context.proofs.drop(record.id);
  const observed = inspection.kind === 'present' ? inspection.instance : null;
  try {
    return await context.store.write((tx) => {
      if (observed === null) {
        const { id: sandboxId, generation, runtime, containerName, containerId } = record;
        tx.setGeneration({ sandboxId, generation, runtime, containerName, containerId, state: 'GONE' });
        tx.releasePorts(record.id, record.generation);
      }
      return tx.move({
        id: record.id,
        from: record.state,
        generation: record.generation,
        to,
        changes: changesFor(context, record, to, observed),
        reason: reasonFor(to),
        message: messageFor(to, observed),
        actor,
      });
    });
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
    return context.store.getSandbox(record.id) ?? record;
  }
}

/** A warm sandbox stays WARM while it is frozen; whoever claims it has to know. */
function noteFrozen(context: EngineContext, { id }: SandboxRecord, { phase }: ObservedInstance): void {
  if (phase === 'paused') context.pools.noteFrozen(id);
  else context.pools.forget(id);
}

/** The state that an observation leads to; null when it changes nothing. */
export function observedState(state: SandboxState, inspection: Inspection): SandboxState | null {
  if (inspection.kind === 'absent') return state === 'LOST' ? null : 'LOST';
  const phase = inspection.instance.phase;
  const wanted: Readonly<Record<ObservedInstance['phase'], SandboxState>> = {
    running: 'RUNNING',
    paused: 'PAUSED',
    created: 'STOPPED',
    exited: 'STOPPED',
    dead: 'STOPPED',
  };
  const to = wanted[phase];
  // Warm and parked run as well; only their being in use differs.
  if (to === 'RUNNING' && (state === 'WARM' || state === 'PARKED')) return null;
  if (to === 'PAUSED' && (state === 'WARM' || state === 'PARKED')) return null;
  return to === state ? null : to;
}

function changesFor(
  context: EngineContext,
  record: SandboxRecord,
  to: SandboxState,
  observed: ObservedInstance | null,
): object {
  if (observed === null) return { endpoint: [], containerId: null };
  if (to === 'RUNNING') return { endpoint: endpointOf(context.settings(), record, observed) };
  if (to !== 'STOPPED' || observed.exit === null) return {};
  const { exitCode, oomKilled, message } = observed.exit;
  const failure = {
    reason: 'CONTAINER_EXITED',
    message,
    exitCode,
    oomKilled,
    logTail: [],
    atMs: context.clock.wallMs(),
  };
  return { endpoint: [], failure };
}

function reasonFor(to: SandboxState): string {
  const reasons: Partial<Record<SandboxState, string>> = {
    LOST: 'CONTAINER_GONE',
    STOPPED: 'CONTAINER_EXITED',
    RUNNING: 'CONTAINER_RUNS',
    PAUSED: 'CONTAINER_PAUSED',
  };
  return reasons[to] ?? 'OBSERVED';
}

function messageFor(to: SandboxState, observed: ObservedInstance | null): string {
  if (observed === null) return 'the engine says its container does not exist';
  if (observed.exit !== null) {
    const oom = observed.exit.oomKilled ? ', killed for lack of memory' : '';
    return `its container ended with exit code ${observed.exit.exitCode ?? 'unknown'}${oom}`;
  }
  return `its container is ${observed.phase}, so it is ${to}`;
}
