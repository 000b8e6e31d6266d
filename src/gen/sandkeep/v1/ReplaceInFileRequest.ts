// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for a replacement of text.
 */
export interface ReplaceInFileRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path.
   */
  'path'?: (string);
  /**
   * Text to look for, or a JavaScript regular expression in which ^ and $ are ends of lines.
   */
  'pattern'?: (string);
  /**
   * Takes the pattern for a regular expression; the file must be UTF-8.
   */
  'regex'?: (boolean);
  /**
   * Takes upper and lower case for the same.
   */
  'ignoreCase'?: (boolean);
  /**
   * What comes in its place; of a regular expression with $1, $<name> and $&, where $$ is a dollar.
   */
  'replacement'?: (string);
  /**
   * Replacements at most, from the beginning of the file; 0 replaces all.
   */
  'limit'?: (number);
  /**
   * Fails with CONFLICT unless the file has this etag; empty does not look.
   */
  'ifMatch'?: (string);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for a replacement of text.
 */
export interface ReplaceInFileRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path.
   */
  'path': (string);
  /**
   * Text to look for, or a JavaScript regular expression in which ^ and $ are ends of lines.
   */
  'pattern': (string);
  /**
   * Takes the pattern for a regular expression; the file must be UTF-8.
   */
  'regex': (boolean);
  /**
   * Takes upper and lower case for the same.
   */
  'ignoreCase': (boolean);
  /**
   * What comes in its place; of a regular expression with $1, $<name> and $&, where $$ is a dollar.
   */
  'replacement': (string);
  /**
   * Replacements at most, from the beginning of the file; 0 replaces all.
   */
  'limit': (number);
  /**
   * Fails with CONFLICT unless the file has this etag; empty does not look.
   */
  'ifMatch': (string);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
