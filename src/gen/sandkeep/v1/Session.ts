// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { SessionState as _sandkeep_v1_SessionState, SessionState__Output as _sandkeep_v1_SessionState__Output } from '../../sandkeep/v1/SessionState.ts';
import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One session.
 */
export interface Session {
  /**
   * Its name.
   */
  'key'?: (_sandkeep_v1_SessionKey | null);
  /**
   * State at the time of reading.
   */
  'state'?: (_sandkeep_v1_SessionState);
  /**
   * Counts its restores, from 1. A heartbeat that names an earlier one is refused.
   */
  'generation'?: (number | string | Long);
  /**
   * Its sandboxes in order of creation, released ones left out, at most 100.
   */
  'sandboxes'?: (_sandkeep_v1_Sandbox)[];
  /**
   * Silence after which it is recycled; zero never.
   */
  'heartbeatTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Idle time-out of its sandboxes instead of the template's; absent: the template's.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Last heartbeat or use.
   */
  'lastHeartbeatTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it is recycled unless it is heard of; absent when it never is.
   */
  'recycleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it began.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * One session.
 */
export interface Session__Output {
  /**
   * Its name.
   */
  'key': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * State at the time of reading.
   */
  'state': (_sandkeep_v1_SessionState__Output);
  /**
   * Counts its restores, from 1. A heartbeat that names an earlier one is refused.
   */
  'generation': (string);
  /**
   * Its sandboxes in order of creation, released ones left out, at most 100.
   */
  'sandboxes': (_sandkeep_v1_Sandbox__Output)[];
  /**
   * Silence after which it is recycled; zero never.
   */
  'heartbeatTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Idle time-out of its sandboxes instead of the template's; absent: the template's.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Last heartbeat or use.
   */
  'lastHeartbeatTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it is recycled unless it is heard of; absent when it never is.
   */
  'recycleTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it began.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
}
