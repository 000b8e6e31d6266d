// Original file: proto/sandkeep/v1/session_service.proto

/**
 * What the sandboxes of a session make of it. Clients treat a value they do not know like SESSION_STATE_UNSPECIFIED.
 */
export const SessionState = {
  /**
   * Not set, or newer than the reader.
   */
  SESSION_STATE_UNSPECIFIED: 'SESSION_STATE_UNSPECIFIED',
  /**
   * At least one of its sandboxes has a container, or is getting its first.
   */
  SESSION_STATE_ACTIVE: 'SESSION_STATE_ACTIVE',
  /**
   * Being reaped.
   */
  SESSION_STATE_RECYCLING: 'SESSION_STATE_RECYCLING',
  /**
   * Reaped: no container is left, at least one sandbox can be restored.
   */
  SESSION_STATE_RECYCLED: 'SESSION_STATE_RECYCLED',
  /**
   * At least one of its sandboxes is being restored.
   */
  SESSION_STATE_RESTORING: 'SESSION_STATE_RESTORING',
  /**
   * All its sandboxes are released or being released.
   */
  SESSION_STATE_RELEASED: 'SESSION_STATE_RELEASED',
} as const;

/**
 * What the sandboxes of a session make of it. Clients treat a value they do not know like SESSION_STATE_UNSPECIFIED.
 */
export type SessionState =
  /**
   * Not set, or newer than the reader.
   */
  | 'SESSION_STATE_UNSPECIFIED'
  | 0
  /**
   * At least one of its sandboxes has a container, or is getting its first.
   */
  | 'SESSION_STATE_ACTIVE'
  | 1
  /**
   * Being reaped.
   */
  | 'SESSION_STATE_RECYCLING'
  | 2
  /**
   * Reaped: no container is left, at least one sandbox can be restored.
   */
  | 'SESSION_STATE_RECYCLED'
  | 3
  /**
   * At least one of its sandboxes is being restored.
   */
  | 'SESSION_STATE_RESTORING'
  | 4
  /**
   * All its sandboxes are released or being released.
   */
  | 'SESSION_STATE_RELEASED'
  | 5

/**
 * What the sandboxes of a session make of it. Clients treat a value they do not know like SESSION_STATE_UNSPECIFIED.
 */
export type SessionState__Output = typeof SessionState[keyof typeof SessionState]
