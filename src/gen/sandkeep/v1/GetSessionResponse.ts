// Original file: proto/sandkeep/v1/session_service.proto

import type { Session as _sandkeep_v1_Session, Session__Output as _sandkeep_v1_Session__Output } from '../../sandkeep/v1/Session.ts';

/**
 * One session.
 */
export interface GetSessionResponse {
  /**
   * The session.
   */
  'session'?: (_sandkeep_v1_Session | null);
}

/**
 * One session.
 */
export interface GetSessionResponse__Output {
  /**
   * The session.
   */
  'session': (_sandkeep_v1_Session__Output | null);
}
