// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SandboxView as _sandkeep_v1_SandboxView, SandboxView__Output as _sandkeep_v1_SandboxView__Output } from '../../sandkeep/v1/SandboxView.ts';

/**
 * Asks for one sandbox.
 */
export interface GetSandboxRequest {
  /**
   * Id, unique id prefix of at least 6 characters, or container name.
   */
  'sandboxId'?: (string);
  /**
   * Whether the call counts as activity, which puts off the idle action.
   */
  'touch'?: (boolean);
  /**
   * Whether the engine is asked.
   */
  'view'?: (_sandkeep_v1_SandboxView);
}

/**
 * Asks for one sandbox.
 */
export interface GetSandboxRequest__Output {
  /**
   * Id, unique id prefix of at least 6 characters, or container name.
   */
  'sandboxId': (string);
  /**
   * Whether the call counts as activity, which puts off the idle action.
   */
  'touch': (boolean);
  /**
   * Whether the engine is asked.
   */
  'view': (_sandkeep_v1_SandboxView__Output);
}
