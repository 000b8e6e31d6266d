// Original file: proto/sandkeep/v1/exec_service.proto

import type { ExecSpec as _sandkeep_v1_ExecSpec, ExecSpec__Output as _sandkeep_v1_ExecSpec__Output } from '../../sandkeep/v1/ExecSpec.ts';

/**
 * Asks to start a command and leave it running.
 */
export interface StartExecRequest {
  /**
   * What to run.
   */
  'spec'?: (_sandkeep_v1_ExecSpec | null);
  /**
   * Bytes for its input, which is ended after them unless open_stdin is set. At most 1 MiB.
   */
  'stdin'?: (Buffer | Uint8Array | string);
}

/**
 * Asks to start a command and leave it running.
 */
export interface StartExecRequest__Output {
  /**
   * What to run.
   */
  'spec': (_sandkeep_v1_ExecSpec__Output | null);
  /**
   * Bytes for its input, which is ended after them unless open_stdin is set. At most 1 MiB.
   */
  'stdin': (Buffer);
}
