// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Time of one phase of an operation.
 */
export interface PhaseTiming {
  /**
   * "workspace", "pull", "create", "start", "ready", "commit"; the last one is "total".
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
   * "workspace", "pull", "create", "start", "ready", "commit"; the last one is "total".
   */
  'phase': (string);
  /**
   * How long it took.
   */
  'duration': (_google_protobuf_Duration__Output | null);
}
