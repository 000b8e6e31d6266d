// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks to count as activity.
 */
export interface KeepAliveSandboxRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
}

/**
 * Asks to count as activity.
 */
export interface KeepAliveSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
}
