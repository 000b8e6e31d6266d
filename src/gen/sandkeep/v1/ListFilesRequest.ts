// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for the children of a directory.
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
}

/**
 * Asks for the children of a directory.
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
}
