// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for a backup; where it goes is in the config of the daemon.
 */
export interface BackupRequest {
}

/**
 * Asks for a backup; where it goes is in the config of the daemon.
 */
export interface BackupRequest__Output {
}
