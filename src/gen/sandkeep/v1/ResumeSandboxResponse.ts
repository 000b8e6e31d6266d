// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from '../../sandkeep/v1/Endpoint.ts';

/**
 * The running sandbox.
 */
export interface ResumeSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Where it is reached now.
   */
  'endpoint'?: (_sandkeep_v1_Endpoint | null);
}

/**
 * The running sandbox.
 */
export interface ResumeSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Where it is reached now.
   */
  'endpoint': (_sandkeep_v1_Endpoint__Output | null);
}
