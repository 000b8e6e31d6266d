// Original file: proto/sandkeep/v1/exec_service.proto

import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from '../../sandkeep/v1/Exec.ts';

/**
 * The command.
 */
export interface GetExecResponse {
  /**
   * The command.
   */
  'exec'?: (_sandkeep_v1_Exec | null);
}

/**
 * The command.
 */
export interface GetExecResponse__Output {
  /**
   * The command.
   */
  'exec': (_sandkeep_v1_Exec__Output | null);
}
