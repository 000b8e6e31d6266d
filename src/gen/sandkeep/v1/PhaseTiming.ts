// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Time of one phase of an operation.
 */
export interface PhaseTiming {
  /**
   * "queue", "workspace", "pull", "create", "start", "ready", "commit", "probe", "total".
   */
  'phase'?: (string);
  /**
   * How long it took.
   */
  'duration'?: (_google_protobuf_Duration | null);
}

/**
 * Time of one phase of an operation.
 */
export interface PhaseTiming__Output {
  /**
   * "queue", "workspace", "pull", "create", "start", "ready", "commit", "probe", "total".
   */
  'phase': (string);
  /**
   * How long it took.
   */
  'duration': (_google_protobuf_Duration__Output | null);
}
