// Original file: proto/sandkeep/v1/tool_service.proto


/**
 * All of them run.
 */
export interface AddMcpServersResponse {
  /**
   * Names of those that were started now.
   */
  'added'?: (string)[];
  /**
   * Names of those that were there before and were kept.
   */
  'kept'?: (string)[];
}

/**
 * All of them run.
 */
export interface AddMcpServersResponse__Output {
  /**
   * Names of those that were started now.
   */
  'added': (string)[];
  /**
   * Names of those that were there before and were kept.
   */
  'kept': (string)[];
}
