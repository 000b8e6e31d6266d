// Original file: proto/sandkeep/v1/admin_service.proto

/**
 * Whether the daemon serves.
 */
export const DaemonStatus = {
  /**
   * Not set, or newer than the reader.
   */
  DAEMON_STATUS_UNSPECIFIED: 'DAEMON_STATUS_UNSPECIFIED',
  /**
   * Before the first reconcile pass.
   */
  DAEMON_STATUS_STARTING: 'DAEMON_STATUS_STARTING',
  /**
   * Serves everything.
   */
  DAEMON_STATUS_READY: 'DAEMON_STATUS_READY',
  /**
   * Serves with degraded modes.
   */
  DAEMON_STATUS_DEGRADED: 'DAEMON_STATUS_DEGRADED',
  /**
   * Refuses new work.
   */
  DAEMON_STATUS_DRAINING: 'DAEMON_STATUS_DRAINING',
} as const;

/**
 * Whether the daemon serves.
 */
export type DaemonStatus =
  /**
   * Not set, or newer than the reader.
   */
  | 'DAEMON_STATUS_UNSPECIFIED'
  | 0
  /**
   * Before the first reconcile pass.
   */
  | 'DAEMON_STATUS_STARTING'
  | 1
  /**
   * Serves everything.
   */
  | 'DAEMON_STATUS_READY'
  | 2
  /**
   * Serves with degraded modes.
   */
  | 'DAEMON_STATUS_DEGRADED'
  | 3
  /**
   * Refuses new work.
   */
  | 'DAEMON_STATUS_DRAINING'
  | 4

/**
 * Whether the daemon serves.
 */
export type DaemonStatus__Output = typeof DaemonStatus[keyof typeof DaemonStatus]
