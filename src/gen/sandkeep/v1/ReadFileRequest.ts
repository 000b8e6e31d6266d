// Original file: proto/sandkeep/v1/file_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Asks for a file.
 */
export interface ReadFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * First byte.
   */
  'offset'?: (number | string | Long);
  /**
   * Bytes at most; 0 reads to the end.
   */
  'limit'?: (number | string | Long);
}

/**
 * Asks for a file.
 */
export interface ReadFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * First byte.
   */
  'offset': (string);
  /**
   * Bytes at most; 0 reads to the end.
   */
  'limit': (string);
}
