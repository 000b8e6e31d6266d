// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * Whether Acquire may create.
 */
export const CreatePolicy = {
  /**
   * Like CREATE_POLICY_IF_NEEDED.
   */
  CREATE_POLICY_UNSPECIFIED: 'CREATE_POLICY_UNSPECIFIED',
  /**
   * Creates or restores where nothing can be reused.
   */
  CREATE_POLICY_IF_NEEDED: 'CREATE_POLICY_IF_NEEDED',
  /**
   * Reuses or fails with REUSE_NOT_FOUND.
   */
  CREATE_POLICY_NEVER: 'CREATE_POLICY_NEVER',
} as const;

/**
 * Whether Acquire may create.
 */
export type CreatePolicy =
  /**
   * Like CREATE_POLICY_IF_NEEDED.
   */
  | 'CREATE_POLICY_UNSPECIFIED'
  | 0
  /**
   * Creates or restores where nothing can be reused.
   */
  | 'CREATE_POLICY_IF_NEEDED'
  | 1
  /**
   * Reuses or fails with REUSE_NOT_FOUND.
   */
  | 'CREATE_POLICY_NEVER'
  | 2

/**
 * Whether Acquire may create.
 */
export type CreatePolicy__Output = typeof CreatePolicy[keyof typeof CreatePolicy]
