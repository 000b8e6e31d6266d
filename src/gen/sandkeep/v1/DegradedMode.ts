// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Something that does not work as it could.
 */
export interface DegradedMode {
  /**
   * What it is about, for example "runtime:docker", "store", "recovery".
   */
  'subject'?: (string);
  /**
   * Typed reason in UPPER_SNAKE.
   */
  'reason'?: (string);
  /**
   * The same in words.
   */
  'message'?: (string);
  /**
   * The command that ends it, or what to do.
   */
  'remedy'?: (string);
}

/**
 * Something that does not work as it could.
 */
export interface DegradedMode__Output {
  /**
   * What it is about, for example "runtime:docker", "store", "recovery".
   */
  'subject': (string);
  /**
   * Typed reason in UPPER_SNAKE.
   */
  'reason': (string);
  /**
   * The same in words.
   */
  'message': (string);
  /**
   * The command that ends it, or what to do.
   */
  'remedy': (string);
}
