// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for one entry.
 */
export interface StatFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
}

/**
 * Asks for one entry.
 */
export interface StatFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
}
