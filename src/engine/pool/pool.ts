// Warm sandboxes, made before anybody asks. The database counts them, those under way included, in the transaction
// that begins another one, so that a pool is never filled above its target.

import { SandkeepError } from '../../domain/errors.ts';
import { poolTarget } from '../../domain/pool.ts';
import type { PoolRecord } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import { anySignal, findTemplate, type EngineContext } from '../context.ts';
import { medianMs } from './pools.ts';
import { missing, poolRecord, poolTemplates, putPool } from './pool-record.ts';
import { fillPool, startRefill } from './pool-refill.ts';
import { dissolvePool, letGo, maxEvidence, maxPooled, proveWarm, trimPool } from './pool-upkeep.ts';
import { untilAborted } from '../until-aborted.ts';

/** Fills that a prewarm may join before one of them is its own. */
const maxFillRounds = 3;

export type PoolStatus = 'FULL' | 'FILLING' | 'PAUSED' | 'BACKING_OFF' | 'FAILED' | 'NO_ROOM';

export interface PoolView {
  readonly template: string;
  readonly status: PoolStatus;
  readonly target: number;
  readonly warm: number;
  readonly creating: number;
  readonly hits: number;
  readonly misses: number;
  readonly claimWaitMs: number | null;
  readonly failures: number;
  readonly lastFailure: string;
  readonly lastFailureAtMs: number | null;
  readonly retryAtMs: number | null;
  readonly failedSandboxIds: readonly string[];
}

export function listPools(context: EngineContext): readonly PoolView[] {
  return poolTemplates(context)
    .map((template) => viewOf(context, template))
    .sort((a, b) => (a.template < b.template ? -1 : 1));
}

/** UNKNOWN_TEMPLATE, POOL_NOT_FOUND. */
export function getPool(context: EngineContext, name: string): PoolView {
  return viewOf(context, requirePool(context, name));
}

function requirePool(context: EngineContext, name: string): Template {
  const template = findTemplate(context, name);
  if (template.pool.size > 0 || context.store.getPool(template.name) !== null) return template;
  throw new SandkeepError('POOL_NOT_FOUND', `template ${template.name} has no pool`, {
    metadata: { template: template.name },
  });
}

function viewOf(context: EngineContext, template: Template): PoolView {
  const pool = poolRecord(context.store, template);
  const counts = context.store.countPooled(template.name);
  const memory = context.pools.of(template.name);
  const failed = context.store.pooledSandboxes(template.name, 'FAILED', maxEvidence + 1);
  return {
    template: template.name,
    status: statusOf(context, template, pool),
    target: poolTarget(template.pool, pool),
    warm: counts.WARM ?? 0,
    creating: counts.CREATING ?? 0,
    hits: memory.hits,
    misses: memory.misses,
    claimWaitMs: medianMs(memory.waitsMs),
    failures: pool.failures,
    lastFailure: pool.lastFailure,
    lastFailureAtMs: pool.lastFailureAtMs,
    retryAtMs: pool.retryAtMs,
    failedSandboxIds: failed
      .toReversed()
      .slice(0, maxEvidence)
      .map((record) => record.id),
  };
}

function statusOf(context: EngineContext, template: Template, pool: PoolRecord): PoolStatus {
  if (pool.paused) return 'PAUSED';
  if (missing(context.store, template, pool) <= 0) return 'FULL';
  if (pool.failures >= template.pool.maxFailures) return 'FAILED';
  if (pool.retryAtMs !== null && pool.retryAtMs > context.clock.wallMs()) return 'BACKING_OFF';
  return context.pools.of(template.name).hasNoRoom ? 'NO_ROOM' : 'FILLING';
}

/** Stops refilling until it is resumed; what is warm can be claimed. UNKNOWN_TEMPLATE, POOL_NOT_FOUND. */
export async function pausePool(context: EngineContext, name: string): Promise<PoolView> {
  const template = requirePool(context, name);
  await putPool(context, template, { paused: true });
  return viewOf(context, template);
}

/** Refills again, also after failures. UNKNOWN_TEMPLATE, POOL_NOT_FOUND. */
export async function resumePool(context: EngineContext, name: string): Promise<PoolView> {
  const template = requirePool(context, name);
  await putPool(context, template, { paused: false, failures: 0, retryAtMs: null });
  startRefill(context, template.name);
  return viewOf(context, template);
}

/** Pauses it and releases everything that nobody has claimed. UNKNOWN_TEMPLATE, POOL_NOT_FOUND. */
export async function drainPool(
  context: EngineContext,
  name: string,
): Promise<{ readonly view: PoolView; readonly released: number }> {
  const template = requirePool(context, name);
  await putPool(context, template, { paused: true, prewarm: 0 });
  let released = 0;
  for (const state of ['WARM', 'CREATING'] as const) {
    for (const record of context.store.pooledSandboxes(template.name, state, maxPooled)) {
      if (await letGo(context, record, 'DRAINED', 'its pool was drained')) released += 1;
    }
  }
  return { view: viewOf(context, template), released };
}

/** Has at least so many warm, once. UNKNOWN_TEMPLATE; with wait what making one throws. */
export async function prewarmPool(
  context: EngineContext,
  name: string,
  request: { readonly count: number; readonly wait: boolean },
  signal: AbortSignal,
): Promise<PoolView> {
  const template = findTemplate(context, name);
  await putPool(context, template, { prewarm: request.count });
  if (request.wait) await untilAborted(fillWhole(context, template), signal);
  else startRefill(context, template.name);
  return viewOf(context, template);
}

/** Fills until nothing is missing or nothing can be made; a fill that was joined may have had less to do. */
async function fillWhole(context: EngineContext, template: Template): Promise<void> {
  const failedBeforeMs = poolRecord(context.store, template).lastFailureAtMs;
  for (let round = 0; round < maxFillRounds; round += 1) {
    await fillPool(context, template.name);
    const pool = poolRecord(context.store, template);
    if (missing(context.store, template, pool) <= 0) return;
    if (pool.lastFailureAtMs !== failedBeforeMs) throw refillFailure(template, pool);
    if (statusOf(context, template, pool) !== 'FILLING') return;
  }
}

function refillFailure(template: Template, pool: PoolRecord): SandkeepError {
  return new SandkeepError(
    'CREATE_REFUSED',
    `a sandbox of template ${template.name} could not be made: ${pool.lastFailure}`,
    {
      metadata: { template: template.name },
    },
  );
}

/** How long a sweep waits for the creates it began; they go on without it. */
const sweepPatienceMs = 5000;

/**
 * Compares every pool with its target: lets go of what is outdated, old, dead or too many, and fills what is short.
 * Counters are those of the manager this replaces (types, created, enqueued, failed_create, skipped_pool_disabled),
 * for what happened since the last sweep, and some of our own.
 */
export async function sweepPools(
  context: EngineContext,
  maxItems: number,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const counters: Record<string, number> = {
    types: 0,
    created: 0,
    enqueued: 0,
    failed_create: 0,
    skipped_pool_disabled: 0,
    trimmed: 0,
    skipped_paused: 0,
    skipped_backoff: 0,
    skipped_no_room: 0,
    errors: 0,
  };
  const add = (name: string, by = 1): void => {
    counters[name] = (counters[name] ?? 0) + by;
  };
  const templates = poolTemplates(context);
  if (!templates.some((template) => template.pool.size > 0)) counters['skipped_pool_disabled'] = 1;
  const fills: Promise<void>[] = [];
  for (const template of templates) {
    signal.throwIfAborted();
    add('types');
    try {
      const target = poolTarget(template.pool, poolRecord(context.store, template));
      add('trimmed', await trimPool(context, template, target, maxItems, signal));
    } catch (error) {
      signal.throwIfAborted();
      add('errors');
      context.logger.warn({ err: error, template: template.name }, 'a pool could not be looked after');
    }
    fills.push(fillPool(context, template.name));
  }
  for (const name of context.store.pooledTemplates()) {
    if (!context.settings().templates.has(name)) add('trimmed', await dissolvePool(context, name));
  }
  await proveWarm(context, templates, signal);
  await patiently(context, fills, signal);
  for (const template of templates) tell(context, template, add);
  return counters;
}

async function patiently(context: EngineContext, fills: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const tooLong = context.clock.sleep(sweepPatienceMs, anySignal(signal, enough.signal)).catch(() => undefined);
  await Promise.race([Promise.allSettled(fills), tooLong]);
  enough.abort(new Error('all filled'));
  signal.throwIfAborted();
}

function tell(context: EngineContext, template: Template, add: (name: string, by?: number) => void): void {
  const memory = context.pools.of(template.name);
  add('created', memory.created);
  add('enqueued', memory.enqueued);
  add('failed_create', memory.failed);
  memory.created = 0;
  memory.enqueued = 0;
  memory.failed = 0;
  const view = viewOf(context, template);
  if (view.status === 'PAUSED') add('skipped_paused');
  if (view.status === 'BACKING_OFF' || view.status === 'FAILED') add('skipped_backoff');
  if (view.status === 'NO_ROOM') add('skipped_no_room');
  context.metrics.set('sandkeep_pool_target', { template: template.name }, view.target);
  context.metrics.set('sandkeep_pool_sandboxes', { template: template.name, state: 'warm' }, view.warm);
  context.metrics.set('sandkeep_pool_sandboxes', { template: template.name, state: 'creating' }, view.creating);
}
