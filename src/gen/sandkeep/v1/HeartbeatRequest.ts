// Original file: proto/sandkeep/v1/session_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A sign of life.
 */
export interface HeartbeatRequest {
  /**
   * Whose.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Generation that the caller believes in; GENERATION_MISMATCH when it is another. 0: any.
   */
  'expectedGeneration'?: (number | string | Long);
  /**
   * From now on the silence after which the session is recycled, kept for its life; zero never. Absent: as it is.
   */
  'heartbeatTimeout'?: (_google_protobuf_Duration | null);
  /**
   * From now on the idle time-out of its sandboxes, kept for its life; zero never. Absent: as it is.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Whether a recycled session is restored; the call then waits for it.
   */
  'restore'?: (boolean);
}

/**
 * A sign of life.
 */
export interface HeartbeatRequest__Output {
  /**
   * Whose.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Generation that the caller believes in; GENERATION_MISMATCH when it is another. 0: any.
   */
  'expectedGeneration': (string);
  /**
   * From now on the silence after which the session is recycled, kept for its life; zero never. Absent: as it is.
   */
  'heartbeatTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * From now on the idle time-out of its sandboxes, kept for its life; zero never. Absent: as it is.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Whether a recycled session is restored; the call then waits for it.
   */
  'restore': (boolean);
}
