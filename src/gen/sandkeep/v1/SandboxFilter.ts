// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SandboxState as _sandkeep_v1_SandboxState, SandboxState__Output as _sandkeep_v1_SandboxState__Output } from '../../sandkeep/v1/SandboxState.ts';

/**
 * Which sandboxes. Empty fields do not restrict.
 */
export interface SandboxFilter {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * User within the namespace.
   */
  'user'?: (string);
  /**
   * Session of the user.
   */
  'session'?: (string);
  /**
   * Template name.
   */
  'template'?: (string);
  /**
   * Any of these states.
   */
  'states'?: (_sandkeep_v1_SandboxState)[];
  /**
   * Every one of these labels.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Runtime name.
   */
  'runtime'?: (string);
}

/**
 * Which sandboxes. Empty fields do not restrict.
 */
export interface SandboxFilter__Output {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * User within the namespace.
   */
  'user': (string);
  /**
   * Session of the user.
   */
  'session': (string);
  /**
   * Template name.
   */
  'template': (string);
  /**
   * Any of these states.
   */
  'states': (_sandkeep_v1_SandboxState__Output)[];
  /**
   * Every one of these labels.
   */
  'labels': ({[key: string]: string});
  /**
   * Runtime name.
   */
  'runtime': (string);
}
