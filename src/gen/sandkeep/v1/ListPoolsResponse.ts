// Original file: proto/sandkeep/v1/template_service.proto

import type { Pool as _sandkeep_v1_Pool, Pool__Output as _sandkeep_v1_Pool__Output } from '../../sandkeep/v1/Pool.ts';

/**
 * All pools.
 */
export interface ListPoolsResponse {
  /**
   * By template.
   */
  'pools'?: (_sandkeep_v1_Pool)[];
}

/**
 * All pools.
 */
export interface ListPoolsResponse__Output {
  /**
   * By template.
   */
  'pools': (_sandkeep_v1_Pool__Output)[];
}
