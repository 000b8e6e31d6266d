// What the engine asks of durable state. Reads are synchronous; writes that arrive in the same turn share one
// commit, and a returned promise resolves only after that commit is on disk (R1).

import type {
  Actor,
  EndpointPort,
  EventRecord,
  Failure,
  GenerationRecord,
  GenerationState,
  OperationKind,
  OperationPhase,
  OperationRecord,
  PoolRecord,
  SandboxRecord,
  SandboxSecrets,
  SandboxState,
  SessionKey,
  SessionRecord,
  WorkspaceRecord,
} from '../domain/sandbox.ts';
import type { AccessToken } from '../domain/access.ts';
import type { ExecExit, ExecRecord, NewExec } from '../domain/exec.ts';
import type { MountSpec } from '../domain/runtime-spec.ts';

export interface SandboxFilter {
  readonly namespace?: string;
  /** One of these. */
  readonly namespaces?: readonly string[];
  readonly user?: string;
  readonly session?: string;
  readonly template?: string;
  readonly runtime?: string;
  readonly states?: readonly SandboxState[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface EventFilter {
  readonly namespace?: string;
  /** One of these. */
  readonly namespaces?: readonly string[];
  readonly sandboxId?: string;
  readonly types?: readonly string[];
}

export interface SessionFilter {
  readonly namespace?: string;
  /** One of these. */
  readonly namespaces?: readonly string[];
  readonly user?: string;
}

/** Where a limit applies. */
export type LimitScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'template'; readonly name: string }
  | { readonly kind: 'namespace'; readonly name: string };

export type NewSandbox = Omit<
  SandboxRecord,
  | 'position'
  | 'version'
  | 'updatedAtMs'
  | 'returnState'
  | 'releasedAtMs'
  | 'purgeAtMs'
  | 'retryAtMs'
  | 'deleteWorkspace'
  | 'failure'
  | 'quarantined'
>;

/** Columns that may change together with, or without, a move. */
export interface SandboxChanges {
  /** With these a sandbox of a pool becomes somebody's. */
  readonly owner?: SessionKey | null;
  readonly namespace?: string;
  readonly primary?: boolean;
  readonly pooled?: boolean;
  readonly returnState?: SandboxState | null;
  readonly generation?: number;
  readonly containerName?: string;
  readonly containerId?: string | null;
  readonly image?: string;
  readonly imageDigest?: string | null;
  readonly templateDigest?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly endpoint?: readonly EndpointPort[];
  readonly mounts?: readonly MountSpec[];
  readonly skippedMounts?: readonly string[];
  readonly policy?: SandboxRecord['policy'];
  readonly idleTimeoutMs?: number;
  readonly deleteWorkspace?: boolean;
  readonly quarantined?: boolean;
  readonly failure?: Failure | null;
  readonly lastActiveAtMs?: number;
  readonly releasedAtMs?: number | null;
  readonly purgeAtMs?: number | null;
  readonly retryAtMs?: number | null;
}

export interface Move {
  readonly id: string;
  /** The record as the caller has it, which saves reading it while it is of that version still. */
  readonly seen?: SandboxRecord;
  readonly from: SandboxState;
  readonly generation: number;
  readonly to: SandboxState;
  readonly changes?: SandboxChanges;
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  readonly operationId?: string;
}

export interface NewEvent {
  readonly type: string;
  readonly sandboxId: string;
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
}

export interface NewOperation {
  readonly id: string;
  readonly sandboxId: string;
  readonly kind: OperationKind;
  readonly generation: number;
  readonly deadlineAtMs: number | null;
}

export interface ActivityMark {
  readonly sandboxId: string;
  readonly generation: number;
  readonly atMs: number;
}

export interface HeartbeatMark {
  readonly position: number;
  readonly generation: number;
  readonly atMs: number;
}

export interface SessionChanges {
  readonly heartbeatTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
}

export interface StoredRequest {
  readonly bodyHash: string;
  readonly sandboxId: string | null;
  readonly response: Uint8Array | null;
}

export interface OrphanRecord {
  readonly runtime: string;
  readonly containerName: string;
  readonly containerId: string;
  readonly sandboxId: string;
  readonly generation: number;
  readonly firstSeenAtMs: number;
}

export interface StoreReader {
  getSandbox(id: string): SandboxRecord | null;
  /** Whether the sandbox is in this state and generation; cheaper than reading it. */
  isStill(id: string, state: SandboxState, generation: number): boolean;
  /** At most two, so that a caller can tell unique from ambiguous; null looks in all namespaces. */
  findByIdPrefix(prefix: string, namespaces?: readonly string[] | null): readonly SandboxRecord[];
  findByContainerName(name: string): SandboxRecord | null;
  findPrimary(key: SessionKey, template: string): SandboxRecord | null;
  getSecrets(id: string): SandboxSecrets;
  listSandboxes(filter: SandboxFilter, afterPosition: number, limit: number): readonly SandboxRecord[];
  countByState(): Readonly<Record<string, number>>;
  /** Sandboxes whose state counts as live. */
  countLive(): number;
  /** Sandboxes that have a container, are getting one, or are not confirmed to have lost it. */
  countOccupying(scope: LimitScope): number;
  /** Sandboxes that may be evicted for room: parked ones, longest unused first, then warm ones, oldest first. */
  evictable(scope: LimitScope, limit: number): readonly SandboxRecord[];
  /** Sandboxes on their way out, oldest change first. */
  ending(scope: LimitScope, limit: number): readonly string[];
  getExec(sandboxId: string, id: string): ExecRecord | null;
  /** Newest first; beforePosition is exclusive. */
  listExecs(sandboxId: string, beforePosition: number, limit: number): readonly ExecRecord[];
  /** Of all sandboxes, oldest first; afterPosition is exclusive. */
  openExecs(afterPosition: number, limit: number): readonly ExecRecord[];
  countOpenExecs(sandboxId: string): number;
  getSession(key: SessionKey): SessionRecord | null;
  listSessions(filter: SessionFilter, afterPosition: number, limit: number): readonly SessionRecord[];
  /** Sandboxes of a session that are not released, in order of creation. */
  sandboxesOf(key: SessionKey): readonly SandboxRecord[];
  /** States of its sandboxes, each once. */
  statesOf(key: SessionKey): readonly SandboxState[];
  /** Sessions whose heartbeat has lapsed, oldest deadline first. */
  sessionsDue(nowMs: number, limit: number): readonly SessionRecord[];
  getPool(template: string): PoolRecord | null;
  /** Sandboxes made for the pool of a template, by state. */
  countPooled(template: string): Readonly<Partial<Record<SandboxState, number>>>;
  /** Templates that sandboxes of pools are of. */
  pooledTemplates(): readonly string[];
  /** Sandboxes of a pool in a state, oldest first. */
  pooledSandboxes(template: string, state: SandboxState, limit: number): readonly SandboxRecord[];
  /** Warm sandboxes made from another template, or from another image than this one if it is known; oldest first. */
  outdatedWarm(template: string, digest: string, imageDigest: string | null, limit: number): readonly SandboxRecord[];
  /** Warm sandboxes born before then, oldest first. */
  oldestWarm(template: string, bornBeforeMs: number, limit: number): readonly SandboxRecord[];
  /** Ids of warm sandboxes made from this very template, oldest first. */
  warmIds(template: string, digest: string, limit: number): readonly string[];
  holders(sandboxId: string): readonly string[];
  generations(sandboxId: string): readonly GenerationRecord[];
  findGeneration(containerName: string): GenerationRecord | null;
  /** Condemned containers of sandboxes that have since gone on to a newer one. */
  condemnedGenerations(limit: number): readonly GenerationRecord[];
  operations(sandboxId: string, limit: number): readonly OperationRecord[];
  openOperations(): readonly OperationRecord[];
  getWorkspace(id: string): WorkspaceRecord | null;
  /** By the place that the layout has for it. */
  findWorkspaceByLayout(layoutPath: string): WorkspaceRecord | null;
  /** Sandboxes that refer to it and are not RELEASED, other than the given one. */
  workspaceReferences(id: string, exceptSandboxId: string): number;
  /** Ids due for the idle policy, oldest deadline first. */
  idleDue(nowMs: number, limit: number): readonly string[];
  purgeDue(nowMs: number, limit: number): readonly string[];
  retryDue(nowMs: number, limit: number): readonly string[];
  failedBefore(beforeMs: number, limit: number): readonly string[];
  recycledBefore(beforeMs: number, limit: number): readonly string[];
  /** Workspaces of ours that nothing has referred to since then. */
  unreferencedWorkspaces(beforeMs: number, limit: number): readonly WorkspaceRecord[];
  /** Deleted workspaces' directories still on disk. */
  deletingWorkspaces(limit: number): readonly WorkspaceRecord[];
  events(filter: EventFilter, afterSeq: number, limit: number): readonly EventRecord[];
  eventsNewestFirst(filter: EventFilter, beforeSeq: number, limit: number): readonly EventRecord[];
  eventBounds(): { readonly oldestSeq: number; readonly newestSeq: number };
  findRequest(namespace: string, method: string, requestId: string): StoredRequest | null;
  engineIdentity(runtime: string): string | null;
  pausedLoops(): readonly string[];
  orphans(): readonly OrphanRecord[];
  recoveryModes(): Readonly<Record<string, string>>;
  /** Newest first; revoked ones too. */
  tokens(): readonly AccessToken[];
  /** Of tokens that are not revoked. */
  tokenHashes(): readonly { readonly hash: string; readonly token: AccessToken }[];
  /** Tokens that are not revoked. */
  countTokens(): number;
}

export interface StoreWriter extends StoreReader {
  /** SANDBOX_EXISTS when the session has its primary sandbox of the template already (R2). */
  insertSandbox(sandbox: NewSandbox, secrets: SandboxSecrets): SandboxRecord;
  /** CONFLICT when the row is not in the given state and generation any more (R3). Writes the event. */
  move(move: Move): SandboxRecord;
  /** Changes without a move, guarded alike. No event. */
  change(id: string, state: SandboxState, generation: number, changes: SandboxChanges): SandboxRecord;
  setSecrets(id: string, secrets: SandboxSecrets): void;
  appendEvent(event: NewEvent): void;
  insertOperation(operation: NewOperation): void;
  updateOperation(
    id: string,
    change: { readonly phase?: OperationPhase; readonly error?: string; readonly attempt?: true },
  ): void;
  setGeneration(generation: Omit<GenerationRecord, 'state'> & { readonly state: GenerationState }): void;
  addHolder(sandboxId: string, holder: string): void;
  removeHolder(sandboxId: string, holder: string): void;
  clearHolders(sandboxId: string): void;
  /** A sign of life of a session, which begins with it. A time-out of 0 or more counts where it is the longest yet. */
  touchSession(key: SessionKey, heartbeatTimeoutMs: number | null): SessionRecord;
  changeSession(key: SessionKey, changes: SessionChanges): SessionRecord;
  /** A reaped session comes back: what was heard of the one before keeps it no longer. */
  beginSessionGeneration(key: SessionKey): void;
  markHeartbeats(marks: readonly HeartbeatMark[]): void;
  /** Puts the deadline of a session where it belongs, or takes it away; only while its generation is this one. */
  setSessionDue(position: number, generation: number, dueAtMs: number | null): void;
  /** Nobody could be heard while the daemon was down: no deadline is nearer than the whole time-out from now. */
  grantHeartbeats(nowMs: number): void;
  putPool(pool: PoolRecord): void;
  /** One sandbox that was asked for beyond the target of the pool has been handed out; none when there was none. */
  usePrewarm(template: string): void;
  insertWorkspace(workspace: Omit<WorkspaceRecord, 'createdAtMs' | 'state' | 'snapshotId' | 'deletion'>): void;
  /** Gives the workspace of a pooled sandbox to a session; false when the session has one of that layout. */
  handOverWorkspace(id: string, namespace: string, owner: SessionKey, layoutPath: string): boolean;
  setWorkspaceSnapshot(id: string, snapshotId: string): void;
  /** Notes since when nothing refers to the workspace; only if nothing does. */
  noteUnreferenced(id: string): void;
  /** DELETING: its bytes go, here alone or in the storage too. */
  beginDeletion(id: string, deletion: WorkspaceRecord['deletion']): void;
  endDeletion(id: string): void;
  /** Takes a free host port for a generation; null when none of the range is free. */
  reservePort(
    first: number,
    last: number,
    sandboxId: string,
    generation: number,
    preferredOffset: number,
  ): number | null;
  releasePorts(sandboxId: string, upToGeneration: number): void;
  markActivity(marks: readonly ActivityMark[]): void;
  /** Moves every stored deadline and activity after a jump of the wall clock. */
  shiftDeadlines(byMs: number): void;
  insertRequest(namespace: string, method: string, requestId: string, bodyHash: string, sandboxId: string | null): void;
  /** Keeps the answer, whether the request has a row already or not. */
  finishRequest(namespace: string, method: string, requestId: string, bodyHash: string, response: Uint8Array): void;
  deleteRequest(namespace: string, method: string, requestId: string): void;
  /** Deletes the row of a released sandbox and what belongs to it. */
  deleteSandbox(id: string): void;
  deleteEventsBefore(beforeMs: number, keepNewest: number, limit: number): number;
  deleteRequestsBefore(beforeMs: number, maxPerNamespace: number, limit: number): number;
  deleteOperationsBefore(beforeMs: number, limit: number): number;
  /** STARTING. EXEC_EXISTS. */
  insertExec(exec: NewExec): ExecRecord;
  /** RUNNING, under this name of the runtime; only while it is STARTING. */
  markExecRunning(sandboxId: string, id: string, runtimeId: string): void;
  /** ENDED; only once. */
  endExec(
    sandboxId: string,
    id: string,
    exit: ExecExit,
    bytes: { readonly stdout: number; readonly stderr: number },
  ): ExecRecord | null;
  /** Ended ones, oldest first. */
  deleteExecsBefore(beforeMs: number, keepNewest: number, limit: number): number;
  setEngineIdentity(runtime: string, engineId: string): void;
  setLoopPaused(loop: string, state: 'paused' | 'running'): void;
  putOrphan(orphan: OrphanRecord): void;
  deleteOrphan(runtime: string, containerName: string): void;
  setRecoveryMode(mode: string, message: string | null): void;
  insertToken(token: AccessToken, hash: string): void;
  /** Its time stays that of the first time; null when there is no such token. */
  revokeToken(id: string, nowMs: number): AccessToken | null;
  /** But the newest. */
  deleteRevokedTokens(keepNewest: number): void;
  markTokensUsed(marks: readonly { readonly id: string; readonly atMs: number }[]): void;
}

export interface BackupOptions {
  readonly directory: string;
  /** So many of the newest copies stay. */
  readonly keep: number;
  readonly signal: AbortSignal;
}

export interface BackupResult {
  readonly path: string;
  readonly bytes: number;
  /** Older copies that were deleted. */
  readonly removed: readonly string[];
}

export interface SandboxCount {
  readonly template: string;
  readonly state: SandboxState;
  readonly count: number;
}

export interface Store extends StoreReader {
  readonly instanceId: string;
  readonly epoch: number;
  readonly schemaVersion: number;
  /** Runs fn inside the next shared transaction; an exception rolls back this fn alone and rejects. STORE_FULL, STORE_FAILED. */
  write<T>(fn: (tx: StoreWriter) => T): Promise<T>;
  /** Called after each commit that appended events. Returns the way to stop. */
  onEvents(listener: () => void): () => void;
  /** How many sandboxes are of each template and state. */
  census(): readonly SandboxCount[];
  /** A checked copy of the database beside the work that goes on; who asks meanwhile gets the same. BACKUP_FAILED. */
  backup(options: BackupOptions): Promise<BackupResult>;
  /** Ids of sandboxes that are set aside. */
  quarantined(limit: number): readonly string[];
  /** Of the database file and its write-ahead log. */
  sizes(): { readonly databaseBytes: number; readonly walBytes: number };
  /** A keyed hash: tells equal bodies without keeping what they hold. */
  fingerprint(text: string): string;
  /** Leaves the full-disk mode when there is room again. */
  relieve(): void;
  /** "ok", or why writes are refused. */
  health(): { readonly writable: boolean; readonly message: string };
  close(): void;
}
