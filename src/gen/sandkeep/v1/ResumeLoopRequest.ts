// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to resume.
 */
export interface ResumeLoopRequest {
  /**
   * Its name.
   */
  'loop'?: (string);
}

/**
 * Asks to resume.
 */
export interface ResumeLoopRequest__Output {
  /**
   * Its name.
   */
  'loop': (string);
}
