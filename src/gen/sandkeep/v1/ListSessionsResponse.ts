// Original file: proto/sandkeep/v1/session_service.proto

import type { Session as _sandkeep_v1_Session, Session__Output as _sandkeep_v1_Session__Output } from '../../sandkeep/v1/Session.ts';

/**
 * A page of sessions.
 */
export interface ListSessionsResponse {
  /**
   * In order of creation.
   */
  'sessions'?: (_sandkeep_v1_Session)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * A page of sessions.
 */
export interface ListSessionsResponse__Output {
  /**
   * In order of creation.
   */
  'sessions': (_sandkeep_v1_Session__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
