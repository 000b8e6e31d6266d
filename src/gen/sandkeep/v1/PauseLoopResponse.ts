// Original file: proto/sandkeep/v1/admin_service.proto

import type { LoopStatus as _sandkeep_v1_LoopStatus, LoopStatus__Output as _sandkeep_v1_LoopStatus__Output } from '../../sandkeep/v1/LoopStatus.ts';

/**
 * The paused loop.
 */
export interface PauseLoopResponse {
  /**
   * The loop.
   */
  'loop'?: (_sandkeep_v1_LoopStatus | null);
}

/**
 * The paused loop.
 */
export interface PauseLoopResponse__Output {
  /**
   * The loop.
   */
  'loop': (_sandkeep_v1_LoopStatus__Output | null);
}
