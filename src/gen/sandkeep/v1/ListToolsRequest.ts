// Original file: proto/sandkeep/v1/tool_service.proto


/**
 * Asks for tools.
 */
export interface ListToolsRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Only those of this MCP server, or "generic"; empty for all. One that is not there has none.
   */
  'serverName'?: (string);
}

/**
 * Asks for tools.
 */
export interface ListToolsRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Only those of this MCP server, or "generic"; empty for all. One that is not there has none.
   */
  'serverName': (string);
}
