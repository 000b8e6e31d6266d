// Original file: proto/sandkeep/v1/admin_service.proto

import type { Orphan as _sandkeep_v1_Orphan, Orphan__Output as _sandkeep_v1_Orphan__Output } from '../../sandkeep/v1/Orphan.ts';

/**
 * The orphans.
 */
export interface ListOrphansResponse {
  /**
   * By name.
   */
  'orphans'?: (_sandkeep_v1_Orphan)[];
}

/**
 * The orphans.
 */
export interface ListOrphansResponse__Output {
  /**
   * By name.
   */
  'orphans': (_sandkeep_v1_Orphan__Output)[];
}
