// Original file: proto/sandkeep/v1/event_service.proto


/**
 * Which events. Empty fields do not restrict.
 */
export interface EventFilter {
  /**
   * Namespace of the sandbox; events about no sandbox have none and are left out.
   */
  'namespace'?: (string);
  /**
   * Id, unique id prefix of at least 6 characters, or container name. Of a sandbox whose record is deleted, the
   * whole id.
   */
  'sandboxId'?: (string);
  /**
   * Any of these types; see Event.type.
   */
  'types'?: (string)[];
}

/**
 * Which events. Empty fields do not restrict.
 */
export interface EventFilter__Output {
  /**
   * Namespace of the sandbox; events about no sandbox have none and are left out.
   */
  'namespace': (string);
  /**
   * Id, unique id prefix of at least 6 characters, or container name. Of a sandbox whose record is deleted, the
   * whole id.
   */
  'sandboxId': (string);
  /**
   * Any of these types; see Event.type.
   */
  'types': (string)[];
}
