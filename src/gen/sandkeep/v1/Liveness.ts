// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * What the engine says of a sandbox.
 */
export const Liveness = {
  /**
   * Not asked.
   */
  LIVENESS_UNSPECIFIED: 'LIVENESS_UNSPECIFIED',
  /**
   * Its container exists and runs.
   */
  LIVENESS_ALIVE: 'LIVENESS_ALIVE',
  /**
   * Its container does not exist or does not run.
   */
  LIVENESS_DEAD: 'LIVENESS_DEAD',
  /**
   * The engine gave no answer; nothing may be concluded.
   */
  LIVENESS_UNKNOWN: 'LIVENESS_UNKNOWN',
} as const;

/**
 * What the engine says of a sandbox.
 */
export type Liveness =
  /**
   * Not asked.
   */
  | 'LIVENESS_UNSPECIFIED'
  | 0
  /**
   * Its container exists and runs.
   */
  | 'LIVENESS_ALIVE'
  | 1
  /**
   * Its container does not exist or does not run.
   */
  | 'LIVENESS_DEAD'
  | 2
  /**
   * The engine gave no answer; nothing may be concluded.
   */
  | 'LIVENESS_UNKNOWN'
  | 3

/**
 * What the engine says of a sandbox.
 */
export type Liveness__Output = typeof Liveness[keyof typeof Liveness]
