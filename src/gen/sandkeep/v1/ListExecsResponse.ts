// Original file: proto/sandkeep/v1/exec_service.proto

import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from '../../sandkeep/v1/Exec.ts';

/**
 * Commands, newest first.
 */
export interface ListExecsResponse {
  /**
   * The commands.
   */
  'execs'?: (_sandkeep_v1_Exec)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * Commands, newest first.
 */
export interface ListExecsResponse__Output {
  /**
   * The commands.
   */
  'execs': (_sandkeep_v1_Exec__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
