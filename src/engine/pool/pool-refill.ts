// Fills pools, off the path of any request.

import { setImmediate as nextTurn } from 'node:timers/promises';

import { hasReason } from '../../domain/errors.ts';
import { poolBackoffMs } from '../../domain/pool.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import { isAnyoneWaiting } from '../admission/admission.ts';
import { hostPressure } from '../admission/capacity.ts';
import { anySignal, type EngineContext } from '../context.ts';
import { insertIntent, planSandbox } from '../sandbox/intent.ts';
import { missing, poolRecord, putPool, storedPool } from './pool-record.ts';
import { freeze, keepEvidence } from './pool-upkeep.ts';
import { provision } from '../sandbox/provision.ts';

/** Failures that say nothing about the template: the pool tries again without counting them. */
const passingReasons = [
  'RUNTIME_UNAVAILABLE',
  'RUNTIME_TIMEOUT',
  'ENGINE_CHANGED',
  'STORE_FULL',
  'STORE_FAILED',
  'TOO_MANY_REQUESTS',
  'DRAINING',
  'STARTING',
] as const;

function refillKey(template: string): string {
  return `refill:${template}`;
}

/** Fills the pool, or joins whoever does. Failures are the pool's to remember. */
export function fillPool(context: EngineContext, name: string): Promise<void> {
  return context.tasks.run(refillKey(name), (aborted) => refill(context, name, anySignal(aborted, context.stopping)));
}

/** The task owns its failure, and the next sweep tries again. */
export function startRefill(context: EngineContext, name: string): void {
  const template = context.settings().templates.get(name);
  // Each claim comes by here.
  if (template === undefined || isDelayed(context, template)) return;
  fillPool(context, name).catch(() => undefined);
}

async function refill(context: EngineContext, name: string, signal: AbortSignal): Promise<void> {
  const template = context.settings().templates.get(name);
  if (template === undefined || context.gate.isDraining() || isDelayed(context, template)) return;
  // Whoever began this by a claim has its answer before the pool is counted.
  await nextTurn();
  // More may be wanted before the first is there; a worker too many finds the pool full and ends.
  const workers = Array.from({ length: template.pool.refillConcurrency }, () => makeWhileShort(context, name, signal));
  await Promise.all(workers);
}

/** One create after another until the pool is full, or has a reason to stop. */
async function makeWhileShort(context: EngineContext, name: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const template = context.settings().templates.get(name);
    if (template === undefined || !mayMake(context, template)) return;
    await keepInterval(context, template, signal);
    // The pool may have been paused, filled or changed meanwhile.
    const present = context.settings().templates.get(name);
    if (present === undefined || !mayMake(context, present)) return;
    if (!(await makeOne(context, present))) return;
  }
}

function mayMake(context: EngineContext, template: Template): boolean {
  const pool = poolRecord(context.store, template);
  const memory = context.pools.of(template.name);
  if (context.gate.isDraining() || pool.paused || pool.failures >= template.pool.maxFailures) return false;
  if (isDelayed(context, template) || missing(context.store, template, pool) <= 0) return false;
  if (pool.retryAtMs !== null && pool.retryAtMs > context.clock.wallMs()) return false;
  // Whoever waits for a place comes first: what the pool took would be evicted for them.
  memory.hasNoRoom = hostPressure(context) !== null || isAnyoneWaiting(context, { template, namespace: '' });
  return !memory.hasNoRoom;
}

/** Known without a question to the store: claims come one after another. */
function isDelayed(context: EngineContext, template: Template): boolean {
  const sinceMs = context.clock.monotonicMs() - context.pools.of(template.name).lastClaimMs;
  return sinceMs < template.pool.refillDelayMs;
}

/** The place in time is taken before the wait, so that workers follow one another. */
async function keepInterval(context: EngineContext, template: Template, signal: AbortSignal): Promise<void> {
  const memory = context.pools.of(template.name);
  const nowMs = context.clock.monotonicMs();
  const startMs = Math.max(nowMs, memory.lastStartMs + template.pool.refillIntervalMs);
  memory.lastStartMs = startMs;
  if (startMs > nowMs) await context.clock.sleep(startMs - nowMs, signal);
}

/** False when the pool has to stop for now. */
async function makeOne(context: EngineContext, template: Template): Promise<boolean> {
  const memory = context.pools.of(template.name);
  try {
    const record = await begin(context, template);
    if (record === null) return false;
    memory.created += 1;
    const made = await provision(context, record.id);
    if (made.record.state === 'WARM') {
      memory.enqueued += 1;
      if (template.pool.frozen) await freeze(context, made.record);
    }
    const { failures } = poolRecord(context.store, template);
    if (failures > 0) await putPool(context, template, { failures: 0, retryAtMs: null });
    return true;
  } catch (error) {
    await noteFailure(context, template, error);
    return false;
  }
}

/** Writes the intent unless the pool is full or paused by now; null then. */
async function begin(context: EngineContext, template: Template): Promise<SandboxRecord | null> {
  const plan = await planSandbox(context, {
    owner: null,
    namespace: '',
    template,
    primary: false,
    pooled: true,
    environment: {},
    labels: {},
    annotations: {},
    idleTimeoutMs: null,
    workspaceDir: '',
    storagePath: '',
    holder: '',
  });
  return await context.store.write((tx) => {
    const pool = storedPool(tx, template.name);
    if (pool.paused || missing(tx, template, pool) <= 0) return null;
    return insertIntent(context, tx, plan);
  });
}

async function noteFailure(context: EngineContext, template: Template, error: unknown): Promise<void> {
  const memory = context.pools.of(template.name);
  if (hasReason(error, 'CAPACITY_EXHAUSTED', 'HOST_PRESSURE')) {
    memory.hasNoRoom = true;
    return;
  }
  // Somebody let it go while it was made: the pool was drained or has changed.
  if (hasReason(error, 'CONFLICT')) return;
  const message = error instanceof Error ? error.message : String(error);
  const isPassing = hasReason(error, ...passingReasons);
  memory.failed += 1;
  context.metrics.count('sandkeep_pool_failures_total', { template: template.name });
  context.logger.warn({ err: error, template: template.name }, 'a warm sandbox could not be made');
  try {
    await context.store.write((tx) => {
      // Workers fail at the same time; each failure counts.
      const pool = poolRecord(tx, template);
      const failures = isPassing ? pool.failures : pool.failures + 1;
      const delayMs = poolBackoffMs(template.pool, Math.max(1, failures), context.ids.fraction());
      const lastFailureAtMs = context.clock.wallMs();
      const retryAtMs = lastFailureAtMs + delayMs;
      const failedDigest = template.digest;
      tx.putPool({ ...pool, failures, lastFailure: message, lastFailureAtMs, retryAtMs, failedDigest });
    });
    await keepEvidence(context, template.name);
  } catch (failure) {
    context.logger.warn({ err: failure, template: template.name }, 'the failure of a pool could not be noted');
  }
}
