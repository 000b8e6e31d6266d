// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks to resume a pool.
 */
export interface ResumePoolRequest {
  /**
   * Its template.
   */
  'template'?: (string);
}

/**
 * Asks to resume a pool.
 */
export interface ResumePoolRequest__Output {
  /**
   * Its template.
   */
  'template': (string);
}
