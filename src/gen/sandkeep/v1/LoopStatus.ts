// Original file: proto/sandkeep/v1/admin_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One loop of the daemon.
 */
export interface LoopStatus {
  /**
   * Its name: "idle", "released", "reconcile", "events", "retry", "activity".
   */
  'name'?: (string);
  /**
   * Time between two runs; zero when it is off.
   */
  'interval'?: (_google_protobuf_Duration | null);
  /**
   * Whether an operator paused it.
   */
  'paused'?: (boolean);
  /**
   * End of its last run; absent before the first.
   */
  'lastRunTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long the last run took.
   */
  'lastDuration'?: (_google_protobuf_Duration | null);
  /**
   * Runs since the start.
   */
  'runs'?: (number | string | Long);
  /**
   * Runs that ended with an error since the start.
   */
  'errors'?: (number | string | Long);
  /**
   * Last error; empty without one.
   */
  'lastError'?: (string);
}

/**
 * One loop of the daemon.
 */
export interface LoopStatus__Output {
  /**
   * Its name: "idle", "released", "reconcile", "events", "retry", "activity".
   */
  'name': (string);
  /**
   * Time between two runs; zero when it is off.
   */
  'interval': (_google_protobuf_Duration__Output | null);
  /**
   * Whether an operator paused it.
   */
  'paused': (boolean);
  /**
   * End of its last run; absent before the first.
   */
  'lastRunTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long the last run took.
   */
  'lastDuration': (_google_protobuf_Duration__Output | null);
  /**
   * Runs since the start.
   */
  'runs': (string);
  /**
   * Runs that ended with an error since the start.
   */
  'errors': (string);
  /**
   * Last error; empty without one.
   */
  'lastError': (string);
}
