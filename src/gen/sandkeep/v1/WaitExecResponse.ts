// Original file: proto/sandkeep/v1/exec_service.proto

import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from '../../sandkeep/v1/Exec.ts';

/**
 * The command, ended.
 */
export interface WaitExecResponse {
  /**
   * The command.
   */
  'exec'?: (_sandkeep_v1_Exec | null);
}

/**
 * The command, ended.
 */
export interface WaitExecResponse__Output {
  /**
   * The command.
   */
  'exec': (_sandkeep_v1_Exec__Output | null);
}
