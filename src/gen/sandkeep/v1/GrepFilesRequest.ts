// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for lines.
 */
export interface GrepFilesRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of a directory to look in, or of one file.
   */
  'path'?: (string);
  /**
   * Text of one line, or a JavaScript regular expression.
   */
  'pattern'?: (string);
  /**
   * Takes the pattern for a regular expression.
   */
  'regex'?: (boolean);
  /**
   * Takes upper and lower case for the same.
   */
  'ignoreCase'?: (boolean);
  /**
   * Only files whose path below the directory matches one of these globs; empty for all. At most 64.
   */
  'include'?: (string)[];
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude'?: (string)[];
  /**
   * Lines shown before and after each, 0 to 20.
   */
  'contextLines'?: (number);
  /**
   * Lines at most; 0 means 100. limits.grep_max_results bounds it.
   */
  'limit'?: (number);
}

/**
 * Asks for lines.
 */
export interface GrepFilesRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of a directory to look in, or of one file.
   */
  'path': (string);
  /**
   * Text of one line, or a JavaScript regular expression.
   */
  'pattern': (string);
  /**
   * Takes the pattern for a regular expression.
   */
  'regex': (boolean);
  /**
   * Takes upper and lower case for the same.
   */
  'ignoreCase': (boolean);
  /**
   * Only files whose path below the directory matches one of these globs; empty for all. At most 64.
   */
  'include': (string)[];
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude': (string)[];
  /**
   * Lines shown before and after each, 0 to 20.
   */
  'contextLines': (number);
  /**
   * Lines at most; 0 means 100. limits.grep_max_results bounds it.
   */
  'limit': (number);
}
