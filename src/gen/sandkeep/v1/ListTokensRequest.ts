// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for the access tokens.
 */
export interface ListTokensRequest {
}

/**
 * Asks for the access tokens.
 */
export interface ListTokensRequest__Output {
}
