// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to remove.
 */
export interface RemoveOrphanRequest {
  /**
   * Name of the container.
   */
  'containerName'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to remove.
 */
export interface RemoveOrphanRequest__Output {
  /**
   * Name of the container.
   */
  'containerName': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
