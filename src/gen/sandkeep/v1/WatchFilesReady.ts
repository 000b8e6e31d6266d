// Original file: proto/sandkeep/v1/file_service.proto


/**
 * What is watched is watched from now on.
 */
export interface WatchFilesReady {
}

/**
 * What is watched is watched from now on.
 */
export interface WatchFilesReady__Output {
}
