// Original file: proto/sandkeep/v1/file_service.proto


/**
 * It is gone.
 */
export interface RemoveFileResponse {
  /**
   * False when it was missing already.
   */
  'removed'?: (boolean);
}

/**
 * It is gone.
 */
export interface RemoveFileResponse__Output {
  /**
   * False when it was missing already.
   */
  'removed': (boolean);
}
