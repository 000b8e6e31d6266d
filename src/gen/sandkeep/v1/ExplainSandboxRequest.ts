// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * Asks for an explanation.
 */
export interface ExplainSandboxRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
}

/**
 * Asks for an explanation.
 */
export interface ExplainSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
}
