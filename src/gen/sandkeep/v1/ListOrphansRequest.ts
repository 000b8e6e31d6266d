// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for the orphans.
 */
export interface ListOrphansRequest {
}

/**
 * Asks for the orphans.
 */
export interface ListOrphansRequest__Output {
}
