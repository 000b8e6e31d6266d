// What happens to sandboxes that nobody uses. A sweep over an index: its work follows what is due.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import { idleDecision, isIdleNow } from '../../domain/policy.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { StoreReader } from '../../ports/store.ts';
import type { EngineContext } from '../context.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { endIntent } from './intent.ts';
import { add, type Counters } from '../reconcile/reconcile.ts';
import { beginRelease, park } from './release.ts';
import { decidedAtOnce, sweepSessions } from '../session/session-sweep.ts';
import { startTeardownTask } from './teardown.ts';

/** Acts on at most so many idle sandboxes. One that fails or is busy does not stop the others. */
export async function sweepIdle(context: EngineContext, maxItems: number, signal: AbortSignal): Promise<Counters> {
  const counters: Counters = {
    scanned: 0,
    recycled: 0,
    parked: 0,
    released: 0,
    skipped_in_use: 0,
    skipped_busy: 0,
    errors: 0,
  };
  // What is in memory is newer than what is stored: it is first in the line of the commit that decides (R7).
  const [, , sessions] = await Promise.all([
    context.activity.flush(),
    context.heartbeats.flush(),
    sweepSessions(context, maxItems, signal),
  ]);
  await forEachLimited(context.store.idleDue(context.clock.wallMs(), maxItems), decidedAtOnce, async (id) => {
    signal.throwIfAborted();
    add(counters, 'scanned');
    try {
      await actIfIdle(context, id, counters);
    } catch (error) {
      add(counters, 'errors');
      context.logger.warn({ err: error, sandbox: id }, 'an idle sandbox could not be dealt with');
    }
  });
  const errors = (counters['errors'] ?? 0) + (sessions['errors'] ?? 0);
  return { ...sessions, ...counters, errors };
}

async function actIfIdle(context: EngineContext, id: string, counters: Counters): Promise<void> {
  if (context.slots.isBusy(id)) return add(counters, 'skipped_busy');
  const record = context.store.getSandbox(id);
  if (record === null || !isIdleNow(record, context.clock.wallMs())) return add(counters, 'skipped_in_use');
  if (isUsed(context, record)) return add(counters, 'skipped_in_use');
  try {
    await act(context, record, counters);
  } catch (error) {
    // Somebody used or moved it between the look and the commit: that one is right (B3-20).
    if (!hasReason(error, 'CONFLICT')) throw error;
    add(counters, 'skipped_in_use');
  }
}

/** A call in flight, or a use that came after the last flush. */
function isUsed(context: EngineContext, { id, generation }: SandboxRecord): boolean {
  return context.activity.inFlight(id) > 0 || context.activity.lastUseMs(id, generation) !== null;
}

/** Each move is guarded by state and generation; use is looked for again inside its transaction (R3). */
async function act(context: EngineContext, record: SandboxRecord, counters: Counters): Promise<void> {
  const message = `not used for ${Math.round(record.idleTimeoutMs / 1000)} s`;
  const stillUnused = (tx: StoreReader): void => {
    const present = tx.getSandbox(record.id);
    if (present !== null && isIdleNow(present, context.clock.wallMs()) && !isUsed(context, present)) return;
    throw new SandkeepError('CONFLICT', `sandbox ${record.id} was used since`);
  };
  switch (idleDecision(record.state, record.policy)) {
    case 'nothing':
      return;
    case 'park':
      await park(context, record, 'idle', stillUnused);
      return add(counters, 'parked');
    case 'release':
      await beginRelease(
        context,
        record.id,
        { reason: 'IDLE', message, actor: 'idle', deleteWorkspace: false },
        record,
        stillUnused,
      );
      return add(counters, 'released');
    case 'recycle':
      await context.store.write((tx) => {
        stillUnused(tx);
        endIntent(context, tx, record, 'RECYCLING', { reason: 'IDLE', message, actor: 'idle' });
      });
      context.proofs.drop(record.id);
      startTeardownTask(context, record.id);
      return add(counters, 'recycled');
    default:
      throw new Error('no such decision');
  }
}
