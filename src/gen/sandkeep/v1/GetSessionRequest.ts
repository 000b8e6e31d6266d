// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';

/**
 * Asks for one session.
 */
export interface GetSessionRequest {
  /**
   * Which one.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
}

/**
 * Asks for one session.
 */
export interface GetSessionRequest__Output {
  /**
   * Which one.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
}
