// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to pause.
 */
export interface PauseLoopRequest {
  /**
   * Its name.
   */
  'loop'?: (string);
}

/**
 * Asks to pause.
 */
export interface PauseLoopRequest__Output {
  /**
   * Its name.
   */
  'loop': (string);
}
