// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to read the config again.
 */
export interface ReloadRequest {
  /**
   * Checks without applying.
   */
  'dryRun'?: (boolean);
}

/**
 * Asks to read the config again.
 */
export interface ReloadRequest__Output {
  /**
   * Checks without applying.
   */
  'dryRun': (boolean);
}
