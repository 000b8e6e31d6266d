// Original file: proto/sandkeep/v1/event_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * First frame of a watch.
 */
export interface WatchReady {
  /**
   * Number of the newest event at the start of the watch.
   */
  'currentSeq'?: (number | string | Long);
  /**
   * Number of the oldest event kept; 0 when there is none.
   */
  'oldestSeq'?: (number | string | Long);
}

/**
 * First frame of a watch.
 */
export interface WatchReady__Output {
  /**
   * Number of the newest event at the start of the watch.
   */
  'currentSeq': (string);
  /**
   * Number of the oldest event kept; 0 when there is none.
   */
  'oldestSeq': (string);
}
