// Original file: proto/sandkeep/v1/common.proto


/**
 * Identifies a session. Each part is opaque text of 1 to 128 printable characters.
 */
export interface SessionKey {
  /**
   * Tenant; empty means "default".
   */
  'namespace'?: (string);
  /**
   * User within the namespace; empty means "default".
   */
  'user'?: (string);
  /**
   * Conversation of the user.
   */
  'session'?: (string);
}

/**
 * Identifies a session. Each part is opaque text of 1 to 128 printable characters.
 */
export interface SessionKey__Output {
  /**
   * Tenant; empty means "default".
   */
  'namespace': (string);
  /**
   * User within the namespace; empty means "default".
   */
  'user': (string);
  /**
   * Conversation of the user.
   */
  'session': (string);
}
