// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SandboxFilter as _sandkeep_v1_SandboxFilter, SandboxFilter__Output as _sandkeep_v1_SandboxFilter__Output } from '../../sandkeep/v1/SandboxFilter.ts';

/**
 * Asks for a page of sandboxes.
 */
export interface ListSandboxesRequest {
  /**
   * Which ones.
   */
  'filter'?: (_sandkeep_v1_SandboxFilter | null);
  /**
   * Entries per page; 0 means 50, at most 1000.
   */
  'pageSize'?: (number);
  /**
   * From the last page; empty for the first. Bound to the filter.
   */
  'pageToken'?: (string);
  /**
   * Includes released sandboxes even when filter.states does not name them.
   */
  'showReleased'?: (boolean);
}

/**
 * Asks for a page of sandboxes.
 */
export interface ListSandboxesRequest__Output {
  /**
   * Which ones.
   */
  'filter': (_sandkeep_v1_SandboxFilter__Output | null);
  /**
   * Entries per page; 0 means 50, at most 1000.
   */
  'pageSize': (number);
  /**
   * From the last page; empty for the first. Bound to the filter.
   */
  'pageToken': (string);
  /**
   * Includes released sandboxes even when filter.states does not name them.
   */
  'showReleased': (boolean);
}
