// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks for one pool.
 */
export interface GetPoolRequest {
  /**
   * Its template; empty takes the configured default.
   */
  'template'?: (string);
}

/**
 * Asks for one pool.
 */
export interface GetPoolRequest__Output {
  /**
   * Its template; empty takes the configured default.
   */
  'template': (string);
}
