// Original file: proto/sandkeep/v1/template_service.proto

import type { Pool as _sandkeep_v1_Pool, Pool__Output as _sandkeep_v1_Pool__Output } from '../../sandkeep/v1/Pool.ts';

/**
 * The drained pool.
 */
export interface DrainPoolResponse {
  /**
   * The pool.
   */
  'pool'?: (_sandkeep_v1_Pool | null);
  /**
   * Sandboxes whose release was begun.
   */
  'released'?: (number);
}

/**
 * The drained pool.
 */
export interface DrainPoolResponse__Output {
  /**
   * The pool.
   */
  'pool': (_sandkeep_v1_Pool__Output | null);
  /**
   * Sandboxes whose release was begun.
   */
  'released': (number);
}
