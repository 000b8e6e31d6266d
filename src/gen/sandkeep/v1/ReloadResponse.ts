// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * What a reload did.
 */
export interface ReloadResponse {
  /**
   * Keys of the config whose new value is in force, or would be with dry_run.
   */
  'applied'?: (string)[];
  /**
   * Keys of the config whose new value needs a restart.
   */
  'restartRequired'?: (string)[];
  /**
   * Sandboxes with a container whose template has changed.
   */
  'outdatedSandboxes'?: (number);
}

/**
 * What a reload did.
 */
export interface ReloadResponse__Output {
  /**
   * Keys of the config whose new value is in force, or would be with dry_run.
   */
  'applied': (string)[];
  /**
   * Keys of the config whose new value needs a restart.
   */
  'restartRequired': (string)[];
  /**
   * Sandboxes with a container whose template has changed.
   */
  'outdatedSandboxes': (number);
}
