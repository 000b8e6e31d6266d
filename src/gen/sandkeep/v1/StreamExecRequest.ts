// Original file: proto/sandkeep/v1/exec_service.proto

import type { ExecSpec as _sandkeep_v1_ExecSpec, ExecSpec__Output as _sandkeep_v1_ExecSpec__Output } from '../../sandkeep/v1/ExecSpec.ts';
import type { AttachExec as _sandkeep_v1_AttachExec, AttachExec__Output as _sandkeep_v1_AttachExec__Output } from '../../sandkeep/v1/AttachExec.ts';
import type { StdinEnd as _sandkeep_v1_StdinEnd, StdinEnd__Output as _sandkeep_v1_StdinEnd__Output } from '../../sandkeep/v1/StdinEnd.ts';
import type { TerminalSize as _sandkeep_v1_TerminalSize, TerminalSize__Output as _sandkeep_v1_TerminalSize__Output } from '../../sandkeep/v1/TerminalSize.ts';

/**
 * One message of the client of StreamExec.
 */
export interface StreamExecRequest {
  /**
   * First message: start this command.
   */
  'start'?: (_sandkeep_v1_ExecSpec | null);
  /**
   * First message: attach to this command.
   */
  'attach'?: (_sandkeep_v1_AttachExec | null);
  /**
   * Bytes for its input, at most 1 MiB in one message.
   */
  'stdin'?: (Buffer | Uint8Array | string);
  /**
   * Ends its input; output goes on.
   */
  'stdinEnd'?: (_sandkeep_v1_StdinEnd | null);
  /**
   * Changes the size of its terminal.
   */
  'resize'?: (_sandkeep_v1_TerminalSize | null);
  /**
   * Sends a signal to the whole process tree, such as "SIGINT"; see SignalExecRequest.
   */
  'signal'?: (string);
  /**
   * What it is.
   */
  'message'?: "start"|"attach"|"stdin"|"stdinEnd"|"resize"|"signal";
}

/**
 * One message of the client of StreamExec.
 */
export interface StreamExecRequest__Output {
  /**
   * First message: start this command.
   */
  'start'?: (_sandkeep_v1_ExecSpec__Output | null);
  /**
   * First message: attach to this command.
   */
  'attach'?: (_sandkeep_v1_AttachExec__Output | null);
  /**
   * Bytes for its input, at most 1 MiB in one message.
   */
  'stdin'?: (Buffer);
  /**
   * Ends its input; output goes on.
   */
  'stdinEnd'?: (_sandkeep_v1_StdinEnd__Output | null);
  /**
   * Changes the size of its terminal.
   */
  'resize'?: (_sandkeep_v1_TerminalSize__Output | null);
  /**
   * Sends a signal to the whole process tree, such as "SIGINT"; see SignalExecRequest.
   */
  'signal'?: (string);
  /**
   * What it is.
   */
  'message'?: "start"|"attach"|"stdin"|"stdinEnd"|"resize"|"signal";
}
