// Small changes of a record: labels, annotations, idle time-out, activity.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { SandboxChanges } from '../../ports/store.ts';
import { requireSandbox, wrongState, type EngineContext } from '../context.ts';
import { idleDueNow } from './queries.ts';

const maxRounds = 8;

/** SANDBOX_NOT_FOUND, WRONG_STATE for a released one, CONFLICT when it keeps changing or the etag is old. */
export async function updateSandbox(
  context: EngineContext,
  id: string,
  changes: Pick<SandboxChanges, 'labels' | 'annotations' | 'idleTimeoutMs'>,
  expectedVersion: number | null,
): Promise<SandboxRecord> {
  for (let round = 0; round < maxRounds; round += 1) {
    const record = requireSandbox(context, id);
    if (record.state === 'RELEASED' || record.state === 'RELEASING') throw wrongState(record, 'in use');
    if (expectedVersion !== null && record.version !== expectedVersion) {
      throw new SandkeepError('CONFLICT', `sandbox ${id} has changed since it was read`, {
        metadata: { sandbox_id: id },
      });
    }
    try {
      return await context.store.write((tx) => {
        const changed = tx.change(id, record.state, record.generation, changes);
        const message = `changed ${Object.keys(changes).join(', ')}`;
        tx.appendEvent({ type: 'sandbox.updated', sandboxId: id, reason: 'UPDATED', message, actor: 'client' });
        return changed;
      });
    } catch (error) {
      if (!hasReason(error, 'CONFLICT')) throw error;
    }
  }
  throw new SandkeepError('CONFLICT', `sandbox ${id} changed ${maxRounds} times meanwhile`, { retryAfterMs: 200 });
}

export interface KeptAlive {
  readonly generation: number;
  readonly idleAtMs: number | null;
}

/** Counts as use; held in memory and flushed in batches. WRONG_STATE when there is nothing to keep. */
export function keepAlive(context: EngineContext, record: SandboxRecord): KeptAlive {
  const usable =
    record.state === 'RUNNING' || record.state === 'PARKED' || record.state === 'PAUSED' || record.state === 'STOPPED';
  if (!usable) throw wrongState(record, 'alive');
  context.activity.touch(record.id, record.generation);
  return { generation: record.generation, idleAtMs: idleDueNow(context, record) };
}
