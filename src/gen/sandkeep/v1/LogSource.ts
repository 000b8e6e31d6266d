// Original file: proto/sandkeep/v1/log_service.proto

/**
 * Which of the two streams was written to.
 */
export const LogSource = {
  /**
   * Not set, or newer than the reader.
   */
  LOG_SOURCE_UNSPECIFIED: 'LOG_SOURCE_UNSPECIFIED',
  /**
   * Standard output.
   */
  LOG_SOURCE_STDOUT: 'LOG_SOURCE_STDOUT',
  /**
   * Standard error.
   */
  LOG_SOURCE_STDERR: 'LOG_SOURCE_STDERR',
} as const;

/**
 * Which of the two streams was written to.
 */
export type LogSource =
  /**
   * Not set, or newer than the reader.
   */
  | 'LOG_SOURCE_UNSPECIFIED'
  | 0
  /**
   * Standard output.
   */
  | 'LOG_SOURCE_STDOUT'
  | 1
  /**
   * Standard error.
   */
  | 'LOG_SOURCE_STDERR'
  | 2

/**
 * Which of the two streams was written to.
 */
export type LogSource__Output = typeof LogSource[keyof typeof LogSource]
