// Original file: proto/sandkeep/v1/file_service.proto

import type { LineMatch as _sandkeep_v1_LineMatch, LineMatch__Output as _sandkeep_v1_LineMatch__Output } from '../../sandkeep/v1/LineMatch.ts';

/**
 * Lines found.
 */
export interface GrepFilesResponse {
  /**
   * By path and number.
   */
  'matches'?: (_sandkeep_v1_LineMatch)[];
  /**
   * Whether there are more; exact, unless the answer is as large as a message may be.
   */
  'truncated'?: (boolean);
}

/**
 * Lines found.
 */
export interface GrepFilesResponse__Output {
  /**
   * By path and number.
   */
  'matches': (_sandkeep_v1_LineMatch__Output)[];
  /**
   * Whether there are more; exact, unless the answer is as large as a message may be.
   */
  'truncated': (boolean);
}
