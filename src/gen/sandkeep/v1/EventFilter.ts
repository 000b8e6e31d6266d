// Original file: proto/sandkeep/v1/event_service.proto


/**
 * Which events. Empty fields do not restrict.
 */
export interface EventFilter {
  /**
   * Namespace of the sandbox.
   */
  'namespace'?: (string);
  /**
   * Sandbox.
   */
  'sandboxId'?: (string);
  /**
   * Any of these types.
   */
  'types'?: (string)[];
}

/**
 * Which events. Empty fields do not restrict.
 */
export interface EventFilter__Output {
  /**
   * Namespace of the sandbox.
   */
  'namespace': (string);
  /**
   * Sandbox.
   */
  'sandboxId': (string);
  /**
   * Any of these types.
   */
  'types': (string)[];
}
