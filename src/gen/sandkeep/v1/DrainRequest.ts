// Original file: proto/sandkeep/v1/admin_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks to drain.
 */
export interface DrainRequest {
  /**
   * Ends the draining instead.
   */
  'undo'?: (boolean);
  /**
   * Waits at most this long for what is under way; absent or zero does not wait.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to drain.
 */
export interface DrainRequest__Output {
  /**
   * Ends the draining instead.
   */
  'undo': (boolean);
  /**
   * Waits at most this long for what is under way; absent or zero does not wait.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
