// Original file: proto/sandkeep/v1/tool_service.proto

import type { ToolContent as _sandkeep_v1_ToolContent, ToolContent__Output as _sandkeep_v1_ToolContent__Output } from '../../sandkeep/v1/ToolContent.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * The result of a tool. At most limits.tool_result_max_bytes.
 */
export interface CallToolResponse {
  /**
   * In the order of the tool.
   */
  'content'?: (_sandkeep_v1_ToolContent)[];
  /**
   * The result as a JSON object, of tools that have a schema for it; empty otherwise.
   */
  'structuredContentJson'?: (string);
  /**
   * Whether the tool says that it failed. Of run_shell_command: whether its exit code is another than 0.
   */
  'isError'?: (boolean);
  /**
   * From the request to the whole answer.
   */
  'duration'?: (_google_protobuf_Duration | null);
}

/**
 * The result of a tool. At most limits.tool_result_max_bytes.
 */
export interface CallToolResponse__Output {
  /**
   * In the order of the tool.
   */
  'content': (_sandkeep_v1_ToolContent__Output)[];
  /**
   * The result as a JSON object, of tools that have a schema for it; empty otherwise.
   */
  'structuredContentJson': (string);
  /**
   * Whether the tool says that it failed. Of run_shell_command: whether its exit code is another than 0.
   */
  'isError': (boolean);
  /**
   * From the request to the whole answer.
   */
  'duration': (_google_protobuf_Duration__Output | null);
}
