// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * How Acquire came to its sandbox.
 */
export const AcquireOutcome = {
  /**
   * Not set, or newer than the reader.
   */
  ACQUIRE_OUTCOME_UNSPECIFIED: 'ACQUIRE_OUTCOME_UNSPECIFIED',
  /**
   * It ran already.
   */
  ACQUIRE_OUTCOME_REUSED: 'ACQUIRE_OUTCOME_REUSED',
  /**
   * It was parked.
   */
  ACQUIRE_OUTCOME_UNPARKED: 'ACQUIRE_OUTCOME_UNPARKED',
  /**
   * It was paused.
   */
  ACQUIRE_OUTCOME_RESUMED: 'ACQUIRE_OUTCOME_RESUMED',
  /**
   * Its container was started again.
   */
  ACQUIRE_OUTCOME_STARTED: 'ACQUIRE_OUTCOME_STARTED',
  /**
   * A new generation was made.
   */
  ACQUIRE_OUTCOME_RESTORED: 'ACQUIRE_OUTCOME_RESTORED',
  /**
   * Another call was making it; this one waited with it.
   */
  ACQUIRE_OUTCOME_JOINED: 'ACQUIRE_OUTCOME_JOINED',
  /**
   * A warm one of a pool was claimed.
   */
  ACQUIRE_OUTCOME_CLAIMED: 'ACQUIRE_OUTCOME_CLAIMED',
  /**
   * It was created cold.
   */
  ACQUIRE_OUTCOME_CREATED: 'ACQUIRE_OUTCOME_CREATED',
} as const;

/**
 * How Acquire came to its sandbox.
 */
export type AcquireOutcome =
  /**
   * Not set, or newer than the reader.
   */
  | 'ACQUIRE_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * It ran already.
   */
  | 'ACQUIRE_OUTCOME_REUSED'
  | 1
  /**
   * It was parked.
   */
  | 'ACQUIRE_OUTCOME_UNPARKED'
  | 2
  /**
   * It was paused.
   */
  | 'ACQUIRE_OUTCOME_RESUMED'
  | 3
  /**
   * Its container was started again.
   */
  | 'ACQUIRE_OUTCOME_STARTED'
  | 4
  /**
   * A new generation was made.
   */
  | 'ACQUIRE_OUTCOME_RESTORED'
  | 5
  /**
   * Another call was making it; this one waited with it.
   */
  | 'ACQUIRE_OUTCOME_JOINED'
  | 6
  /**
   * A warm one of a pool was claimed.
   */
  | 'ACQUIRE_OUTCOME_CLAIMED'
  | 7
  /**
   * It was created cold.
   */
  | 'ACQUIRE_OUTCOME_CREATED'
  | 8

/**
 * How Acquire came to its sandbox.
 */
export type AcquireOutcome__Output = typeof AcquireOutcome[keyof typeof AcquireOutcome]
