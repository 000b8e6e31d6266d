// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';

/**
 * The changed sandbox.
 */
export interface UpdateSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
}

/**
 * The changed sandbox.
 */
export interface UpdateSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
}
