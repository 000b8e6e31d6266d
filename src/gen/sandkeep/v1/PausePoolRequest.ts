// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks to pause a pool.
 */
export interface PausePoolRequest {
  /**
   * Its template.
   */
  'template'?: (string);
}

/**
 * Asks to pause a pool.
 */
export interface PausePoolRequest__Output {
  /**
   * Its template.
   */
  'template': (string);
}
