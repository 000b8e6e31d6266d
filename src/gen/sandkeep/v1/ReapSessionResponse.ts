// Original file: proto/sandkeep/v1/session_service.proto

import type { Session as _sandkeep_v1_Session, Session__Output as _sandkeep_v1_Session__Output } from '../../sandkeep/v1/Session.ts';

/**
 * The session after it.
 */
export interface ReapSessionResponse {
  /**
   * The session.
   */
  'session'?: (_sandkeep_v1_Session | null);
  /**
   * Sandboxes whose recycling was begun.
   */
  'recycled'?: (number);
}

/**
 * The session after it.
 */
export interface ReapSessionResponse__Output {
  /**
   * The session.
   */
  'session': (_sandkeep_v1_Session__Output | null);
  /**
   * Sandboxes whose recycling was begun.
   */
  'recycled': (number);
}
