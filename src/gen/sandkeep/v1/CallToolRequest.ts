// Original file: proto/sandkeep/v1/tool_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for a call.
 */
export interface CallToolRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * The MCP server of the tool, or "generic"; empty takes a built-in one of this name, else the first server that has it.
   */
  'serverName'?: (string);
  /**
   * Name of the tool.
   */
  'toolName'?: (string);
  /**
   * A JSON object as the schema of the tool says, passed on as it is; empty for none.
   */
  'argumentsJson'?: (string);
  /**
   * How long the tool may take; absent takes limits.tool_default_timeout, limits.tool_max_timeout is the most.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for a call.
 */
export interface CallToolRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * The MCP server of the tool, or "generic"; empty takes a built-in one of this name, else the first server that has it.
   */
  'serverName': (string);
  /**
   * Name of the tool.
   */
  'toolName': (string);
  /**
   * A JSON object as the schema of the tool says, passed on as it is; empty for none.
   */
  'argumentsJson': (string);
  /**
   * How long the tool may take; absent takes limits.tool_default_timeout, limits.tool_max_timeout is the most.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
