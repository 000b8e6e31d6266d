// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The copy.
 */
export interface BackupResponse {
  /**
   * Path of the copy on the host of the daemon.
   */
  'path'?: (string);
  /**
   * Its size.
   */
  'bytes'?: (number | string | Long);
  /**
   * Paths of older copies that were deleted.
   */
  'removed'?: (string)[];
}

/**
 * The copy.
 */
export interface BackupResponse__Output {
  /**
   * Path of the copy on the host of the daemon.
   */
  'path': (string);
  /**
   * Its size.
   */
  'bytes': (string);
  /**
   * Paths of older copies that were deleted.
   */
  'removed': (string)[];
}
