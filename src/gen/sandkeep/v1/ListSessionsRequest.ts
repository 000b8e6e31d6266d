// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionState as _sandkeep_v1_SessionState, SessionState__Output as _sandkeep_v1_SessionState__Output } from '../../sandkeep/v1/SessionState.ts';

/**
 * Asks for a page of sessions.
 */
export interface ListSessionsRequest {
  /**
   * Only of this namespace; empty does not restrict.
   */
  'namespace'?: (string);
  /**
   * Only of this user; empty does not restrict.
   */
  'user'?: (string);
  /**
   * Only in these states; none does not restrict.
   */
  'states'?: (_sandkeep_v1_SessionState)[];
  /**
   * Entries per page; 0 means 50, at most 1000. With states a page may hold fewer although more follow.
   */
  'pageSize'?: (number);
  /**
   * From the last page; empty for the first. Bound to the other fields.
   */
  'pageToken'?: (string);
}

/**
 * Asks for a page of sessions.
 */
export interface ListSessionsRequest__Output {
  /**
   * Only of this namespace; empty does not restrict.
   */
  'namespace': (string);
  /**
   * Only of this user; empty does not restrict.
   */
  'user': (string);
  /**
   * Only in these states; none does not restrict.
   */
  'states': (_sandkeep_v1_SessionState__Output)[];
  /**
   * Entries per page; 0 means 50, at most 1000. With states a page may hold fewer although more follow.
   */
  'pageSize': (number);
  /**
   * From the last page; empty for the first. Bound to the other fields.
   */
  'pageToken': (string);
}
