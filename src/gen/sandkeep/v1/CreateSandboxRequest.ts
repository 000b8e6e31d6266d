// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { FromPool as _sandkeep_v1_FromPool, FromPool__Output as _sandkeep_v1_FromPool__Output } from '../../sandkeep/v1/FromPool.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for a further sandbox.
 */
export interface CreateSandboxRequest {
  /**
   * Owner; absent makes an anonymous sandbox that is never reused.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
  /**
   * A named interest; empty: no hold.
   */
  'holder'?: (string);
  /**
   * Whether a pool may serve it.
   */
  'fromPool'?: (_sandkeep_v1_FromPool);
  /**
   * Environment variables. Secret.
   */
  'environment'?: ({[key: string]: string});
  /**
   * Labels; not secret.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Notes; not secret.
   */
  'annotations'?: ({[key: string]: string});
  /**
   * Overrides the template's idle time-out; zero never.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * A host directory below the allow-list to use as workspace; empty takes the standard place.
   */
  'workspaceDir'?: (string);
  /**
   * Namespace of an anonymous sandbox; empty means "default". Ignored when session is set.
   */
  'namespace'?: (string);
  /**
   * Where its workspace is kept in the storage, below the allow-list; see AcquireSandboxRequest.
   */
  'storagePath'?: (string);
}

/**
 * Asks for a further sandbox.
 */
export interface CreateSandboxRequest__Output {
  /**
   * Owner; absent makes an anonymous sandbox that is never reused.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
  /**
   * A named interest; empty: no hold.
   */
  'holder': (string);
  /**
   * Whether a pool may serve it.
   */
  'fromPool': (_sandkeep_v1_FromPool__Output);
  /**
   * Environment variables. Secret.
   */
  'environment': ({[key: string]: string});
  /**
   * Labels; not secret.
   */
  'labels': ({[key: string]: string});
  /**
   * Notes; not secret.
   */
  'annotations': ({[key: string]: string});
  /**
   * Overrides the template's idle time-out; zero never.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * A host directory below the allow-list to use as workspace; empty takes the standard place.
   */
  'workspaceDir': (string);
  /**
   * Namespace of an anonymous sandbox; empty means "default". Ignored when session is set.
   */
  'namespace': (string);
  /**
   * Where its workspace is kept in the storage, below the allow-list; see AcquireSandboxRequest.
   */
  'storagePath': (string);
}
