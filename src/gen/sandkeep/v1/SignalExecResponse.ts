// Original file: proto/sandkeep/v1/exec_service.proto

import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from '../../sandkeep/v1/Exec.ts';

/**
 * The command after the signal was sent.
 */
export interface SignalExecResponse {
  /**
   * The command, which may not have ended yet.
   */
  'exec'?: (_sandkeep_v1_Exec | null);
}

/**
 * The command after the signal was sent.
 */
export interface SignalExecResponse__Output {
  /**
   * The command, which may not have ended yet.
   */
  'exec': (_sandkeep_v1_Exec__Output | null);
}
