// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Where the draining stands.
 */
export interface DrainResponse {
  /**
   * Pieces of work still under way.
   */
  'operations'?: (number);
  /**
   * Whether the daemon refuses new work.
   */
  'draining'?: (boolean);
}

/**
 * Where the draining stands.
 */
export interface DrainResponse__Output {
  /**
   * Pieces of work still under way.
   */
  'operations': (number);
  /**
   * Whether the daemon refuses new work.
   */
  'draining': (boolean);
}
