// Original file: proto/sandkeep/v1/file_service.proto

import type { WatchFilesReady as _sandkeep_v1_WatchFilesReady, WatchFilesReady__Output as _sandkeep_v1_WatchFilesReady__Output } from '../../sandkeep/v1/WatchFilesReady.ts';
import type { FileChange as _sandkeep_v1_FileChange, FileChange__Output as _sandkeep_v1_FileChange__Output } from '../../sandkeep/v1/FileChange.ts';
import type { WatchFilesOverflow as _sandkeep_v1_WatchFilesOverflow, WatchFilesOverflow__Output as _sandkeep_v1_WatchFilesOverflow__Output } from '../../sandkeep/v1/WatchFilesOverflow.ts';

/**
 * A frame of a watch.
 */
export interface WatchFilesResponse {
  /**
   * First frame.
   */
  'ready'?: (_sandkeep_v1_WatchFilesReady | null);
  /**
   * A change.
   */
  'change'?: (_sandkeep_v1_FileChange | null);
  /**
   * Some changes are missing here.
   */
  'overflow'?: (_sandkeep_v1_WatchFilesOverflow | null);
  /**
   * What it holds.
   */
  'frame'?: "ready"|"change"|"overflow";
}

/**
 * A frame of a watch.
 */
export interface WatchFilesResponse__Output {
  /**
   * First frame.
   */
  'ready'?: (_sandkeep_v1_WatchFilesReady__Output | null);
  /**
   * A change.
   */
  'change'?: (_sandkeep_v1_FileChange__Output | null);
  /**
   * Some changes are missing here.
   */
  'overflow'?: (_sandkeep_v1_WatchFilesOverflow__Output | null);
  /**
   * What it holds.
   */
  'frame'?: "ready"|"change"|"overflow";
}
