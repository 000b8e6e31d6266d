// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from '../../sandkeep/v1/Sandbox.ts';
import type { PlannedAction as _sandkeep_v1_PlannedAction, PlannedAction__Output as _sandkeep_v1_PlannedAction__Output } from '../../sandkeep/v1/PlannedAction.ts';
import type { Operation as _sandkeep_v1_Operation, Operation__Output as _sandkeep_v1_Operation__Output } from '../../sandkeep/v1/Operation.ts';
import type { Event as _sandkeep_v1_Event, Event__Output as _sandkeep_v1_Event__Output } from '../../sandkeep/v1/Event.ts';

/**
 * Everything known of one sandbox.
 */
export interface ExplainSandboxResponse {
  /**
   * The sandbox.
   */
  'sandbox'?: (_sandkeep_v1_Sandbox | null);
  /**
   * What the loops will do, soonest first.
   */
  'planned'?: (_sandkeep_v1_PlannedAction)[];
  /**
   * Its last operations, newest first, at most 20.
   */
  'operations'?: (_sandkeep_v1_Operation)[];
  /**
   * Its last events, newest first, at most 20.
   */
  'events'?: (_sandkeep_v1_Event)[];
  /**
   * Number of commands and file transfers under way; while there are any, it is not idle.
   */
  'activity'?: (number);
  /**
   * Optional mounts that were skipped because their source is missing.
   */
  'skippedMounts'?: (string)[];
  /**
   * A summary in sentences.
   */
  'sentences'?: (string)[];
}

/**
 * Everything known of one sandbox.
 */
export interface ExplainSandboxResponse__Output {
  /**
   * The sandbox.
   */
  'sandbox': (_sandkeep_v1_Sandbox__Output | null);
  /**
   * What the loops will do, soonest first.
   */
  'planned': (_sandkeep_v1_PlannedAction__Output)[];
  /**
   * Its last operations, newest first, at most 20.
   */
  'operations': (_sandkeep_v1_Operation__Output)[];
  /**
   * Its last events, newest first, at most 20.
   */
  'events': (_sandkeep_v1_Event__Output)[];
  /**
   * Number of commands and file transfers under way; while there are any, it is not idle.
   */
  'activity': (number);
  /**
   * Optional mounts that were skipped because their source is missing.
   */
  'skippedMounts': (string)[];
  /**
   * A summary in sentences.
   */
  'sentences': (string)[];
}
