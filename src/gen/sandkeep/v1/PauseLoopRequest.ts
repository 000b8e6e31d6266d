// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to pause.
 */
export interface PauseLoopRequest {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop'?: (string);
}

/**
 * Asks to pause.
 */
export interface PauseLoopRequest__Output {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop': (string);
}
