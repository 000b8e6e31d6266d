// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for a move.
 */
export interface MoveFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of what is moved; a link is moved itself.
   */
  'fromPath'?: (string);
  /**
   * Absolute path that it gets; its parent directory exists.
   */
  'toPath'?: (string);
  /**
   * Replaces a file that is there; a directory is never replaced.
   */
  'overwrite'?: (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for a move.
 */
export interface MoveFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of what is moved; a link is moved itself.
   */
  'fromPath': (string);
  /**
   * Absolute path that it gets; its parent directory exists.
   */
  'toPath': (string);
  /**
   * Replaces a file that is there; a directory is never replaced.
   */
  'overwrite': (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
