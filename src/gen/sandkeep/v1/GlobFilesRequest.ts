// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Asks for entries by name.
 */
export interface GlobFilesRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of the directory to look in.
   */
  'path'?: (string);
  /**
   * Matches paths below it: "*" within a name, "**" over directories, "?", "[abc]", "{a,b}".
   */
  'pattern'?: (string);
  /**
   * Entries at most; 0 means 200. limits.glob_max_results bounds it.
   */
  'limit'?: (number);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude'?: (string)[];
  /**
   * Lets wildcards match names that begin with a dot.
   */
  'includeHidden'?: (boolean);
}

/**
 * Asks for entries by name.
 */
export interface GlobFilesRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of the directory to look in.
   */
  'path': (string);
  /**
   * Matches paths below it: "*" within a name, "**" over directories, "?", "[abc]", "{a,b}".
   */
  'pattern': (string);
  /**
   * Entries at most; 0 means 200. limits.glob_max_results bounds it.
   */
  'limit': (number);
  /**
   * Names to leave out with all below them; "*" and "?" match within a name. At most 64.
   */
  'exclude': (string)[];
  /**
   * Lets wildcards match names that begin with a dot.
   */
  'includeHidden': (boolean);
}
