// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * Children of a directory.
 */
export interface ListFilesResponse {
  /**
   * By name in byte order.
   */
  'entries'?: (_sandkeep_v1_FileEntry)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * Children of a directory.
 */
export interface ListFilesResponse__Output {
  /**
   * By name in byte order.
   */
  'entries': (_sandkeep_v1_FileEntry__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
