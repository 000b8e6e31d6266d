// What a pool lets go: outdated, old, dead or too many. And what keeps the rest ready to be claimed.

import { setImmediate as nextTurn } from 'node:timers/promises';

import { hasReason } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import type { Template } from '../../domain/template.ts';
import { hostPressure } from '../admission/capacity.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { beginRelease } from '../sandbox/release.ts';

/** Failed sandboxes of one pool that are kept as evidence. */
export const maxEvidence = 5;
/** Sandboxes of one pool looked at in one pass. */
export const maxPooled = 100_000;
/** How often the image behind a reference is looked up. */
const imageCheckIntervalMs = 10_000;
/** Rows that are read before somebody else has a turn: about a millisecond of them. */
const lookedAtAtOnce = 256;

/** False when somebody claimed it first. */
export async function letGo(
  context: EngineContext,
  record: SandboxRecord,
  reason: string,
  message: string,
): Promise<boolean> {
  try {
    await beginRelease(context, record.id, { reason, message, actor: 'pool', deleteWorkspace: true }, record);
    context.pools.forget(record.id);
    return true;
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
    return false;
  }
}

/**
 * One pass over the sandboxes of a pool, at most so many let go; returns how many. Replaces what is only old a few at
 * a time, so that the pool never runs empty because it was filled all at once.
 */
export async function trimPool(
  context: EngineContext,
  template: Template,
  target: number,
  maxItems: number,
  signal: AbortSignal,
): Promise<number> {
  await noteImage(context, template, signal);
  const outdated = unfit(context, template);
  const fit = new FitWarm(context, template.name, outdated);
  const doomed = [
    ...outdated,
    ...dead(context, template.name),
    ...surplus(context, fit, target),
    ...aged(context, template, fit),
  ];
  let released = 0;
  for (const { record, reason, message } of doomed.slice(0, maxItems)) {
    signal.throwIfAborted();
    if (!context.pools.isReserved(record.id) && (await letGo(context, record, reason, message))) released += 1;
  }
  await keepEvidence(context, template.name);
  if (template.pool.frozen) await freezeAll(context, fit.oldest(maxPooled), signal);
  return released;
}

/** Lets go of the pool of a template that is no more. */
export async function dissolvePool(context: EngineContext, template: string): Promise<number> {
  let released = 0;
  for (const state of ['WARM', 'STOPPED', 'LOST', 'PAUSED', 'FAILED'] as const) {
    for (const record of context.store.pooledSandboxes(template, state, maxPooled)) {
      if (await letGo(context, record, 'OUTDATED', 'its template is gone')) released += 1;
    }
  }
  return released;
}

interface Doomed {
  readonly record: SandboxRecord;
  readonly reason: string;
  readonly message: string;
}

/** What is warm and of use. Only as many are read as are asked for: a pool is looked at every second. */
class FitWarm {
  readonly #context: EngineContext;
  readonly #template: string;
  readonly #outdated: ReadonlySet<string>;

  constructor(context: EngineContext, template: string, outdated: readonly Doomed[]) {
    this.#context = context;
    this.#template = template;
    this.#outdated = new Set(outdated.map(({ record }) => record.id));
  }

  get count(): number {
    return (this.#context.store.countPooled(this.#template).WARM ?? 0) - this.#outdated.size;
  }

  oldest(limit: number, bornBeforeMs = Number.MAX_SAFE_INTEGER): readonly SandboxRecord[] {
    return this.#context.store
      .oldestWarm(this.#template, bornBeforeMs, limit + this.#outdated.size)
      .filter(({ id }) => !this.#outdated.has(id))
      .slice(0, limit);
  }
}

function unfit(context: EngineContext, template: Template): Doomed[] {
  const image = context.pools.imageOf(template.name);
  return context.store.outdatedWarm(template.name, template.digest, image, maxPooled).map((record) => {
    const what = record.templateDigest === template.digest ? 'image' : 'template';
    return { record, reason: 'OUTDATED', message: `its ${what} has changed` };
  });
}

/** A warm sandbox whose container ended is of no use to anybody. */
function dead(context: EngineContext, template: string): Doomed[] {
  return (['STOPPED', 'LOST', 'PAUSED'] as const).flatMap((state) =>
    context.store
      .pooledSandboxes(template, state, maxPooled)
      .map((record) => ({ record, reason: 'CONTAINER_EXITED', message: `it was ${state} in its pool` })),
  );
}

/** The oldest beyond the target; under pressure one more with each pass. */
function surplus(context: EngineContext, fit: FitWarm, target: number): Doomed[] {
  const pressure = hostPressure(context);
  const tooMany = Math.max(0, fit.count - target, pressure === null ? 0 : 1);
  const message = pressure === null ? 'its pool has become smaller' : `the host is short of ${pressure.what}`;
  if (tooMany === 0) return [];
  return fit.oldest(tooMany).map((record) => ({ record, reason: 'SURPLUS', message }));
}

function aged(context: EngineContext, template: Template, fit: FitWarm): Doomed[] {
  const { maxAgeMs, refillConcurrency } = template.pool;
  if (maxAgeMs === 0 || (context.store.countPooled(template.name).CREATING ?? 0) > 0) return [];
  const bornBeforeMs = context.clock.wallMs() - maxAgeMs;
  return fit
    .oldest(refillConcurrency, bornBeforeMs)
    .map((record) => ({ record, reason: 'AGED', message: 'older than pool.max_age' }));
}

/** A reference may lead to another image since; then what was made from the old one is outdated (B3-81). */
async function noteImage(context: EngineContext, template: Template, signal: AbortSignal): Promise<void> {
  if (template.image === '' || context.runtimes.health(template.runtime).kind !== 'up') return;
  const memory = context.pools.of(template.name);
  const nowMs = context.clock.monotonicMs();
  if (nowMs - memory.imageCheckedMs < imageCheckIntervalMs) return;
  memory.imageCheckedMs = nowMs;
  try {
    const runtime = context.runtimes.get(template.runtime);
    const image = await runtime.ensureImage(template.image, 'never', () => undefined, runtimeCall(context, signal));
    context.pools.setImage(template.name, image.digest);
  } catch (error) {
    signal.throwIfAborted();
    // An image that is not there yet is pulled by the first create.
    if (!hasReason(error, 'IMAGE_NOT_FOUND')) context.runtimes.noteFailure(template.runtime, error);
  }
}

async function freezeAll(context: EngineContext, warm: readonly SandboxRecord[], signal: AbortSignal): Promise<void> {
  for (const record of warm) {
    signal.throwIfAborted();
    if (!context.pools.isFrozen(record.id)) await freeze(context, record);
  }
}

/** Pauses a warm sandbox, which stays WARM. A failure leaves it running, and the next pass tries again. */
export async function freeze(context: EngineContext, warm: SandboxRecord): Promise<void> {
  await context.slots.tryRun(warm.id, async () => {
    const operationId = context.ids.shortId();
    const begun = await context.store.write((tx) => {
      // A claim or a release does not wait for the slot.
      if (!tx.isStill(warm.id, 'WARM', warm.generation)) return false;
      const { id: sandboxId, generation } = warm;
      tx.insertOperation({ id: operationId, sandboxId, kind: 'pause', generation, deadlineAtMs: null });
      return true;
    });
    if (!begun) return;
    try {
      const { runtime } = context.runtimes.require(warm.runtime);
      await runtime.pause(instanceRef(warm), runtimeCall(context, context.stopping));
      context.pools.noteFrozen(warm.id);
      await context.store.write((tx) => tx.updateOperation(operationId, { phase: 'done' }));
    } catch (error) {
      context.runtimes.noteFailure(warm.runtime, error);
      context.logger.warn({ err: error, sandbox: warm.id }, 'a warm sandbox could not be frozen');
      const message = error instanceof Error ? error.message : String(error);
      await context.store.write((tx) => tx.updateOperation(operationId, { phase: 'failed', error: message }));
    }
  });
}

/** One list of an engine proves all its warm sandboxes, so that a claim need not ask for its own. */
export async function proveWarm(
  context: EngineContext,
  templates: readonly Template[],
  signal: AbortSignal,
): Promise<void> {
  const names = new Set(
    templates
      .filter((template) => (context.store.countPooled(template.name).WARM ?? 0) > 0)
      .map((template) => template.runtime),
  );
  for (const name of names) {
    if (context.runtimes.health(name).kind !== 'up') continue;
    try {
      const listed = await context.runtimes.get(name).list(runtimeCall(context, signal));
      for (const [index, { ref, phase }] of listed.entries()) {
        if (index > 0 && index % lookedAtAtOnce === 0) await nextTurn();
        const isUp = phase === 'running' || phase === 'paused';
        if (isUp && context.store.isStill(ref.sandboxId, 'WARM', ref.generation)) {
          context.proofs.record(ref.sandboxId, ref.generation);
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      context.runtimes.noteFailure(name, error);
    }
  }
}

/** The newest failed ones are kept for whoever looks; a broken image does not fill the table. */
export async function keepEvidence(context: EngineContext, template: string): Promise<void> {
  const failed = context.store.pooledSandboxes(template, 'FAILED', maxPooled);
  for (const record of failed.slice(0, Math.max(0, failed.length - maxEvidence))) {
    await letGo(context, record, 'FAILED_RETENTION', 'newer failures of its pool are kept');
  }
}
