// Original file: proto/sandkeep/v1/session_service.proto

import type { Session as _sandkeep_v1_Session, Session__Output as _sandkeep_v1_Session__Output } from '../../sandkeep/v1/Session.ts';
import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { RestoreFailure as _sandkeep_v1_RestoreFailure, RestoreFailure__Output as _sandkeep_v1_RestoreFailure__Output } from '../../sandkeep/v1/RestoreFailure.ts';

/**
 * The session after it.
 */
export interface RestoreSessionResponse {
  /**
   * The session.
   */
  'session'?: (_sandkeep_v1_Session | null);
  /**
   * Sandboxes that have a new generation, or had one already.
   */
  'restored'?: (_sandkeep_v1_Sandbox)[];
  /**
   * Sandboxes that have none; the next use of the session tries again.
   */
  'failures'?: (_sandkeep_v1_RestoreFailure)[];
}

/**
 * The session after it.
 */
export interface RestoreSessionResponse__Output {
  /**
   * The session.
   */
  'session': (_sandkeep_v1_Session__Output | null);
  /**
   * Sandboxes that have a new generation, or had one already.
   */
  'restored': (_sandkeep_v1_Sandbox__Output)[];
  /**
   * Sandboxes that have none; the next use of the session tries again.
   */
  'failures': (_sandkeep_v1_RestoreFailure__Output)[];
}
