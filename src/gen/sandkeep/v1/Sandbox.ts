// Original file: proto/sandkeep/v1/common.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { SandboxState as _sandkeep_v1_SandboxState, SandboxState__Output as _sandkeep_v1_SandboxState__Output } from '../../sandkeep/v1/SandboxState.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Actor as _sandkeep_v1_Actor, Actor__Output as _sandkeep_v1_Actor__Output } from '../../sandkeep/v1/Actor.ts';
import type { Failure as _sandkeep_v1_Failure, Failure__Output as _sandkeep_v1_Failure__Output } from '../../sandkeep/v1/Failure.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One sandbox.
 */
export interface Sandbox {
  /**
   * Durable id of 26 characters; the same through stop, recycle and restore.
   */
  'id'?: (string);
  /**
   * Owner; absent for an anonymous sandbox.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Name of the template it was made from.
   */
  'template'?: (string);
  /**
   * Runtime that runs it: "docker", "local".
   */
  'runtime'?: (string);
  /**
   * State at the time of reading.
   */
  'state'?: (_sandkeep_v1_SandboxState);
  /**
   * Counts its containers, from 1; each restore adds one.
   */
  'generation'?: (number | string | Long);
  /**
   * Name of its container on the engine; empty where the runtime has none.
   */
  'containerName'?: (string);
  /**
   * Id of its container on the engine; empty where unknown.
   */
  'containerId'?: (string);
  /**
   * Image as the template names it; empty for runtimes without images.
   */
  'image'?: (string);
  /**
   * Digest of the image it runs; empty where unknown.
   */
  'imageDigest'?: (string);
  /**
   * Digest of the template it was made from.
   */
  'templateDigest'?: (string);
  /**
   * Whether its template has changed since; it is replaced at its next restore.
   */
  'outdated'?: (boolean);
  /**
   * Kept out of service until an operator decides.
   */
  'quarantined'?: (boolean);
  /**
   * Labels of the client, for filters. Not secret.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Notes of the client, never interpreted. Not secret.
   */
  'annotations'?: ({[key: string]: string});
  /**
   * Holders that keep it, by name.
   */
  'holders'?: (string)[];
  /**
   * Id of its workspace; empty without one.
   */
  'workspaceId'?: (string);
  /**
   * Whether the workspace is a directory on the daemon's host.
   */
  'workspaceOnHost'?: (boolean);
  /**
   * The directory of the workspace on the daemon's host; empty without one.
   */
  'workspacePath'?: (string);
  /**
   * Idle time after which the idle action of its template follows; zero never.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * When it was asked for.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When its record last changed.
   */
  'updateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was last used: a call, an exec, a file transfer, KeepAlive. Never later than the truth; a
   * crash of the daemon may cost its last seconds.
   */
  'lastActiveTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was released; absent before.
   */
  'releaseTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the released record is deleted; absent before the release.
   */
  'purgeTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Why it is in its state: a typed reason in UPPER_SNAKE.
   */
  'reason'?: (string);
  /**
   * The same in words.
   */
  'message'?: (string);
  /**
   * Who moved it there.
   */
  'actor'?: (_sandkeep_v1_Actor);
  /**
   * Evidence of its last failure; absent without one.
   */
  'failure'?: (_sandkeep_v1_Failure | null);
  /**
   * Changes with every change of the record. Set in UpdateSandbox, it makes the update fail with CONFLICT when the
   * record has changed since it was read.
   */
  'etag'?: (string);
  /**
   * Whether it is the one that Acquire gives for its session and template.
   */
  'primary'?: (boolean);
  /**
   * Where its workspace is kept in the storage; empty when it is not.
   */
  'storagePath'?: (string);
}

/**
 * One sandbox.
 */
export interface Sandbox__Output {
  /**
   * Durable id of 26 characters; the same through stop, recycle and restore.
   */
  'id': (string);
  /**
   * Owner; absent for an anonymous sandbox.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Name of the template it was made from.
   */
  'template': (string);
  /**
   * Runtime that runs it: "docker", "local".
   */
  'runtime': (string);
  /**
   * State at the time of reading.
   */
  'state': (_sandkeep_v1_SandboxState__Output);
  /**
   * Counts its containers, from 1; each restore adds one.
   */
  'generation': (string);
  /**
   * Name of its container on the engine; empty where the runtime has none.
   */
  'containerName': (string);
  /**
   * Id of its container on the engine; empty where unknown.
   */
  'containerId': (string);
  /**
   * Image as the template names it; empty for runtimes without images.
   */
  'image': (string);
  /**
   * Digest of the image it runs; empty where unknown.
   */
  'imageDigest': (string);
  /**
   * Digest of the template it was made from.
   */
  'templateDigest': (string);
  /**
   * Whether its template has changed since; it is replaced at its next restore.
   */
  'outdated': (boolean);
  /**
   * Kept out of service until an operator decides.
   */
  'quarantined': (boolean);
  /**
   * Labels of the client, for filters. Not secret.
   */
  'labels': ({[key: string]: string});
  /**
   * Notes of the client, never interpreted. Not secret.
   */
  'annotations': ({[key: string]: string});
  /**
   * Holders that keep it, by name.
   */
  'holders': (string)[];
  /**
   * Id of its workspace; empty without one.
   */
  'workspaceId': (string);
  /**
   * Whether the workspace is a directory on the daemon's host.
   */
  'workspaceOnHost': (boolean);
  /**
   * The directory of the workspace on the daemon's host; empty without one.
   */
  'workspacePath': (string);
  /**
   * Idle time after which the idle action of its template follows; zero never.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * When it was asked for.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When its record last changed.
   */
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was last used: a call, an exec, a file transfer, KeepAlive. Never later than the truth; a
   * crash of the daemon may cost its last seconds.
   */
  'lastActiveTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was released; absent before.
   */
  'releaseTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the released record is deleted; absent before the release.
   */
  'purgeTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why it is in its state: a typed reason in UPPER_SNAKE.
   */
  'reason': (string);
  /**
   * The same in words.
   */
  'message': (string);
  /**
   * Who moved it there.
   */
  'actor': (_sandkeep_v1_Actor__Output);
  /**
   * Evidence of its last failure; absent without one.
   */
  'failure': (_sandkeep_v1_Failure__Output | null);
  /**
   * Changes with every change of the record. Set in UpdateSandbox, it makes the update fail with CONFLICT when the
   * record has changed since it was read.
   */
  'etag': (string);
  /**
   * Whether it is the one that Acquire gives for its session and template.
   */
  'primary': (boolean);
  /**
   * Where its workspace is kept in the storage; empty when it is not.
   */
  'storagePath': (string);
}
