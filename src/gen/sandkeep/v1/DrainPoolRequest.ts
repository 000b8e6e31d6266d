// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks to drain a pool.
 */
export interface DrainPoolRequest {
  /**
   * Its template.
   */
  'template'?: (string);
}

/**
 * Asks to drain a pool.
 */
export interface DrainPoolRequest__Output {
  /**
   * Its template.
   */
  'template': (string);
}
