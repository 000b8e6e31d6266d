// Original file: proto/sandkeep/v1/template_service.proto

/**
 * Why a pool makes nothing. Clients treat a value they do not know like POOL_STATUS_UNSPECIFIED.
 */
export const PoolStatus = {
  /**
   * Not set, or newer than the reader.
   */
  POOL_STATUS_UNSPECIFIED: 'POOL_STATUS_UNSPECIFIED',
  /**
   * It has what it should have.
   */
  POOL_STATUS_FULL: 'POOL_STATUS_FULL',
  /**
   * It is being refilled.
   */
  POOL_STATUS_FILLING: 'POOL_STATUS_FILLING',
  /**
   * An operator paused it.
   */
  POOL_STATUS_PAUSED: 'POOL_STATUS_PAUSED',
  /**
   * The last create failed; it waits before the next one.
   */
  POOL_STATUS_BACKING_OFF: 'POOL_STATUS_BACKING_OFF',
  /**
   * Too many creates failed in a row; it waits for ResumePool or a changed template.
   */
  POOL_STATUS_FAILED: 'POOL_STATUS_FAILED',
  /**
   * A limit, or the pressure on the host, leaves no room.
   */
  POOL_STATUS_NO_ROOM: 'POOL_STATUS_NO_ROOM',
} as const;

/**
 * Why a pool makes nothing. Clients treat a value they do not know like POOL_STATUS_UNSPECIFIED.
 */
export type PoolStatus =
  /**
   * Not set, or newer than the reader.
   */
  | 'POOL_STATUS_UNSPECIFIED'
  | 0
  /**
   * It has what it should have.
   */
  | 'POOL_STATUS_FULL'
  | 1
  /**
   * It is being refilled.
   */
  | 'POOL_STATUS_FILLING'
  | 2
  /**
   * An operator paused it.
   */
  | 'POOL_STATUS_PAUSED'
  | 3
  /**
   * The last create failed; it waits before the next one.
   */
  | 'POOL_STATUS_BACKING_OFF'
  | 4
  /**
   * Too many creates failed in a row; it waits for ResumePool or a changed template.
   */
  | 'POOL_STATUS_FAILED'
  | 5
  /**
   * A limit, or the pressure on the host, leaves no room.
   */
  | 'POOL_STATUS_NO_ROOM'
  | 6

/**
 * Why a pool makes nothing. Clients treat a value they do not know like POOL_STATUS_UNSPECIFIED.
 */
export type PoolStatus__Output = typeof PoolStatus[keyof typeof PoolStatus]
