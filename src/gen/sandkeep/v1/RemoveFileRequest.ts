// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for a removal.
 */
export interface RemoveFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Removes a directory with all that is in it.
   */
  'recursive'?: (boolean);
  /**
   * Takes a missing path for success.
   */
  'allowMissing'?: (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for a removal.
 */
export interface RemoveFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Removes a directory with all that is in it.
   */
  'recursive': (boolean);
  /**
   * Takes a missing path for success.
   */
  'allowMissing': (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
