// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * The written file.
 */
export interface WriteFileResponse {
  /**
   * The file.
   */
  'entry'?: (_sandkeep_v1_FileEntry | null);
}

/**
 * The written file.
 */
export interface WriteFileResponse__Output {
  /**
   * The file.
   */
  'entry': (_sandkeep_v1_FileEntry__Output | null);
}
