// What happens when a limit is reached: room is made, or turns are waited for.

import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { SandboxRecord } from '../domain/sandbox.ts';
import type { LimitScope } from '../ports/store.ts';
import { firstFull, limitsFor, type Limit, type Need } from './capacity.ts';
import { anySignal, type EngineContext } from './context.ts';
import { beginRelease } from './release.ts';
import { teardown } from './teardown.ts';
import { untilAborted } from './until-aborted.ts';

/** Sandboxes tried for one place; more that resist are left to the loops. */
const maxEvictionTries = 4;
/** Limits change under a caller's feet; each round starts from what is reached now. */
const maxRounds = 16;
const retryAfterMs = 5000;

/**
 * Runs an attempt that calls assertRoom, when there is room for it. At a limit parked and then warm sandboxes make
 * room; sandboxes in use never do. What is left then is to refuse or to wait in turn, as configured.
 * CAPACITY_EXHAUSTED, TOO_MANY_REQUESTS. The attempt writes an intent and no more: the line waits for it.
 */
export async function admitted<T>(
  context: EngineContext,
  need: Need,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  const waiting = anySignal(signal, AbortSignal.timeout(context.settings().admission.waitTimeoutMs));
  let refusal: SandkeepError | null = null;
  for (let round = 0; round < maxRounds; round += 1) {
    const limits = limitsFor(context.settings(), need);
    // Whoever comes while others wait for the same place goes behind them.
    const taken = limits.find((limit) => context.turns.isBusy(turnKey(limit.scope)));
    if (taken === undefined) {
      try {
        return await attempt();
      } catch (error) {
        if (!hasReason(error, 'CAPACITY_EXHAUSTED')) throw error;
        refusal = error;
      }
    }
    const limit = taken ?? firstFull(context, context.store, limits, null)?.limit;
    if (limit === undefined) continue;
    try {
      const key = turnKey(limit.scope);
      const outcome = await context.turns.run(key, waiting, () => inTurn(context, limit, waiting, attempt));
      if (outcome.kind === 'done') return outcome.value;
      refusal = outcome.refusal;
    } catch (error) {
      signal.throwIfAborted();
      if (!waiting.aborted) throw error;
      context.metrics.count('sandkeep_admissions_refused_total', { limit: limit.key });
      throw refusal ?? waitedInVain(limit.key, limit.max);
    }
  }
  throw refusal ?? waitedInVain('max_sandboxes', context.settings().admission.maxSandboxes);
}

function turnKey(scope: LimitScope): string {
  return scope.kind === 'all' ? 'all' : `${scope.kind}:${scope.name}`;
}

function waitedInVain(key: string, max: number): SandkeepError {
  return new SandkeepError('CAPACITY_EXHAUSTED', `no turn came up within admission_timeout, ${key} is ${max}`, {
    retryAfterMs,
    quota: { subject: key, description: `${max} in use` },
    metadata: { limit: key },
  });
}

type Turn<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Another limit is reached now; its line is another one. */
  | { readonly kind: 'elsewhere'; readonly refusal: SandkeepError };

/** The first in line tries until it is in, or until nothing can be done for it. */
async function inTurn<T>(
  context: EngineContext,
  limit: Limit,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<Turn<T>> {
  for (;;) {
    signal.throwIfAborted();
    // Listening begins before the attempt, so that no place freed meanwhile is missed.
    const change = nextChange(context);
    try {
      return { kind: 'done', value: await attempt() };
    } catch (error) {
      if (!hasReason(error, 'CAPACITY_EXHAUSTED')) throw error;
      if (context.store.countOccupying(limit.scope) < limit.max) return { kind: 'elsewhere', refusal: error };
      if (await makeRoom(context, limit.scope, signal)) continue;
      if (context.settings().admission.policy === 'reject') {
        context.metrics.count('sandkeep_admissions_refused_total', { limit: limit.key });
        throw error;
      }
      await untilAborted(change.happened, signal);
    } finally {
      change.stop();
    }
  }
}

function nextChange(context: EngineContext): { readonly happened: Promise<void>; stop(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { happened: promise, stop: context.store.onEvents(resolve) };
}

/** Evicts what nobody uses, or waits for what is on its way out. False when there is neither. */
async function makeRoom(context: EngineContext, scope: LimitScope, signal: AbortSignal): Promise<boolean> {
  for (const record of context.store.evictable(scope, maxEvictionTries)) {
    if (context.activity.inFlight(record.id) > 0 || context.slots.isBusy(record.id)) continue;
    if (await evict(context, record, signal)) return true;
  }
  for (const id of context.store.ending(scope, maxEvictionTries)) {
    if (await hasEnded(context, id, signal)) return true;
  }
  return false;
}

/** One whose container cannot be removed keeps its place (B3-17), and the next one is tried. */
async function evict(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<boolean> {
  const message = `${record.state.toLowerCase()} and evicted to make room`;
  try {
    const why = { reason: 'EVICTED', message, actor: 'client', deleteWorkspace: record.pooled } as const;
    await beginRelease(context, record.id, why, record);
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
    // Somebody moved it meanwhile, which may have freed the place.
    return true;
  }
  context.metrics.count('sandkeep_evictions_total', { state: record.state.toLowerCase() });
  return await hasEnded(context, record.id, signal);
}

async function hasEnded(context: EngineContext, sandboxId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await untilAborted(teardown(context, sandboxId), signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    context.logger.warn({ err: error, sandbox: sandboxId }, 'a place could not be freed yet');
    return false;
  }
}
