// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from '../../sandkeep/v1/Endpoint.ts';
import type { PhaseTiming as _sandkeep_v1_PhaseTiming, PhaseTiming__Output as _sandkeep_v1_PhaseTiming__Output } from '../../sandkeep/v1/PhaseTiming.ts';

/**
 * The new sandbox, ready for use.
 */
export interface CreateSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Where it is reached.
   */
  'endpoint'?: (_sandkeep_v1_Endpoint | null);
  /**
   * Bearer token that the software inside expects. Secret; empty where the template injects none.
   */
  'token'?: (string);
  /**
   * Time of each phase.
   */
  'timings'?: (_sandkeep_v1_PhaseTiming)[];
  /**
   * Mounts of the template that were skipped because their source is missing.
   */
  'skippedMounts'?: (string)[];
}

/**
 * The new sandbox, ready for use.
 */
export interface CreateSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Where it is reached.
   */
  'endpoint': (_sandkeep_v1_Endpoint__Output | null);
  /**
   * Bearer token that the software inside expects. Secret; empty where the template injects none.
   */
  'token': (string);
  /**
   * Time of each phase.
   */
  'timings': (_sandkeep_v1_PhaseTiming__Output)[];
  /**
   * Mounts of the template that were skipped because their source is missing.
   */
  'skippedMounts': (string)[];
}
