// Rows as SQLite gives them, and the records they become.

import type { AccessToken, Role } from '../domain/access.ts';
import type { ExecCause, ExecRecord } from '../domain/exec.ts';
import type {
  EventRecord,
  GenerationRecord,
  OperationRecord,
  PoolRecord,
  SandboxRecord,
  SessionKey,
  SessionRecord,
  WorkspaceRecord,
} from '../domain/sandbox.ts';

export interface SandboxRow {
  position: number;
  id: string;
  namespace: string;
  user: string | null;
  session: string | null;
  template: string;
  template_digest: string;
  runtime: SandboxRecord['runtime'];
  is_primary: number;
  state: SandboxRecord['state'];
  return_state: SandboxRecord['returnState'];
  generation: number;
  container_name: string;
  container_id: string | null;
  image: string;
  image_digest: string | null;
  labels: string;
  annotations: string;
  workspace_id: string | null;
  endpoint: string;
  mounts: string;
  skipped_mounts: string;
  policy: string;
  idle_timeout_ms: number;
  delete_workspace: number;
  quarantined: number;
  failure: string | null;
  created_at_ms: number;
  updated_at_ms: number;
  last_active_at_ms: number;
  idle_due_at_ms: number | null;
  released_at_ms: number | null;
  purge_at_ms: number | null;
  retry_at_ms: number | null;
  reason: string;
  message: string;
  actor: SandboxRecord['actor'];
  version: number;
  pooled: number;
}

/** Every column but the sealed secrets, which are read one by one where they are needed. */
export const sandboxColumns = `position, id, namespace, user, session, template, template_digest, runtime, is_primary,
  state, return_state, generation, container_name, container_id, image, image_digest, labels, annotations, workspace_id,
  endpoint, mounts, skipped_mounts, policy, idle_timeout_ms, delete_workspace, quarantined, failure, created_at_ms,
  updated_at_ms, last_active_at_ms, idle_due_at_ms, released_at_ms, purge_at_ms, retry_at_ms, reason, message, actor, version,
  pooled`;

/** A row that cannot be read is quarantined in what is shown of it, and stops no other (R11). */
export function sandboxFromRow(row: SandboxRow): SandboxRecord {
  try {
    return readableSandbox(row);
  } catch (error) {
    const damaged = error instanceof Error ? error.message : String(error);
    return {
      ...readableSandbox({ ...row, ...emptyColumns }),
      quarantined: true,
      message: `its record is damaged: ${damaged}`,
    };
  }
}

/** What a policy says that was written before it could say more. */
const olderPolicy: SandboxRecord['policy'] = {
  idleAction: 'none',
  releaseMode: 'destroy',
  stopGraceMs: 0,
  workdir: null,
  tokenEnv: null,
  storeWorkspace: false,
};

const emptyColumns = {
  labels: '{}',
  annotations: '{}',
  endpoint: '[]',
  mounts: '[]',
  skipped_mounts: '[]',
  policy: '{}',
  failure: null,
};

function readableSandbox(row: SandboxRow): SandboxRecord {
  return {
    id: row.id,
    position: row.position,
    namespace: row.namespace,
    owner: ownerFromRow(row),
    template: row.template,
    templateDigest: row.template_digest,
    runtime: row.runtime,
    primary: row.is_primary === 1,
    state: row.state,
    returnState: row.return_state,
    generation: row.generation,
    containerName: row.container_name,
    containerId: row.container_id,
    image: row.image,
    imageDigest: row.image_digest,
    labels: fromJson(row.labels),
    annotations: fromJson(row.annotations),
    workspaceId: row.workspace_id,
    endpoint: fromJson(row.endpoint),
    mounts: fromJson(row.mounts),
    skippedMounts: fromJson(row.skipped_mounts),
    policy: { ...olderPolicy, ...fromJson<Partial<SandboxRecord['policy']>>(row.policy) },
    idleTimeoutMs: row.idle_timeout_ms,
    deleteWorkspace: row.delete_workspace === 1,
    quarantined: row.quarantined === 1,
    failure: row.failure === null ? null : fromJson(row.failure),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    lastActiveAtMs: row.last_active_at_ms,
    idleDueAtMs: row.idle_due_at_ms,
    releasedAtMs: row.released_at_ms,
    purgeAtMs: row.purge_at_ms,
    retryAtMs: row.retry_at_ms,
    reason: row.reason,
    message: row.message,
    actor: row.actor,
    version: row.version,
    pooled: row.pooled === 1,
  };
}

export interface WorkspaceRow {
  id: string;
  namespace: string;
  user: string | null;
  session: string | null;
  path: string;
  layout_path: string;
  managed: number;
  state: WorkspaceRecord['state'];
  storage_path: string | null;
  snapshot_id: string | null;
  deletion: WorkspaceRecord['deletion'];
  created_at_ms: number;
}

export function workspaceFromRow(row: WorkspaceRow): WorkspaceRecord {
  return {
    id: row.id,
    namespace: row.namespace,
    owner: ownerFromRow(row),
    path: row.path,
    layoutPath: row.layout_path,
    managed: row.managed === 1,
    state: row.state,
    storagePath: row.storage_path,
    snapshotId: row.snapshot_id,
    deletion: row.deletion,
    createdAtMs: row.created_at_ms,
  };
}

export interface SessionRow {
  position: number;
  namespace: string;
  user: string;
  session: string;
  generation: number;
  heartbeat_timeout_ms: number | null;
  idle_timeout_ms: number | null;
  heartbeat_at_ms: number;
  heartbeat_due_at_ms: number | null;
  created_at_ms: number;
}

export function sessionFromRow(row: SessionRow): SessionRecord {
  return {
    position: row.position,
    key: { namespace: row.namespace, user: row.user, session: row.session },
    generation: row.generation,
    heartbeatTimeoutMs: row.heartbeat_timeout_ms,
    idleTimeoutMs: row.idle_timeout_ms,
    heartbeatAtMs: row.heartbeat_at_ms,
    heartbeatDueAtMs: row.heartbeat_due_at_ms,
    createdAtMs: row.created_at_ms,
  };
}

export interface PoolRow {
  template: string;
  paused: number;
  prewarm: number;
  failures: number;
  last_failure: string;
  last_failure_at_ms: number | null;
  retry_at_ms: number | null;
  failed_digest: string;
}

export function poolFromRow(row: PoolRow): PoolRecord {
  return {
    template: row.template,
    paused: row.paused === 1,
    prewarm: row.prewarm,
    failures: row.failures,
    lastFailure: row.last_failure,
    lastFailureAtMs: row.last_failure_at_ms,
    retryAtMs: row.retry_at_ms,
    failedDigest: row.failed_digest,
  };
}

export interface GenerationRow {
  sandbox_id: string;
  generation: number;
  runtime: GenerationRecord['runtime'];
  container_name: string;
  container_id: string | null;
  state: GenerationRecord['state'];
}

export function generationFromRow(row: GenerationRow): GenerationRecord {
  return {
    sandboxId: row.sandbox_id,
    generation: row.generation,
    runtime: row.runtime,
    containerName: row.container_name,
    containerId: row.container_id,
    state: row.state,
  };
}

export interface OperationRow {
  id: string;
  sandbox_id: string;
  kind: OperationRecord['kind'];
  generation: number;
  phase: OperationRecord['phase'];
  attempts: number;
  started_at_ms: number;
  ended_at_ms: number | null;
  deadline_at_ms: number | null;
  error: string;
  trace_id: string;
}

export function operationFromRow(row: OperationRow): OperationRecord {
  return {
    id: row.id,
    sandboxId: row.sandbox_id,
    kind: row.kind,
    generation: row.generation,
    phase: row.phase,
    attempts: row.attempts,
    startedAtMs: row.started_at_ms,
    endedAtMs: row.ended_at_ms,
    deadlineAtMs: row.deadline_at_ms,
    error: row.error,
    traceId: row.trace_id,
  };
}

export interface ExecRow {
  position: number;
  sandbox_id: string;
  id: string;
  generation: number;
  command: string;
  fingerprint: string;
  mark: string;
  runtime_id: string;
  user: string | null;
  has_terminal: number;
  state: ExecRecord['state'];
  cause: ExecCause | null;
  exit_code: number | null;
  signal: string | null;
  message: string;
  started_at_ms: number;
  deadline_at_ms: number;
  ended_at_ms: number | null;
  stdout_bytes: number;
  stderr_bytes: number;
}

export function execFromRow(row: ExecRow): ExecRecord {
  const { cause, exit_code: exitCode, signal, message } = row;
  return {
    position: row.position,
    sandboxId: row.sandbox_id,
    id: row.id,
    generation: row.generation,
    command: row.command,
    fingerprint: row.fingerprint,
    mark: row.mark,
    runtimeId: row.runtime_id,
    user: row.user,
    hasTerminal: row.has_terminal === 1,
    state: row.state,
    exit: cause === null ? null : { cause, exitCode, signal, message },
    startedAtMs: row.started_at_ms,
    deadlineAtMs: row.deadline_at_ms,
    endedAtMs: row.ended_at_ms,
    stdoutBytes: row.stdout_bytes,
    stderrBytes: row.stderr_bytes,
  };
}

export interface EventRow {
  seq: number;
  at_ms: number;
  type: string;
  sandbox_id: string;
  namespace: string;
  user: string | null;
  session: string | null;
  template: string;
  generation: number;
  old_state: EventRecord['oldState'];
  new_state: EventRecord['newState'];
  reason: string;
  message: string;
  actor: EventRecord['actor'];
  operation_id: string;
  trace_id: string;
}

export function eventFromRow(row: EventRow): EventRecord {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    type: row.type,
    sandboxId: row.sandbox_id,
    owner: ownerFromRow(row),
    namespace: row.namespace,
    template: row.template,
    generation: row.generation,
    oldState: row.old_state,
    newState: row.new_state,
    reason: row.reason,
    message: row.message,
    actor: row.actor,
    operationId: row.operation_id,
    traceId: row.trace_id,
  };
}

function ownerFromRow(row: { namespace: string; user: string | null; session: string | null }): SessionKey | null {
  if (row.user === null || row.session === null) return null;
  return { namespace: row.namespace, user: row.user, session: row.session };
}

/** What we wrote ourselves into a column that nothing else writes. */
function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

export interface TokenRow {
  readonly id: string;
  readonly hash: string;
  readonly label: string;
  readonly role: Role;
  readonly namespaces: string | null;
  readonly created_at_ms: number;
  readonly last_used_at_ms: number | null;
  readonly revoked_at_ms: number | null;
}

export function tokenFromRow(row: TokenRow): AccessToken {
  return {
    id: row.id,
    label: row.label,
    role: row.role,
    namespaces: row.namespaces === null ? null : (JSON.parse(row.namespaces) as readonly string[]),
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
