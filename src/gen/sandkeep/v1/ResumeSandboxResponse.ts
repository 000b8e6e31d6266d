// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';

/**
 * The running sandbox.
 */
export interface ResumeSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
}

/**
 * The running sandbox.
 */
export interface ResumeSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
}
