// Original file: proto/sandkeep/v1/file_service.proto

/**
 * Kind of a change.
 */
export const FileChangeKind = {
  /**
   * Not set, or newer than the reader.
   */
  FILE_CHANGE_KIND_UNSPECIFIED: 'FILE_CHANGE_KIND_UNSPECIFIED',
  /**
   * Made, or moved there.
   */
  FILE_CHANGE_KIND_CREATED: 'FILE_CHANGE_KIND_CREATED',
  /**
   * Content or attributes.
   */
  FILE_CHANGE_KIND_CHANGED: 'FILE_CHANGE_KIND_CHANGED',
  /**
   * Removed, or moved away.
   */
  FILE_CHANGE_KIND_REMOVED: 'FILE_CHANGE_KIND_REMOVED',
} as const;

/**
 * Kind of a change.
 */
export type FileChangeKind =
  /**
   * Not set, or newer than the reader.
   */
  | 'FILE_CHANGE_KIND_UNSPECIFIED'
  | 0
  /**
   * Made, or moved there.
   */
  | 'FILE_CHANGE_KIND_CREATED'
  | 1
  /**
   * Content or attributes.
   */
  | 'FILE_CHANGE_KIND_CHANGED'
  | 2
  /**
   * Removed, or moved away.
   */
  | 'FILE_CHANGE_KIND_REMOVED'
  | 3

/**
 * Kind of a change.
 */
export type FileChangeKind__Output = typeof FileChangeKind[keyof typeof FileChangeKind]
