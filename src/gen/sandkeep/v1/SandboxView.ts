// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * How fresh Get is.
 */
export const SandboxView = {
  /**
   * Like SANDBOX_VIEW_RECORDED.
   */
  SANDBOX_VIEW_UNSPECIFIED: 'SANDBOX_VIEW_UNSPECIFIED',
  /**
   * The daemon's record, without asking the engine.
   */
  SANDBOX_VIEW_RECORDED: 'SANDBOX_VIEW_RECORDED',
  /**
   * Asks the engine and says whether it lives.
   */
  SANDBOX_VIEW_LIVE: 'SANDBOX_VIEW_LIVE',
} as const;

/**
 * How fresh Get is.
 */
export type SandboxView =
  /**
   * Like SANDBOX_VIEW_RECORDED.
   */
  | 'SANDBOX_VIEW_UNSPECIFIED'
  | 0
  /**
   * The daemon's record, without asking the engine.
   */
  | 'SANDBOX_VIEW_RECORDED'
  | 1
  /**
   * Asks the engine and says whether it lives.
   */
  | 'SANDBOX_VIEW_LIVE'
  | 2

/**
 * How fresh Get is.
 */
export type SandboxView__Output = typeof SandboxView[keyof typeof SandboxView]
