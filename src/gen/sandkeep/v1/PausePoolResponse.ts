// Original file: proto/sandkeep/v1/template_service.proto

import type { Pool as _sandkeep_v1_Pool, Pool__Output as _sandkeep_v1_Pool__Output } from '../../sandkeep/v1/Pool.ts';

/**
 * The paused pool.
 */
export interface PausePoolResponse {
  /**
   * The pool.
   */
  'pool'?: (_sandkeep_v1_Pool | null);
}

/**
 * The paused pool.
 */
export interface PausePoolResponse__Output {
  /**
   * The pool.
   */
  'pool': (_sandkeep_v1_Pool__Output | null);
}
