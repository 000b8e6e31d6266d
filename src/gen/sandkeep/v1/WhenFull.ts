// Original file: proto/sandkeep/v1/exec_service.proto

/**
 * What a command meets whose output buffer is full of what nobody has read.
 */
export const WhenFull = {
  /**
   * As the method says.
   */
  WHEN_FULL_UNSPECIFIED: 'WHEN_FULL_UNSPECIFIED',
  /**
   * It waits: the slowest reader sets the pace, and without a reader it stands still until one attaches or its time is over.
   */
  WHEN_FULL_BLOCK: 'WHEN_FULL_BLOCK',
  /**
   * It goes on, and the oldest output is forgotten.
   */
  WHEN_FULL_TRIM: 'WHEN_FULL_TRIM',
} as const;

/**
 * What a command meets whose output buffer is full of what nobody has read.
 */
export type WhenFull =
  /**
   * As the method says.
   */
  | 'WHEN_FULL_UNSPECIFIED'
  | 0
  /**
   * It waits: the slowest reader sets the pace, and without a reader it stands still until one attaches or its time is over.
   */
  | 'WHEN_FULL_BLOCK'
  | 1
  /**
   * It goes on, and the oldest output is forgotten.
   */
  | 'WHEN_FULL_TRIM'
  | 2

/**
 * What a command meets whose output buffer is full of what nobody has read.
 */
export type WhenFull__Output = typeof WhenFull[keyof typeof WhenFull]
