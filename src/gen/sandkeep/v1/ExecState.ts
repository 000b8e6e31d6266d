// Original file: proto/sandkeep/v1/exec_service.proto

/**
 * Whether a command runs.
 */
export const ExecState = {
  /**
   * Not said.
   */
  EXEC_STATE_UNSPECIFIED: 'EXEC_STATE_UNSPECIFIED',
  /**
   * It is being started.
   */
  EXEC_STATE_STARTING: 'EXEC_STATE_STARTING',
  /**
   * It runs, as far as the daemon knows.
   */
  EXEC_STATE_RUNNING: 'EXEC_STATE_RUNNING',
  /**
   * It is over.
   */
  EXEC_STATE_ENDED: 'EXEC_STATE_ENDED',
} as const;

/**
 * Whether a command runs.
 */
export type ExecState =
  /**
   * Not said.
   */
  | 'EXEC_STATE_UNSPECIFIED'
  | 0
  /**
   * It is being started.
   */
  | 'EXEC_STATE_STARTING'
  | 1
  /**
   * It runs, as far as the daemon knows.
   */
  | 'EXEC_STATE_RUNNING'
  | 2
  /**
   * It is over.
   */
  | 'EXEC_STATE_ENDED'
  | 3

/**
 * Whether a command runs.
 */
export type ExecState__Output = typeof ExecState[keyof typeof ExecState]
