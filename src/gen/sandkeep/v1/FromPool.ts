// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * Whether a pool may serve a create.
 */
export const FromPool = {
  /**
   * Like FROM_POOL_PREFER.
   */
  FROM_POOL_UNSPECIFIED: 'FROM_POOL_UNSPECIFIED',
  /**
   * A warm one if there is one, else cold.
   */
  FROM_POOL_PREFER: 'FROM_POOL_PREFER',
  /**
   * A warm one or POOL_EMPTY.
   */
  FROM_POOL_REQUIRE: 'FROM_POOL_REQUIRE',
  /**
   * Always cold.
   */
  FROM_POOL_NEVER: 'FROM_POOL_NEVER',
} as const;

/**
 * Whether a pool may serve a create.
 */
export type FromPool =
  /**
   * Like FROM_POOL_PREFER.
   */
  | 'FROM_POOL_UNSPECIFIED'
  | 0
  /**
   * A warm one if there is one, else cold.
   */
  | 'FROM_POOL_PREFER'
  | 1
  /**
   * A warm one or POOL_EMPTY.
   */
  | 'FROM_POOL_REQUIRE'
  | 2
  /**
   * Always cold.
   */
  | 'FROM_POOL_NEVER'
  | 3

/**
 * Whether a pool may serve a create.
 */
export type FromPool__Output = typeof FromPool[keyof typeof FromPool]
