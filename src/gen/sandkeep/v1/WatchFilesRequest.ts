// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for what changes.
 */
export interface WatchFilesRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of a directory in a mount.
   */
  'path'?: (string);
  /**
   * Also tells of directories below it, and of those that come.
   */
  'recursive'?: (boolean);
}

/**
 * Asks for what changes.
 */
export interface WatchFilesRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of a directory in a mount.
   */
  'path': (string);
  /**
   * Also tells of directories below it, and of those that come.
   */
  'recursive': (boolean);
}
