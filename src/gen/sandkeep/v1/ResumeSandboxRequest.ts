// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks to thaw.
 */
export interface ResumeSandboxRequest {
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
 * Asks to thaw.
 */
export interface ResumeSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
