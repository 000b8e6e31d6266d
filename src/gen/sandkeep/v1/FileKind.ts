// Original file: proto/sandkeep/v1/file_service.proto

/**
 * Kind of a file.
 */
export const FileKind = {
  /**
   * Not set, or newer than the reader.
   */
  FILE_KIND_UNSPECIFIED: 'FILE_KIND_UNSPECIFIED',
  /**
   * A regular file.
   */
  FILE_KIND_FILE: 'FILE_KIND_FILE',
  /**
   * A directory.
   */
  FILE_KIND_DIRECTORY: 'FILE_KIND_DIRECTORY',
  /**
   * A symbolic link.
   */
  FILE_KIND_SYMLINK: 'FILE_KIND_SYMLINK',
  /**
   * A device, socket or pipe.
   */
  FILE_KIND_OTHER: 'FILE_KIND_OTHER',
} as const;

/**
 * Kind of a file.
 */
export type FileKind =
  /**
   * Not set, or newer than the reader.
   */
  | 'FILE_KIND_UNSPECIFIED'
  | 0
  /**
   * A regular file.
   */
  | 'FILE_KIND_FILE'
  | 1
  /**
   * A directory.
   */
  | 'FILE_KIND_DIRECTORY'
  | 2
  /**
   * A symbolic link.
   */
  | 'FILE_KIND_SYMLINK'
  | 3
  /**
   * A device, socket or pipe.
   */
  | 'FILE_KIND_OTHER'
  | 4

/**
 * Kind of a file.
 */
export type FileKind__Output = typeof FileKind[keyof typeof FileKind]
