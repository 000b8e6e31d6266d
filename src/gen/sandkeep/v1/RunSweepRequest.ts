// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for one run of a loop.
 */
export interface RunSweepRequest {
  /**
   * "idle", "pool", "released", "reconcile" or "events".
   */
  'loop'?: (string);
  /**
   * Items at most; 0 takes the configured bound.
   */
  'maxItems'?: (number);
}

/**
 * Asks for one run of a loop.
 */
export interface RunSweepRequest__Output {
  /**
   * "idle", "pool", "released", "reconcile" or "events".
   */
  'loop': (string);
  /**
   * Items at most; 0 takes the configured bound.
   */
  'maxItems': (number);
}
