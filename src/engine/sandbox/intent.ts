// Writes the intent to make a sandbox, or a new generation of one, before anything is done (R1).

import { SandkeepError } from '../../domain/errors.ts';
import type {
  Actor,
  OperationKind,
  RecordedPolicy,
  SandboxRecord,
  SessionKey,
  SessionRecord,
} from '../../domain/sandbox.ts';
import { containerName } from '../../domain/spec.ts';
import { countsAsLive, isRestorable } from '../../domain/state.ts';
import type { Template } from '../../domain/template.ts';
import type { NewSandbox, StoreReader, StoreWriter } from '../../ports/store.ts';
import { assertRoom } from '../admission/capacity.ts';
import { movedOn, wrongState, type EngineContext } from '../context.ts';
import { planWorkspace, resolveMounts, type PlannedWorkspace, type ResolvedMounts } from '../workspace/workspaces.ts';

/** What a caller may say of a sandbox that does not exist yet. */
export interface SandboxWishes {
  /** Added to the template's. Secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** null takes the session's, or the template's. */
  readonly idleTimeoutMs: number | null;
  /** "" for the place that the layout has. */
  readonly workspaceDir: string;
  /** "" for the place that the layout has in the storage. */
  readonly storagePath: string;
  /** "" for no hold. */
  readonly holder: string;
}

export interface NewSandboxRequest extends SandboxWishes {
  readonly owner: SessionKey | null;
  /** "" for one that is made for a pool. */
  readonly namespace: string;
  readonly template: Template;
  readonly primary: boolean;
  readonly pooled: boolean;
}

/** Everything about a new sandbox that has to be looked up before its row is written. */
export interface PlannedSandbox {
  readonly id: string;
  readonly request: NewSandboxRequest;
  readonly workspace: PlannedWorkspace | null;
  readonly mounts: ResolvedMounts;
}

/**
 * Looks up and checks; changes nothing. RESERVED_ENVIRONMENT, WORKSPACE_DENIED, STORAGE_PATH_DENIED, MOUNT_SOURCE_MISSING
 * and those of the runtime.
 */
export async function planSandbox(context: EngineContext, request: NewSandboxRequest): Promise<PlannedSandbox> {
  const { template } = request;
  assertSupported(context, template);
  assertEnvironmentAllowed(template, request.environment);
  const id = context.ids.sandboxId();
  const workspace = await planWorkspace(context, template, { ...request, sandboxId: id });
  const mounts = await resolveMounts(context, template, workspace?.path ?? null);
  return { id, request, workspace, mounts };
}

/** What cannot be done is said before anything is begun. NOT_SUPPORTED and those of Runtimes.require. */
function assertSupported(context: EngineContext, template: Template): void {
  if (template.refused !== null) {
    throw new SandkeepError('NOT_SUPPORTED', `no sandbox is made of template ${template.name}: ${template.refused}`, {
      metadata: { template: template.name },
    });
  }
  const { info } = context.runtimes.require(template.runtime);
  if (template.readiness.kind !== 'healthcheck' || info.capabilities.imageHealthcheck) return;
  throw new SandkeepError(
    'NOT_SUPPORTED',
    `template ${template.name} waits for the health check of its image, which ${info.engine} ${info.version} does not run; use readiness http, tcp or exec`,
    { metadata: { template: template.name, engine: info.engine } },
  );
}

/** Writes row, generation, operation, workspace and holder. SANDBOX_EXISTS, CAPACITY_EXHAUSTED, STORE_FULL. */
export function insertIntent(context: EngineContext, tx: StoreWriter, plan: PlannedSandbox): SandboxRecord {
  const { request, workspace } = plan;
  const { template } = request;
  assertRoom(context, tx, request, null);
  const session = request.owner === null ? null : tx.touchSession(request.owner, template.heartbeatTimeoutMs);
  if (workspace !== null) referTo(tx, request, workspace);
  const record = tx.insertSandbox(newRow(context, plan, session), {
    environment: request.environment,
    token: template.tokenEnv === null ? '' : context.ids.token(),
  });
  beginGeneration(context, tx, record, 'create');
  if (request.holder !== '') tx.addHolder(record.id, request.holder);
  return record;
}

/** Inserts the workspace unless it is there. CONFLICT when another call has given its place another one, or it goes. */
function referTo(
  tx: StoreWriter,
  { namespace, template, owner }: NewSandboxRequest,
  workspace: PlannedWorkspace,
): void {
  assertPresent(tx, workspace.id);
  const present = tx.findWorkspaceByLayout(workspace.layoutPath);
  if (present !== null && present.id !== workspace.id) {
    throw new SandkeepError('CONFLICT', `the session has got workspace ${present.id} meanwhile`);
  }
  if (present !== null) return;
  tx.insertWorkspace({
    id: workspace.id,
    namespace,
    owner: template.workspace === 'sandbox' ? null : owner,
    path: workspace.path,
    layoutPath: workspace.layoutPath,
    managed: workspace.managed,
    storagePath: workspace.storagePath,
  });
}

function newRow(context: EngineContext, plan: PlannedSandbox, session: SessionRecord | null): NewSandbox {
  const { id, request, workspace, mounts } = plan;
  const { template } = request;
  const nowMs = context.clock.wallMs();
  const prefix = context.settings().runtimes.docker.containerPrefix;
  return {
    id,
    namespace: request.namespace,
    owner: request.owner,
    template: template.name,
    templateDigest: template.digest,
    runtime: template.runtime,
    primary: request.primary,
    pooled: request.pooled,
    state: 'CREATING',
    generation: 1,
    containerName: containerName(prefix, context.store.instanceId, id, 1),
    containerId: null,
    image: template.image,
    imageDigest: null,
    labels: { ...template.labels, ...request.labels },
    annotations: request.annotations,
    workspaceId: workspace?.id ?? null,
    endpoint: [],
    mounts: mounts.mounts,
    skippedMounts: mounts.skipped,
    policy: policyOf(template),
    idleTimeoutMs: request.idleTimeoutMs ?? session?.idleTimeoutMs ?? template.idleTimeoutMs,
    createdAtMs: nowMs,
    lastActiveAtMs: nowMs,
    idleDueAtMs: null,
    reason: request.pooled ? 'REFILL' : 'REQUESTED',
    message: 'being made',
    actor: request.pooled ? 'pool' : 'client',
  };
}

function beginGeneration(context: EngineContext, tx: StoreWriter, record: SandboxRecord, kind: OperationKind): void {
  tx.setGeneration({
    sandboxId: record.id,
    generation: record.generation,
    runtime: record.runtime,
    containerName: record.containerName,
    containerId: null,
    state: 'INTENDED',
  });
  const { pullTimeoutMs } = context.settings().engine;
  const createTimeoutMs = context.settings().templates.get(record.template)?.createTimeoutMs ?? 0;
  tx.insertOperation({
    id: context.ids.shortId(),
    sandboxId: record.id,
    kind,
    generation: record.generation,
    deadlineAtMs: context.clock.wallMs() + pullTimeoutMs + createTimeoutMs,
  });
}

/** Moves to RESTORING with the next generation, from any state that can be restored. WRONG_STATE, CONFLICT and those of planSandbox. */
export async function restoreIntent(
  context: EngineContext,
  record: SandboxRecord,
  template: Template,
): Promise<SandboxRecord> {
  if (!isRestorable(record.state)) throw wrongState(record, 'restorable');
  assertSupported(context, template);
  if (template.runtime !== record.runtime) {
    throw new SandkeepError(
      'WRONG_STATE',
      `sandbox ${record.id} was made on runtime ${record.runtime}, template ${template.name} uses ${template.runtime} now; release it first`,
    );
  }
  const workspace = record.workspaceId === null ? null : context.store.getWorkspace(record.workspaceId);
  if (workspace !== null && workspace.state !== 'PRESENT') {
    throw new SandkeepError(
      'WRONG_STATE',
      `the workspace of sandbox ${record.id} was deleted; acquire its session anew`,
    );
  }
  const mounts = await resolveMounts(context, template, workspace?.path ?? null);
  const generation = record.generation + 1;
  const prefix = context.settings().runtimes.docker.containerPrefix;
  return await context.store.write((tx) => {
    // Said before the limits are: who comes second is to join the first, whose place is taken (B3-39).
    if (!tx.isStill(record.id, record.state, record.generation)) throw movedOn(record);
    if (record.workspaceId !== null) assertPresent(tx, record.workspaceId);
    assertRoom(context, tx, { template, namespace: record.namespace }, record);
    if (record.owner !== null) wakeSession(tx, record.owner, record, template);
    const moved = tx.move({
      id: record.id,
      from: record.state,
      generation: record.generation,
      to: 'RESTORING',
      changes: {
        returnState: record.state,
        generation,
        containerName: containerName(prefix, context.store.instanceId, record.id, generation),
        containerId: null,
        image: template.image,
        templateDigest: template.digest,
        endpoint: [],
        mounts: mounts.mounts,
        skippedMounts: mounts.skipped,
        policy: policyOf(template),
        releasedAtMs: null,
        purgeAtMs: null,
        retryAtMs: null,
        lastActiveAtMs: context.clock.wallMs(),
      },
      reason: 'RESTORE_REQUESTED',
      message: `restored from ${record.state}`,
      actor: 'client',
    });
    beginGeneration(context, tx, moved, 'restore');
    return moved;
  });
}

/** Its deletion may have been decided after it was planned with (R3, R13). CONFLICT. */
function assertPresent(tx: StoreReader, workspaceId: string): void {
  const workspace = tx.getWorkspace(workspaceId);
  if (workspace === null || workspace.state === 'PRESENT') return;
  throw new SandkeepError('CONFLICT', `workspace ${workspaceId} is ${workspace.state} since`);
}

/** A session that was reaped whole is another one when it is back: no heartbeat of before keeps it (B3-24). */
function wakeSession(tx: StoreWriter, owner: SessionKey, record: SandboxRecord, template: Template): void {
  if (record.state === 'RECYCLED' && !tx.statesOf(owner).some(countsAsLive)) tx.beginSessionGeneration(owner);
  tx.touchSession(owner, template.heartbeatTimeoutMs);
}

/** Commits RELEASING or RECYCLING with its operation; the runtime is not asked yet. CONFLICT. */
export function endIntent(
  context: EngineContext,
  tx: StoreWriter,
  record: SandboxRecord,
  to: 'RELEASING' | 'RECYCLING',
  why: { readonly reason: string; readonly message: string; readonly actor: Actor; readonly deleteWorkspace?: boolean },
): SandboxRecord {
  for (const open of tx.operations(record.id, 1)) {
    if (open.endedAtMs === null) tx.updateOperation(open.id, { phase: 'failed', error: why.message });
  }
  const operationId = context.ids.shortId();
  tx.insertOperation({
    id: operationId,
    sandboxId: record.id,
    kind: to === 'RELEASING' ? 'release' : 'recycle',
    generation: record.generation,
    deadlineAtMs: null,
  });
  return tx.move({
    id: record.id,
    seen: record,
    from: record.state,
    generation: record.generation,
    to,
    changes: {
      returnState: null,
      ...(why.deleteWorkspace === undefined ? {} : { deleteWorkspace: why.deleteWorkspace }),
    },
    reason: why.reason,
    message: why.message,
    actor: why.actor,
    operationId,
  });
}

/** What a sandbox keeps of its template, so that it can be ended after the template is gone. */
export function policyOf(template: Template): RecordedPolicy {
  return {
    idleAction: template.idleAction,
    releaseMode: template.releaseMode,
    stopGraceMs: template.stopGraceMs,
    workdir: template.workdir,
    tokenEnv: template.tokenEnv,
    storeWorkspace: template.storeWorkspace,
  };
}

/** The token of a sandbox is the daemon's to give (B3-78). */
function assertEnvironmentAllowed(template: Template, environment: Readonly<Record<string, string>>): void {
  if (template.tokenEnv === null || !Object.hasOwn(environment, template.tokenEnv)) return;
  throw new SandkeepError('RESERVED_ENVIRONMENT', `${template.tokenEnv} is set by template ${template.name}`, {
    metadata: { variable: template.tokenEnv },
  });
}
