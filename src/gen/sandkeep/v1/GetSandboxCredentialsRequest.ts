// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks for the token.
 */
export interface GetSandboxCredentialsRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
}

/**
 * Asks for the token.
 */
export interface GetSandboxCredentialsRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
}
