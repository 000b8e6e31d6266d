// Original file: proto/sandkeep/v1/file_service.proto


/**
 * What a write is about.
 */
export interface WriteFileHeader {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Permission bits; absent keeps those of the replaced file, or takes octal 0644 for a new one.
   */
  'mode'?: (number);
  /**
   * Makes missing parent directories.
   */
  'createParents'?: (boolean);
  /**
   * Adds to the end instead of replacing. Not safe to retry.
   */
  'append'?: (boolean);
  /**
   * Fails with FILE_EXISTS instead of replacing.
   */
  'mustNotExist'?: (boolean);
  /**
   * Fails with CONFLICT unless the file that is replaced has this etag; empty does not look. Not with append or
   * must_not_exist.
   */
  'ifMatch'?: (string);
  '_mode'?: "mode";
}

/**
 * What a write is about.
 */
export interface WriteFileHeader__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Permission bits; absent keeps those of the replaced file, or takes octal 0644 for a new one.
   */
  'mode'?: (number);
  /**
   * Makes missing parent directories.
   */
  'createParents': (boolean);
  /**
   * Adds to the end instead of replacing. Not safe to retry.
   */
  'append': (boolean);
  /**
   * Fails with FILE_EXISTS instead of replacing.
   */
  'mustNotExist': (boolean);
  /**
   * Fails with CONFLICT unless the file that is replaced has this etag; empty does not look. Not with append or
   * must_not_exist.
   */
  'ifMatch': (string);
  '_mode'?: "mode";
}
