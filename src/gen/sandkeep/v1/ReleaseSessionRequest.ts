// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { ReleaseMode as _sandkeep_v1_ReleaseMode, ReleaseMode__Output as _sandkeep_v1_ReleaseMode__Output } from '../../sandkeep/v1/ReleaseMode.ts';

/**
 * Asks to release a session.
 */
export interface ReleaseSessionRequest {
  /**
   * Which one.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * What happens to each sandbox; unspecified: as its template says.
   */
  'mode'?: (_sandkeep_v1_ReleaseMode);
  /**
   * Also releases sandboxes that somebody holds.
   */
  'force'?: (boolean);
  /**
   * Also deletes the workspaces, unless something else refers to them.
   */
  'deleteWorkspace'?: (boolean);
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
 * Asks to release a session.
 */
export interface ReleaseSessionRequest__Output {
  /**
   * Which one.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * What happens to each sandbox; unspecified: as its template says.
   */
  'mode': (_sandkeep_v1_ReleaseMode__Output);
  /**
   * Also releases sandboxes that somebody holds.
   */
  'force': (boolean);
  /**
   * Also deletes the workspaces, unless something else refers to them.
   */
  'deleteWorkspace': (boolean);
  /**
   * Waits until the containers are gone.
   */
  'wait': (boolean);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
