// Removal is done when the engine says that the name is gone (R6), not when it has accepted the order.

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { Engine } from './connection.ts';
import { deleteContainer, find } from './containers.ts';
import { connectionFailure, hasStatus } from './errors.ts';
import { textAt } from './json.ts';

/** Deletes the engine may refuse before its word is passed on. */
const maxRefusals = 5;
const firstPauseMs = 5;
const longestPauseMs = 500;

/** Kills and removes, and returns when neither id nor name is known any more. Absent is success. */
export async function removeContainer(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<void> {
  let id = ref.containerId;
  let refusals = 0;
  // The caller's deadline bounds the loop: the signal ends the pause.
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    if (id !== null) {
      const refusal = await tryDelete(engine, id, signal);
      if (refusal !== null && ++refusals >= maxRefusals) throw refusal;
    }
    const left = await find(engine, { ...ref, containerId: id }, signal);
    if (left === null) return;
    // A first look by name finds the id; what is still there after a delete is given time.
    if (id === textAt(left.inspection, 'Id')) await engine.clock.sleep(pauseMs, signal);
    id = textAt(left.inspection, 'Id');
  }
}

/** Null when the order was taken, else why not. Failures of the connection are thrown. */
async function tryDelete(engine: Engine, id: string, signal: AbortSignal): Promise<SandkeepError | null> {
  try {
    await deleteContainer(engine, id, signal);
    return null;
  } catch (error) {
    // A busy mount leaves the container dead; another try often succeeds.
    if (!hasStatus(error, 500)) throw error;
    const words = connectionFailure(error).message;
    return new SandkeepError('RUNTIME_UNAVAILABLE', `the engine could not remove container ${id}: ${words}`, {
      metadata: { containerId: id },
      cause: error,
    });
  }
}
