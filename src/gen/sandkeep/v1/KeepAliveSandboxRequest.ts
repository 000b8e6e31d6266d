// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks to count as activity.
 */
export interface KeepAliveSandboxRequest {
  /**
   * Id of the sandbox.
   */
  'sandboxId'?: (string);
}

/**
 * Asks to count as activity.
 */
export interface KeepAliveSandboxRequest__Output {
  /**
   * Id of the sandbox.
   */
  'sandboxId': (string);
}
