// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for a directory.
 */
export interface MakeDirectoryRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Permission bits of a new one; absent is octal 0755. Set-id and sticky bits are dropped.
   */
  'mode'?: (number);
  /**
   * Makes missing parent directories.
   */
  'createParents'?: (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
  '_mode'?: "mode";
}

/**
 * Asks for a directory.
 */
export interface MakeDirectoryRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Permission bits of a new one; absent is octal 0755. Set-id and sticky bits are dropped.
   */
  'mode'?: (number);
  /**
   * Makes missing parent directories.
   */
  'createParents': (boolean);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
  '_mode'?: "mode";
}
