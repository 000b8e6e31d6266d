// The record of one sandbox and the words around it.

import type { MountSpec } from './runtime-spec.ts';
import type { IdleAction, ReleaseMode, RuntimeName } from './template.ts';

export const sandboxStates = [
  'CREATING',
  'WARM',
  'RUNNING',
  'PAUSED',
  'PARKED',
  'STOPPED',
  'LOST',
  'RECYCLING',
  'RECYCLED',
  'RESTORING',
  'RELEASING',
  'RELEASED',
  'FAILED',
] as const;

export type SandboxState = (typeof sandboxStates)[number];

export const actors = ['client', 'idle', 'pool', 'reconcile', 'engine', 'shutdown'] as const;
export type Actor = (typeof actors)[number];

/** Owner of sandboxes. Every part is opaque text. */
export interface SessionKey {
  readonly namespace: string;
  readonly user: string;
  readonly session: string;
}

export interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly logTail: readonly string[];
  readonly atMs: number;
}

export interface EndpointPort {
  readonly containerPort: number;
  readonly host: string;
  readonly hostPort: number;
}

/** What the template said when the sandbox was made, so that it can be ended after the template is gone. */
export interface RecordedPolicy {
  readonly idleAction: IdleAction;
  readonly releaseMode: ReleaseMode;
  readonly stopGraceMs: number;
  readonly workdir: string | null;
  readonly tokenEnv: string | null;
  /** Whether its workspace is kept in the storage. */
  readonly storeWorkspace: boolean;
}

export interface SandboxRecord {
  readonly id: string;
  /** Position in the order of creation. */
  readonly position: number;
  readonly namespace: string;
  /** null for an anonymous sandbox. */
  readonly owner: SessionKey | null;
  readonly template: string;
  readonly templateDigest: string;
  readonly runtime: RuntimeName;
  /** The one sandbox of its session and template that Acquire answers with (R2). */
  readonly primary: boolean;
  /** Made for a pool and not claimed yet: nobody's, and no policy of idleness applies. */
  readonly pooled: boolean;
  readonly state: SandboxState;
  /** Where RESTORING came from and goes back to; null in any other state. */
  readonly returnState: SandboxState | null;
  readonly generation: number;
  readonly containerName: string;
  readonly containerId: string | null;
  readonly image: string;
  readonly imageDigest: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly workspaceId: string | null;
  readonly endpoint: readonly EndpointPort[];
  readonly mounts: readonly MountSpec[];
  readonly skippedMounts: readonly string[];
  readonly policy: RecordedPolicy;
  /** 0 is never. */
  readonly idleTimeoutMs: number;
  /** Whether a release in progress also deletes the workspace. */
  readonly deleteWorkspace: boolean;
  readonly quarantined: boolean;
  readonly failure: Failure | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly lastActiveAtMs: number;
  /** When the idle policy acts; null when it never does in this state. */
  readonly idleDueAtMs: number | null;
  readonly releasedAtMs: number | null;
  readonly purgeAtMs: number | null;
  /** When work left undone is tried again; null when nothing is left. */
  readonly retryAtMs: number | null;
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  readonly version: number;
}

/** A conversation that has, or had, sandboxes. */
export interface SessionRecord {
  /** Position in the order of creation. */
  readonly position: number;
  readonly key: SessionKey;
  /** Counts its restores; a heartbeat of an earlier generation keeps nothing alive. */
  readonly generation: number;
  /** Silence after which it is recycled; 0 never, null not decided: the first heartbeat decides. */
  readonly heartbeatTimeoutMs: number | null;
  /** Idle time-out of its sandboxes instead of the template's; null: the template's. */
  readonly idleTimeoutMs: number | null;
  /** Last sign of life that is stored. */
  readonly heartbeatAtMs: number;
  /** When silence has lasted too long; null when it never does. */
  readonly heartbeatDueAtMs: number | null;
  readonly createdAtMs: number;
}

/** What its sandboxes make of a session; none of them is stored. */
export type SessionState = 'ACTIVE' | 'RECYCLING' | 'RECYCLED' | 'RESTORING' | 'RELEASED';

/** What is remembered of the pool of one template. */
export interface PoolRecord {
  readonly template: string;
  readonly paused: boolean;
  /** Warm sandboxes asked for once, beyond the configured size; claims use them up. */
  readonly prewarm: number;
  readonly failures: number;
  readonly lastFailure: string;
  readonly lastFailureAtMs: number | null;
  /** No create before this time; null: any time. */
  readonly retryAtMs: number | null;
  /** Digest of the template that the failures are about; another one begins anew. */
  readonly failedDigest: string;
}

export interface SandboxSecrets {
  readonly environment: Readonly<Record<string, string>>;
  readonly token: string;
}

export interface WorkspaceRecord {
  readonly id: string;
  readonly namespace: string;
  readonly owner: SessionKey | null;
  /** Absolute path on the host. */
  readonly path: string;
  /** Where the layout has the workspace of this owner; another place than `path` when it came from a pool. */
  readonly layoutPath: string;
  /** Whether sandkeep made the directory and may delete it. */
  readonly managed: boolean;
  readonly state: 'PRESENT' | 'DELETING' | 'DELETED';
  /** Key in the storage that a request named; null: by the layout. */
  readonly storagePath: string | null;
  /** What was stored last, or what it came from; null: never stored. */
  readonly snapshotId: string | null;
  /** What DELETING deletes: the directory on this host, or the copy in the storage as well. */
  readonly deletion: 'here' | 'everywhere';
  readonly createdAtMs: number;
}

export type OperationKind =
  | 'create'
  | 'start'
  | 'stop'
  | 'pause'
  | 'resume'
  | 'recycle'
  | 'restore'
  | 'release'
  | 'remove';
export type OperationPhase = 'started' | 'created' | 'done' | 'failed';

export interface OperationRecord {
  readonly id: string;
  readonly sandboxId: string;
  readonly kind: OperationKind;
  readonly generation: number;
  readonly phase: OperationPhase;
  readonly attempts: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly deadlineAtMs: number | null;
  readonly error: string;
  /** Of the trace of whoever began it; "" without one. */
  readonly traceId: string;
}

export type GenerationState = 'INTENDED' | 'PRESENT' | 'CONDEMNED' | 'GONE';

/** One container that was, or may have been, made for a sandbox. */
export interface GenerationRecord {
  readonly sandboxId: string;
  readonly generation: number;
  readonly runtime: RuntimeName;
  readonly containerName: string;
  readonly containerId: string | null;
  readonly state: GenerationState;
}

export interface EventRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly sandboxId: string;
  readonly owner: SessionKey | null;
  readonly namespace: string;
  readonly template: string;
  readonly generation: number;
  readonly oldState: SandboxState | null;
  readonly newState: SandboxState | null;
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  readonly operationId: string;
  /** Of the caller's trace; "" without one. */
  readonly traceId: string;
}

/** Phases of one operation in the order they happened. */
export interface PhaseTiming {
  readonly phase: string;
  readonly durationMs: number;
}

export function sameKey(a: SessionKey, b: SessionKey): boolean {
  return a.namespace === b.namespace && a.user === b.user && a.session === b.session;
}
