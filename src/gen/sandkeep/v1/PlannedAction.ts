// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One thing that a loop will do.
 */
export interface PlannedAction {
  /**
   * Loop that acts: "idle", "released", "retry".
   */
  'loop'?: (string);
  /**
   * What it will do: "recycle", "park", "release", "purge", "retry".
   */
  'action'?: (string);
  /**
   * When it is due; absent when it waits for something else.
   */
  'dueTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Why, in words.
   */
  'message'?: (string);
}

/**
 * One thing that a loop will do.
 */
export interface PlannedAction__Output {
  /**
   * Loop that acts: "idle", "released", "retry".
   */
  'loop': (string);
  /**
   * What it will do: "recycle", "park", "release", "purge", "retry".
   */
  'action': (string);
  /**
   * When it is due; absent when it waits for something else.
   */
  'dueTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why, in words.
   */
  'message': (string);
}
