// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for a tree as a tar.
 */
export interface CopyOutRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of a directory, whose content is packed, or of one file.
   */
  'path'?: (string);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude'?: (string)[];
}

/**
 * Asks for a tree as a tar.
 */
export interface CopyOutRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of a directory, whose content is packed, or of one file.
   */
  'path': (string);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude': (string)[];
}
