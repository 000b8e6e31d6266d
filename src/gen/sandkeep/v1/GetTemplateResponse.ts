// Original file: proto/sandkeep/v1/template_service.proto

import type { Template as _sandkeep_v1_Template, Template__Output as _sandkeep_v1_Template__Output } from '../../sandkeep/v1/Template.ts';

/**
 * One template.
 */
export interface GetTemplateResponse {
  /**
   * The template.
   */
  'template'?: (_sandkeep_v1_Template | null);
}

/**
 * One template.
 */
export interface GetTemplateResponse__Output {
  /**
   * The template.
   */
  'template': (_sandkeep_v1_Template__Output | null);
}
