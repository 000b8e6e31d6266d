// Original file: proto/sandkeep/v1/tool_service.proto


/**
 * A tool.
 */
export interface Tool {
  /**
   * The MCP server it belongs to; "generic" when it is built in.
   */
  'serverName'?: (string);
  /**
   * Its name, unique in its server.
   */
  'name'?: (string);
  /**
   * For the model that calls it; empty when it has none.
   */
  'description'?: (string);
  /**
   * JSON schema of its arguments: a JSON object.
   */
  'inputSchemaJson'?: (string);
}

/**
 * A tool.
 */
export interface Tool__Output {
  /**
   * The MCP server it belongs to; "generic" when it is built in.
   */
  'serverName': (string);
  /**
   * Its name, unique in its server.
   */
  'name': (string);
  /**
   * For the model that calls it; empty when it has none.
   */
  'description': (string);
  /**
   * JSON schema of its arguments: a JSON object.
   */
  'inputSchemaJson': (string);
}
