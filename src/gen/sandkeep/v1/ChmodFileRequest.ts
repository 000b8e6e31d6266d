// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for permission bits.
 */
export interface ChmodFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Permission bits, at most octal 0777.
   */
  'mode'?: (number);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for permission bits.
 */
export interface ChmodFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Permission bits, at most octal 0777.
   */
  'mode': (number);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
