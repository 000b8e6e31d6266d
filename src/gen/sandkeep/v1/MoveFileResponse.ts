// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * What was moved.
 */
export interface MoveFileResponse {
  /**
   * At its new path.
   */
  'entry'?: (_sandkeep_v1_FileEntry | null);
}

/**
 * What was moved.
 */
export interface MoveFileResponse__Output {
  /**
   * At its new path.
   */
  'entry': (_sandkeep_v1_FileEntry__Output | null);
}
