// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks to freeze.
 */
export interface PauseSandboxRequest {
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
 * Asks to freeze.
 */
export interface PauseSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
