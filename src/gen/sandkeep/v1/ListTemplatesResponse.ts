// Original file: proto/sandkeep/v1/template_service.proto

import type { Template as _sandkeep_v1_Template, Template__Output as _sandkeep_v1_Template__Output } from '../../sandkeep/v1/Template.ts';

/**
 * All templates.
 */
export interface ListTemplatesResponse {
  /**
   * By name.
   */
  'templates'?: (_sandkeep_v1_Template)[];
}

/**
 * All templates.
 */
export interface ListTemplatesResponse__Output {
  /**
   * By name.
   */
  'templates': (_sandkeep_v1_Template__Output)[];
}
