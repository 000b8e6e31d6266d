// Follows the events of each engine. An event is a nudge to look, never the truth; after any gap everything is
// looked at again.

import { runtimeCall, type EngineContext } from '../engine/context.ts';
import { reconcile, reconcileOne } from '../engine/reconcile/reconcile.ts';
import { untilAborted } from '../engine/until-aborted.ts';
import type { RuntimeName } from '../domain/template.ts';
import type { RuntimeEvent } from '../ports/runtime.ts';

const firstReconnectMs = 500;
const maxReconnectMs = 2000;
/** Sandboxes looked at because of events, at once; an event storm is followed by a pass over all. */
const maxNudges = 64;
/** An engine that takes longer to say who it is counts as absent for now. */
const connectTimeoutMs = 5000;

/**
 * Watches one runtime until the signal fires: connects, reconciles, follows, and begins again after a gap.
 * `onPass` is called after each pass, and after each try that found the engine absent.
 */
export async function followEngine(
  context: EngineContext,
  name: RuntimeName,
  signal: AbortSignal,
  onPass: () => void,
): Promise<void> {
  let delayMs = firstReconnectMs;
  while (!signal.aborted) {
    try {
      await followOnce(context, name, signal, () => {
        delayMs = firstReconnectMs;
        onPass();
      });
    } catch (error) {
      if (signal.aborted) return;
      context.runtimes.noteDown(name, error);
      context.logger.debug({ err: error, runtime: name }, 'events of the engine ended, listening again');
      onPass();
    }
    context.metrics.count('sandkeep_engine_event_gaps_total', { runtime: name });
    try {
      await context.clock.sleep(delayMs, signal);
    } catch {
      return;
    }
    delayMs = Math.min(maxReconnectMs, delayMs * 2);
  }
}

async function followOnce(
  context: EngineContext,
  name: RuntimeName,
  signal: AbortSignal,
  onPass: () => void,
): Promise<void> {
  await context.runtimes.connect(name, runtimeCall(context, signal, connectTimeoutMs));
  const ended = new AbortController();
  const following = AbortSignal.any([signal, ended.signal]);
  // Listening begins before the list is taken, so that nothing falls between the two.
  const events = context.runtimes.get(name).events(following);
  const nudges: Nudges = new Map();
  const reading = readEvents(context, name, events, nudges, following);
  try {
    await Promise.race([reading, passOver(context, name, following)]);
    context.proofs.setWatched(name);
    onPass();
    await Promise.race([reading, askWhenDoubted(context, name, following)]);
  } finally {
    context.proofs.setUnwatched(name);
    ended.abort(new Error('events ended'));
    reading.catch(() => undefined);
  }
}

/** Ends with the first failed call that the engine does not outlive; a stream may stay open on one that hangs. */
async function askWhenDoubted(context: EngineContext, name: RuntimeName, signal: AbortSignal): Promise<never> {
  for (;;) {
    await untilAborted(context.runtimes.doubted(name), signal);
    await context.runtimes.connect(name, runtimeCall(context, signal, connectTimeoutMs));
  }
}

/** A pass that the engine did not answer proves nothing. */
async function passOver(context: EngineContext, name: RuntimeName, signal: AbortSignal): Promise<void> {
  const { unavailable } = await reconcile(context, signal, name);
  if (unavailable.includes(name)) throw new Error(`runtime ${name} did not answer the reconcile pass`);
}

async function readEvents(
  context: EngineContext,
  name: RuntimeName,
  events: AsyncIterable<RuntimeEvent>,
  nudges: Nudges,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of events) {
    context.metrics.count('sandkeep_engine_events_total', { runtime: name, kind: event.kind });
    const { sandboxId, generation } = event.ref;
    const record = context.store.getSandbox(sandboxId);
    if (record === null || record.generation !== generation) continue;
    // A start that happens while we work on it is our own, and its outcome is booked with the work.
    if (event.kind === 'start' && context.slots.isBusy(sandboxId)) continue;
    context.proofs.drop(sandboxId);
    nudge(context, sandboxId, nudges, signal);
  }
  throw new Error('the event stream ended');
}

/** Sandboxes that are looked at because of an event, and whether another event came meanwhile. */
type Nudges = Map<string, 'looking' | 'look again'>;

/** What was seen before the newest event says nothing about it, so that one look is followed by another. */
function nudge(context: EngineContext, sandboxId: string, nudges: Nudges, signal: AbortSignal): void {
  if (nudges.has(sandboxId)) nudges.set(sandboxId, 'look again');
  else if (nudges.size < maxNudges) {
    nudges.set(sandboxId, 'looking');
    lookUntilQuiet(context, sandboxId, nudges, signal).catch((error: unknown) =>
      context.logger.debug({ err: error, sandbox: sandboxId }, 'a look after an event failed'),
    );
  }
}

async function lookUntilQuiet(
  context: EngineContext,
  sandboxId: string,
  nudges: Nudges,
  signal: AbortSignal,
): Promise<void> {
  try {
    do {
      nudges.set(sandboxId, 'looking');
      await reconcileOne(context, sandboxId, signal);
    } while (nudges.get(sandboxId) === 'look again');
  } finally {
    nudges.delete(sandboxId);
  }
}
