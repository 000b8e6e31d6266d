// Original file: proto/sandkeep/v1/file_service.proto

import type { FileChangeKind as _sandkeep_v1_FileChangeKind, FileChangeKind__Output as _sandkeep_v1_FileChangeKind__Output } from '../../sandkeep/v1/FileChangeKind.ts';

/**
 * One change. The same one may be told more than once.
 */
export interface FileChange {
  /**
   * What happened.
   */
  'kind'?: (_sandkeep_v1_FileChangeKind);
  /**
   * Absolute path inside the sandbox.
   */
  'path'?: (string);
}

/**
 * One change. The same one may be told more than once.
 */
export interface FileChange__Output {
  /**
   * What happened.
   */
  'kind': (_sandkeep_v1_FileChangeKind__Output);
  /**
   * Absolute path inside the sandbox.
   */
  'path': (string);
}
