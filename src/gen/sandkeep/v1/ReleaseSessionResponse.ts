// Original file: proto/sandkeep/v1/session_service.proto


/**
 * What was released.
 */
export interface ReleaseSessionResponse {
  /**
   * Sandboxes of the session that were not released before.
   */
  'matched'?: (number);
  /**
   * Released, or with wait: gone.
   */
  'released'?: (number);
  /**
   * Left because somebody holds them.
   */
  'held'?: (number);
  /**
   * Failed; the log says why.
   */
  'failed'?: (number);
}

/**
 * What was released.
 */
export interface ReleaseSessionResponse__Output {
  /**
   * Sandboxes of the session that were not released before.
   */
  'matched': (number);
  /**
   * Released, or with wait: gone.
   */
  'released': (number);
  /**
   * Left because somebody holds them.
   */
  'held': (number);
  /**
   * Failed; the log says why.
   */
  'failed': (number);
}
