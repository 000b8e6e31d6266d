// Original file: proto/sandkeep/v1/admin_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';

/**
 * The adopted sandbox.
 */
export interface AdoptOrphanResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
}

/**
 * The adopted sandbox.
 */
export interface AdoptOrphanResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
}
