// A further sandbox of a session, or an anonymous one that nobody acquires and idleness ends.

import { failpointAsync } from '#failpoint';
import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { EndpointPort, PhaseTiming, SandboxRecord, SessionKey } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import type { StoreWriter } from '../../ports/store.ts';
import { admitted } from '../admission/admission.ts';
import { type Claim, claimOrMake, claimWarm, whyCold } from '../pool/claim.ts';
import { assertWritable, findTemplate, wrongState, type EngineContext } from '../context.ts';
import { insertIntent, planSandbox, type SandboxWishes } from './intent.ts';
import { resumeSandbox } from './lifecycle.ts';
import { provision } from './provision.ts';
import { beginRelease } from './release.ts';
import { untilAborted } from '../until-aborted.ts';

export interface CreateRequest extends SandboxWishes {
  readonly owner: SessionKey | null;
  readonly namespace: string;
  readonly template: string;
  readonly fromPool: 'prefer' | 'require' | 'never';
  /** Of whom the allowance of creates is. */
  readonly payer: string;
  /** A named request is finished when its caller goes away; an unnamed one is undone. */
  readonly request: { readonly method: string; readonly requestId: string; readonly bodyHash: string } | null;
}

export interface Created {
  readonly record: SandboxRecord;
  readonly endpoint: readonly EndpointPort[];
  readonly token: string;
  readonly timings: readonly PhaseTiming[];
}

/** Files of a session may come or go between the plan and its commit; each try starts from what is there now. */
const maxPlans = 8;

/** POOL_EMPTY and what planning and provisioning throw. */
export async function createSandbox(
  context: EngineContext,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<Created> {
  context.gate.assertOpen();
  assertWritable(context);
  const template = findTemplate(context, request.template);
  context.createRate.take(request.payer);
  const begun = await begin(context, request, template, signal);
  if (begun.kind === 'claimed') {
    // Nobody would find it who knows neither its id nor a name for the request.
    if (signal.aborted && request.request === null) await undo(context, begun.created.record.id);
    signal.throwIfAborted();
    return begun.created;
  }
  await failpointAsync('create.after_intent');
  return await finishCreate(context, begun.record.id, request, signal);
}

type Begun =
  | { readonly kind: 'claimed'; readonly created: Created }
  | { readonly kind: 'inserted'; readonly record: SandboxRecord };

/** Claims a warm sandbox, or writes the intent of a cold one. POOL_EMPTY when only a warm one will do. */
async function begin(
  context: EngineContext,
  request: CreateRequest,
  template: Template,
  signal: AbortSignal,
): Promise<Begun> {
  const namespace = request.owner?.namespace ?? request.namespace;
  const make = async (): Promise<Begun> => ({ kind: 'inserted', record: await insert(context, request, template) });
  if (request.fromPool === 'never') return await admitted(context, { template, namespace }, signal, make);
  const claim = { ...request, namespace, template, primary: false, named: request.request !== null };
  const refuse = (): Promise<Begun> => Promise.reject(poolEmpty(context, claim));
  return await claimOrMake(context, claim, signal, {
    claim: () => claimFor(context, request, claim, signal),
    make: request.fromPool === 'require' ? refuse : make,
    whyMoot: () => null,
  });
}

async function claimFor(
  context: EngineContext,
  request: CreateRequest,
  claim: Claim,
  signal: AbortSignal,
): Promise<Begun | null> {
  const begunMs = context.clock.monotonicMs();
  const record = await claimWarm(context, claim, signal, (tx, bound) => nameRequest(tx, bound, request));
  if (record === null) return null;
  const durationMs = context.clock.monotonicMs() - begunMs;
  const timings = [
    { phase: 'claim', durationMs },
    { phase: 'total', durationMs },
  ];
  return { kind: 'claimed', created: createdOf(context, record, timings) };
}

function poolEmpty(context: EngineContext, claim: Claim): SandkeepError {
  const why = whyCold(context, claim) ?? 'none is ready';
  const { name } = claim.template;
  return new SandkeepError('POOL_EMPTY', `the pool of template ${name} cannot serve this: ${why}`, {
    metadata: { template: name },
    retryAfterMs: 1000,
  });
}

function createdOf(context: EngineContext, record: SandboxRecord, timings: readonly PhaseTiming[]): Created {
  context.activity.touch(record.id, record.generation);
  const token = record.policy.tokenEnv === null ? '' : context.store.getSecrets(record.id).token;
  return { record, endpoint: record.endpoint, token, timings };
}

/** The row of the request and the intent are one commit: a repeated request finds the sandbox it began. */
function nameRequest(tx: StoreWriter, record: SandboxRecord, { request }: CreateRequest): void {
  if (request === null) return;
  tx.insertRequest(record.namespace, request.method, request.requestId, request.bodyHash, record.id);
}

/** Waits for a create whose intent is committed; also used by a repeated request after a crash. */
export async function finishCreate(
  context: EngineContext,
  id: string,
  request: Pick<CreateRequest, 'request'>,
  signal: AbortSignal,
): Promise<Created> {
  try {
    const { record: made, timings } = await untilAborted(provision(context, id), signal);
    // A claim that was cut off before the sandbox was thawed.
    const record = made.state === 'PAUSED' ? await untilAborted(resumeSandbox(context, id), signal) : made;
    // A repeated request may find that what it began has failed or was released meanwhile.
    if (record.state !== 'RUNNING' && record.state !== 'STOPPED') throw wrongState(record, 'made');
    return createdOf(context, record, timings);
  } catch (error) {
    if (request.request === null) await undo(context, id);
    throw error;
  }
}

async function insert(context: EngineContext, request: CreateRequest, template: Template): Promise<SandboxRecord> {
  for (let plan = 1; ; plan += 1) {
    try {
      return await planAndInsert(context, request, template);
    } catch (error) {
      if (!hasReason(error, 'CONFLICT') || plan >= maxPlans) throw error;
    }
  }
}

async function planAndInsert(
  context: EngineContext,
  request: CreateRequest,
  template: Template,
): Promise<SandboxRecord> {
  // Without a session there is nobody whose files could be mounted: the workspace is the sandbox's own.
  const isOwn = request.owner === null && template.workspace === 'session';
  const plan = await planSandbox(context, {
    ...request,
    namespace: request.owner?.namespace ?? request.namespace,
    template: isOwn ? { ...template, workspace: 'sandbox' } : template,
    primary: false,
    pooled: false,
  });
  return await context.store.write((tx) => {
    const inserted = insertIntent(context, tx, plan);
    nameRequest(tx, inserted, request);
    return inserted;
  });
}

/** Nobody can find a sandbox whose only caller went away without a name for it. */
async function undo(context: EngineContext, id: string): Promise<void> {
  try {
    await beginRelease(context, id, {
      reason: 'CREATE_UNDONE',
      message: 'its create failed or its caller went away',
      actor: 'client',
      deleteWorkspace: false,
    });
  } catch (error) {
    context.logger.warn({ err: error, sandbox: id }, 'an abandoned create could not be undone yet; its intent is kept');
  }
}
