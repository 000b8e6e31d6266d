// Original file: proto/sandkeep/v1/tool_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for MCP servers.
 */
export interface AddMcpServersRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * The file that MCP clients read, as JSON text: {"mcpServers": {NAME: {"command", "args", "env"} or {"type", "url",
   * "headers"}}}. At most 64 servers. Secret: it is never logged or stored.
   */
  'serversJson'?: (string);
  /**
   * Replaces servers of the same name; otherwise they are kept as they are.
   */
  'overwrite'?: (boolean);
  /**
   * How long they may take to start; absent takes limits.tool_default_timeout, limits.tool_max_timeout is the most.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId'?: (string);
}

/**
 * Asks for MCP servers.
 */
export interface AddMcpServersRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * The file that MCP clients read, as JSON text: {"mcpServers": {NAME: {"command", "args", "env"} or {"type", "url",
   * "headers"}}}. At most 64 servers. Secret: it is never logged or stored.
   */
  'serversJson': (string);
  /**
   * Replaces servers of the same name; otherwise they are kept as they are.
   */
  'overwrite': (boolean);
  /**
   * How long they may take to start; absent takes limits.tool_default_timeout, limits.tool_max_timeout is the most.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Names the call: the same name and content get the same answer. Empty: a new call each time.
   */
  'requestId': (string);
}
