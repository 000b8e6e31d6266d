// Original file: proto/sandkeep/v1/session_service.proto


/**
 * One sandbox that could not be restored.
 */
export interface RestoreFailure {
  /**
   * Its id.
   */
  'sandboxId'?: (string);
  /**
   * Reason of the error table in docs/ERRORS.md.
   */
  'reason'?: (string);
  /**
   * What happened and what to do next.
   */
  'message'?: (string);
}

/**
 * One sandbox that could not be restored.
 */
export interface RestoreFailure__Output {
  /**
   * Its id.
   */
  'sandboxId': (string);
  /**
   * Reason of the error table in docs/ERRORS.md.
   */
  'reason': (string);
  /**
   * What happened and what to do next.
   */
  'message': (string);
}
