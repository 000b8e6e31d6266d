// Original file: proto/sandkeep/v1/tool_service.proto

import type { Tool as _sandkeep_v1_Tool, Tool__Output as _sandkeep_v1_Tool__Output } from '../../sandkeep/v1/Tool.ts';

/**
 * The tools.
 */
export interface ListToolsResponse {
  /**
   * By server and name as the sandbox lists them, "generic" first. At most limits.tools_max_listed.
   */
  'tools'?: (_sandkeep_v1_Tool)[];
  /**
   * Whether there are more.
   */
  'truncated'?: (boolean);
}

/**
 * The tools.
 */
export interface ListToolsResponse__Output {
  /**
   * By server and name as the sandbox lists them, "generic" first. At most limits.tools_max_listed.
   */
  'tools': (_sandkeep_v1_Tool__Output)[];
  /**
   * Whether there are more.
   */
  'truncated': (boolean);
}
