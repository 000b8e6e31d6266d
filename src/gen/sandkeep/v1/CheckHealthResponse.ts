// Original file: proto/sandkeep/v1/tool_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * How the tool server is.
 */
export interface CheckHealthResponse {
  /**
   * Whether it answered as a healthy one does, within limits.tool_health_timeout.
   */
  'healthy'?: (boolean);
  /**
   * Why it is not; empty when it is.
   */
  'message'?: (string);
  /**
   * Until the answer, or until it was given up.
   */
  'duration'?: (_google_protobuf_Duration | null);
}

/**
 * How the tool server is.
 */
export interface CheckHealthResponse__Output {
  /**
   * Whether it answered as a healthy one does, within limits.tool_health_timeout.
   */
  'healthy': (boolean);
  /**
   * Why it is not; empty when it is.
   */
  'message': (string);
  /**
   * Until the answer, or until it was given up.
   */
  'duration': (_google_protobuf_Duration__Output | null);
}
