// Original file: proto/sandkeep/v1/common.proto

/**
 * State of a sandbox. Clients treat a value they do not know like SANDBOX_STATE_UNSPECIFIED.
 */
export const SandboxState = {
  /**
   * Not set, or newer than the reader.
   */
  SANDBOX_STATE_UNSPECIFIED: 'SANDBOX_STATE_UNSPECIFIED',
  /**
   * Its first container is being made.
   */
  SANDBOX_STATE_CREATING: 'SANDBOX_STATE_CREATING',
  /**
   * Ready and bound to nobody, in a pool.
   */
  SANDBOX_STATE_WARM: 'SANDBOX_STATE_WARM',
  /**
   * Ready for use.
   */
  SANDBOX_STATE_RUNNING: 'SANDBOX_STATE_RUNNING',
  /**
   * Frozen; memory is kept.
   */
  SANDBOX_STATE_PAUSED: 'SANDBOX_STATE_PAUSED',
  /**
   * Released, but kept running for its own session.
   */
  SANDBOX_STATE_PARKED: 'SANDBOX_STATE_PARKED',
  /**
   * Its container exists and does not run; Start or Acquire runs it again.
   */
  SANDBOX_STATE_STOPPED: 'SANDBOX_STATE_STOPPED',
  /**
   * Its container is confirmed gone and the daemon did not remove it; Acquire or Restore makes a new one.
   */
  SANDBOX_STATE_LOST: 'SANDBOX_STATE_LOST',
  /**
   * Being reaped; container going, workspace staying.
   */
  SANDBOX_STATE_RECYCLING: 'SANDBOX_STATE_RECYCLING',
  /**
   * Reaped: container gone, workspace and session kept, restorable.
   */
  SANDBOX_STATE_RECYCLED: 'SANDBOX_STATE_RECYCLED',
  /**
   * A new generation of it is being made.
   */
  SANDBOX_STATE_RESTORING: 'SANDBOX_STATE_RESTORING',
  /**
   * Being released.
   */
  SANDBOX_STATE_RELEASING: 'SANDBOX_STATE_RELEASING',
  /**
   * Gone; the record stays until Sandbox.purge_time, and until then Restore brings it back.
   */
  SANDBOX_STATE_RELEASED: 'SANDBOX_STATE_RELEASED',
  /**
   * Could not be made or kept; Sandbox.failure has the evidence.
   */
  SANDBOX_STATE_FAILED: 'SANDBOX_STATE_FAILED',
} as const;

/**
 * State of a sandbox. Clients treat a value they do not know like SANDBOX_STATE_UNSPECIFIED.
 */
export type SandboxState =
  /**
   * Not set, or newer than the reader.
   */
  | 'SANDBOX_STATE_UNSPECIFIED'
  | 0
  /**
   * Its first container is being made.
   */
  | 'SANDBOX_STATE_CREATING'
  | 1
  /**
   * Ready and bound to nobody, in a pool.
   */
  | 'SANDBOX_STATE_WARM'
  | 2
  /**
   * Ready for use.
   */
  | 'SANDBOX_STATE_RUNNING'
  | 3
  /**
   * Frozen; memory is kept.
   */
  | 'SANDBOX_STATE_PAUSED'
  | 4
  /**
   * Released, but kept running for its own session.
   */
  | 'SANDBOX_STATE_PARKED'
  | 5
  /**
   * Its container exists and does not run; Start or Acquire runs it again.
   */
  | 'SANDBOX_STATE_STOPPED'
  | 6
  /**
   * Its container is confirmed gone and the daemon did not remove it; Acquire or Restore makes a new one.
   */
  | 'SANDBOX_STATE_LOST'
  | 7
  /**
   * Being reaped; container going, workspace staying.
   */
  | 'SANDBOX_STATE_RECYCLING'
  | 8
  /**
   * Reaped: container gone, workspace and session kept, restorable.
   */
  | 'SANDBOX_STATE_RECYCLED'
  | 9
  /**
   * A new generation of it is being made.
   */
  | 'SANDBOX_STATE_RESTORING'
  | 10
  /**
   * Being released.
   */
  | 'SANDBOX_STATE_RELEASING'
  | 11
  /**
   * Gone; the record stays until Sandbox.purge_time, and until then Restore brings it back.
   */
  | 'SANDBOX_STATE_RELEASED'
  | 12
  /**
   * Could not be made or kept; Sandbox.failure has the evidence.
   */
  | 'SANDBOX_STATE_FAILED'
  | 13

/**
 * State of a sandbox. Clients treat a value they do not know like SANDBOX_STATE_UNSPECIFIED.
 */
export type SandboxState__Output = typeof SandboxState[keyof typeof SandboxState]
