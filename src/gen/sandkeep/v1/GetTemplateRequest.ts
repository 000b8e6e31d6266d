// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks for one template.
 */
export interface GetTemplateRequest {
  /**
   * Its name; empty takes the configured default.
   */
  'template'?: (string);
}

/**
 * Asks for one template.
 */
export interface GetTemplateRequest__Output {
  /**
   * Its name; empty takes the configured default.
   */
  'template': (string);
}
