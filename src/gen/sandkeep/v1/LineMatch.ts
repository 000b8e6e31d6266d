// Original file: proto/sandkeep/v1/file_service.proto


/**
 * One matching line.
 */
export interface LineMatch {
  /**
   * Absolute path inside the sandbox.
   */
  'path'?: (string);
  /**
   * From 1.
   */
  'lineNumber'?: (number);
  /**
   * Of the first character that matches, from 1.
   */
  'column'?: (number);
  /**
   * Without its line end; cut at limits.grep_max_line_characters.
   */
  'line'?: (string);
  /**
   * Lines before it.
   */
  'before'?: (string)[];
  /**
   * Lines after it.
   */
  'after'?: (string)[];
}

/**
 * One matching line.
 */
export interface LineMatch__Output {
  /**
   * Absolute path inside the sandbox.
   */
  'path': (string);
  /**
   * From 1.
   */
  'lineNumber': (number);
  /**
   * Of the first character that matches, from 1.
   */
  'column': (number);
  /**
   * Without its line end; cut at limits.grep_max_line_characters.
   */
  'line': (string);
  /**
   * Lines before it.
   */
  'before': (string)[];
  /**
   * Lines after it.
   */
  'after': (string)[];
}
