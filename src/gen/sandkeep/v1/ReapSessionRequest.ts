// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';

/**
 * Asks to reap a session.
 */
export interface ReapSessionRequest {
  /**
   * Which one.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Also when calls are in flight in it.
   */
  'force'?: (boolean);
  /**
   * Waits until the containers are gone.
   */
  'wait'?: (boolean);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to reap a session.
 */
export interface ReapSessionRequest__Output {
  /**
   * Which one.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Also when calls are in flight in it.
   */
  'force': (boolean);
  /**
   * Waits until the containers are gone.
   */
  'wait': (boolean);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
