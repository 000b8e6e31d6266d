// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.ts';

/**
 * Asks for a change.
 */
export interface UpdateSandboxRequest {
  /**
   * New values. id names the sandbox (id, unique id prefix or container name), etag may guard it, and other fields count
   * as update_mask says. Maps replace the old ones whole.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Of "labels", "annotations", "idle_timeout"; absent: those that are set; "*": all three.
   */
  'updateMask'?: (_google_protobuf_FieldMask | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks for a change.
 */
export interface UpdateSandboxRequest__Output {
  /**
   * New values. id names the sandbox (id, unique id prefix or container name), etag may guard it, and other fields count
   * as update_mask says. Maps replace the old ones whole.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Of "labels", "annotations", "idle_timeout"; absent: those that are set; "*": all three.
   */
  'updateMask': (_google_protobuf_FieldMask__Output | null);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
