// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';

/**
 * A page of sandboxes.
 */
export interface ListSandboxesResponse {
  /**
   * In order of creation.
   */
  'sandboxes'?: (_sandkeep_v1_Sandbox)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * A page of sandboxes.
 */
export interface ListSandboxesResponse__Output {
  /**
   * In order of creation.
   */
  'sandboxes': (_sandkeep_v1_Sandbox__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
