// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from '../../sandkeep/v1/Endpoint.ts';

/**
 * What was found.
 */
export interface DiscoverSandboxResponse {
  /**
   * The sandbox; absent when there is none.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Where it is reached; absent unless it runs.
   */
  'endpoint'?: (_sandkeep_v1_Endpoint | null);
  /**
   * Why none was found, or in what state it is; in words.
   */
  'message'?: (string);
}

/**
 * What was found.
 */
export interface DiscoverSandboxResponse__Output {
  /**
   * The sandbox; absent when there is none.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Where it is reached; absent unless it runs.
   */
  'endpoint': (_sandkeep_v1_Endpoint__Output | null);
  /**
   * Why none was found, or in what state it is; in words.
   */
  'message': (string);
}
