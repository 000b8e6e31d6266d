// Original file: proto/sandkeep/v1/tool_service.proto


/**
 * Asks for the health of the tool server.
 */
export interface CheckHealthRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
}

/**
 * Asks for the health of the tool server.
 */
export interface CheckHealthRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
}
