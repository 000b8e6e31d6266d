// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to resume.
 */
export interface ResumeLoopRequest {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop'?: (string);
}

/**
 * Asks to resume.
 */
export interface ResumeLoopRequest__Output {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop': (string);
}
