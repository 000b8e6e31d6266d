// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * One entry.
 */
export interface StatFileResponse {
  /**
   * The file or directory.
   */
  'entry'?: (_sandkeep_v1_FileEntry | null);
}

/**
 * One entry.
 */
export interface StatFileResponse__Output {
  /**
   * The file or directory.
   */
  'entry': (_sandkeep_v1_FileEntry__Output | null);
}
