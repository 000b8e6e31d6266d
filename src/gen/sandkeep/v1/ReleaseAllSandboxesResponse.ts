// Original file: proto/sandkeep/v1/sandbox_service.proto


/**
 * What was released.
 */
export interface ReleaseAllSandboxesResponse {
  /**
   * How many the filter matched.
   */
  'matched'?: (number);
  /**
   * How many were released, or would be.
   */
  'released'?: (number);
  /**
   * How many were left because somebody holds them.
   */
  'held'?: (number);
  /**
   * How many could not be released; the log says why.
   */
  'failed'?: (number);
  /**
   * Ids of the matched ones, at most 1000.
   */
  'sandboxIds'?: (string)[];
}

/**
 * What was released.
 */
export interface ReleaseAllSandboxesResponse__Output {
  /**
   * How many the filter matched.
   */
  'matched': (number);
  /**
   * How many were released, or would be.
   */
  'released': (number);
  /**
   * How many were left because somebody holds them.
   */
  'held': (number);
  /**
   * How many could not be released; the log says why.
   */
  'failed': (number);
  /**
   * Ids of the matched ones, at most 1000.
   */
  'sandboxIds': (string)[];
}
