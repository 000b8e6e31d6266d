// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for a stop.
 */
export interface StopSandboxRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
  /**
   * Time that its first process has to end after SIGTERM; absent takes the template's. Zero kills at once.
   */
  'grace'?: (_google_protobuf_Duration | null);
}

/**
 * Asks for a stop.
 */
export interface StopSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
  /**
   * Time that its first process has to end after SIGTERM; absent takes the template's. Zero kills at once.
   */
  'grace': (_google_protobuf_Duration__Output | null);
}
