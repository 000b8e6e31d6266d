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
  /**
   * Describes what a link leads to instead of the link.
   */
  'followLink'?: (boolean);
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
  /**
   * Describes what a link leads to instead of the link.
   */
  'followLink': (boolean);
}
