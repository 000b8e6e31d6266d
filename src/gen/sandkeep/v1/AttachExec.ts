// Original file: proto/sandkeep/v1/exec_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Attaches to a command.
 */
export interface AttachExec {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Its name.
   */
  'execId'?: (string);
  /**
   * Offset of standard output to begin with; absent is the oldest byte that is kept.
   */
  'stdoutOffset'?: (number | string | Long);
  /**
   * Offset of standard error to begin with; absent is the oldest byte that is kept.
   */
  'stderrOffset'?: (number | string | Long);
  '_stdoutOffset'?: "stdoutOffset";
  '_stderrOffset'?: "stderrOffset";
}

/**
 * Attaches to a command.
 */
export interface AttachExec__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Its name.
   */
  'execId': (string);
  /**
   * Offset of standard output to begin with; absent is the oldest byte that is kept.
   */
  'stdoutOffset'?: (string);
  /**
   * Offset of standard error to begin with; absent is the oldest byte that is kept.
   */
  'stderrOffset'?: (string);
  '_stdoutOffset'?: "stdoutOffset";
  '_stderrOffset'?: "stderrOffset";
}
