// Original file: proto/sandkeep/v1/file_service.proto

import type { CopyInHeader as _sandkeep_v1_CopyInHeader, CopyInHeader__Output as _sandkeep_v1_CopyInHeader__Output } from '../../sandkeep/v1/CopyInHeader.ts';

/**
 * A frame of a copy: the header first, then data.
 */
export interface CopyInRequest {
  /**
   * First frame.
   */
  'header'?: (_sandkeep_v1_CopyInHeader | null);
  /**
   * Every further frame: a part of a plain tar, at most 256 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * What it holds.
   */
  'frame'?: "header"|"data";
}

/**
 * A frame of a copy: the header first, then data.
 */
export interface CopyInRequest__Output {
  /**
   * First frame.
   */
  'header'?: (_sandkeep_v1_CopyInHeader__Output | null);
  /**
   * Every further frame: a part of a plain tar, at most 256 KiB.
   */
  'data'?: (Buffer);
  /**
   * What it holds.
   */
  'frame'?: "header"|"data";
}
