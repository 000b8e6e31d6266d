// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';

/**
 * The outcome of a release.
 */
export interface ReleaseSandboxResponse {
  /**
   * The sandbox; absent when it was unknown.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * Holders that keep it; empty when the release acted.
   */
  'remainingHolders'?: (string)[];
}

/**
 * The outcome of a release.
 */
export interface ReleaseSandboxResponse__Output {
  /**
   * The sandbox; absent when it was unknown.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * Holders that keep it; empty when the release acted.
   */
  'remainingHolders': (string)[];
}
