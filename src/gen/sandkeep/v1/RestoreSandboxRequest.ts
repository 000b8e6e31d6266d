// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks for a new generation.
 */
export interface RestoreSandboxRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks for a new generation.
 */
export interface RestoreSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
