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
   * Makes the call safe to retry: same id and body give the same answer for 24 hours. Any text up to 128 characters.
   */
  'requestId'?: (string);
  /**
   * A named interest; the sandbox stays until its last holder releases it. Empty: no hold.
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
   * Makes the call safe to retry: same id and body give the same answer for 24 hours. Any text up to 128 characters.
   */
  'requestId': (string);
  /**
   * A named interest; the sandbox stays until its last holder releases it. Empty: no hold.
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
}
