// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks who the daemon is.
 */
export interface GetInfoRequest {
}

/**
 * Asks who the daemon is.
 */
export interface GetInfoRequest__Output {
}
