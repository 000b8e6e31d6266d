// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * What a reload did.
 */
export interface ReloadResponse {
  /**
   * Keys that are in force now.
   */
  'applied'?: (string)[];
  /**
   * Keys that need a restart.
   */
  'restartRequired'?: (string)[];
  /**
   * Running sandboxes whose template has changed.
   */
  'outdatedSandboxes'?: (number);
}

/**
 * What a reload did.
 */
export interface ReloadResponse__Output {
  /**
   * Keys that are in force now.
   */
  'applied': (string)[];
  /**
   * Keys that need a restart.
   */
  'restartRequired': (string)[];
  /**
   * Running sandboxes whose template has changed.
   */
  'outdatedSandboxes': (number);
}
