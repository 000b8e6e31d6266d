// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * The file or directory.
 */
export interface ChmodFileResponse {
  /**
   * As it is now.
   */
  'entry'?: (_sandkeep_v1_FileEntry | null);
}

/**
 * The file or directory.
 */
export interface ChmodFileResponse__Output {
  /**
   * As it is now.
   */
  'entry': (_sandkeep_v1_FileEntry__Output | null);
}
