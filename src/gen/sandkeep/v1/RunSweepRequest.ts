// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for one run of a loop.
 */
export interface RunSweepRequest {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop'?: (string);
  /**
   * Items at most; 0 takes the configured bound. Reconcile and activity have no bound.
   */
  'maxItems'?: (number);
}

/**
 * Asks for one run of a loop.
 */
export interface RunSweepRequest__Output {
  /**
   * Name of a loop, as GetInfo lists them.
   */
  'loop': (string);
  /**
   * Items at most; 0 takes the configured bound. Reconcile and activity have no bound.
   */
  'maxItems': (number);
}
