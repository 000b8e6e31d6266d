// Original file: proto/sandkeep/v1/sandbox_service.proto

/**
 * What Release does.
 */
export const ReleaseMode = {
  /**
   * As the template says.
   */
  RELEASE_MODE_UNSPECIFIED: 'RELEASE_MODE_UNSPECIFIED',
  /**
   * Removes the container. The workspace stays unless delete_workspace is set.
   */
  RELEASE_MODE_DESTROY: 'RELEASE_MODE_DESTROY',
  /**
   * Keeps it running for its own session until it is idle.
   */
  RELEASE_MODE_PARK: 'RELEASE_MODE_PARK',
} as const;

/**
 * What Release does.
 */
export type ReleaseMode =
  /**
   * As the template says.
   */
  | 'RELEASE_MODE_UNSPECIFIED'
  | 0
  /**
   * Removes the container. The workspace stays unless delete_workspace is set.
   */
  | 'RELEASE_MODE_DESTROY'
  | 1
  /**
   * Keeps it running for its own session until it is idle.
   */
  | 'RELEASE_MODE_PARK'
  | 2

/**
 * What Release does.
 */
export type ReleaseMode__Output = typeof ReleaseMode[keyof typeof ReleaseMode]
