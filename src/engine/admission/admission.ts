// What happens when a limit is reached: room is made, or turns are waited for.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { LimitScope } from '../../ports/store.ts';
import { assertHostHasRoom, limitReached, limitsFor, type Limit, type Need } from './capacity.ts';
import { anySignal, type EngineContext } from '../context.ts';
import { RoomMaker } from './room.ts';
import { untilAborted } from '../until-aborted.ts';

/** Limits change under a caller's feet; each round starts from what is reached now. */
const maxRounds = 16;
const retryAfterMs = 5000;
/** A reload that raises a limit is no event: who waits looks by itself as well. */
const lookAgainMs = 1000;

/**
 * Runs an attempt that calls assertRoom, when there is room for it. At a limit parked and then warm sandboxes make
 * room; sandboxes in use never do. What is left then is to refuse or to wait in turn, as configured. `whyMoot` says
 * why no place is needed any more, null while one is: it ends the wait.
 * CAPACITY_EXHAUSTED, HOST_PRESSURE, TOO_MANY_REQUESTS, and what `whyMoot` returns.
 */
export async function admitted<T>(
  context: EngineContext,
  need: Need,
  signal: AbortSignal,
  attempt: () => Promise<T>,
  whyMoot: () => SandkeepError | null = () => null,
): Promise<T> {
  assertHostHasRoom(context);
  const patience = AbortSignal.timeout(context.settings().admission.waitTimeoutMs);
  let refusal: SandkeepError | null = null;
  for (let round = 0; round < maxRounds; round += 1) {
    const limits = limitsFor(context.settings(), need);
    // Whoever comes while others wait for the same place goes behind them.
    const limit: Limit | undefined =
      limitReached(refusal, limits) ?? limits.find(({ scope }) => isWaitedFor(context, scope));
    if (limit === undefined) {
      try {
        return await attempt();
      } catch (error) {
        if (!hasReason(error, 'CAPACITY_EXHAUSTED') || limitReached(error, limits) === null) throw error;
        refusal = error;
        continue;
      }
    }
    const turn: Turn<T> = await inLine(context, limit, { signal, patience, whyMoot, attempt });
    if (turn.kind === 'done') return turn.value;
    if (turn.kind === 'late') {
      context.metrics.count('sandkeep_admissions_refused_total', { limit: limit.key });
      throw refusal ?? waitedInVain(limit);
    }
    refusal = turn.refusal;
  }
  throw refusal ?? new SandkeepError('CAPACITY_EXHAUSTED', 'limits change faster than turns come up', { retryAfterMs });
}

/** Whether somebody waits for a place that this would take. */
export function isAnyoneWaiting(context: EngineContext, need: Need): boolean {
  return limitsFor(context.settings(), need).some(({ scope }) => isWaitedFor(context, scope));
}

function isWaitedFor(context: EngineContext, scope: LimitScope): boolean {
  return context.turns.isBusy(turnKey(scope));
}

function turnKey(scope: LimitScope): string {
  return scope.kind === 'all' ? 'all' : `${scope.kind}:${scope.name}`;
}

function waitedInVain({ key, max }: Limit): SandkeepError {
  return new SandkeepError('CAPACITY_EXHAUSTED', `no turn came up within admission_timeout, ${key} is ${max}`, {
    retryAfterMs,
    quota: { subject: key, description: `${max} in use` },
    metadata: { limit: key },
  });
}

interface Wish<T> {
  /** The caller's. */
  readonly signal: AbortSignal;
  /** Fires after admission_timeout. */
  readonly patience: AbortSignal;
  readonly whyMoot: () => SandkeepError | null;
  readonly attempt: () => Promise<T>;
}

type Turn<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Another limit is reached now; its line is another one. */
  | { readonly kind: 'elsewhere'; readonly refusal: SandkeepError }
  | { readonly kind: 'late' };

/** Waits for the turn and takes it. The line is left when the caller goes, when it is late, and when all is moot. */
async function inLine<T>(context: EngineContext, limit: Limit, wish: Wish<T>): Promise<Turn<T>> {
  const moot = new AbortController();
  const waiting = anySignal(wish.signal, wish.patience, moot.signal);
  const look = async (): Promise<void> => {
    const why = wish.whyMoot();
    if (why !== null) moot.abort(why);
  };
  // After the commit that is told of, and none of its business: an error is this caller's.
  const stopListening = context.store.onEvents(() => {
    Promise.resolve()
      .then(look)
      .catch((error: unknown) => moot.abort(error));
  });
  try {
    await look();
    const key = turnKey(limit.scope);
    return await context.turns.run(key, waiting, () => inTurn(context, limit, waiting, wish.attempt));
  } catch (error) {
    if (error !== waiting.reason) throw error;
    wish.signal.throwIfAborted();
    moot.signal.throwIfAborted();
    return { kind: 'late' };
  } finally {
    stopListening();
  }
}

/** The first in line tries until it is in, or until nothing can be done for it. */
async function inTurn<T>(
  context: EngineContext,
  limit: Limit,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<Turn<T>> {
  const room = new RoomMaker(context, limit.scope);
  for (;;) {
    signal.throwIfAborted();
    assertHostHasRoom(context);
    // Listening begins before the attempt, so that no place freed meanwhile is missed.
    const change = nextChange(context);
    try {
      return { kind: 'done', value: await attempt() };
    } catch (error) {
      if (!hasReason(error, 'CAPACITY_EXHAUSTED')) throw error;
      if (limitReached(error, [limit]) === null) return { kind: 'elsewhere', refusal: error };
      const outlook = await room.make();
      if (outlook === 'none' && context.settings().admission.policy === 'reject') {
        context.metrics.count('sandkeep_admissions_refused_total', { limit: limit.key });
        throw error;
      }
      if (outlook !== 'changed') await nextLook(context, [change.happened, ...room.coming], signal);
    } finally {
      change.stop();
    }
  }
}

function nextChange(context: EngineContext): { readonly happened: Promise<void>; stop(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { happened: promise, stop: context.store.onEvents(resolve) };
}

/** Until one of these has come, or a while has passed. */
async function nextLook(context: EngineContext, reasons: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const pause = context.clock.sleep(lookAgainMs, enough.signal).catch(() => undefined);
  try {
    await untilAborted(Promise.race([...reasons, pause]), signal);
  } finally {
    enough.abort(new Error('looked'));
  }
}
