// Original file: proto/sandkeep/v1/admin_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';

/**
 * Asks to adopt.
 */
export interface AdoptOrphanRequest {
  /**
   * Name of the container.
   */
  'containerName'?: (string);
  /**
   * Owner of the new sandbox; absent makes it anonymous.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to adopt.
 */
export interface AdoptOrphanRequest__Output {
  /**
   * Name of the container.
   */
  'containerName': (string);
  /**
   * Owner of the new sandbox; absent makes it anonymous.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
