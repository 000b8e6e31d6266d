// Original file: proto/sandkeep/v1/file_service.proto


/**
 * Changes were lost because they came faster than they were read: look at the tree again.
 */
export interface WatchFilesOverflow {
}

/**
 * Changes were lost because they came faster than they were read: look at the tree again.
 */
export interface WatchFilesOverflow__Output {
}
