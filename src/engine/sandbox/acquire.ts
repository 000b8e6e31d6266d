// The sandbox of a session: whatever state it is in, the way from there to a ready one.
// Uniqueness is the database's (R2); this file only decides what to do with what it finds.

import { failpointAsync } from '#failpoint';
import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { EndpointPort, PhaseTiming, SandboxRecord, SessionKey } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import { claimOrMake, claimWarm } from '../pool/claim.ts';
import { assertWritable, findTemplate, requireSandbox, wrongState, type EngineContext } from '../context.ts';
import { endIntent, insertIntent, planSandbox, type SandboxWishes } from './intent.ts';
import { checkAlive } from './liveness.ts';
import { resumeSandbox, startSandbox } from './lifecycle.ts';
import { provision } from './provision.ts';
import { admitRestore } from '../session/restore.ts';
import { wakeSiblings } from '../session/sessions.ts';
import { teardown } from './teardown.ts';
import { Timings } from '../timings.ts';
import { untilAborted } from '../until-aborted.ts';

/** States change under a caller's feet; each round starts from what is there now. */
const maxRounds = 8;

export type AcquireOutcome =
  | 'REUSED'
  | 'UNPARKED'
  | 'RESUMED'
  | 'STARTED'
  | 'RESTORED'
  | 'JOINED'
  | 'CLAIMED'
  | 'CREATED';

export interface AcquireRequest extends SandboxWishes {
  readonly owner: SessionKey;
  readonly template: string;
  readonly create: 'if_needed' | 'never';
  /** Of whom the allowance of creates is. */
  readonly payer: string;
}

export interface Acquired {
  readonly record: SandboxRecord;
  readonly outcome: AcquireOutcome;
  readonly endpoint: readonly EndpointPort[];
  readonly token: string;
  readonly timings: readonly PhaseTiming[];
}

interface Step {
  readonly record: SandboxRecord;
  readonly outcome: AcquireOutcome;
  readonly timings?: readonly PhaseTiming[];
}

/**
 * Reuses, unparks, resumes, starts, restores, joins or creates. A signal that fires ends the wait; what was begun
 * is finished by the daemon and found by the next call.
 */
export async function acquire(context: EngineContext, request: AcquireRequest, signal: AbortSignal): Promise<Acquired> {
  const template = findTemplate(context, request.template);
  const timings = new Timings(context.clock);
  for (let round = 0; round < maxRounds; round += 1) {
    signal.throwIfAborted();
    const found = context.store.findPrimary(request.owner, template.name);
    const step = await untilAborted(takeStep(context, request, template, found, signal), signal);
    if (step === null) continue;
    const record = await hold(context, request, step);
    if (record === null) continue;
    context.activity.touch(record.id, record.generation);
    const taken = timings.list();
    recordAcquire(context, step.outcome, taken);
    return {
      record,
      outcome: step.outcome,
      endpoint: record.endpoint,
      token: record.policy.tokenEnv === null ? '' : context.store.getSecrets(record.id).token,
      timings: step.timings ?? taken,
    };
  }
  throw new SandkeepError(
    'CONFLICT',
    `the sandbox of session ${request.owner.session} changed ${maxRounds} times meanwhile`,
    {
      retryAfterMs: 200,
    },
  );
}

function recordAcquire({ metrics }: EngineContext, outcome: AcquireOutcome, taken: readonly PhaseTiming[]): void {
  const labels = { outcome: outcome.toLowerCase() };
  metrics.count('sandkeep_acquires_total', labels);
  metrics.time('sandkeep_acquire_duration_ms', labels, taken.at(-1)?.durationMs ?? 0);
}

/** One step towards a ready sandbox; null when the world changed and has to be looked at again. */
async function takeStep(
  context: EngineContext,
  request: AcquireRequest,
  template: Template,
  found: SandboxRecord | null,
  signal: AbortSignal,
): Promise<Step | null> {
  if (found === null) return await claimOrCreate(context, request, template, signal);
  if (found.quarantined) {
    throw new SandkeepError(
      'SANDBOX_QUARANTINED',
      `sandbox ${found.id} of this session is quarantined: ${found.message}`,
    );
  }
  switch (found.state) {
    case 'RUNNING':
      return await reuse(context, found, signal);
    case 'PARKED':
      return await unpark(context, found, template, signal);
    case 'PAUSED':
      return await orAgain(async () => ({ record: await resumeSandbox(context, found.id), outcome: 'RESUMED' }));
    case 'STOPPED':
      return await orAgain(() => startOrReplace(context, request, template, found, signal));
    case 'FAILED':
    case 'LOST':
    case 'RECYCLED':
      return await restore(context, request, template, found, signal);
    case 'CREATING':
    case 'RESTORING':
      return await finished(context, found.id, 'JOINED');
    case 'RECYCLING':
    case 'RELEASING':
      await teardown(context, found.id);
      return null;
    case 'WARM':
    case 'RELEASED':
      throw wrongState(found, 'the sandbox of a session');
    default:
      return unreachable(found.state);
  }
}

/** Waits until it is made; null when somebody moved it on meanwhile. */
async function finished(context: EngineContext, id: string, outcome: AcquireOutcome): Promise<Step | null> {
  const { record, timings } = await provision(context, id);
  return record.state === 'RUNNING' || record.state === 'STOPPED' ? { record, timings, outcome } : null;
}

/** Reuse costs no engine call while the sandbox is proven; an engine that does not answer leaves it in use (B3-6). */
async function reuse(context: EngineContext, found: SandboxRecord, signal: AbortSignal): Promise<Step | null> {
  const liveness = await checkAlive(context, found, signal);
  return liveness.kind === 'changed' ? null : { record: found, outcome: 'REUSED' };
}

async function unpark(
  context: EngineContext,
  found: SandboxRecord,
  template: Template,
  signal: AbortSignal,
): Promise<Step | null> {
  if (found.templateDigest !== template.digest) {
    await recycleOutdated(context, found);
    return null;
  }
  const liveness = await checkAlive(context, found, signal);
  if (liveness.kind === 'changed') return null;
  return await orAgain(async () => ({
    record: await context.store.write((tx) => {
      // While all of it was parked, nobody was expected to be heard of.
      if (found.owner !== null) tx.touchSession(found.owner, template.heartbeatTimeoutMs);
      return tx.move({
        id: found.id,
        from: 'PARKED',
        generation: found.generation,
        to: 'RUNNING',
        changes: { lastActiveAtMs: context.clock.wallMs() },
        reason: 'UNPARKED',
        message: 'acquired again by its session',
        actor: 'client',
      });
    }),
    outcome: 'UNPARKED',
  }));
}

/** A parked sandbox of an older template is not handed out (B3-81); its files stay. */
async function recycleOutdated(context: EngineContext, found: SandboxRecord): Promise<void> {
  const why = { reason: 'OUTDATED', message: 'its template has changed', actor: 'client' } as const;
  try {
    await context.store.write((tx) => endIntent(context, tx, found, 'RECYCLING', why));
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
    return;
  }
  await teardown(context, found.id);
}

/** A container whose host port a stranger has taken meanwhile cannot start: a new generation gets another port. */
async function startOrReplace(
  context: EngineContext,
  request: AcquireRequest,
  template: Template,
  found: SandboxRecord,
  signal: AbortSignal,
): Promise<Step | null> {
  try {
    return { record: await startSandbox(context, found.id), outcome: 'STARTED' };
  } catch (error) {
    if (!hasReason(error, 'PORT_UNAVAILABLE')) throw error;
  }
  return await restore(context, request, template, found, signal);
}

async function restore(
  context: EngineContext,
  request: AcquireRequest,
  template: Template,
  found: SandboxRecord,
  signal: AbortSignal,
): Promise<Step | null> {
  assertMayCreate(request, found);
  context.gate.assertOpen();
  try {
    await admitRestore(context, found, template, signal);
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
    return null;
  }
  wakeSiblings(context, found);
  return await orAgain(() => finished(context, found.id, 'RESTORED'));
}

async function claimOrCreate(
  context: EngineContext,
  request: AcquireRequest,
  template: Template,
  signal: AbortSignal,
): Promise<Step | null> {
  assertMayCreate(request, null);
  context.gate.assertOpen();
  assertWritable(context);
  context.createRate.take(request.payer);
  const begun = await begin(context, request, template, signal);
  if (begun === null) return null;
  if (begun.kind === 'claimed') return { record: begun.record, outcome: 'CLAIMED' };
  await failpointAsync('create.after_intent');
  return await finished(context, begun.record.id, 'CREATED');
}

/** What has its place; nobody behind it waits for its container. */
interface Begun {
  readonly kind: 'claimed' | 'inserted';
  readonly record: SandboxRecord;
}

/** Claims a warm sandbox, or writes the intent of a cold one; null when the session was changed by another call. */
async function begin(
  context: EngineContext,
  request: AcquireRequest,
  template: Template,
  signal: AbortSignal,
): Promise<Begun | null> {
  const { owner } = request;
  const claim = { ...request, namespace: owner.namespace, template, primary: true, named: false };
  try {
    return await claimOrMake<Begun>(context, claim, signal, {
      claim: async () => {
        const record = await claimWarm(context, claim, signal);
        return record === null ? null : { kind: 'claimed', record };
      },
      make: async () => ({ kind: 'inserted', record: await insert(context, request, template) }),
      whyMoot: () => (context.store.findPrimary(owner, template.name) === null ? null : sandboxExists(template)),
    });
  } catch (error) {
    // Another call of the same session was first (R2), or its files came or went meanwhile.
    if (hasReason(error, 'SANDBOX_EXISTS', 'CONFLICT')) return null;
    throw error;
  }
}

function sandboxExists(template: Template): SandkeepError {
  return new SandkeepError('SANDBOX_EXISTS', `session has a sandbox of template ${template.name} already`);
}

/** SANDBOX_EXISTS and those of planning and of the intent. */
async function insert(context: EngineContext, request: AcquireRequest, template: Template): Promise<SandboxRecord> {
  const { namespace } = request.owner;
  const plan = await planSandbox(context, { ...request, namespace, template, primary: true, pooled: false });
  return await context.store.write((tx) => {
    // Many callers may have looked before the first of them wrote; its place is theirs too.
    if (tx.findPrimary(request.owner, template.name) !== null) throw sandboxExists(template);
    return insertIntent(context, tx, plan);
  });
}

function assertMayCreate(request: AcquireRequest, found: SandboxRecord | null): void {
  if (request.create !== 'never') return;
  const what = found === null ? 'has no sandbox' : `has one that is ${found.state}`;
  throw new SandkeepError('REUSE_NOT_FOUND', `session ${request.owner.session} ${what}, and creating was not allowed`, {
    metadata: { session: request.owner.session },
  });
}

/** Adds the hold to a sandbox that is still the one found; null when it is not. */
async function hold(context: EngineContext, request: AcquireRequest, step: Step): Promise<SandboxRecord | null> {
  const { record } = step;
  // Bound and held by the commit that this call has just waited for.
  if (step.outcome === 'CLAIMED') return record;
  if (request.holder === '') return stillThere(context, record) ? record : null;
  if (context.store.holders(record.id).includes(request.holder)) return stillThere(context, record) ? record : null;
  return await context.store.write((tx) => {
    const present = tx.getSandbox(record.id);
    if (present === null || present.state !== 'RUNNING' || present.generation !== record.generation) return null;
    tx.addHolder(record.id, request.holder);
    return present;
  });
}

/** What was checked before an await is checked again after it (R3). */
function stillThere(context: EngineContext, record: SandboxRecord): boolean {
  return context.store.isStill(record.id, record.state, record.generation);
}

/** A conflict means that somebody else moved the sandbox; the next round sees where to. */
async function orAgain(fn: () => Promise<Step | null>): Promise<Step | null> {
  try {
    return await fn();
  } catch (error) {
    if (hasReason(error, 'CONFLICT', 'WRONG_STATE', 'SANDBOX_LOST')) return null;
    throw error;
  }
}

function unreachable(state: never): never {
  throw new Error(`no way from ${String(state)}`);
}

/** Restores a sandbox by id. WRONG_STATE and what provisioning throws. */
export async function restoreSandbox(context: EngineContext, id: string, signal: AbortSignal): Promise<Step> {
  context.gate.assertOpen();
  const record = requireSandbox(context, id);
  if (record.state === 'RUNNING') return { record, outcome: 'REUSED' };
  if (record.state !== 'CREATING' && record.state !== 'RESTORING') await beginRestore(context, record, signal);
  const made = await untilAborted(provision(context, id), signal);
  if (made.record.state === 'RUNNING' || made.record.state === 'STOPPED') return { ...made, outcome: 'RESTORED' };
  throw wrongState(made.record, 'restored');
}

async function beginRestore(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<void> {
  try {
    await admitRestore(context, record, findTemplate(context, record.template), signal);
  } catch (error) {
    // Another call began it first, and is joined (B3-39).
    if (!hasReason(error, 'CONFLICT')) throw error;
  }
  wakeSiblings(context, record);
}
