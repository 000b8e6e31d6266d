// Original file: proto/sandkeep/v1/exec_service.proto

/**
 * Why a command is over.
 */
export const ExecCause = {
  /**
   * Not said.
   */
  EXEC_CAUSE_UNSPECIFIED: 'EXEC_CAUSE_UNSPECIFIED',
  /**
   * By itself; a command that a signal ended unasked has exit code 128 + the signal.
   */
  EXEC_CAUSE_EXITED: 'EXEC_CAUSE_EXITED',
  /**
   * By a signal that was asked for, or that the runtime knows of.
   */
  EXEC_CAUSE_SIGNALLED: 'EXEC_CAUSE_SIGNALLED',
  /**
   * Its time-out ended it.
   */
  EXEC_CAUSE_TIMED_OUT: 'EXEC_CAUSE_TIMED_OUT',
  /**
   * The kernel killed it because the sandbox was out of memory.
   */
  EXEC_CAUSE_OUT_OF_MEMORY: 'EXEC_CAUSE_OUT_OF_MEMORY',
  /**
   * Its sandbox stopped, was removed or lost.
   */
  EXEC_CAUSE_SANDBOX_GONE: 'EXEC_CAUSE_SANDBOX_GONE',
  /**
   * It ended while the daemon was away, and the runtime does not know how.
   */
  EXEC_CAUSE_DAEMON_RESTARTED: 'EXEC_CAUSE_DAEMON_RESTARTED',
  /**
   * It never ran; the message says why.
   */
  EXEC_CAUSE_NOT_STARTED: 'EXEC_CAUSE_NOT_STARTED',
  /**
   * The runtime does not know how it ended.
   */
  EXEC_CAUSE_UNKNOWN: 'EXEC_CAUSE_UNKNOWN',
} as const;

/**
 * Why a command is over.
 */
export type ExecCause =
  /**
   * Not said.
   */
  | 'EXEC_CAUSE_UNSPECIFIED'
  | 0
  /**
   * By itself; a command that a signal ended unasked has exit code 128 + the signal.
   */
  | 'EXEC_CAUSE_EXITED'
  | 1
  /**
   * By a signal that was asked for, or that the runtime knows of.
   */
  | 'EXEC_CAUSE_SIGNALLED'
  | 2
  /**
   * Its time-out ended it.
   */
  | 'EXEC_CAUSE_TIMED_OUT'
  | 3
  /**
   * The kernel killed it because the sandbox was out of memory.
   */
  | 'EXEC_CAUSE_OUT_OF_MEMORY'
  | 4
  /**
   * Its sandbox stopped, was removed or lost.
   */
  | 'EXEC_CAUSE_SANDBOX_GONE'
  | 5
  /**
   * It ended while the daemon was away, and the runtime does not know how.
   */
  | 'EXEC_CAUSE_DAEMON_RESTARTED'
  | 6
  /**
   * It never ran; the message says why.
   */
  | 'EXEC_CAUSE_NOT_STARTED'
  | 7
  /**
   * The runtime does not know how it ended.
   */
  | 'EXEC_CAUSE_UNKNOWN'
  | 8

/**
 * Why a command is over.
 */
export type ExecCause__Output = typeof ExecCause[keyof typeof ExecCause]
