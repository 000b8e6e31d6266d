// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks for warm sandboxes.
 */
export interface PrewarmPoolRequest {
  /**
   * Its template.
   */
  'template'?: (string);
  /**
   * How many should be warm, 1 to 1000.
   */
  'count'?: (number);
  /**
   * Waits until they are, or until one fails.
   */
  'wait'?: (boolean);
}

/**
 * Asks for warm sandboxes.
 */
export interface PrewarmPoolRequest__Output {
  /**
   * Its template.
   */
  'template': (string);
  /**
   * How many should be warm, 1 to 1000.
   */
  'count': (number);
  /**
   * Waits until they are, or until one fails.
   */
  'wait': (boolean);
}
