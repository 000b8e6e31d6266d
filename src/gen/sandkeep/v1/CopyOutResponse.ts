// Original file: proto/sandkeep/v1/file_service.proto

import type { CopyOutSummary as _sandkeep_v1_CopyOutSummary, CopyOutSummary__Output as _sandkeep_v1_CopyOutSummary__Output } from '../../sandkeep/v1/CopyOutSummary.ts';

/**
 * A frame of a copy.
 */
export interface CopyOutResponse {
  /**
   * A part of a plain tar, at most 256 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * Last frame.
   */
  'summary'?: (_sandkeep_v1_CopyOutSummary | null);
  /**
   * What it holds.
   */
  'frame'?: "data"|"summary";
}

/**
 * A frame of a copy.
 */
export interface CopyOutResponse__Output {
  /**
   * A part of a plain tar, at most 256 KiB.
   */
  'data'?: (Buffer);
  /**
   * Last frame.
   */
  'summary'?: (_sandkeep_v1_CopyOutSummary__Output | null);
  /**
   * What it holds.
   */
  'frame'?: "data"|"summary";
}
