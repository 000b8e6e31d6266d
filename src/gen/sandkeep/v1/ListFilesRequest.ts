// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for what lies below a directory.
 */
export interface ListFilesRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Entries per page; 0 means 1000, at most 1000.
   */
  'pageSize'?: (number);
  /**
   * From the last page; empty for the first.
   */
  'pageToken'?: (string);
  /**
   * Levels below the directory; 0 means 1, its direct children.
   */
  'depth'?: (number);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude'?: (string)[];
}

/**
 * Asks for what lies below a directory.
 */
export interface ListFilesRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Entries per page; 0 means 1000, at most 1000.
   */
  'pageSize': (number);
  /**
   * From the last page; empty for the first.
   */
  'pageToken': (string);
  /**
   * Levels below the directory; 0 means 1, its direct children.
   */
  'depth': (number);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude': (string)[];
}
