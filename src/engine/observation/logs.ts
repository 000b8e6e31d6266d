// The log of a sandbox: whoever reads it keeps the sandbox in use while it runs (R7), unless all that they may do is
// look, and wakes nothing.

import { SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import { hasContainer } from '../../domain/state.ts';
import type { LogPiece, LogRequest } from '../../ports/logs.ts';
import { anySignal, runtimeCall, wrongState, type EngineContext } from '../context.ts';
import { noteDeath } from '../data-plane.ts';

/** After the container has gone, what is still on its way is waited for so long. */
const lastWordsMs = 2_000;

/**
 * What was written and, with follow, what comes until the container ends or goes. WRONG_STATE and SANDBOX_LOST without a
 * container, TOO_MANY_REQUESTS, and those of Runtime.logs.
 */
export async function* streamLogs(
  context: EngineContext,
  record: SandboxRecord,
  request: LogRequest,
  { signal, use }: { readonly signal: AbortSignal; readonly use: 'counts' | 'does not count' },
): AsyncGenerator<LogPiece> {
  requireContainer(record);
  const leave = await context.logStreams.take(signal);
  const endUse = use === 'counts' ? beginUse(context, record) : () => undefined;
  const gone = watchContainer(context, record);
  const note = (): void => context.metrics.set('sandkeep_log_streams', {}, context.logStreams.active);
  note();
  try {
    const runtime = context.runtimes.get(record.runtime);
    const call = runtimeCall(context, anySignal(signal, gone.signal));
    for await (const piece of runtime.logs(instanceRef(record), request, call)) {
      context.metrics.count('sandkeep_log_bytes_total', { runtime: record.runtime }, piece.bytes.length);
      yield piece;
    }
  } catch (error) {
    // The end of the container is the end of its log, whether the engine says so or not.
    if (gone.signal.aborted && !signal.aborted) return;
    await noteDeath(context, record, error, signal);
    throw error;
  } finally {
    gone.stop();
    endUse();
    leave();
    note();
  }
}

function requireContainer(record: SandboxRecord): void {
  if (hasContainer(record.state)) return;
  if (record.state !== 'LOST') throw wrongState(record, 'one with a container');
  throw new SandkeepError('SANDBOX_LOST', `sandbox ${record.id} is lost: ${record.message}`, {
    metadata: { sandbox_id: record.id },
  });
}

function beginUse(context: EngineContext, record: SandboxRecord): () => void {
  if (record.state !== 'RUNNING' && record.state !== 'PARKED') return () => undefined;
  return context.activity.begin(record.id, record.generation);
}

/** Its signal fires a while after the records say that this container is confirmed gone. */
function watchContainer(
  context: EngineContext,
  { id, generation }: SandboxRecord,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const gone = new AbortController();
  const stopped = new AbortController();
  const isGone = (): boolean => {
    const now = context.store.getSandbox(id);
    if (now === null || now.generation !== generation) return true;
    // On its way out it may still say something.
    return !hasContainer(now.state) && now.state !== 'RELEASING' && now.state !== 'RECYCLING';
  };
  const unwatch = context.store.onEvents(() => {
    if (!isGone()) return;
    unwatch();
    context.clock.sleep(lastWordsMs, stopped.signal).then(
      () => gone.abort(new SandkeepError('CALL_CANCELLED', 'the container is gone')),
      () => undefined,
    );
  });
  const stop = (): void => {
    unwatch();
    stopped.abort(new Error('the log is not read any more'));
  };
  return { signal: gone.signal, stop };
}
