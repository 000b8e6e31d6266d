// Original file: proto/sandkeep/v1/file_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What was copied.
 */
export interface CopyInResponse {
  /**
   * Files, directories and links.
   */
  'entryCount'?: (number | string | Long);
  /**
   * Bytes of the files.
   */
  'sizeBytes'?: (number | string | Long);
}

/**
 * What was copied.
 */
export interface CopyInResponse__Output {
  /**
   * Files, directories and links.
   */
  'entryCount': (string);
  /**
   * Bytes of the files.
   */
  'sizeBytes': (string);
}
