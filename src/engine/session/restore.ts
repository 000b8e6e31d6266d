// A recycled sandbox comes back: the same id, a new generation, the same workspace.

import { failpointAsync } from '#failpoint';
import { hasReason, type SandkeepError } from '../../domain/errors.ts';
import type { PhaseTiming, SandboxRecord } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import { admitted } from '../admission/admission.ts';
import { findTemplate, movedOn, requireSandbox, wrongState, type EngineContext } from '../context.ts';
import { restoreIntent } from '../sandbox/intent.ts';
import { provision } from '../sandbox/provision.ts';
import { teardown } from '../sandbox/teardown.ts';

/** States change under a caller's feet; each round starts from what is there now. */
const maxRounds = 8;

export interface Restored {
  readonly record: SandboxRecord;
  readonly timings: readonly PhaseTiming[];
}

/** Writes the intent of the next generation when limits allow it. CONFLICT, WRONG_STATE, CAPACITY_EXHAUSTED and those of planning. */
export async function admitRestore(
  context: EngineContext,
  record: SandboxRecord,
  template: Template,
  signal: AbortSignal,
): Promise<SandboxRecord> {
  const need = { template, namespace: record.namespace };
  const { id, state, generation } = record;
  const whyMoot = (): SandkeepError | null => (context.store.isStill(id, state, generation) ? null : movedOn(record));
  const begun = await admitted(context, need, signal, () => restoreIntent(context, record, template), whyMoot);
  await failpointAsync('restore.after_intent');
  return begun;
}

/**
 * Brings a sandbox back that was recycled, or is being; one that is back already is a success. Whoever comes while it
 * is under way joins. WRONG_STATE for any other state, and what making a container throws.
 */
export async function restoreRecycled(context: EngineContext, id: string, signal: AbortSignal): Promise<Restored> {
  for (let round = 0; round < maxRounds; round += 1) {
    signal.throwIfAborted();
    const record = requireSandbox(context, id);
    if (record.state === 'RECYCLING') await teardown(context, id);
    else if (record.state === 'RESTORING') {
      const made = await provision(context, id);
      if (made.record.state === 'RUNNING' || made.record.state === 'STOPPED') return made;
    } else if (record.state === 'RECYCLED') {
      context.gate.assertOpen();
      try {
        await admitRestore(context, record, findTemplate(context, record.template), signal);
      } catch (error) {
        // Another touch began it first (B3-39).
        if (!hasReason(error, 'CONFLICT')) throw error;
      }
    } else if (record.state === 'RUNNING') return { record, timings: [] };
    else throw wrongState(record, 'recycled');
  }
  throw wrongState(requireSandbox(context, id), 'restorable');
}
