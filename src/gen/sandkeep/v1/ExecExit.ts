// Original file: proto/sandkeep/v1/exec_service.proto

import type { ExecCause as _sandkeep_v1_ExecCause, ExecCause__Output as _sandkeep_v1_ExecCause__Output } from '../../sandkeep/v1/ExecCause.ts';

/**
 * How a command ended. What is not known is absent, never invented.
 */
export interface ExecExit {
  /**
   * Why it is over.
   */
  'cause'?: (_sandkeep_v1_ExecCause);
  /**
   * Its exit code; absent when it is unknown or its time-out ended it.
   */
  'exitCode'?: (number);
  /**
   * Name of the signal that ended it, such as "SIGTERM", where that is known; else empty.
   */
  'signal'?: (string);
  /**
   * More about it for people; may be empty.
   */
  'message'?: (string);
  '_exitCode'?: "exitCode";
}

/**
 * How a command ended. What is not known is absent, never invented.
 */
export interface ExecExit__Output {
  /**
   * Why it is over.
   */
  'cause': (_sandkeep_v1_ExecCause__Output);
  /**
   * Its exit code; absent when it is unknown or its time-out ended it.
   */
  'exitCode'?: (number);
  /**
   * Name of the signal that ended it, such as "SIGTERM", where that is known; else empty.
   */
  'signal': (string);
  /**
   * More about it for people; may be empty.
   */
  'message': (string);
  '_exitCode'?: "exitCode";
}
