// Original file: proto/sandkeep/v1/stats_service.proto

import type { SandboxStats as _sandkeep_v1_SandboxStats, SandboxStats__Output as _sandkeep_v1_SandboxStats__Output } from '../../sandkeep/v1/SandboxStats.ts';

/**
 * The figures of one sandbox.
 */
export interface GetStatsResponse {
  /**
   * The figures.
   */
  'stats'?: (_sandkeep_v1_SandboxStats | null);
}

/**
 * The figures of one sandbox.
 */
export interface GetStatsResponse__Output {
  /**
   * The figures.
   */
  'stats': (_sandkeep_v1_SandboxStats__Output | null);
}
