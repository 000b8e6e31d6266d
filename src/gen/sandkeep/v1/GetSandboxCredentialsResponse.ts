// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * The token.
 */
export interface GetSandboxCredentialsResponse {
  /**
   * Bearer token of the sandbox. Secret; empty where its template injects none.
   */
  'token'?: (string);
  /**
   * Name of the environment variable that holds it inside; empty where its template injects none.
   */
  'tokenEnv'?: (string);
}

/**
 * The token.
 */
export interface GetSandboxCredentialsResponse__Output {
  /**
   * Bearer token of the sandbox. Secret; empty where its template injects none.
   */
  'token': (string);
  /**
   * Name of the environment variable that holds it inside; empty where its template injects none.
   */
  'tokenEnv': (string);
}
