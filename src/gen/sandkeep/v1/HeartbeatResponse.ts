// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionState as _sandkeep_v1_SessionState, SessionState__Output as _sandkeep_v1_SessionState__Output } from '../../sandkeep/v1/SessionState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What is known of the session now.
 */
export interface HeartbeatResponse {
  /**
   * State after the heartbeat.
   */
  'state'?: (_sandkeep_v1_SessionState);
  /**
   * Its generation.
   */
  'generation'?: (number | string | Long);
  /**
   * When it is recycled unless it is heard of again; absent when it never is.
   */
  'recycleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Whether a sandbox of it is recycled and waits for a restore.
   */
  'needsRestore'?: (boolean);
}

/**
 * What is known of the session now.
 */
export interface HeartbeatResponse__Output {
  /**
   * State after the heartbeat.
   */
  'state': (_sandkeep_v1_SessionState__Output);
  /**
   * Its generation.
   */
  'generation': (string);
  /**
   * When it is recycled unless it is heard of again; absent when it never is.
   */
  'recycleTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Whether a sandbox of it is recycled and waits for a restore.
   */
  'needsRestore': (boolean);
}
