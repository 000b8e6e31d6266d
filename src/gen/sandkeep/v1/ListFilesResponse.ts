// Original file: proto/sandkeep/v1/file_service.proto

import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from '../../sandkeep/v1/FileEntry.ts';

/**
 * What lies below a directory.
 */
export interface ListFilesResponse {
  /**
   * By path in byte order of the names in it.
   */
  'entries'?: (_sandkeep_v1_FileEntry)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * What lies below a directory.
 */
export interface ListFilesResponse__Output {
  /**
   * By path in byte order of the names in it.
   */
  'entries': (_sandkeep_v1_FileEntry__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
