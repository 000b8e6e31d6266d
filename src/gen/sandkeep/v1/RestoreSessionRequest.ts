// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';

/**
 * Asks to restore a session.
 */
export interface RestoreSessionRequest {
  /**
   * Which one.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to restore a session.
 */
export interface RestoreSessionRequest__Output {
  /**
   * Which one.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
