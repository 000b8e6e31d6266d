// Original file: proto/sandkeep/v1/file_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What was packed.
 */
export interface CopyOutSummary {
  /**
   * Files, directories and links.
   */
  'entryCount'?: (number | string | Long);
  /**
   * Left out: devices, sockets, pipes, links that lead out of the directory, and what could not be read.
   */
  'skippedCount'?: (number | string | Long);
}

/**
 * What was packed.
 */
export interface CopyOutSummary__Output {
  /**
   * Files, directories and links.
   */
  'entryCount': (string);
  /**
   * Left out: devices, sockets, pipes, links that lead out of the directory, and what could not be read.
   */
  'skippedCount': (string);
}
