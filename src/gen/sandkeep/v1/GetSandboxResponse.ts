// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from '../../sandkeep/v1/Endpoint.ts';
import type { Liveness as _sandkeep_v1_Liveness, Liveness__Output as _sandkeep_v1_Liveness__Output } from '../../sandkeep/v1/Liveness.ts';

/**
 * One sandbox.
 */
export interface GetSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Where it is reached, as of its last start; absent unless it runs.
   */
  'endpoint'?: (_sandkeep_v1_Endpoint | null);
  /**
   * What the engine says; only with SANDBOX_VIEW_LIVE.
   */
  'liveness'?: (_sandkeep_v1_Liveness);
  /**
   * Why the liveness is what it is, in words; only with SANDBOX_VIEW_LIVE.
   */
  'livenessMessage'?: (string);
}

/**
 * One sandbox.
 */
export interface GetSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Where it is reached, as of its last start; absent unless it runs.
   */
  'endpoint': (_sandkeep_v1_Endpoint__Output | null);
  /**
   * What the engine says; only with SANDBOX_VIEW_LIVE.
   */
  'liveness': (_sandkeep_v1_Liveness__Output);
  /**
   * Why the liveness is what it is, in words; only with SANDBOX_VIEW_LIVE.
   */
  'livenessMessage': (string);
}
