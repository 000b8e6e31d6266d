// Original file: proto/sandkeep/v1/admin_service.proto

import type { RecoverAction as _sandkeep_v1_RecoverAction, RecoverAction__Output as _sandkeep_v1_RecoverAction__Output } from '../../sandkeep/v1/RecoverAction.ts';

/**
 * Asks to recover.
 */
export interface RecoverRequest {
  /**
   * What to do.
   */
  'action'?: (_sandkeep_v1_RecoverAction);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to recover.
 */
export interface RecoverRequest__Output {
  /**
   * What to do.
   */
  'action': (_sandkeep_v1_RecoverAction__Output);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
