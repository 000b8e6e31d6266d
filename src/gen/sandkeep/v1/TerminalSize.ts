// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Columns and rows of a terminal.
 */
export interface TerminalSize {
  /**
   * 1 to 65535.
   */
  'columns'?: (number);
  /**
   * 1 to 65535.
   */
  'rows'?: (number);
}

/**
 * Columns and rows of a terminal.
 */
export interface TerminalSize__Output {
  /**
   * 1 to 65535.
   */
  'columns': (number);
  /**
   * 1 to 65535.
   */
  'rows': (number);
}
