// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * Entries found.
 */
export interface GlobFilesResponse {
  /**
   * By path in byte order of the names in it.
   */
  'entries'?: (_sandkeep_v1_FileEntry)[];
  /**
   * Whether there are more; exact.
   */
  'truncated'?: (boolean);
}

/**
 * Entries found.
 */
export interface GlobFilesResponse__Output {
  /**
   * By path in byte order of the names in it.
   */
  'entries': (_sandkeep_v1_FileEntry__Output)[];
  /**
   * Whether there are more; exact.
   */
  'truncated': (boolean);
}
