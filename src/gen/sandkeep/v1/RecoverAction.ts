// Original file: proto/sandkeep/v1/admin_service.proto

/**
 * What to do with a safe mode.
 */
export const RecoverAction = {
  /**
   * Like RECOVER_ACTION_SHOW.
   */
  RECOVER_ACTION_UNSPECIFIED: 'RECOVER_ACTION_UNSPECIFIED',
  /**
   * Says what the daemon holds back and why.
   */
  RECOVER_ACTION_SHOW: 'RECOVER_ACTION_SHOW',
  /**
   * Takes the present state of the engine as true and goes on.
   */
  RECOVER_ACTION_ACCEPT: 'RECOVER_ACTION_ACCEPT',
  /**
   * Removes what the records cannot explain and goes on.
   */
  RECOVER_ACTION_DISCARD: 'RECOVER_ACTION_DISCARD',
} as const;

/**
 * What to do with a safe mode.
 */
export type RecoverAction =
  /**
   * Like RECOVER_ACTION_SHOW.
   */
  | 'RECOVER_ACTION_UNSPECIFIED'
  | 0
  /**
   * Says what the daemon holds back and why.
   */
  | 'RECOVER_ACTION_SHOW'
  | 1
  /**
   * Takes the present state of the engine as true and goes on.
   */
  | 'RECOVER_ACTION_ACCEPT'
  | 2
  /**
   * Removes what the records cannot explain and goes on.
   */
  | 'RECOVER_ACTION_DISCARD'
  | 3

/**
 * What to do with a safe mode.
 */
export type RecoverAction__Output = typeof RecoverAction[keyof typeof RecoverAction]
