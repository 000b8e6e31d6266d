// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * The file after it.
 */
export interface ReplaceInFileResponse {
  /**
   * As it is now.
   */
  'entry'?: (_sandkeep_v1_FileEntry | null);
  /**
   * Replacements made; with 0 the file was left alone.
   */
  'count'?: (number);
}

/**
 * The file after it.
 */
export interface ReplaceInFileResponse__Output {
  /**
   * As it is now.
   */
  'entry': (_sandkeep_v1_FileEntry__Output | null);
  /**
   * Replacements made; with 0 the file was left alone.
   */
  'count': (number);
}
