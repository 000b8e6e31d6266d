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
   * Position of the first byte to send; 0 is the start.
   */
  'offset'?: (number | string | Long);
  /**
   * Bytes to send at most; 0 reads to the end.
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
   * Position of the first byte to send; 0 is the start.
   */
  'offset': (string);
  /**
   * Bytes to send at most; 0 reads to the end.
   */
  'limit': (string);
}
