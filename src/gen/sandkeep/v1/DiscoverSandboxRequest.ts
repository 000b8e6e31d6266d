// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';

/**
 * Asks whether there is one.
 */
export interface DiscoverSandboxRequest {
  /**
   * Whose sandbox.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template'?: (string);
}

/**
 * Asks whether there is one.
 */
export interface DiscoverSandboxRequest__Output {
  /**
   * Whose sandbox.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Template name; empty takes the configured default.
   */
  'template': (string);
}
