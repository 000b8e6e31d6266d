// Original file: proto/sandkeep/v1/admin_service.proto

/**
 * What a token allows; each role may what the ones below it may.
 */
export const AccessRole = {
  /**
   * Not set, or newer than the reader.
   */
  ACCESS_ROLE_UNSPECIFIED: 'ACCESS_ROLE_UNSPECIFIED',
  /**
   * Looks at sandboxes, sessions, events, logs and figures, and changes nothing.
   */
  ACCESS_ROLE_READ: 'ACCESS_ROLE_READ',
  /**
   * Makes, uses and ends sandboxes.
   */
  ACCESS_ROLE_CLIENT: 'ACCESS_ROLE_CLIENT',
  /**
   * Operates the daemon; for all namespaces.
   */
  ACCESS_ROLE_ADMIN: 'ACCESS_ROLE_ADMIN',
} as const;

/**
 * What a token allows; each role may what the ones below it may.
 */
export type AccessRole =
  /**
   * Not set, or newer than the reader.
   */
  | 'ACCESS_ROLE_UNSPECIFIED'
  | 0
  /**
   * Looks at sandboxes, sessions, events, logs and figures, and changes nothing.
   */
  | 'ACCESS_ROLE_READ'
  | 1
  /**
   * Makes, uses and ends sandboxes.
   */
  | 'ACCESS_ROLE_CLIENT'
  | 2
  /**
   * Operates the daemon; for all namespaces.
   */
  | 'ACCESS_ROLE_ADMIN'
  | 3

/**
 * What a token allows; each role may what the ones below it may.
 */
export type AccessRole__Output = typeof AccessRole[keyof typeof AccessRole]
