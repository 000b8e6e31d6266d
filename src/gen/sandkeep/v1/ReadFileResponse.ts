// Original file: proto/sandkeep/v1/file_service.proto


/**
 * A piece of a file.
 */
export interface ReadFileResponse {
  /**
   * At most 256 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
}

/**
 * A piece of a file.
 */
export interface ReadFileResponse__Output {
  /**
   * At most 256 KiB.
   */
  'data': (Buffer);
}
