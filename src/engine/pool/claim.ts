// A warm sandbox becomes somebody's: one guarded update binds it (R3). What depends on the owner is bound late: the
// row, the holder, the workspace's owner. Labels of the container hold only identity, and its token is its own.

import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord, SessionKey } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import type { StoreReader, StoreWriter } from '../../ports/store.ts';
import { admitted } from '../admission/admission.ts';
import { assertRoom } from '../admission/capacity.ts';
import type { EngineContext } from '../context.ts';
import type { SandboxWishes } from '../sandbox/intent.ts';
import { resumeSandbox } from '../sandbox/lifecycle.ts';
import { checkAlive } from '../sandbox/liveness.ts';
import { startRefill } from './pool-refill.ts';
import { letGo } from './pool-upkeep.ts';
import { beginRelease } from '../sandbox/release.ts';
import { workspaceLayoutPath } from '../workspace/workspaces.ts';

/** Warm sandboxes looked at for one claim; a pool whose containers all died is refilled, not searched through. */
const maxLooks = 8;
/** Of these so many may be left without an answer of the engine: each costs the deadline of a call. */
const maxUnanswered = 2;

export interface Claim extends SandboxWishes {
  readonly owner: SessionKey | null;
  readonly namespace: string;
  readonly template: Template;
  readonly primary: boolean;
  /** Whether its request has a name by which the caller finds again what was begun. */
  readonly named: boolean;
}

/** Why a pool cannot serve a request although it may have a sandbox; null when it can. */
export function whyCold(context: EngineContext, claim: Claim): string | null {
  if (Object.keys(claim.environment).length > 0) return 'it has an environment of its own';
  if (claim.workspaceDir !== '' || claim.storagePath !== '') return 'it names its workspace';
  const { owner, template } = claim;
  if (owner === null || template.workspace !== 'session') return null;
  if (context.storage !== null && template.storeWorkspace) return 'the storage may have files of its session';
  // Nothing can be mounted into a container that runs already.
  const present = context.store.findWorkspaceByLayout(workspaceLayoutPath(context, template, owner, ''));
  return present === null ? null : 'its session has a workspace';
}

/**
 * Claims, or makes what is cold when there is room for it. A warm sandbox has its place in every limit but that of its
 * new namespace: where that is reached, the claim waits its turn like a create. Errors of `admitted`, `claim`, `make`.
 */
export async function claimOrMake<T>(
  context: EngineContext,
  { template, namespace }: Claim,
  signal: AbortSignal,
  work: {
    readonly claim: () => Promise<T | null>;
    readonly make: () => Promise<T>;
    readonly whyMoot: () => SandkeepError | null;
  },
): Promise<T> {
  let attempt = work.make;
  try {
    const claimed = await work.claim();
    if (claimed !== null) return claimed;
  } catch (error) {
    if (!hasReason(error, 'CAPACITY_EXHAUSTED')) throw error;
    attempt = async () => (await work.claim()) ?? (await work.make());
  }
  return await admitted(context, { template, namespace }, signal, attempt, work.whyMoot);
}

/**
 * Binds a warm sandbox of the template to its new owner; null when none can serve. `alsoWrite` joins the transaction.
 * SANDBOX_EXISTS when the session got its sandbox meanwhile, CAPACITY_EXHAUSTED of the namespace.
 */
export async function claimWarm(
  context: EngineContext,
  claim: Claim,
  signal: AbortSignal,
  alsoWrite: (tx: StoreWriter, record: SandboxRecord) => void = () => undefined,
): Promise<SandboxRecord | null> {
  const { template } = claim;
  const begunMs = context.clock.monotonicMs();
  if (!hasPool(context, template)) return null;
  const record = whyCold(context, claim) === null ? await claimOne(context, claim, signal, alsoWrite) : null;
  const labels = { template: template.name, result: record === null ? 'miss' : 'hit' };
  context.metrics.count('sandkeep_pool_claims_total', labels);
  if (record === null) {
    context.pools.noteMiss(template.name);
    return null;
  }
  context.pools.noteHit(template.name, begunMs);
  startRefill(context, template.name);
  context.metrics.time(
    'sandkeep_pool_claim_duration_ms',
    { template: template.name },
    context.clock.monotonicMs() - begunMs,
  );
  return record;
}

function hasPool(context: EngineContext, template: Template): boolean {
  return template.pool.size > 0 || (context.store.getPool(template.name)?.prewarm ?? 0) > 0;
}

async function claimOne(
  context: EngineContext,
  claim: Claim,
  signal: AbortSignal,
  alsoWrite: (tx: StoreWriter, record: SandboxRecord) => void,
): Promise<SandboxRecord | null> {
  const { template } = claim;
  const unanswered = new Set<string>();
  for (let look = 0; look < maxLooks && unanswered.size < maxUnanswered; look += 1) {
    signal.throwIfAborted();
    const warm = reserveOldest(context, template, unanswered);
    if (warm === null) return null;
    try {
      const fitness = await fitnessOf(context, warm, signal);
      if (fitness === 'unknown') unanswered.add(warm.id);
      if (fitness !== 'fit') continue;
      const bound = await context.store.write((tx) => {
        const record = bind(context, tx, claim, warm);
        if (record !== null) alsoWrite(tx, record);
        return record;
      });
      return bound === null ? null : await thaw(context, bound, claim);
    } catch (error) {
      // Somebody else got it, or it died while it was bound or thawed; the next one is tried.
      if (!hasReason(error, 'CONFLICT', 'WRONG_STATE', 'SANDBOX_LOST')) throw error;
    } finally {
      context.pools.unreserve(warm.id);
    }
  }
  return null;
}

/** The oldest warm one that no other claim looks at, as it is now; null when there is none. */
function reserveOldest(
  context: EngineContext,
  { name, digest }: Template,
  unanswered: ReadonlySet<string>,
): SandboxRecord | null {
  const { pools, store } = context;
  for (const source of ['known', 'read again'] as const) {
    if (source === 'read again') pools.setCandidates(name, digest, store.warmIds(name, digest, pools.wantedCandidates));
    for (let id = pools.nextCandidate(name, digest); id !== null; id = pools.nextCandidate(name, digest)) {
      const warm = store.getSandbox(id);
      if (warm?.state !== 'WARM' || warm.templateDigest !== digest || warm.quarantined || unanswered.has(id)) continue;
      pools.reserve(id);
      return warm;
    }
  }
  return null;
}

/** Said instead of a limit: the place of a session that has its sandbox is taken by that very one (R2). */
function assertFirst(tx: StoreReader, { primary, owner, template }: Claim): void {
  if (!primary || owner === null || tx.findPrimary(owner, template.name) === null) return;
  throw new SandkeepError('SANDBOX_EXISTS', `session has a sandbox of template ${template.name} already`);
}

/** Made from the image that counts now, and alive. An engine that does not answer says nothing (R4). */
async function fitnessOf(
  context: EngineContext,
  warm: SandboxRecord,
  signal: AbortSignal,
): Promise<'fit' | 'unfit' | 'unknown'> {
  const image = context.pools.imageOf(warm.template);
  if (image !== null && warm.imageDigest !== null && warm.imageDigest !== image) {
    await letGo(context, warm, 'OUTDATED', 'its image has changed');
    return 'unfit';
  }
  const liveness = await checkAlive(context, warm, signal);
  if (liveness.kind === 'unknown') return 'unknown';
  return liveness.kind === 'alive' ? 'fit' : 'unfit';
}

/** Null when the session has files meanwhile. SANDBOX_EXISTS when it has its sandbox (R2). */
function bind(context: EngineContext, tx: StoreWriter, claim: Claim, warm: SandboxRecord): SandboxRecord | null {
  const { owner, namespace, template } = claim;
  try {
    assertRoom(context, tx, claim, warm);
  } catch (error) {
    assertFirst(tx, claim);
    throw error;
  }
  if (owner !== null && !handOverFiles(context, tx, owner, claim, warm)) {
    assertFirst(tx, claim);
    return null;
  }
  const session = owner === null ? null : tx.touchSession(owner, template.heartbeatTimeoutMs);
  const isFrozen = template.pool.frozen || context.pools.isFrozen(warm.id);
  const record = tx.move({
    id: warm.id,
    seen: warm,
    from: 'WARM',
    generation: warm.generation,
    to: isFrozen ? 'PAUSED' : 'RUNNING',
    changes: {
      owner,
      namespace,
      primary: claim.primary,
      pooled: false,
      labels: { ...warm.labels, ...claim.labels },
      annotations: claim.annotations,
      idleTimeoutMs: claim.idleTimeoutMs ?? session?.idleTimeoutMs ?? template.idleTimeoutMs,
      lastActiveAtMs: context.clock.wallMs(),
    },
    reason: 'CLAIMED',
    message: 'claimed from the pool',
    actor: 'client',
  });
  if (claim.holder !== '') tx.addHolder(record.id, claim.holder);
  tx.usePrewarm(template.name);
  return record;
}

/** False when another call has given the session files since this was looked up (R3). */
function handOverFiles(
  context: EngineContext,
  tx: StoreWriter,
  owner: SessionKey,
  { namespace, template }: Claim,
  { id, workspaceId }: SandboxRecord,
): boolean {
  if (template.workspace !== 'session' || workspaceId === null) return true;
  return tx.handOverWorkspace(workspaceId, namespace, owner, workspaceLayoutPath(context, template, owner, id));
}

/** What cannot be thawed stays where its caller finds it again, and goes where nobody would. */
async function thaw(context: EngineContext, bound: SandboxRecord, claim: Claim): Promise<SandboxRecord> {
  context.pools.forget(bound.id);
  if (bound.state !== 'PAUSED') return bound;
  try {
    return await resumeSandbox(context, bound.id);
  } catch (error) {
    if (!claim.primary && !(claim.named && isUnknownOutcome(error))) await giveUp(context, bound);
    throw error;
  }
}

async function giveUp(context: EngineContext, { id }: SandboxRecord): Promise<void> {
  const message = 'claimed, and could not be thawed';
  try {
    await beginRelease(context, id, { reason: 'CREATE_UNDONE', message, actor: 'client', deleteWorkspace: false });
  } catch (error) {
    context.logger.warn({ err: error, sandbox: id }, 'a claim could not be undone; idleness ends it');
  }
}
