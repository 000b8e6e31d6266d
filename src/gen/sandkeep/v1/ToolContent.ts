// Original file: proto/sandkeep/v1/tool_service.proto


/**
 * A piece of a result.
 */
export interface ToolContent {
  /**
   * As in MCP: "text", "image", "audio", "resource", "resource_link", or what is newer.
   */
  'type'?: (string);
  /**
   * Of type text.
   */
  'text'?: (string);
  /**
   * Of types image and audio.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * Of types image and audio.
   */
  'mimeType'?: (string);
  /**
   * What the tool calls it, such as "stdout", "stderr" or "returncode" of run_shell_command; empty when it says nothing.
   */
  'description'?: (string);
  /**
   * The whole piece as a JSON object, for every type but text, image and audio.
   */
  'json'?: (string);
}

/**
 * A piece of a result.
 */
export interface ToolContent__Output {
  /**
   * As in MCP: "text", "image", "audio", "resource", "resource_link", or what is newer.
   */
  'type': (string);
  /**
   * Of type text.
   */
  'text': (string);
  /**
   * Of types image and audio.
   */
  'data': (Buffer);
  /**
   * Of types image and audio.
   */
  'mimeType': (string);
  /**
   * What the tool calls it, such as "stdout", "stderr" or "returncode" of run_shell_command; empty when it says nothing.
   */
  'description': (string);
  /**
   * The whole piece as a JSON object, for every type but text, image and audio.
   */
  'json': (string);
}
