// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { CreatePolicy as _sandkeep_v1_CreatePolicy, CreatePolicy__Output as _sandkeep_v1_CreatePolicy__Output } from '../../sandkeep/v1/CreatePolicy.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for the sandbox of a session.
 */
export interface AcquireSandboxRequest {
  /**
   * Whose sandbox. The session part is required.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template'?: (string);
  /**
   * Makes the call safe to retry: the same id and body give the same answer for 24 hours, the same id with another
   * body fails with REQUEST_ID_REUSED. Any text of at most 128 characters, best a fresh UUID; empty: no name.
   */
  'requestId'?: (string);
  /**
   * A named interest: while it has holders, only the release of the last one, or force, lets it go. Empty: no hold.
   */
  'holder'?: (string);
  /**
   * Whether something may be created.
   */
  'create'?: (_sandkeep_v1_CreatePolicy);
  /**
   * Environment variables for a new container. Secret. Ignored by reuse. At most 256 of 32 KiB.
   */
  'environment'?: ({[key: string]: string});
  /**
   * Labels for a new sandbox; not secret. At most 64.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Notes for a new sandbox; not secret. At most 64.
   */
  'annotations'?: ({[key: string]: string});
  /**
   * Overrides the template's idle time-out for a new sandbox; zero never.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * A host directory below the allow-list to use as workspace of a new session; empty takes the standard place.
   */
  'workspaceDir'?: (string);
  /**
   * Where the workspace of a new session is kept in the storage, below the allow-list; empty takes the standard place.
   * Kept for the life of the workspace.
   */
  'storagePath'?: (string);
}

/**
 * Asks for the sandbox of a session.
 */
export interface AcquireSandboxRequest__Output {
  /**
   * Whose sandbox. The session part is required.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template': (string);
  /**
   * Makes the call safe to retry: the same id and body give the same answer for 24 hours, the same id with another
   * body fails with REQUEST_ID_REUSED. Any text of at most 128 characters, best a fresh UUID; empty: no name.
   */
  'requestId': (string);
  /**
   * A named interest: while it has holders, only the release of the last one, or force, lets it go. Empty: no hold.
   */
  'holder': (string);
  /**
   * Whether something may be created.
   */
  'create': (_sandkeep_v1_CreatePolicy__Output);
  /**
   * Environment variables for a new container. Secret. Ignored by reuse. At most 256 of 32 KiB.
   */
  'environment': ({[key: string]: string});
  /**
   * Labels for a new sandbox; not secret. At most 64.
   */
  'labels': ({[key: string]: string});
  /**
   * Notes for a new sandbox; not secret. At most 64.
   */
  'annotations': ({[key: string]: string});
  /**
   * Overrides the template's idle time-out for a new sandbox; zero never.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * A host directory below the allow-list to use as workspace of a new session; empty takes the standard place.
   */
  'workspaceDir': (string);
  /**
   * Where the workspace of a new session is kept in the storage, below the allow-list; empty takes the standard place.
   * Kept for the life of the workspace.
   */
  'storagePath': (string);
}
