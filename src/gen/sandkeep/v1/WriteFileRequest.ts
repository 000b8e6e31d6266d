// Original file: proto/sandkeep/v1/file_service.proto

import type { WriteFileHeader as _sandkeep_v1_WriteFileHeader, WriteFileHeader__Output as _sandkeep_v1_WriteFileHeader__Output } from '../../sandkeep/v1/WriteFileHeader.ts';

/**
 * A frame of a write: the header first, then data.
 */
export interface WriteFileRequest {
  /**
   * First frame.
   */
  'header'?: (_sandkeep_v1_WriteFileHeader | null);
  /**
   * Every further frame, at most 256 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * What it holds.
   */
  'frame'?: "header"|"data";
}

/**
 * A frame of a write: the header first, then data.
 */
export interface WriteFileRequest__Output {
  /**
   * First frame.
   */
  'header'?: (_sandkeep_v1_WriteFileHeader__Output | null);
  /**
   * Every further frame, at most 256 KiB.
   */
  'data'?: (Buffer);
  /**
   * What it holds.
   */
  'frame'?: "header"|"data";
}
