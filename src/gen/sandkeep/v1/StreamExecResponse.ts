// Original file: proto/sandkeep/v1/exec_service.proto

import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from '../../sandkeep/v1/Exec.ts';
import type { ExecOutput as _sandkeep_v1_ExecOutput, ExecOutput__Output as _sandkeep_v1_ExecOutput__Output } from '../../sandkeep/v1/ExecOutput.ts';

/**
 * One message of the daemon in StreamExec.
 */
export interface StreamExecResponse {
  /**
   * The command runs, or has run; the first message.
   */
  'started'?: (_sandkeep_v1_Exec | null);
  /**
   * Standard output, or all output of a terminal.
   */
  'stdout'?: (_sandkeep_v1_ExecOutput | null);
  /**
   * Standard error.
   */
  'stderr'?: (_sandkeep_v1_ExecOutput | null);
  /**
   * The command with its end; the last message.
   */
  'exit'?: (_sandkeep_v1_Exec | null);
  /**
   * What it is.
   */
  'message'?: "started"|"stdout"|"stderr"|"exit";
}

/**
 * One message of the daemon in StreamExec.
 */
export interface StreamExecResponse__Output {
  /**
   * The command runs, or has run; the first message.
   */
  'started'?: (_sandkeep_v1_Exec__Output | null);
  /**
   * Standard output, or all output of a terminal.
   */
  'stdout'?: (_sandkeep_v1_ExecOutput__Output | null);
  /**
   * Standard error.
   */
  'stderr'?: (_sandkeep_v1_ExecOutput__Output | null);
  /**
   * The command with its end; the last message.
   */
  'exit'?: (_sandkeep_v1_Exec__Output | null);
  /**
   * What it is.
   */
  'message'?: "started"|"stdout"|"stderr"|"exit";
}
